#include "telemetry/decoders/json/json_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin {
namespace {

using namespace std::string_literals;

struct Accepted {
  const char* name;
  std::string record;
  std::string json;  // what AppendJson prints of the tree
};

const std::vector<Accepted>& AcceptedRecords() {
  static const std::vector<Accepted> cases = {
      {"EmptyObject", "{}", "{}"},
      {"EmptyArray", "[]", "[]"},
      {"SpaceEverywhere", " { \"a\" : [ 1 , 2 ] ,\r\n\t\"b\" : { } } \n", R"({"a":[1,2],"b":{}})"},
      {"Nested", R"({"a":{"b":[{"c":1},[],[[]],{}]},"d":0})",
       R"({"a":{"b":[{"c":1},[],[[]],{}]},"d":0})"},
      {"Literals", R"([true,false,null])", R"([true,false,null])"},
      {"RootScalar", " 12 ", "12"},
      {"RootString", R"("x")", R"("x")"},
      {"DuplicateKeys", R"({"a":1,"a":2,"b":3,"a":4})", R"({"a":1,"a":2,"b":3,"a":4})"},
      {"EmptyKeyAndText", R"({"":""})", R"({"":""})"},
      {"IntLimits", "[9223372036854775807,-9223372036854775808]",
       "[9223372036854775807,-9223372036854775808]"},
      {"UnsignedLimits", "[9223372036854775808,18446744073709551615]",
       "[9223372036854775808,18446744073709551615]"},
      {"BeyondSixtyFourBits", "[18446744073709551616,-9223372036854775809]",
       R"(["18446744073709551616","-9223372036854775809"])"},
      {"BeyondDoubles", "[1e999999,-1e999999]", R"(["1e999999","-1e999999"])"},
      {"NegativeZero", "-0", "0"},
      {"Reals", "[1.5,-0.25,2E-2,1.255e+2]", "[1.5,-0.25,0.02,125.5]"},
      {"ManyDigits", std::string(100'000, '7'), '"' + std::string(100'000, '7') + '"'},
      {"SimpleEscapes", R"("\"\\\/\b\f\n\r\t")", R"("\"\\/\u0008\u000c\n\r\t")"},
      {"EscapedNul", R"("a\u0000b")", R"("a\u0000b")"},
      {"EscapesAnywhere", R"("\\start middle \\ end\\")", R"("\\start middle \\ end\\")"},
      {"WindowsPath", R"({"Image":"C:\\Windows\\System32\\cmd.exe"})",
       R"({"Image":"C:\\Windows\\System32\\cmd.exe"})"},
      {"TwoByteEscape", R"("\u00fc")", "\"\u00fc\""},
      {"ThreeByteEscape", R"("\u20AC")", "\"\u20ac\""},
      {"SurrogatePair", R"("\ud83d\ude00")", "\"\U0001f600\""},
      {"EscapedKey", R"({"\u0061\n":1})", R"({"a\n":1})"},
      {"StringsThatLookLikeStructure", R"({"a":"{[,:]}\"","b":"\\"})",
       R"({"a":"{[,:]}\"","b":"\\"})"},
      {"RawUnicode", "\"\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80\"",
       "\"\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80\""},
      {"DeleteCharacterIsText", "\"\x7f\"", "\"\x7f\""},
  };
  return cases;
}

TEST(JsonDecoder, KeepsWhatTheRecordSays) {
  JsonDecoder decoder;
  Arena arena;
  for (const Accepted& test : AcceptedRecords()) {
    doc::Node root;
    const JsonStatus status = decoder.Decode(test.record, arena, &root);
    ASSERT_TRUE(status.ok()) << test.name << ": " << JsonFaultName(status.fault) << " at "
                             << status.offset;
    EXPECT_FALSE(status.repaired_utf8) << test.name;
    std::string json;
    AppendJson(root, &json);
    EXPECT_EQ(json, test.json) << test.name;
  }
}

struct Rejected {
  const char* name;
  std::string record;
  JsonFault fault;
  std::uint32_t offset;
};

