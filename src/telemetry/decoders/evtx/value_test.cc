#include "telemetry/decoders/evtx/value.h"

#include "telemetry/decoders/evtx/documents_testing.h"
#include "telemetry/decoders/evtx/format.h"
#include "telemetry/decoders/evtx/text.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

namespace tocsin::evtx {
namespace {

using namespace std::string_literals;

template <class T>
std::string Bytes(T value) {
  std::string bytes(sizeof(T), '\0');
  std::memcpy(bytes.data(), &value, sizeof(T));
  return bytes;
}

std::string Utf16(std::u16string_view text) {
  std::string bytes;
  for (const char16_t unit : text) bytes += Bytes(unit);
  return bytes;
}

// The value as JSON, or the fault in angle brackets.
std::string Decoded(ValueType type, std::string_view bytes, bool array = false) {
  Arena arena;
  BudgetedArena memory(arena, kWorkMax);
  doc::Node node;
  const auto code =
      static_cast<std::uint8_t>(static_cast<unsigned>(type) | (array ? kArrayBit : 0u));
  const Fault fault = DecodeValue(code, bytes, memory, &node);
  return fault == Fault::kNone ? Json(node) : "<" + std::string(FaultName(fault)) + ">";
}

TEST(Value, ScalarsPrintAsInWindows) {
  struct Case {
    const char* name;
    ValueType type;
    std::string bytes;
    std::string_view expected;
  };
  const std::string sid = "\x01\x02\0\0\0\0\0\x05\x20\0\0\0\x20\x02\0\0"s;
  const std::string guid = "\x25\x96\x84\x54\x78\x54\x94\x49\xa5\xba\x3e\x3b\x03\x28\xc3\x0d"s;
  const std::vector<Case> cases = {
      {"null", ValueType::kNull, "\x01\x02", "null"},
      {"string", ValueType::kString, Utf16(u"a\u00e9\u20ac"), "\"a\u00e9\u20ac\""},
      {"pair", ValueType::kString, Utf16(u"\U0001F600"), "\"\U0001F600\""},
      {"lone_high", ValueType::kString, "\x3d\xd8\x61\x00"s, "\"\ufffda\""},
      {"lone_low", ValueType::kString, "\x00\xde"s, "\"\ufffd\""},
      {"odd", ValueType::kString, "a\0b"s, "\"a\ufffd\""},
      {"zeros_at_the_end", ValueType::kString, "a\0\0\0\0\0"s, "\"a\""},
      {"zero_within", ValueType::kString, "a\0\0\0b\0"s, "\"a\\u0000b\""},
      {"long_ascii", ValueType::kString, Utf16(u"0123456789abcdefghi"), "\"0123456789abcdefghi\""},
      {"empty_string", ValueType::kString, "", "\"\""},
      {"ansi", ValueType::kAnsiString, "caf\xe9 \x80\0"s, "\"caf\u00e9 \u20ac\""},
      {"ansi_that_is_utf8", ValueType::kAnsiString, "caf\u00e9", "\"caf\u00e9\""},
      {"int8", ValueType::kInt8, Bytes(std::int8_t{-1}), "-1"},
      {"uint8", ValueType::kUInt8, Bytes(std::uint8_t{255}), "255"},
      {"int16", ValueType::kInt16, Bytes(std::int16_t{-300}), "-300"},
      {"uint16", ValueType::kUInt16, Bytes(std::uint16_t{65535}), "65535"},
      {"int32", ValueType::kInt32, Bytes(INT32_MIN), "-2147483648"},
      {"uint32", ValueType::kUInt32, Bytes(UINT32_MAX), "4294967295"},
      {"int64", ValueType::kInt64, Bytes(INT64_MIN), "-9223372036854775808"},
      {"uint64", ValueType::kUInt64, Bytes(UINT64_MAX), "18446744073709551615"},
      {"real32", ValueType::kReal32, Bytes(0.1f), "0.1"},
      {"real64", ValueType::kReal64, Bytes(-2.5), "-2.5"},
      {"true", ValueType::kBool, Bytes(1u), "true"},
      {"false", ValueType::kBool, Bytes(0u), "false"},
      {"binary", ValueType::kBinary, "\x00\xaf\x10"s, "\"00AF10\""},
      {"guid", ValueType::kGuid, guid, "\"{54849625-5478-4994-A5BA-3E3B0328C30D}\""},
      {"size_t_32", ValueType::kSizeT, Bytes(0x1f4u), "\"0x1f4\""},
      {"size_t_64", ValueType::kSizeT, Bytes(std::uint64_t{0x7ff8c72c5ec0}), "\"0x7ff8c72c5ec0\""},
      {"filetime", ValueType::kFileTime, Bytes(kSomeFileTime), "\"2021-04-22T10:10:37.0412345Z\""},
      {"filetime_0", ValueType::kFileTime, Bytes(std::uint64_t{0}),
       "\"1601-01-01T00:00:00.0000000Z\""},
      {"filetime_leap_day", ValueType::kFileTime, Bytes(std::uint64_t{125963423999999999}),
       "\"2000-02-29T23:59:59.9999999Z\""},
      {"filetime_last", ValueType::kFileTime, Bytes(UINT64_MAX),
       "\"60056-05-28T05:36:10.9551615Z\""},
      {"systemtime", ValueType::kSysTime,
       "\xe5\x07\x04\x00\x04\x00\x16\x00\x0a\x00\x0a\x00\x25\x00\x29\x00"s,
       "\"2021-04-22T10:10:37.0410000Z\""},
      {"sid", ValueType::kSid, sid, "\"S-1-5-32-544\""},
      {"sid_high_authority", ValueType::kSid, "\x01\x00\x01\x02\x03\x04\x05\x06"s,
       "\"S-1-0x10203040506\""},
      {"hex32", ValueType::kHexInt32, Bytes(0xC000006Du), "\"0xc000006d\""},
      {"hex64", ValueType::kHexInt64, Bytes(std::uint64_t{0x3e7}), "\"0x3e7\""},
      {"hex_zero", ValueType::kHexInt64, Bytes(std::uint64_t{0}), "\"0x0\""},
      {"handle", ValueType::kEvtHandle, Bytes(16u), "\"0x10\""},
      {"xml", ValueType::kEvtXml, Utf16(u"<a/>"), "\"<a/>\""},
      {"no_bytes", ValueType::kUInt32, "", "null"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(Decoded(one.type, one.bytes), one.expected) << one.name;
  }
}

TEST(Value, ArraysOfAnyType) {
  EXPECT_EQ(Decoded(ValueType::kString, Utf16(u"one\0\0three\0"s), true), R"(["one","","three"])");
  EXPECT_EQ(Decoded(ValueType::kString, Utf16(u"one\0two"s), true), R"(["one","two"])");
  EXPECT_EQ(Decoded(ValueType::kString, Utf16(u"alone\0"s), true), R"("alone")");
  EXPECT_EQ(Decoded(ValueType::kAnsiString, "a\0b\0"s, true), R"(["a","b"])");
  EXPECT_EQ(Decoded(ValueType::kUInt16, "\x01\0\x02\0"s, true), "[1,2]");
  EXPECT_EQ(Decoded(ValueType::kBool, Bytes(std::uint64_t{1}), true), "[true,false]");
  EXPECT_EQ(Decoded(ValueType::kHexInt32, Bytes(std::uint64_t{1}), true), R"(["0x1","0x0"])");
  EXPECT_EQ(Decoded(ValueType::kSid, "\1\1\0\0\0\0\0\5\x12\0\0\0\1\1\0\0\0\0\0\0\0\0\0\0"s, true),
            R"(["S-1-5-18","S-1-0-0"])");
  EXPECT_EQ(Decoded(ValueType::kUInt64, "", true), "null");
}

TEST(Value, BytesThatDoNotFitAreRefused) {
  EXPECT_EQ(Decoded(ValueType::kUInt32, "\x01\x02"), "<bad_value>");
  EXPECT_EQ(Decoded(ValueType::kGuid, std::string(15, 'x')), "<bad_value>");
  EXPECT_EQ(Decoded(ValueType::kSid, "\1\5\0\0\0\0\0\5\x12\0\0\0"s), "<bad_value>");  // 5 promised
  EXPECT_EQ(Decoded(ValueType::kSid, "\1\xff"s + std::string(2000, '\0')), "<bad_value>");
  EXPECT_EQ(Decoded(ValueType::kSysTime, std::string(16, '\xff')), "<bad_value>");
  EXPECT_EQ(Decoded(ValueType::kUInt32, "\1\2\3\4\5", true), "<bad_value>");
  EXPECT_EQ(Decoded(ValueType::kBinXml, "x"), "<bad_value>");
  EXPECT_EQ(Decoded(static_cast<ValueType>(0x55), "x"), "<bad_value>");
}

TEST(Value, LongestSidFits) {
  const std::string sid = "\xff\x0f"s + std::string(6, '\xff') + std::string(60, '\xff');
  std::string expected = "\"S-255-0xffffffffffff";
  for (int i = 0; i < 15; ++i) expected += "-4294967295";
  EXPECT_EQ(Decoded(ValueType::kSid, sid), expected + "\"");
}

TEST(Value, BudgetIsKept) {
  Arena arena;
  BudgetedArena memory(arena, 10);
  doc::Node node;
  const std::string bytes = Utf16(u"eleven char");
  EXPECT_EQ(DecodeValue(static_cast<std::uint8_t>(ValueType::kString), bytes, memory, &node),
            Fault::kTooMuchWork);
  EXPECT_TRUE(memory.exhausted());
}

}  // namespace
}  // namespace tocsin::evtx
