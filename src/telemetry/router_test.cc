#include "telemetry/router.h"

#include "event/ecs/dictionary.h"
#include "telemetry/decoders/evtx/chunk_writer.h"
#include "telemetry/decoders/json/json_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr std::string_view kSysmon =
    R"({"Event":{"System":{"Provider":{"#attributes":{"Name":"Microsoft-Windows-Sysmon"}},)"
    R"("EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"WS-1",)"
    R"("EventRecordID":7,"TimeCreated":{"#attributes":{"SystemTime":"2024-05-01T10:00:00Z"}}},)"
    R"("EventData":{"Image":"C:\\a\\ssh.exe","CommandLine":"ssh -N","Company":"Example"}}})";
constexpr std::string_view kSecurity =
    R"({"Event":{"System":{"EventID":4688,"Channel":"Security","Computer":"WS-1",)"
    R"("TimeCreated":{"#attributes":{"SystemTime":"2024-05-01T10:00:00Z"}}},)"
    R"("EventData":{"NewProcessName":"C:\\a\\ssh.exe"}}})";
constexpr std::string_view kDefend =
    R"({"@timestamp":"2024-05-01T10:00:00Z","agent":{"type":"endpoint"},)"
    R"("event":{"category":"process"},"process":{"name":"ssh"}})";
constexpr std::string_view kSysmonXml =
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
    "<Provider Name='Microsoft-Windows-Sysmon'/><EventID>1</EventID>"
    "<TimeCreated SystemTime='2024-05-01T10:00:00Z'/><EventRecordID>7</EventRecordID>"
    "<Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>WS-1</Computer></System>"
    "<EventData><Data Name='Image'>C:\\a\\ssh.exe</Data></EventData></Event>";
constexpr std::string_view kStranger = R"({"x":{"y":1}})";

// Records one after another, as a file would give them.
RawBatch Texts(const std::vector<std::string_view>& texts) {
  RawBatch raw;
  raw.input = InputId(3);
  auto bytes = std::make_shared<std::string>();
  for (const std::string_view text : texts) bytes->append(text).append("\n");
  std::uint64_t offset = 0;
  for (const std::string_view text : texts) {
    raw.records.push_back(
        {offset, raw.records.size() + 1, std::string_view(*bytes).substr(offset, text.size())});
    offset += text.size() + 1;
  }
  raw.memory = bytes;
  return raw;
}

EventPtr RetainOne(Normalizer& normalizer, const RawBatch& raw, const Event& event) {
  const Event* const events[] = {&event};
  return normalizer.RetainFull(raw, events).front();
}

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    demand_.Add(Field("process.name"));
    demand_.Add(Field("event.code"));
  }

  // The sources of the events, in order.
  std::vector<std::string> Sources(const RawBatch& raw, const NormalizeOptions& options = {}) {
    Normalizer normalizer(schema_, demand_, options);
    batch_.Clear();
    ledger_ = {};
    normalizer.Normalize(raw, &batch_, &ledger_);
    std::vector<std::string> sources;
    for (const Event& event : batch_.events()) sources.emplace_back(event.source);
    std::uint64_t rejected = 0;
    for (const auto& [reason, count] : ledger_.rejected) rejected += count;
    EXPECT_EQ(ledger_.records_in, ledger_.records_parsed + rejected);
    EXPECT_EQ(ledger_.records_parsed, batch_.events().size());
    std::uint64_t of_sources = 0;
    for (const auto& [source, count] : ledger_.sources) of_sources += count;
    EXPECT_EQ(of_sources, batch_.events().size());
    return sources;
  }

  Schema schema_;
  FieldDemand demand_;
  EventBatch batch_;
  NormalizeLedger ledger_;
};

TEST_F(RouterTest, DecidesRecordByRecord) {
  EXPECT_THAT(Sources(Texts({kSysmon, kSecurity, kSysmon, kDefend, kStranger, kSecurity})),
              ElementsAre("sysmon", "windows_security", "sysmon", "elastic_defend", "unknown",
                          "windows_security"));
  EXPECT_THAT(ledger_.sources, ElementsAre(Pair("elastic_defend", 1), Pair("sysmon", 2),
                                           Pair("unknown", 1), Pair("windows_security", 2)));
  EXPECT_THAT(ledger_.notes, ElementsAre(Pair("time_missing", 1)));
}

