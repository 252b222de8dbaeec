#include "engine/correlate/released_event.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace tocsin {
namespace {

struct Spec {
  const char* name;
  std::int64_t time;
  const char* channel;
  std::uint64_t sequence;
  std::uint32_t input;
  std::uint64_t offset;
  std::uint32_t part = 0;
};

ReleasedEvent Make(const Spec& spec, std::string_view raw) {
  Event event;
  event.time = Time{spec.time};
  event.source = "sysmon";
  event.lane = "host";
  event.channel = spec.channel;
  event.sequence = spec.sequence;
  event.origin = {.input = InputId(spec.input), .offset = spec.offset, .part = spec.part};
  event.raw = raw;
  return {.event = RetainedEvent::RetainCopy(event)};
}

std::string NameOf(const ReleasedEvent& released, const std::vector<Spec>& specs) {
  const Event& event = released.event->event();
  for (const Spec& spec : specs) {
    if (event.origin.input == InputId(spec.input) && event.origin.offset == spec.offset &&
        event.origin.part == spec.part) {
      return spec.name;
    }
  }
  return "?";
}

// The order of the names after SortRun, the same from any order before it.
std::string OrderOf(const std::vector<Spec>& specs, bool same_bytes, std::uint64_t* dropped) {
  std::mt19937 engine(7);
  std::string first;
  for (int round = 0; round < 20; ++round) {
    std::vector<ReleasedEvent> events;
    for (const Spec& spec : specs) events.push_back(Make(spec, same_bytes ? "x" : spec.name));
    std::shuffle(events.begin(), events.end(), engine);
    *dropped = SortRun(&events);
    std::string names;
    for (const ReleasedEvent& event : events) names += NameOf(event, specs) + " ";
    if (round == 0) first = names;
    EXPECT_EQ(names, first);
  }
  return first;
}

TEST(SortRun, ByTimeThenPosition) {
  std::uint64_t dropped = 0;
  EXPECT_EQ(OrderOf({{"late", 9, "", kNoSequence, 0, 1},
                     {"b", 5, "", kNoSequence, 1, 3},
                     {"a", 5, "", kNoSequence, 0, 8},
                     {"c", 5, "", kNoSequence, 1, 4}},
                    false, &dropped),
            "a b c late ");
  EXPECT_EQ(dropped, 0U);
}

TEST(SortRun, OneChannelByItsSequence) {
  std::uint64_t dropped = 0;
  EXPECT_EQ(
      OrderOf({{"n3", 5, "sec", 3, 0, 1}, {"n1", 5, "sec", 1, 0, 2}, {"n2", 5, "sec", 2, 0, 3}},
              false, &dropped),
      "n1 n2 n3 ");
}

// Pairwise comparison of "same channel by sequence, else by position" would be a circle here:
// a1 < b (position), b < a0 (position), a0 < a1 (sequence).
TEST(SortRun, ChannelsStayTogetherAtTheirEarliestPosition) {
  std::uint64_t dropped = 0;
  EXPECT_EQ(OrderOf({{"a1", 5, "a", 1, 0, 1},
                     {"b", 5, "b", 7, 0, 2},
                     {"a0", 5, "a", 0, 0, 3},
                     {"plain", 5, "a", kNoSequence, 0, 0}},
                    false, &dropped),
            "plain a0 a1 b ");
}

TEST(SortRun, DropsRepeatsOfNumberedRecords) {
  std::uint64_t dropped = 0;
  EXPECT_EQ(
      OrderOf({{"a", 5, "sec", 1, 0, 1}, {"again", 5, "sec", 1, 1, 0}, {"b", 5, "sec", 2, 0, 2}},
              true, &dropped),
      "a b ");
  EXPECT_EQ(dropped, 1U);
}

TEST(SortRun, KeepsWhatOnlyLooksAlike) {
  std::uint64_t dropped = 0;
  // No number of their own; another time; another part of the same record.
  EXPECT_EQ(OrderOf({{"p", 5, "c", kNoSequence, 0, 1},
                     {"q", 5, "c", kNoSequence, 0, 2},
                     {"r", 6, "c", 1, 0, 3},
                     {"s", 7, "c", 1, 0, 4},
                     {"t", 7, "c", 1, 0, 4, 1}},
                    true, &dropped),
            "p q r s t ");
  EXPECT_EQ(dropped, 0U);
  // The same number with other bytes: evaluated, not hidden.
  OrderOf({{"a", 5, "sec", 1, 0, 1}, {"b", 5, "sec", 1, 0, 2}}, false, &dropped);
  EXPECT_EQ(dropped, 0U);
}

}  // namespace
}  // namespace tocsin