const std::vector<Rejected>& RejectedRecords() {
  using enum JsonFault;
  static const std::vector<Rejected> cases = {
      {"Nothing", "", kEmpty, 0},
      {"WhiteSpace", " \t\r\n", kEmpty, 0},
      {"NoJson", "type=SYSCALL msg=audit(1:2): a", kUnexpectedToken, 0},
      {"OpenObject", R"({"a":1)", kUnclosedValue, 6},
      {"OpenArray", "[1,", kUnclosedValue, 3},
      {"OnlyBrace", "{", kUnclosedValue, 1},
      {"KeyWithoutValue", R"({"a":)", kUnclosedValue, 5},
      {"OpenString", R"({"a":"b)", kUnclosedString, 5},
      {"OpenStringByEscape", R"({"a":"b\"})", kUnclosedString, 5},
      {"MissingComma", R"({"a":1 "b":2})", kUnexpectedToken, 7},
      {"MissingColon", R"({"a" 1})", kUnexpectedToken, 5},
      {"ScalarAfterString", R"({"a":"x"y})", kUnexpectedToken, 8},
      {"TrailingComma", R"({"a":1,})", kUnexpectedToken, 7},
      {"TrailingCommaInArray", "[1,]", kUnexpectedToken, 3},
      {"LeadingComma", "[,1]", kUnexpectedToken, 1},
      {"NumberAsKey", "{1:2}", kUnexpectedToken, 1},
      {"WrongCloser", R"({"a":[1}})", kUnexpectedToken, 7},
      {"LoneCloser", "]", kUnexpectedToken, 0},
      {"NaN", R"({"a":NaN})", kUnexpectedToken, 5},
      {"Infinity", "[-Infinity]", kInvalidNumber, 1},
      {"Comment", "{} // x", kTrailingBytes, 3},
      {"CommentInside", R"({/**/"a":1})", kUnexpectedToken, 1},
      {"SingleQuotes", "{'a':1}", kUnexpectedToken, 1},
      {"LiteralWithTail", "[truex]", kUnexpectedToken, 1},
      {"ShortLiteral", "[nul]", kUnexpectedToken, 1},
      {"LeadingZero", "[01]", kInvalidNumber, 1},
      {"LeadingPlus", "[+1]", kUnexpectedToken, 1},
      {"LoneMinus", "[-]", kInvalidNumber, 1},
      {"PointWithoutDigits", "[1.]", kInvalidNumber, 1},
      {"ExponentWithoutDigits", "[1e+]", kInvalidNumber, 1},
      {"NumberWithTail", "[12abc]", kInvalidNumber, 1},
      {"Hexadecimal", "[0x10]", kInvalidNumber, 1},
      {"BadEscape", R"(["ab\x"])", kInvalidEscape, 4},
      {"ShortUnicodeEscape", R"(["\u12"])", kInvalidEscape, 2},
      {"BadUnicodeEscape", R"(["\u12g4"])", kInvalidEscape, 2},
      {"RawNewline", "{\"a\":\"b\nc\"}", kControlCharacter, 7},
      {"RawNul", "[\"\0\"]"s, kControlCharacter, 2},
      {"TrailingValue", "{} {}", kTrailingBytes, 3},
      {"TrailingScalar", R"({"a":1} xyz)", kTrailingBytes, 8},
      {"TrailingNul", "{}\0"s, kTrailingBytes, 2},
      {"TrailingCloser", "{}}", kTrailingBytes, 2},
      {"DeepArrays", std::string(1'000'000, '['), kTooDeep, 100},
  };
  return cases;
}

TEST(JsonDecoder, RejectsWithReasonAndPlace) {
  JsonDecoder decoder;
  Arena arena;
  for (const Rejected& test : RejectedRecords()) {
    doc::Node root = doc::Node::Int(7);
    const JsonStatus status = decoder.Decode(test.record, arena, &root);
    EXPECT_EQ(JsonFaultName(status.fault), JsonFaultName(test.fault)) << test.name;
    EXPECT_EQ(status.offset, test.offset) << test.name;
    EXPECT_EQ(root.kind(), doc::NodeKind::kInt) << test.name << " changed the result";
  }
}

