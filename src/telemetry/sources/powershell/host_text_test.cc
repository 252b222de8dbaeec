#include "telemetry/sources/powershell/host_text.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin::powershell {
namespace {

std::string Shown(const std::vector<windows::DataItem>& items) {
  std::string text;
  for (const windows::DataItem& item : items) {
    text.append(item.name).append("=").append(item.text).append("|");
  }
  return text;
}

TEST(HostText, ReadsContextInfo) {
  std::vector<windows::DataItem> items;
  AppendContextInfo(
      "        Severity = Informational\r\n"
      "        Host Name = ConsoleHost\r\n"
      "        Host Application = powershell -c echo a = b\r\n"
      "  second line\r\n"
      "        Script Name = \r\n"
      "        Command Path =\r\n"
      "        User = CORP\\ann\r\n"
      "        Something New = 1\r\n\r\n",
      &items);
  EXPECT_EQ(Shown(items),
            "Severity=Informational|HostName=ConsoleHost|HostApplication=powershell -c echo a = "
            "b\r\n  second line|User=CORP\\ann|");
}

TEST(HostText, KnowsContextInfoInOtherLanguagesByPlace) {
  std::string text;
  for (const char* const line :
       {"Schweregrad = Informational", "Hostname = ConsoleHost", "Hostversion = 5.1", "Host-ID = 7",
        "Hostanwendung = powershell.exe -c x", "Modulversion = 5.1", "Runspace-ID = 8",
        "Pipeline-ID = 3", "Befehlsname = Get-Item", "Befehlstyp = Cmdlet",
        "Skriptname = ", "Befehlspfad = ", "Sequenznummer = 16", "Benutzer = CORP\\ann",
        "Verbundener Benutzer = ", "Shell-ID = Microsoft.PowerShell"}) {
    text.append("        ").append(line).append("\n");
  }
  std::vector<windows::DataItem> items;
  AppendContextInfo(text, &items);
  EXPECT_EQ(Shown(items),
            "Severity=Informational|HostName=ConsoleHost|HostVersion=5.1|HostId=7|"
            "HostApplication=powershell.exe -c x|EngineVersion=5.1|RunspaceId=8|PipelineId=3|"
            "CommandName=Get-Item|CommandType=Cmdlet|SequenceNumber=16|User=CORP\\ann|"
            "ShellId=Microsoft.PowerShell|");
}

TEST(HostText, ReadsClassicText) {
  std::vector<windows::DataItem> items;
  AppendClassicText(
      "\tNewEngineState=Available\n\tPreviousEngineState=None\n\n\tSequenceNumber=13\n\n"
      "\tHostApplication=powershell -enc QQ==\n\tPipelineId=\n\tCommandLine= $a = 1\n$b\n",
      &items);
  EXPECT_EQ(Shown(items),
            "NewEngineState=Available|PreviousEngineState=None|SequenceNumber=13|"
            "HostApplication=powershell -enc QQ==|CommandLine=$a = 1\n$b|");
}

TEST(HostText, ACommandLineCannotSpeakForOtherValues) {
  std::vector<windows::DataItem> items;
  AppendContextInfo(
      "        Host Name = ConsoleHost\n"
      "        Host Application = evil\n"
      "        Engine Version = 9\n"
      "        User = CORP\\admin\n"
      "        Host Name = other\n"
      "        Engine Version = 5.1\n"
      "        User = CORP\\ann\n",
      &items);
  EXPECT_EQ(Shown(items),
            "HostName=ConsoleHost|HostApplication=evil\n        Engine Version = 9\n"
            "        User = CORP\\admin\n        Host Name = other|EngineVersion=5.1|"
            "User=CORP\\ann|");
  items.clear();
  AppendClassicText("\tHostApplication=evil\n\tPipelineId=1\n\tPipelineId=2\n", &items);
  EXPECT_EQ(Shown(items), "HostApplication=evil\n\tPipelineId=1|PipelineId=2|");
}

TEST(HostText, SurvivesTextsOfOtherForms) {
  std::vector<windows::DataItem> items;
  for (const std::string_view text : {"", "\n", "=", "\t=", "        = x", "x = y", "\t\t\n\tz"}) {
    AppendContextInfo(text, &items);
    AppendClassicText(text, &items);
  }
  EXPECT_EQ(Shown(items), "");
}

TEST(HostText, TakesPayloadsApart) {
  std::string_view payload =
      "CommandInvocation(Out-File): \"Out-File\"\n"
      "ParameterBinding(Out-File): name=\"FilePath\"; value=\"C:\\a \"b\".txt\"\n"
      "not a line of it\n"
      "NonTerminatingError(Out-File): \"Access (is) denied: x\"\n"
      "ParameterBinding(Out-File): name=\"InputObject\"; value=\"\"";
  std::string shown;
  for (Invocation line; TakeInvocation(&payload, &line);) {
    shown.append(line.type).append("/").append(line.command).append("/").append(line.name);
    shown.append("/").append(line.value).append("\n");
  }
  EXPECT_EQ(shown,
            "CommandInvocation/Out-File//Out-File\n"
            "ParameterBinding/Out-File/FilePath/C:\\a \"b\".txt\n"
            "NonTerminatingError/Out-File//Access (is) denied: x\n"
            "ParameterBinding/Out-File/InputObject/\n");
}

}  // namespace
}  // namespace tocsin::powershell
