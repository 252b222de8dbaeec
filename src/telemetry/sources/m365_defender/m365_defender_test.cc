#include "telemetry/sources/m365_defender/m365_defender.h"

#include "event/conversion.h"
#include "event/ecs/dictionary.h"
#include "telemetry/decoders/json/json_decoder.h"
#include "telemetry/sources/m365_defender/hunting_table.h"
#include "telemetry/sources/source_testing.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::m365_defender {
namespace {

using Json = nlohmann::json;

class M365DefenderTest : public SourceTest<JsonDecoder> {
 protected:
  M365DefenderTest() : SourceTest(MakeSource()) {}

  const Event& Map(const Json& record, bool compat_elastic = false) {
    return SourceTest::Map(record.dump(), compat_elastic);
  }
  Confidence Recognized(const Json& record) { return SourceTest::Recognized(record.dump()); }

  static Json Row(std::string_view table, std::string_view action, Json columns) {
    columns["ActionType"] = action;
    return {{"category", "AdvancedHunting-" + std::string(table)}, {"properties", columns}};
  }
};

TEST_F(M365DefenderTest, KnowsRowsByTheirEnvelope) {
  EXPECT_EQ(Recognized(Row("DeviceInfo", "", Json::object())), Confidence::kCertain);
  EXPECT_EQ(Recognized(Row("SomeNewTable", "", Json::object())), Confidence::kCertain);
  EXPECT_EQ(Recognized({{"category", "AuditLogs"}, {"properties", Json::object()}}),
            Confidence::kNo);
  EXPECT_EQ(Recognized({{"category", "AdvancedHunting-DeviceInfo"}}), Confidence::kNo);
}

TEST_F(M365DefenderTest, GivesAProcessOneIdentityInAllTables) {
  const Json created = Row("DeviceProcessEvents", "ProcessCreated",
                           {{"DeviceId", "d1"},
                            {"ProcessId", 700},
                            {"ProcessCreationTime", "2024-05-01T10:00:00.1234567Z"}});
  const std::string id = Text(Map(created), "process.entity_id");
  EXPECT_TRUE(id.starts_with("tocsin-")) << id;
  const Json connected = Row("DeviceNetworkEvents", "ConnectionSuccess",
                             {{"DeviceId", "d1"},
                              {"InitiatingProcessId", 700},
                              {"InitiatingProcessCreationTime", "2024-05-01T10:00:00.1234567Z"}});
  EXPECT_EQ(Text(Map(connected), "process.entity_id"), id);
  const Json child = Row("DeviceProcessEvents", "ProcessCreated",
                         {{"DeviceId", "d1"},
                          {"InitiatingProcessId", 700},
                          {"InitiatingProcessCreationTime", "2024-05-01T10:00:00.1234567Z"}});
  EXPECT_EQ(Text(Map(child), "process.parent.entity_id"), id);
  EXPECT_EQ(Text(Map(child), "process.entity_id"), "");
}

TEST_F(M365DefenderTest, TellsTheInitiatorFromTheParent) {
  const Json columns = {{"FileName", "child.exe"},
                        {"InitiatingProcessFileName", "shell.exe"},
                        {"InitiatingProcessParentFileName", "explorer.exe"}};
  const Event& started = Map(Row("DeviceProcessEvents", "ProcessCreated", columns));
  EXPECT_EQ(Text(started, "process.name"), "child.exe");
  EXPECT_EQ(Text(started, "process.parent.name"), "shell.exe");
  EXPECT_EQ(Text(started, "process.parent.group_leader.name"), "");
  const Event& created = Map(Row("DeviceFileEvents", "FileCreated", columns));
  EXPECT_EQ(Text(created, "process.name"), "shell.exe");
  EXPECT_EQ(Text(created, "process.parent.name"), "explorer.exe");
  EXPECT_EQ(Text(created, "file.name"), "child.exe");
}

TEST_F(M365DefenderTest, KeepsTheTargetOfACallApart) {
  const Json call = Row("DeviceEvents", "CreateRemoteThreadApiCall",
                        {{"FileName", "lsass.exe"},
                         {"ProcessId", 640},
                         {"InitiatingProcessFileName", "tool.exe"},
                         {"InitiatingProcessId", 900}});
  const Event& own = Map(call);
  EXPECT_EQ(Text(own, "process.name"), "tool.exe");
  EXPECT_EQ(Text(own, "process.pid"), "900");
  EXPECT_EQ(Text(own, "Target.process.name"), "lsass.exe");
  EXPECT_EQ(Text(own, "Target.process.pid"), "640");
  EXPECT_EQ(Text(own, "process.Ext.api.name"), "CreateRemoteThread");
  EXPECT_EQ(Text(Map(call, true), "process.pid"), "640");  // as published
}

TEST_F(M365DefenderTest, PutsTheRemoteEndWhereTheDirectionSays) {
  Json columns = {{"LocalIP", "10.0.0.5"}, {"RemoteIP", "203.0.113.9"}, {"Protocol", "TcpV4"}};
  const Event& unknown = Map(Row("DeviceNetworkEvents", "ConnectionSuccess", columns));
  EXPECT_EQ(Text(unknown, "destination.ip"), "203.0.113.9");
  EXPECT_EQ(Text(unknown, "network.direction"), "");
  EXPECT_EQ(Text(unknown, "network.transport"), "tcp");
  EXPECT_EQ(Text(unknown, "network.protocol"), "");
  columns["AdditionalFields"] = R"({"direction":"In"})";
  const Event& inbound = Map(Row("DeviceNetworkEvents", "ConnectionSuccess", columns));
  EXPECT_EQ(Text(inbound, "destination.ip"), "10.0.0.5");
  EXPECT_EQ(Text(inbound, "source.ip"), "203.0.113.9");
  EXPECT_EQ(Text(inbound, "network.direction"), "inbound");
}

TEST_F(M365DefenderTest, KeepsBothValuesOfARegistryChange) {
  const Event& event = Map(Row("DeviceRegistryEvents", "RegistryValueSet",
                               {{"RegistryKey", "HKEY_USERS\\S-1-5-18\\Run"},
                                {"RegistryValueName", "v"},
                                {"RegistryValueData", "new"},
                                {"PreviousRegistryValueData", "old"}}));
  EXPECT_EQ(Text(event, "registry.path"), "HKU\\S-1-5-18\\Run\\v");
  EXPECT_EQ(Text(event, "registry.key"), "S-1-5-18\\Run");
  EXPECT_EQ(Text(event, "registry.data.strings"), "new|old");
}

TEST_F(M365DefenderTest, NamesTheSystemOnlyWhereARowTells) {
  const auto system = [this](std::string_view table, const Json& columns) {
    return Text(Map(Row(table, "", columns)), "host.os.type");
  };
  EXPECT_EQ(system("DeviceImageLoadEvents", Json::object()), "windows");
  EXPECT_EQ(system("DeviceProcessEvents", {{"AccountSid", "S-1-5-18"}}), "windows");
  EXPECT_EQ(system("DeviceProcessEvents", {{"FolderPath", "C:\\a\\b.exe"}}), "windows");
  EXPECT_EQ(system("DeviceProcessEvents", {{"FolderPath", "/usr/bin/curl"}}), "");
  EXPECT_EQ(system("DeviceInfo", {{"OSPlatform", "Linux"}}), "linux");
  EXPECT_EQ(system("DeviceInfo", {{"OSPlatform", "WindowsServer2022"}}), "windows");
  EXPECT_EQ(system("IdentityLogonEvents", {{"AccountSid", "S-1-5-18"}}), "");
}

TEST_F(M365DefenderTest, KeepsColumnsThatAreNoFields) {
  const Event& event = Map(Row("DeviceEvents", "UsbDriveMounted",
                               {{"ReportId", 12}, {"AdditionalFields", R"({"Model":"Stick"})"}}));
  std::map<std::string, std::string> extras;
  for (const ExtraField& extra : event.extras) {
    extras[std::string(extra.name)] = TextOfValue(extra.values[0], batch_.arena());
  }
  EXPECT_EQ(extras["m365_defender.properties.ReportId"], "12");
  EXPECT_EQ(extras["m365_defender.properties.AdditionalFields.Model"], "Stick");
  EXPECT_EQ(extras["m365_defender.properties.ActionType"], "UsbDriveMounted");
}

// ---- The map, backwards and forwards ----------------------------------------------------------

struct Table {
  std::string_view name;
  std::string_view action;
  Json columns = Json::object();  // what makes a row one of the kind
};

// A row of each kind.
Table TableOfKind(RowKind kind) {
  switch (kind) {
    case kOther:
      return {"SomeNewTable", ""};
    case kProcess:
      return {"DeviceProcessEvents", "ProcessCreated"};
    case kNetwork:
      return {"DeviceNetworkEvents", "ConnectionSuccess"};
    case kInbound:
      return {"DeviceNetworkEvents", "InboundConnectionAccepted"};
    case kFile:
      return {"DeviceFileEvents", "FileCreated"};
    case kRegistry:
      return {"DeviceRegistryEvents", "RegistryValueSet"};
    case kImageLoad:
      return {"DeviceImageLoadEvents", "ImageLoaded"};
    case kLogon:
      return {"DeviceLogonEvents", "LogonSuccess"};
    case kAct:
      return {"DeviceEvents", "PowerShellCommand"};
    case kActOnProcess:
      return {"DeviceEvents", "MemoryRemoteProtect", {{"ProcessId", 1}}};
    case kProcessReport:
      return {"DeviceEvents", "ProcessCreatedUsingWmiQuery", {{"ProcessId", 1}}};
    case kApiCall:
      return {"DeviceEvents", "OpenProcessApiCall"};
    case kDriver:
      return {"DeviceEvents", "DriverLoad"};
    case kDeviceInfo:
      return {"DeviceInfo", ""};
    case kNetworkInfo:
      return {"DeviceNetworkInfo", ""};
    case kCertificate:
      return {"DeviceFileCertificateInfo", ""};
    case kAlert:
      return {"AlertInfo", ""};
    case kIdentity:
      return {"IdentityLogonEvents", "LogonSuccess"};
    case kCloudApp:
      return {"CloudAppEvents", "FileDownloaded"};
    case kEmail:
      return {"EmailEvents", ""};
    case kEmailFile:
      return {"EmailAttachmentInfo", ""};
    case kEmailUrl:
      return {"EmailUrlInfo", ""};
    case kUrlClick:
      return {"UrlClickEvents", "ClickAllowed"};
  }
  return {};
}

// Values that the field could have.
std::vector<Value> SampleOf(const FieldRow& row, const Schema& schema) {
  if (!row.names.empty()) {
    const std::string_view value = row.names.front().value;
    if (schema.type(row.field) != FieldType::kBoolean) return {Value::String(value)};
    return {Value::Bool(value == "true")};
  }
  switch (schema.type(row.field)) {
    case FieldType::kLong:
      return {Value::Int(4711)};
    case FieldType::kDate:
      return {Value::Time(1'700'000'000'123'456'700)};
    case FieldType::kIp:
      return {Value::String("203.0.113.7")};
    default:
      break;
  }
  if (row.conversion == FieldConversion::kWindowsArgs) {
    return {Value::String("a.exe"), Value::String("b c")};
  }
  return {Value::String(row.conversion == FieldConversion::kAddress ? "203.0.113.7" : "sample")};
}

TEST_F(M365DefenderTest, EveryRowReadBackwardsIsReadForwardsAgain) {
  std::size_t checked = 0;
  for (const FieldRow& row : FieldRows()) {
    const std::vector<Value> values = SampleOf(row, schema_);
    const std::optional<std::string> raw = Invert(row, values);
    if (!raw) {
      EXPECT_EQ(InversionOf(row), Inversion::kNotInvertible) << row.raw;
      continue;
    }
    for (std::uint16_t code = kProcess; code <= kUrlClick; ++code) {
      if (!row.events.Contains(code)) continue;
      const Table table = TableOfKind(static_cast<RowKind>(code));
      Json columns = table.columns;
      constexpr std::string_view kAdditional = "AdditionalFields.";
      if (row.raw.starts_with(kAdditional)) {
        columns["AdditionalFields"] = Json{{row.raw.substr(kAdditional.size()), *raw}}.dump();
      } else {
        columns[std::string(row.raw)] = *raw;
      }
      const Event& event =
          Map(Row(table.name, table.action, columns), row.mode == MapMode::kElastic);
      const std::span<const Value> got = event.Find(row.field);
      EXPECT_TRUE(std::equal(got.begin(), got.end(), values.begin(), values.end(), SameValue))
          << row.raw << " -> " << schema_.name(row.field) << " in " << table.name;
      ++checked;
    }
  }
  EXPECT_GT(checked, FieldRows().size());
}

TEST_F(M365DefenderTest, EveryPartHasARowWithTheWholeText) { ExpectWholeTexts(); }

}  // namespace
}  // namespace tocsin::m365_defender
