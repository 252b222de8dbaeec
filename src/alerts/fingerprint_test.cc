#include "alerts/fingerprint.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace tocsin {
namespace {

Event MakeEvent(std::string_view raw, std::uint64_t sequence = kNoSequence) {
  Event event;
  event.source = "sysmon";
  event.lane = "host-1";
  event.channel = "Operational";
  event.time = Time{1'000};
  event.sequence = sequence;
  event.raw = raw;
  return event;
}

TEST(Fingerprint, RecordNumberIsIdentityWhereThereIsOne) {
  EXPECT_EQ(EventId(MakeEvent("a", 7), 0), EventId(MakeEvent("b", 7), 0));
  EXPECT_NE(EventId(MakeEvent("a", 7), 0), EventId(MakeEvent("a", 8), 0));
  EXPECT_NE(EventId(MakeEvent("a"), 0), EventId(MakeEvent("b"), 0));
  EXPECT_EQ(EventId(MakeEvent("a"), 0).size(), 32U);
}

TEST(Fingerprint, EqualRecordsWithoutNumberAreToldApart) {
  EventNamer namer;
  const EventPtr first = RetainedEvent::RetainCopy(MakeEvent("a"));
  const EventPtr second = RetainedEvent::RetainCopy(MakeEvent("a"));
  const std::string first_id = namer.IdOf(first);
  EXPECT_NE(first_id, namer.IdOf(second));
  EXPECT_EQ(first_id, namer.IdOf(first));
}

// A stream lets go of events; a later one may lie where a dead one lay.
TEST(Fingerprint, NamesOfTheDeadAreNotInherited) {
  EventNamer namer;
  std::set<std::string> ids;
  for (int i = 0; i < 10'000; ++i) {
    ids.insert(namer.IdOf(RetainedEvent::RetainCopy(MakeEvent(std::to_string(i)))));
  }
  EXPECT_EQ(ids.size(), 10'000U);
  EXPECT_EQ(namer.IdOf(RetainedEvent::RetainCopy(MakeEvent("7"))), EventId(MakeEvent("7"), 1));
}

TEST(Fingerprint, PartsDoNotRunTogether) {
  const std::vector<KeyPart> one = {{"ab", ValueKind::kString, "c"}};
  const std::vector<KeyPart> two = {{"a", ValueKind::kString, "bc"}};
  const std::vector<std::string> anchors = {"e"};
  EXPECT_NE(AlertId("r", DetectionKind::kSingle, one, anchors),
            AlertId("r", DetectionKind::kSingle, two, anchors));
  const std::vector<KeyPart> missing = {{"a", ValueKind::kNull, ""}};
  const std::vector<KeyPart> empty = {{"a", ValueKind::kString, ""}};
  EXPECT_NE(AlertId("r", DetectionKind::kSingle, missing, anchors),
            AlertId("r", DetectionKind::kSingle, empty, anchors));
}

}  // namespace
}  // namespace tocsin
