#include "alerts/fingerprint.h"

#include <gtest/gtest.h>

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
