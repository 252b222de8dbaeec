#include "telemetry/sources/endgame/endgame.h"

#include "event/conversion.h"
#include "event/ecs/dictionary.h"
#include "telemetry/decoders/json/json_decoder.h"
#include "telemetry/sources/source_testing.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace tocsin::endgame {
namespace {

using Json = nlohmann::json;

class EndgameTest : public SourceTest<JsonDecoder> {
 protected:
  EndgameTest() : SourceTest(MakeSource()) {}

  const Event& Map(const Json& record) { return SourceTest::Map(record.dump()); }
  Confidence Recognized(const Json& record) { return SourceTest::Recognized(record.dump()); }
};

TEST_F(EndgameTest, IsKnownInBothDialectsAndInHits) {
  EXPECT_EQ(Recognized({{"event", {{"module", "endgame"}}}}), Confidence::kCertain);
  EXPECT_EQ(Recognized({{"endgame", {{"pid", 4}}}}), Confidence::kCertain);
  EXPECT_EQ(Recognized({{"endgame.pid", 4}}), Confidence::kCertain);
  EXPECT_EQ(Recognized({{"_index", "endgame-4.21"}, {"_source", {{"process", {{"pid", 4}}}}}}),
            Confidence::kCertain);
  EXPECT_EQ(Recognized({{"event", {{"module", "endpoint"}}}}), Confidence::kNo);
}

TEST_F(EndgameTest, TurnsTheEarlyDialectIntoTheLate) {
  const Event& event = Map({{"event", {{"type", "process_started"}, {"action", "exec_event"}}},
                            {"process", {{"ppid", 8}, {"args", {"a", "b c"}}}},
                            {"endgame", {{"parent_process_path", "/usr/sbin/sshd"}}}});
  EXPECT_EQ(Text(event, "event.type"), "start");
  EXPECT_EQ(Text(event, "event.action"), "exec_event");
  EXPECT_EQ(Text(event, "event.category"), "process");
  EXPECT_EQ(Text(event, "process.parent.pid"), "8");
  EXPECT_EQ(Text(event, "process.parent.name"), "sshd");
  EXPECT_EQ(Text(event, "process.args_count"), "2");
  EXPECT_EQ(Text(event, "process.command_line"), "a b c");
}

TEST_F(EndgameTest, KeepsWhatTheDocumentSays) {
  const Event& event = Map({{"event", {{"type", {"end"}}, {"category", "process"}}},
                            {"process", {{"name", "a"}, {"args_count", 7}, {"args", {"a"}}}},
                            {"endgame", {{"process_name", "b"}, {"exit_code", 3}}}});
  EXPECT_EQ(Text(event, "event.type"), "end");
  EXPECT_EQ(Text(event, "process.name"), "a");
  EXPECT_EQ(Text(event, "process.args_count"), "7");
  EXPECT_EQ(Text(event, "process.exit_code"), "3");
}

TEST_F(EndgameTest, ClassifiesByTheSubtypeWhereThereIsNoAction) {
  const Event& event = Map({{"endgame", {{"event_subtype_full", "file_rename_event"}}}});
  EXPECT_EQ(Text(event, "event.action"), "file_rename_event");
  EXPECT_EQ(Text(event, "event.category"), "file");
  EXPECT_EQ(Text(event, "event.type"), "change");
}

TEST_F(EndgameTest, TellsAlertsByTheirMetadata) {
  EXPECT_EQ(Text(Map({{"endgame", {{"metadata", {{"type", "detection"}}}}}}), "event.kind"),
            "alert");
  EXPECT_EQ(Text(Map({{"endgame", {{"pid", 1}}}}), "event.kind"), "event");
}

TEST_F(EndgameTest, EveryRowReadBackwardsIsReadForwardsAgain) {
  for (const FieldRow& row : FieldRows()) {
    Value value = Value::String("sample");
    if (schema_.type(row.field) == FieldType::kLong) value = Value::Int(4711);
    if (schema_.type(row.field) == FieldType::kDate) value = Value::Time(1'700'000'000'000'000'000);
    const std::optional<std::string> raw = Invert(row, std::span(&value, 1));
    if (!raw) {
      EXPECT_EQ(InversionOf(row), Inversion::kNotInvertible) << row.raw;
      continue;
    }
    const Event& event = Map({{std::string(row.raw), *raw}});
    const std::span<const Value> got = event.Find(row.field);
    ASSERT_EQ(got.size(), 1U) << row.raw;
    EXPECT_TRUE(SameValue(got[0], value)) << row.raw;
  }
}

}  // namespace
}  // namespace tocsin::endgame