TEST_F(RouterTest, ReadsEventXml) {
  EXPECT_THAT(Sources(Texts({kSysmonXml, kSysmon, " <Event", "<13>Nov 24 a b"})),
              ElementsAre("sysmon", "sysmon"));
  EXPECT_EQ(batch_.events()[0].FirstText(Field("process.name")), "ssh.exe");
  EXPECT_THAT(ledger_.rejected, ElementsAre(Pair("not_json", 1), Pair("unclosed_markup", 1)));
  ASSERT_EQ(ledger_.samples.size(), 2U);
  EXPECT_EQ(ledger_.samples[0].offset, kSysmonXml.size() + kSysmon.size() + 2 + 7);
}

TEST_F(RouterTest, NeighborsDoNotChangeTheVerdict) {
  // Claimed by two sources: an endpoint's document that carries a Windows channel.
  constexpr std::string_view kBoth =
      R"({"@timestamp":"2024-05-01T10:00:00Z","agent":{"type":"endpoint"},)"
      R"("winlog":{"channel":"Security","event_id":"4688"},"process":{"name":"ssh"}})";
  const std::string alone = Sources(Texts({kBoth})).front();
  for (const std::string_view before : {kSysmon, kSecurity, kDefend, kStranger}) {
    const RawBatch raw = Texts({before, kBoth, before});
    EXPECT_EQ(Sources(raw)[1], alone);
    Normalizer normalizer(schema_, demand_, {});
    EXPECT_EQ(RetainOne(normalizer, raw, batch_.events()[1])->event().source, alone);
  }
}

TEST_F(RouterTest, NamesThePlaceOfEachRecord) {
  const RawBatch raw = Texts({kStranger, kSysmon});
  Sources(raw);
  const Event& event = batch_.events()[1];
  EXPECT_EQ(event.origin.input, InputId(3));
  EXPECT_EQ(event.origin.offset, kStranger.size() + 1);
  EXPECT_EQ(event.origin.number, 2U);
  EXPECT_EQ(event.raw, kSysmon);
  EXPECT_EQ(event.channel, "ws-1/Microsoft-Windows-Sysmon/Operational");
  EXPECT_EQ(event.sequence, 7U);
}

TEST_F(RouterTest, CountsWhatItRejects) {
  EXPECT_THAT(Sources(Texts({"{\"a\":", kSysmon, "17", "\"text\""})), ElementsAre("sysmon"));
  EXPECT_THAT(ledger_.rejected, ElementsAre(Pair("not_an_object", 2), Pair("unclosed_value", 1)));
  ASSERT_EQ(ledger_.samples.size(), 3U);
  EXPECT_EQ(ledger_.samples[1].number, 3U);
  EXPECT_EQ(ledger_.samples[1].reason, "not_an_object");
}