// A fault must be found wherever it lies relative to the blocks of the SIMD scan.
TEST(JsonDecoder, DecidesAlikeAtEveryShift) {
  JsonDecoder decoder;
  Arena arena;
  for (std::size_t shift = 0; shift < 130; ++shift) {
    const std::string pad(shift, ' ');
    doc::Node root;
    for (const Accepted& test : AcceptedRecords()) {
      if (test.record.size() > 1000) continue;
      const std::string record = pad + test.record;
      ASSERT_TRUE(decoder.Decode(record, arena, &root).ok()) << test.name << " after " << shift;
    }
    for (const Rejected& test : RejectedRecords()) {
      if (test.record.size() > 1000 || test.fault == JsonFault::kEmpty) continue;
      const std::string record = pad + test.record;
      const JsonStatus status = decoder.Decode(record, arena, &root);
      ASSERT_EQ(status.fault, test.fault) << test.name << " after " << shift;
      ASSERT_EQ(status.offset, test.offset + shift) << test.name << " after " << shift;
    }
    arena.Reset();
  }
}

// No prefix of an object is an object: a truncated record is never taken for a whole one.
TEST(JsonDecoder, RejectsEveryPrefix) {
  const std::string record =
      R"({"a":"x\\\"\u00e9","b":[1,-2.5e3,{"c":null}],"d":{"e":true,"f":"{}"},"g":"\ud83d\ude00"})";
  JsonDecoder decoder;
  Arena arena;
  doc::Node root;
  ASSERT_TRUE(decoder.Decode(record, arena, &root).ok());
  for (std::size_t size = 0; size < record.size(); ++size) {
    // Of its own size on the heap, so that a sanitizer sees a read past the end.
    const std::vector<char> prefix(record.begin(),
                                   record.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_FALSE(decoder.Decode({prefix.data(), prefix.size()}, arena, &root).ok()) << size;
  }
}

struct Repaired {
  const char* name;
  std::string record;
  std::string json;
};

const std::vector<Repaired>& RepairedRecords() {
  static const std::vector<Repaired> cases = {
      {"LatinLetter", "{\"a\":\"M\xfcller\"}", "{\"a\":\"M\ufffdller\"}"},
      {"TruncatedSequence", "[\"\xe2\x82\"]", "[\"\ufffd\ufffd\"]"},
      {"Overlong", "[\"\xc0\xaf\"]", "[\"\ufffd\ufffd\"]"},
      {"RawSurrogate", "[\"\xed\xa0\x80\"]", "[\"\ufffd\ufffd\ufffd\"]"},
      {"InKey", "{\"\xff\":1}", "{\"\ufffd\":1}"},
      {"LoneHighSurrogate", R"(["\ud83dx"])", "[\"\ufffdx\"]"},
      {"LoneLowSurrogate", R"(["\ude00"])", "[\"\ufffd\"]"},
      {"TwoHighSurrogates", R"(["\ud83d\ud83d\ude00"])", "[\"\ufffd\U0001f600\"]"},
      {"HighBeforeOtherEscape", R"(["\ud83d\n"])", "[\"\ufffd\\n\"]"},
  };
  return cases;
}

TEST(JsonDecoder, RepairsTextThatIsNotUnicode) {
  JsonDecoder lenient;
  JsonDecoder strict(JsonOptions{.repair_utf8 = false});
  Arena arena;
  for (const Repaired& test : RepairedRecords()) {
    doc::Node root;
    const JsonStatus status = lenient.Decode(test.record, arena, &root);
    ASSERT_TRUE(status.ok()) << test.name << ": " << JsonFaultName(status.fault);
    EXPECT_TRUE(status.repaired_utf8) << test.name;
    std::string json;
    AppendJson(root, &json);
    EXPECT_EQ(json, test.json) << test.name;
    const JsonStatus refused = strict.Decode(test.record, arena, &root);
    EXPECT_TRUE(refused.fault == JsonFault::kInvalidUtf8 ||
                refused.fault == JsonFault::kInvalidEscape)
        << test.name;
  }
}

