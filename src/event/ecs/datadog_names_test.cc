#include "event/ecs/datadog_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tocsin::datadog {
namespace {

using ::testing::ElementsAre;

TEST(DatadogNames, ListsTheDictionaryFieldsBeforeTheNameItself) {
  EXPECT_THAT(FieldsOfAttribute("evt.id"), ElementsAre("event.code", "winlog.event_id", "evt.id"));
  EXPECT_THAT(FieldsOfAttribute("http.status_code"), ElementsAre("http.status_code"));
}

TEST(DatadogNames, FollowsTheTreeOfWindowsEvents) {
  EXPECT_THAT(FieldsOfAttribute("Event.EventData.Data.payload"),
              ElementsAre("winlog.event_data.payload", "Event.EventData.Data.payload"));
  EXPECT_THAT(FieldsOfAttribute("Event.UserData.LogFileCleared.SubjectUserName"),
              ElementsAre("winlog.user_data.SubjectUserName",
                          "Event.UserData.LogFileCleared.SubjectUserName"));
  EXPECT_EQ(FieldsOfAttribute("Event.EventData.Data").front(), "winlog.event_data.param1");
  // A longer word is another attribute.
  EXPECT_THAT(FieldsOfAttribute("Event.EventData.Database"),
              ElementsAre("Event.EventData.Database"));
}

TEST(DatadogNames, TakesKeysWithoutASignForReservedNamesOrTags) {
  EXPECT_EQ(FieldOfKey("host"), "host.name");
  EXPECT_EQ(FieldOfKey("@usr.id"), "user.id");
  EXPECT_EQ(FieldOfKey("env"), "labels.env");
  EXPECT_EQ(FieldOfReserved("env"), "");
}

TEST(DatadogNames, TranslatesAuditMasksAndLevelNumbers) {
  EXPECT_EQ(KeywordOfMask("0x8010000000000000"), "Audit Failure");
  EXPECT_EQ(KeywordOfMask("0x4000000000000000"), "");
  EXPECT_EQ(LevelOfNumber("2"), "error");
  EXPECT_EQ(LevelOfNumber("6"), "");
  EXPECT_EQ(LevelOfNumber("22"), "");
}

}  // namespace
}  // namespace tocsin::datadog
