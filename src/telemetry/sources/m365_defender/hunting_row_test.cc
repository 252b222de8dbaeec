#include "telemetry/sources/m365_defender/hunting_row.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tocsin::m365_defender {
namespace {

TEST(HuntingRow, CompletesPaths) {
  struct Case {
    const char* name;
    std::string_view folder;
    std::string_view file;
    std::string_view path;
  };
  constexpr Case kCases[] = {
      {"folder", R"(C:\Windows\System32)", "winlogon.exe", R"(C:\Windows\System32\winlogon.exe)"},
      {"folder with a separator", R"(C:\Temp\)", "a.txt", R"(C:\Temp\a.txt)"},
      {"folder with a dot", R"(C:\Users\ann.lee)", "a.exe", R"(C:\Users\ann.lee\a.exe)"},
      {"whole", R"(c:\windows\cmd.exe)", "Cmd.exe", R"(c:\windows\cmd.exe)"},
      {"another name for it", R"(c:\tools\installutil.exe)", "host.exe",
       R"(c:\tools\installutil.exe)"},
      {"Unix", "/usr/bin/python3", "python3.11", "/usr/bin/python3"},
      {"no path at all", "REDACTED", "a.exe", "REDACTED"},
      {"no name", R"(C:\Temp)", "", R"(C:\Temp)"},
      {"no folder", "", "a.exe", ""},
      {"name with its path", R"(C:\Temp)", R"(C:\Temp\a.exe)", R"(C:\Temp\a.exe)"},
  };
  Arena arena;
  for (const Case& c : kCases) EXPECT_EQ(WholePath(c.folder, c.file, arena), c.path) << c.name;
}

TEST(HuntingRow, ShortensHives) {
  Arena arena;
  EXPECT_EQ(ShortHive(R"(HKEY_LOCAL_MACHINE\SOFTWARE\a)", arena), R"(HKLM\SOFTWARE\a)");
  EXPECT_EQ(ShortHive(R"(hkey_users\S-1-5-18)", arena), R"(HKU\S-1-5-18)");
  EXPECT_EQ(ShortHive("HKEY_CURRENT_CONFIG", arena), "HKCC");
  EXPECT_EQ(ShortHive(R"(Other\a)", arena), R"(Other\a)");
}

class HuntingRowTest : public testing::Test {
 protected:
  // The flat object as JSON.
  std::string Read(std::string_view text, bool compat_elastic = false) {
    doc::Node document;
    EXPECT_TRUE(json_.Decode(text, arena_, &document).ok());
    std::string json;
    doc::AppendJson(reader_.Read({.document = document, .compat_elastic = compat_elastic}, arena_),
                    &json);
    return json;
  }

  Arena arena_;
  JsonDecoder json_;
  HuntingRowReader reader_;
};

TEST_F(HuntingRowTest, LeavesOutWhatIsNothing) {
  constexpr std::string_view kRow =
      R"({"time":"t","properties":{"ProcessId":4100,"LocalPort":0,"AccountName":null,"Url":""}})";
  EXPECT_EQ(Read(kRow), R"({"ProcessId":4100,"time":"t"})");
  EXPECT_EQ(Read(kRow, true), R"({"ProcessId":4100,"LocalPort":0,"time":"t"})");
}

TEST_F(HuntingRowTest, OpensJsonInText) {
  EXPECT_EQ(Read(R"json({"properties":{"AdditionalFields":"{\"direction\":\"Out\",\"a\":\"[1,2]\"}",
                 "IPAddresses":"[{\"IPAddress\":\"10.0.0.1\"}]"}})json"),
            R"({"AdditionalFields.direction":"Out","AdditionalFields.a":[1,2],)"
            R"("IPAddresses":[{"IPAddress":"10.0.0.1"}]})");
  EXPECT_EQ(Read(R"({"properties":{"AdditionalFields":{"direction":"In"}}})"),
            R"({"AdditionalFields.direction":"In"})");
}

TEST_F(HuntingRowTest, KeepsTextThatIsNoJson) {
  EXPECT_EQ(Read(R"({"properties":{"AdditionalFields":"{\"direction\":","a":"[b"}})"),
            R"({"AdditionalFields":"{\"direction\":","a":"[b"})");
}

TEST_F(HuntingRowTest, FallsBackToThePreviousKey) {
  EXPECT_EQ(Read(R"({"properties":{"RegistryKey":"","PreviousRegistryKey":"HKEY_USERS\\x"}})"),
            R"({"PreviousRegistryKey":"HKEY_USERS\\x","RegistryKey":"HKU\\x"})");
}

TEST_F(HuntingRowTest, ReadsColumnsWithoutAWrapper) {
  EXPECT_EQ(Read(R"({"Timestamp":"t","FolderPath":"C:\\a","FileName":"b.exe"})"),
            R"({"Timestamp":"t","FolderPath":"C:\\a\\b.exe","FileName":"b.exe"})");
}

}  // namespace
}  // namespace tocsin::m365_defender