TEST_F(RouterTest, AnEventAboveItsLimitsCostsItselfAlone) {
  const std::string huge = R"({"x":")" + std::string(std::size_t{2} << 20, 'x') + R"("})";
  std::string wide = "{";
  for (int i = 0; i <= 10'000; ++i) wide += "\"" + std::to_string(i) + R"(":1,)";
  wide += R"("y":{"z":1}})";
  std::string parts = R"({"n":[{})";
  for (int i = 0; i <= 10'000; ++i) parts += R"(,{"k":1})";
  parts += "]}";
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += R"({"a":)";
  const std::string listed = R"({"records":[)" + std::string(kStranger) + "," + parts + "]}";
  std::string crowd = R"({"records":[{})";
  for (int i = 0; i < 100'000; ++i) crowd += ",{}";
  crowd += "]}";
  Sources(Texts({huge, kSysmon, wide, deep, listed, crowd, kDefend}));
  EXPECT_EQ(batch_.events().size(), 3U + 100'000U);
  EXPECT_EQ(batch_.events().back().source, "elastic_defend");
  EXPECT_THAT(ledger_.rejected, ElementsAre(Pair("too_deep", 1), Pair("too_long", 1),
                                            Pair("too_many_events", 1), Pair("too_many_keys", 2)));
}

TEST_F(RouterTest, KeepsTheFrontOfLongTexts) {
  constexpr std::size_t kKept = std::size_t{256} << 10;
  const std::string text(kKept + 1, 'x');
  const std::string json = R"({"process":{"command_line":")" + text + R"("},"n":1})";
  const RawBatch raw = Texts({json});
  Sources(raw);
  EXPECT_EQ(ledger_.notes.at("cut"), 1U);
  Normalizer normalizer(schema_, demand_, {});
  const EventPtr full = RetainOne(normalizer, raw, batch_.events()[0]);
  EXPECT_EQ(full->event().FirstText(Field("process.command_line")).size(), kKept);
  EXPECT_EQ(full->event().raw, json);
}

TEST_F(RouterTest, OpensEnvelopes) {
  const std::string envelope =
      R"({"count":3,"records":[)" + std::string(kSysmon) + "," + std::string(kSecurity) + ",5]}";
  EXPECT_THAT(Sources(Texts({envelope})), ElementsAre("sysmon", "windows_security"));
  EXPECT_EQ(ledger_.records_in, 3U);
  EXPECT_EQ(batch_.events()[1].origin.part, 1U);
  EXPECT_THAT(ledger_.rejected, ElementsAre(Pair("not_an_object", 1)));
  const std::string array = "[" + std::string(kDefend) + "]";
  EXPECT_THAT(Sources(Texts({array})), ElementsAre("elastic_defend"));
}

TEST_F(RouterTest, AMemberCalledRecordsIsNotAlwaysAnEnvelope) {
  EXPECT_THAT(Sources(Texts({R"({"records":[1,2],"event":{"kind":"event"}})"})),
              ElementsAre("ecs"));
}

TEST_F(RouterTest, ObeysAForcedSource) {
  EXPECT_THAT(Sources(Texts({kStranger, kSysmon}), {.forced_source = "ecs"}),
              ElementsAre("ecs", "ecs"));
}

TEST_F(RouterTest, ForwardedRecordsAreMappedAsTheirChannel) {
  const NormalizeOptions said{.forced_source = "windows_forwarded"};
  EXPECT_THAT(Sources(Texts({kSysmon, kSecurity}), said),
              ElementsAre("windows_forwarded", "windows_forwarded"));
  EXPECT_EQ(batch_.events()[0].FirstText(Field("process.name")), "ssh.exe");
  EXPECT_EQ(batch_.events()[0].dataset, "windows.forwarded");
  EXPECT_EQ(batch_.events()[0].channel_dataset, "windows.sysmon_operational");
  EXPECT_EQ(batch_.events()[1].channel_dataset, "system.security");
  // A channel that no source is for, too.
  constexpr std::string_view kDriverLoad =
      R"({"Event":{"System":{"EventID":20001,"Channel":"Microsoft-Windows-UserPnp/DeviceInstall",)"
      R"("Computer":"PC-1"},"EventData":{"DriverName":"oem1.inf"}}})";
  EXPECT_THAT(Sources(Texts({kDriverLoad}), said), ElementsAre("windows_forwarded"));
  EXPECT_EQ(batch_.events()[0].dataset, "windows.forwarded");
  // Only collectors keep the rendered form.
  std::string rendered(kSysmonXml);
  rendered.insert(rendered.size() - 8,
                  "<RenderingInfo Culture='fr-FR'><Level>x</Level></RenderingInfo>");
  EXPECT_THAT(Sources(Texts({rendered, kSysmonXml})), ElementsAre("sysmon", "sysmon"));
  EXPECT_EQ(batch_.events()[0].dataset, "windows.forwarded");
  EXPECT_EQ(batch_.events()[0].channel_dataset, "windows.sysmon_operational");
  EXPECT_EQ(batch_.events()[1].dataset, "windows.sysmon_operational");
  EXPECT_EQ(batch_.events()[1].channel_dataset, "");
}

TEST_F(RouterTest, SaysHowSureItIs) {
  Normalizer normalizer(schema_, demand_, {});
  normalizer.Normalize(Texts({kSysmon, R"({"a":1})"}), &batch_, &ledger_);
  EXPECT_EQ(normalizer.RecognitionOf(0), "certain");
  EXPECT_EQ(normalizer.RecognitionOf(1), "not recognised");
  Normalizer told(schema_, demand_, {.forced_source = "ecs"});
  told.Normalize(Texts({kSysmon}), &batch_, &ledger_);
  EXPECT_EQ(told.RecognitionOf(0), "as told");
}

TEST_F(RouterTest, RepairsTextUnlessStrict) {
  const std::string bad = "{\"x\":\"\xff\"}";
  EXPECT_THAT(Sources(Texts({bad})), ElementsAre("unknown"));
  EXPECT_EQ(ledger_.notes["repaired_utf8"], 1U);
  EXPECT_THAT(Sources(Texts({bad}), {.strict_json = true}), IsEmpty());
  EXPECT_EQ(ledger_.records_in, 1U);
}

TEST_F(RouterTest, ConvertsOnlyWhatIsDemandedAndRetainsAll) {
  const RawBatch raw = Texts({kSecurity, kSysmon});
  Sources(raw);
  const Event& event = batch_.events()[1];
  EXPECT_EQ(event.FirstText(Field("process.name")), "ssh.exe");
  EXPECT_TRUE(event.Find(Field("process.pe.company")).empty());

  Normalizer normalizer(schema_, demand_, {});
  const EventPtr full = RetainOne(normalizer, raw, event);
  EXPECT_EQ(full->event().FirstText(Field("process.name")), "ssh.exe");
  EXPECT_EQ(full->event().FirstText(Field("process.pe.company")), "Example");
  EXPECT_EQ(full->event().origin.offset, event.origin.offset);
  EXPECT_EQ(full->event().lane, event.lane);
  EXPECT_EQ(full->event().raw, kSysmon);
}

TEST_F(RouterTest, RetainsTheRightPartOfAnEnvelope) {
  const std::string envelope =
      R"({"records":[)" + std::string(kSysmon) + "," + std::string(kSecurity) + "]}";
  const RawBatch raw = Texts({envelope});
  Sources(raw);
  Normalizer normalizer(schema_, demand_, {});
  const EventPtr full = RetainOne(normalizer, raw, batch_.events()[1]);
  EXPECT_EQ(full->event().source, "windows_security");
}

// One chunk with these records.
RawBatch Chunk(const std::vector<std::string_view>& texts) {
  Arena arena;
  JsonDecoder decoder;
  evtx::ChunkWriter writer;
  for (const std::string_view text : texts) {
    doc::Node root;
    EXPECT_TRUE(decoder.Decode(text, arena, &root).ok());
    EXPECT_EQ(writer.Append(133'590'312'000'000'000, root), evtx::WriteResult::kWritten);
  }
  RawBatch raw;
  raw.input = InputId(0);
  raw.framing = Framing::kEvtxChunks;
  auto bytes = std::make_shared<std::string>(writer.Finish());
  raw.records.push_back({4096, 1, *bytes});
  raw.memory = bytes;
  return raw;
}

TEST_F(RouterTest, ReadsEventLogs) {
  const RawBatch raw = Chunk({kSysmon, kSecurity, kSysmon});
  EXPECT_THAT(Sources(raw), ElementsAre("sysmon", "windows_security", "sysmon"));
  const Event& event = batch_.events()[0];
  EXPECT_EQ(event.origin.number, 7U);
  EXPECT_GE(event.origin.offset, 4096U);
  EXPECT_EQ(event.FirstText(Field("process.name")), "ssh.exe");
  Normalizer normalizer(schema_, demand_, {});
  const EventPtr full = RetainOne(normalizer, raw, batch_.events()[2]);
  EXPECT_EQ(full->event().FirstText(Field("process.pe.company")), "Example");
  EXPECT_EQ(full->event().origin.offset, batch_.events()[2].origin.offset);
}

TEST_F(RouterTest, CountsDamagedRecordsOfEventLogs) {
  RawBatch raw = Chunk({kSysmon, kSecurity, kSysmon});
  auto bytes = std::make_shared<std::string>(raw.records[0].bytes);
  Sources(raw);
  // The second record's signature is lost.
  const std::size_t second = batch_.events()[1].origin.offset - 4096;
  bytes->replace(second, 4, "\0\0\0\0", 4);
  raw.records[0].bytes = *bytes;
  raw.memory = bytes;
  EXPECT_THAT(Sources(raw), ElementsAre("sysmon", "sysmon"));
  EXPECT_EQ(ledger_.records_in, 3U);
  EXPECT_THAT(ledger_.rejected, ElementsAre(Pair("record_signature", 1)));
}

TEST_F(RouterTest, TheSameMachineHasOneLaneInAllChannels) {
  Sources(Texts({kSysmon, kSecurity}));
  EXPECT_FALSE(batch_.events()[0].lane.empty());
  EXPECT_EQ(batch_.events()[0].lane, batch_.events()[1].lane);
  EXPECT_NE(batch_.events()[0].channel, batch_.events()[1].lane);
}

TEST(NormalizeLedger, Merges) {
  NormalizeLedger a;
  a.records_in = 2;
  a.rejected["x"] = 1;
  NormalizeLedger b;
  b.records_in = 3;
  b.rejected["x"] = 2;
  b.samples.push_back({InputId(1), 1, 0, "x"});
  a.Merge(b);
  EXPECT_EQ(a.records_in, 5U);
  EXPECT_EQ(a.rejected["x"], 3U);
  EXPECT_EQ(a.samples.size(), 1U);
}

TEST(AllSources, HaveDistinctNamesAndTitles) {
  std::vector<std::string_view> names;
  for (const SourceInfo& info : AllSources()) {
    EXPECT_FALSE(info.title.empty());
    names.push_back(info.name);
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
  EXPECT_TRUE(std::binary_search(names.begin(), names.end(), "unknown"));
}

}  // namespace
}  // namespace tocsin