TEST(JsonDecoder, NamesThePlaceInTheUnrepairedRecord) {
  JsonDecoder decoder;
  Arena arena;
  doc::Node root;
  const JsonStatus status = decoder.Decode("{\"\xff\xff\xff\":NaN}", arena, &root);
  EXPECT_EQ(status.fault, JsonFault::kUnexpectedToken);
  EXPECT_EQ(status.offset, 7u);
  EXPECT_TRUE(status.repaired_utf8);
}

TEST(JsonDecoder, KeepsItsLimits) {
  JsonDecoder decoder(
      JsonOptions{.depth_max = 3, .keys_max = 2, .values_max = 8, .record_bytes_max = 40});
  Arena arena;
  doc::Node root;
  EXPECT_TRUE(decoder.Decode("[[[1]]]", arena, &root).ok());
  EXPECT_EQ(decoder.Decode("[[[[1]]]]", arena, &root).fault, JsonFault::kTooDeep);
  EXPECT_TRUE(decoder.Decode(R"([{"a":1,"b":2},{"c":3,"d":4}])", arena, &root).ok());
  EXPECT_EQ(decoder.Decode(R"({"a":1,"b":2,"c":3})", arena, &root).fault, JsonFault::kTooManyKeys);
  EXPECT_TRUE(decoder.Decode("[1,2,3,4,5,6,7]", arena, &root).ok());
  const JsonStatus crowded = decoder.Decode("[1,2,3,4,[],6,7,8]", arena, &root);
  EXPECT_EQ(crowded.fault, JsonFault::kTooManyValues);
  EXPECT_EQ(crowded.offset, 16u);
  EXPECT_EQ(decoder.Decode(std::string(41, ' '), arena, &root).fault, JsonFault::kTooLong);
}

TEST(JsonDecoder, PointsIntoTheRecordWhereNothingIsEscaped) {
  const std::string record = R"({"plain":"text","escaped":"a\tb"})";
  JsonDecoder decoder;
  Arena arena;
  doc::Node root;
  ASSERT_TRUE(decoder.Decode(record, arena, &root).ok());
  const std::string_view plain = root.Find("plain")->text();
  EXPECT_EQ(plain, "text");
  EXPECT_EQ(plain.data(), record.data() + 10);
  EXPECT_EQ(root.Find("escaped")->text(), "a\tb");
}

// Texts of every length with an escape at every place, against the obvious loop.
TEST(JsonDecoder, UnescapesAtEveryPosition) {
  JsonDecoder decoder;
  Arena arena;
  for (std::size_t size = 0; size < 100; ++size) {
    for (std::size_t at = 0; at <= size; ++at) {
      const std::string plain(size, 'x');
      const std::string record = "\"" + plain.substr(0, at) + "\\\\" + plain.substr(at) + "\"";
      doc::Node root;
      ASSERT_TRUE(decoder.Decode(record, arena, &root).ok());
      ASSERT_EQ(root.text(), plain.substr(0, at) + "\\" + plain.substr(at));
    }
    arena.Reset();
  }
}

TEST(JsonDecoder, IsReusableAfterLargeAndBrokenRecords) {
  JsonDecoder decoder;
  Arena arena;
  doc::Node root;
  std::string large = "[0";
  while (large.size() < std::size_t{6} << 20) large += ",12345678";
  large += "]";
  ASSERT_TRUE(decoder.Decode(large, arena, &root).ok());
  EXPECT_EQ(root.size(), (large.size() - 3) / 9 + 1);
  EXPECT_FALSE(decoder.Decode("[1,{", arena, &root).ok());
  ASSERT_TRUE(decoder.Decode("[1]", arena, &root).ok());
  EXPECT_EQ(root.size(), 1u);
}

}  // namespace
}  // namespace tocsin
