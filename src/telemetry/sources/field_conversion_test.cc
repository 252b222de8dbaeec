#include "telemetry/sources/field_conversion.h"

#include "base/time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace tocsin {
namespace {

using enum FieldConversion;

class FieldConversionTest : public testing::Test {
 protected:
  std::vector<Value> Convert(FieldConversion conversion, std::string_view raw) {
    std::vector<Value> values;
    ConvertRaw(conversion, raw, arena_, &values);
    return values;
  }
  // Values as text, "|" between them.
  std::string Text(FieldConversion conversion, std::string_view raw) {
    std::string text;
    for (const Value& value : Convert(conversion, raw)) {
      if (!text.empty()) text += '|';
      switch (value.kind()) {
        case ValueKind::kInt:
          text += std::to_string(value.integer());
          break;
        case ValueKind::kUInt:
          text += std::to_string(value.unsigned_integer());
          break;
        case ValueKind::kBool:
          text += value.boolean() ? "true" : "false";
          break;
        case ValueKind::kTime:
          text += FormatTime(Time{value.time_ns()});
          break;
        case ValueKind::kString:
          text += value.text();
          break;
        default:
          ADD_FAILURE() << "a conversion made a value of another kind";
      }
    }
    return text;
  }

  Arena arena_;
};

struct Case {
  const char* name;
  FieldConversion conversion;
  std::string_view raw;
  std::string_view values;
};

constexpr Case kCases[] = {
    {"text", kText, "a B", "a B"},
    {"lower", kLowerText, "High", "high"},
    {"number", kNumber, "9428", "9428"},
    {"number, negative", kNumber, "-1", "-1"},
    {"not a number stays text", kNumber, "12x", "12x"},
    {"hexadecimal number", kHexNumber, "0x378", "888"},
    {"decimal as hexadecimal number", kHexNumber, "4412", "4412"},
    {"no hexadecimal number", kHexNumber, "abc", ""},
    {"padded hexadecimal text", kHexText, "0x00000000000003E7", "0x3e7"},
    {"zero", kHexText, "0x0000", "0x0"},
    {"boolean", kBoolean, "True", "true"},
    {"no boolean", kBoolean, "maybe", ""},
    {"GUID without braces", kGuid, "A57649D1-DB54-61AB-775C-DC0100000000",
     "{a57649d1-db54-61ab-775c-dc0100000000}"},
    {"GUID in braces", kGuid, "{A57649D1-DB54-61AB-775C-DC0100000000}",
     "{a57649d1-db54-61ab-775c-dc0100000000}"},
    {"zero GUID", kGuid, "{00000000-0000-0000-0000-000000000000}", ""},
    {"time", kTime, "2020-09-14 12:06:01.826", "2020-09-14T12:06:01.826Z"},
    {"no time", kTime, "yesterday", ""},
    {"mapped address", kAddress, "::ffff:10.1.2.3", "10.1.2.3"},
    {"long IPv6", kAddress, "0:0:0:0:0:0:0:1", "::1"},
    {"no address", kAddress, "LOCAL", ""},
    {"words", kWords, "SeTcb\n\t\t\tSeDebug ", "SeTcb|SeDebug"},
    {"name", kPathName, R"(C:\Windows\cmd.exe)", "cmd.exe"},
    {"name without separator", kPathName, "System", "System"},
    {"directory", kPathDirectory, R"(C:\Windows\cmd.exe)", R"(C:\Windows)"},
    {"extension", kPathExtension, R"(C:\a.b\c.tar.gz)", "gz"},
    {"extension of a folder does not count", kPathExtension, R"(C:\a.b\c)", ""},
    {"Windows arguments", kWindowsArgs, R"("a b"  c)", "a b|c"},
    {"their number", kWindowsArgCount, R"("a b"  c)", "2"},
    {"Security arguments", kSecurityArgs, R"("a b"  c)", R"("a b"||c)"},
    {"their number", kSecurityArgCount, R"("a b"  c)", "3"},
    {"account domain", kAccountDomain, R"(NT AUTHORITY\SYSTEM)", "NT AUTHORITY"},
    {"account name", kAccountName, R"(NT AUTHORITY\SYSTEM)", "SYSTEM"},
    {"account without domain", kAccountDomain, "root", ""},
    {"principal", kPrincipalName, "DC1$@TEST.LOCAL", "DC1$"},
    {"common name", kCommonName, R"(CN=Doe\, Jane,OU=People,DC=x)", R"(Doe\, Jane)"},
    {"hash", kSha1, "SHA1=AB,MD5=CD,IMPHASH=00", "ab"},
    {"second hash", kMd5, "SHA1=AB,MD5=CD,IMPHASH=00", "cd"},
    {"SHA-256", kSha256, "SHA256=EF", "ef"},
    {"import hash", kImphash, "SHA1=AB, imphash=12", "12"},
    {"hash of zeros", kImphash, "SHA1=AB,MD5=CD,IMPHASH=00", ""},
    {"hash that is not there", kSha256, "SHA1=AB,MD5=CD,IMPHASH=00", ""},
    {"trusted", kSignatureTrusted, "Valid", "true"},
    {"not trusted", kSignatureTrusted, "Expired", "false"},
    {"initiated", kInitiated, "true", "egress"},
    {"received", kInitiated, "false", "ingress"},
    {"IPv6", kIpv6Flag, "true", "ipv6"},
    {"hive", kRegistryHive, R"(HKLM\System\x)", "HKLM"},
    {"key", kRegistryKey, R"(HKLM\System\x)", R"(System\x)"},
    {"value", kRegistryValue, R"(HKLM\System\a/b)", "a/b"},
    {"DWORD", kRegistryStrings, "DWORD (0x0000000a)", "10"},
    {"QWORD", kRegistryStrings, "QWORD (0x00000001-0x00000002)", "4294967298"},
    {"text data", kRegistryStrings, "DWORD (later)", "DWORD (later)"},
    {"type", kRegistryType, "QWORD (0x00000001-0x00000002)", "REG_QWORD"},
    {"type of binary data", kRegistryType, "Binary Data", "REG_BINARY"},
    {"published type", kRegistryTypeElastic, "DWORD (0x00000001)", "SZ_DWORD"},
    {"addresses", kDnsAddresses, "type:  5 a.b;::ffff:1.2.3.4;2a02::1;", "1.2.3.4|2a02::1"},
    {"answers", kDnsAnswerData, "type:  5 a.b;::ffff:1.2.3.4;", "a.b|1.2.3.4"},
    {"types of answers", kDnsAnswerTypes, "type:  5 a.b;::ffff:1.2.3.4;2a02::1;", "CNAME|A|AAAA"},
    {"logon type", kLogonType, "10", "RemoteInteractive"},
    {"unknown logon type", kLogonType, "99", ""},
    {"mandatory label", kIntegrityLabel, "S-1-16-12288", "high"},
    {"protocol", kProtocol, "NTLM", "ntlm"},
    {"a transport is no protocol", kProtocol, "TcpV4", ""},
    {"host of a URL", kUrlHost, "https://me@example.test:8443/a?b=c:d", "example.test"},
    {"host without a scheme", kUrlHost, "example.test/a", "example.test"},
    {"host in brackets", kUrlHost, "http://[2001:db8::1]:80/", "2001:db8::1"},
    {"bare address", kUrlHost, "2001:db8::1", "2001:db8::1"},
    {"seconds", kEpoch, "1655800000.123", "2022-06-21T08:26:40.123Z"},
    {"milliseconds", kEpoch, "1655800000123", "2022-06-21T08:26:40.123Z"},
    {"Windows file time", kEpoch, "133002736001230000", "2022-06-21T08:26:40.123Z"},
    {"text as time", kEpoch, "2022-06-21T08:26:40.123Z", "2022-06-21T08:26:40.123Z"},
    {"the zero of Windows file times", kEpoch, "-11644473600000", ""},
    {"digest", kDigest, "00AB", "00ab"},
    {"digest of zeros", kDigest, "0000", ""},
    {"arguments that say something", kFilledArgs, R"(a "" "b c")", "a|b c"},
    {"their number", kFilledArgCount, R"(a "" "b c")", "2"},
    {"drive", kPathDrive, R"(c:\Windows)", "C"},
    {"no drive", kPathDrive, R"(\Device\HarddiskVolume3\x)", ""},
    {"name of a Unix path", kPathName, R"(/tmp/a\b)", R"(a\b)"},
    {"domain of an address", kMailDomain, "jane@corp.example", "corp.example"},
    {"no address", kMailDomain, "jane", ""},
    {"key of a value", kRegistryParent, R"(HKLM\System\a/b)", R"(HKLM\System)"},
    {"hive of the machine", kKernelRegistryHive, R"(\REGISTRY\MACHINE\SOFTWARE\x)", "HKLM"},
    {"hive of the machine, short", kKernelRegistryHive, R"(MACHINE\SOFTWARE\x)", "HKLM"},
    {"hive of a user", kKernelRegistryHive, R"(\REGISTRY\USER\S-1-5-18)", "HKU"},
    {"no hive", kKernelRegistryHive, R"(\REGISTRY\A\{1}\x)", ""},
    {"key of the kernel", kKernelRegistryKey, R"(\REGISTRY\MACHINE\SOFTWARE\x)", R"(SOFTWARE\x)"},
    {"other key", kKernelRegistryKey, R"(\REGISTRY\A\{1}\x)", R"(\REGISTRY\A\{1}\x)"},
    {"DNS type", kDnsType, "28", "AAAA"},
    {"no DNS type", kDnsType, "70000", ""},
    {"shell words", kPosixArgs, R"(a 'b c' \d)", "a|b c|d"},
    {"their number", kPosixArgCount, R"(a 'b c' \d)", "3"},
};

TEST_F(FieldConversionTest, MakesTheValues) {
  for (const Case& c : kCases) {
    EXPECT_EQ(Text(c.conversion, c.raw), c.values) << c.name;
  }
}

TEST_F(FieldConversionTest, InversionIsUndoneByConversion) {
  for (const Case& c : kCases) {
    const std::vector<Value> values = Convert(c.conversion, c.raw);
    const std::optional<std::string> raw = InvertToRaw(c.conversion, values);
    if (InversionOf(c.conversion) == Inversion::kNotInvertible || values.empty()) {
      EXPECT_FALSE(raw.has_value()) << c.name;
      continue;
    }
    ASSERT_TRUE(raw.has_value()) << c.name;
    EXPECT_EQ(Text(c.conversion, *raw), c.values) << c.name << ": " << *raw;
  }
}

TEST_F(FieldConversionTest, EveryConversionHasAnExampleAndAName) {
  for (int i = 0; i <= static_cast<int>(kLast); ++i) {
    const auto conversion = static_cast<FieldConversion>(i);
    EXPECT_FALSE(ConversionName(conversion).empty()) << i;
    const bool shown = std::any_of(std::begin(kCases), std::end(kCases), [&](const Case& c) {
      return c.conversion == conversion && !c.values.empty();
    });
    EXPECT_TRUE(shown) << ConversionName(conversion);
  }
}

TEST_F(FieldConversionTest, DoesNotInvertWhatItNeverMakes) {
  const Value kCmd = Value::String("a/b");
  EXPECT_FALSE(InvertToRaw(kPathName, std::span(&kCmd, 1)).has_value());
  const Value kQuote = Value::String("say \"x");
  EXPECT_FALSE(InvertToRaw(kSecurityArgs, std::span(&kQuote, 1)).has_value());
  const Value kZeros = Value::String("0000");
  EXPECT_FALSE(InvertToRaw(kMd5, std::span(&kZeros, 1)).has_value());
}

}  // namespace
}  // namespace tocsin
