#include "telemetry/inputs/file/text_splitter.h"

#include "telemetry/inputs/file/splitter_testing.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::input {
namespace {

TEST(TextSplitter, ZerosEndALineWhereOneMayEnd) {
  const std::string hole(20, '\0');
  const std::string zero(1, '\0');
  const struct {
    std::string content;
    std::vector<std::string> records;
    bool fault;
  } cases[] = {
      {"{\"a\":1}" + hole + "\n{\"a\":2}", {"{\"a\":1}", "{\"a\":2}"}, true},
      {"{\"a\":1}" + hole + "{\"a\":2}", {"{\"a\":1}", "{\"a\":2}"}, true},
      {"{\"a\":1}\n{\"a\"" + hole + "2}\n{}", {"{\"a\":1}", "{\"a\"", "2}", "{}"}, true},
      {"{\"a\":1}\n{\"a\"" + zero + ":2}\n{}", {"{\"a\":1}", "{\"a\"" + zero + ":2}", "{}"}, false},
      {"{\"a\":1}" + zero + "{\"a\":2}" + zero, {"{\"a\":1}", "{\"a\":2}"}, false},
      {"{\"a\":1}" + zero + "\r\n{\"a\":2}", {"{\"a\":1}", "{\"a\":2}"}, false},
      {"{\"a\":1}" + std::string(10 * kRecordBytesMax, '\0') + "{\"a\":2}",
       {"{\"a\":1}", "{\"a\":2}"},
       true},
      {"[{\"a\":1},\n" + hole + "{\"a\":2}]", {"{\"a\":1}", "{\"a\":2}"}, true},
      {hole + hole, {}, true},
  };
  for (const auto& test : cases) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{10'000}}) {
      bool fault = false;
      std::vector<std::string> records;
      for (const Found& found : Split(test.content, piece, &fault)) records.push_back(found.bytes);
      EXPECT_EQ(records, test.records) << test.content;
      EXPECT_EQ(fault, test.fault) << test.content;
    }
  }
}

struct Case {
  const char* name;
  std::string content;
  std::vector<std::string> records;
};

const std::vector<Case>& Cases() {
  static const std::vector<Case> cases = {
      {"Empty", "", {}},
      {"Blank", " \n\r\n\t\n", {}},
      {"OneLine", R"({"a":1})", {R"({"a":1})"}},
      {"Lines", "{\"a\":1}\n{\"b\":2}\n", {R"({"a":1})", R"({"b":2})"}},
      {"LinesWithoutLastBreak", "{\"a\":1}\n{\"b\":2}", {R"({"a":1})", R"({"b":2})"}},
      {"CarriageReturns", "{\"a\":1}\r\n{\"b\":2}\r\n", {R"({"a":1})", R"({"b":2})"}},
      {"BlankLines", "\n\n{\"a\":1}\n  \n\r\n{\"b\":2}\n\n", {R"({"a":1})", R"({"b":2})"}},
      {"ByteOrderMark", "\xef\xbb\xbf{\"a\":1}\n{\"b\":2}", {R"({"a":1})", R"({"b":2})"}},
      {"ByteOrderMarkOnly", "\xef\xbb\xbf", {}},
      {"StringsWithBrackets",
       "{\"a\":\"}{\\\"\"}\n{\"b\":\"\\\\\"}",
       {R"({"a":"}{\""})", R"({"b":"\\"})"}},
      {"OtherText", "type=A msg=audit(1:2): x\ntype=B\n", {"type=A msg=audit(1:2): x", "type=B"}},
      {"BracketedLogLines", "[Wed Oct 11] error\n[Thu] next", {"[Wed Oct 11] error", "[Thu] next"}},
      {"ScalarLines", "1\n\"x\"\nnull", {"1", "\"x\"", "null"}},
      {"BrokenFirstLine",
       "{\"a\":1,\"b\n{\"c\":2}\n{\"d\":3}",
       {R"({"a":1,"b)", R"({"c":2})", R"({"d":3})"}},
      {"UnclosedFirstLine",
       "{\"a\":1\n{\"c\":2}\n{\"d\":3}",
       {R"({"a":1)", R"({"c":2})", R"({"d":3})"}},
      {"FirstLineEndsInComma", "{\"a\":1,\n{\"c\":2}\n", {R"({"a":1,)", R"({"c":2})"}},
      {"BrokenMiddleLine",
       "{\"a\":1}\n{\"b\":[\"\n{\"c\":3}",
       {R"({"a":1})", R"({"b":[")", R"({"c":3})"}},
      {"OverclosedLine", "{\"a\":1}}\n{\"b\":2}", {R"({"a":1}})", R"({"b":2})"}},
      {"TextAfterValue", "{\"a\":1} x\n{\"b\":2}", {R"({"a":1} x)", R"({"b":2})"}},
      {"TruncatedLastLine", "{\"a\":1}\n{\"b\":", {R"({"a":1})", R"({"b":)"}},
      {"RecordsList", R"({"records":[{"a":1},{"b":2}]})", {R"({"records":[{"a":1},{"b":2}]})"}},

      {"PrettyPrinted",
       "{\n  \"a\": 1\n}\n{\n  \"b\": {\n    \"c\": 2\n  }\n}\n",
       {"{\n  \"a\": 1\n}", "{\n  \"b\": {\n    \"c\": 2\n  }\n}"}},
      {"PrettyPrintedCrLf",
       "{\r\n  \"a\": 1\r\n}\r\n{\r\n \"b\": 2\r\n}\r\n",
       {"{\r\n  \"a\": 1\r\n}", "{\r\n \"b\": 2\r\n}"}},
      {"BraceBehindColon",
       "{ \"a\":\n{ \"b\": 1 }\n}\n{ \"c\": 2 }",
       {"{ \"a\":\n{ \"b\": 1 }\n}", "{ \"c\": 2 }"}},
      {"LeadingCommas", "{ \"a\": 1\n, \"b\": 2\n}", {"{ \"a\": 1\n, \"b\": 2\n}"}},
      {"PrettyRecordsList",
       "{\n\"records\": [\n{\n\"a\": 1\n},\n{\n\"b\": 2\n}\n]\n}\n",
       {"{\n\"records\": [\n{\n\"a\": 1\n},\n{\n\"b\": 2\n}\n]\n}"}},
      {"Concatenated", R"({"a":1}{"b":2} {"c":3})", {R"({"a":1})", R"({"b":2})", R"({"c":3})"}},
      {"ArrayOnOneLine",
       R"([{"a":1},{"b":[2]}, {"c":3}])",
       {R"({"a":1})", R"({"b":[2]})", R"({"c":3})"}},
      {"EmptyArray", "[]", {}},
      {"EmptyArrayThenLine", "[ ]\n{\"a\":1}", {R"({"a":1})"}},
      {"PrettyArray",
       "[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\": 2\n  }\n]\n",
       {"{\n    \"a\": 1\n  }", "{\n    \"b\": 2\n  }"}},
      {"ArrayWithObjectALine", "[\n{\"a\":1},\n{\"b\":2}\n]\n", {R"({"a":1})", R"({"b":2})"}},
      {"ArrayALine",
       "[{\"a\":1},{\"b\":2}]\n[{\"c\":3}]\n",
       {R"({"a":1})", R"({"b":2})", R"({"c":3})"}},
      {"UnclosedArray", R"([{"a":1},{"b":2})", {R"({"a":1})", R"({"b":2})"}},
      {"JunkInArray", R"([{"a":1},nul,{"b":2}])", {R"({"a":1})", "nul", R"({"b":2})"}},
      {"ObjectsWithCommas", "{\"a\":1},\n{\"b\":2},\n", {R"({"a":1})", R"({"b":2})"}},
      {"RecordHeaders",
       "Record 1\n{\n  \"a\": 1\n}\nRecord 22\n{\n  \"b\": 2\n}\n",
       {"{\n  \"a\": 1\n}", "{\n  \"b\": 2\n}"}},
      {"NoRecordHeaders", "Record 1 x\nRecording\n", {"Record 1 x", "Recording"}},
      {"JunkBetweenValues",
       "{\n\"a\": 1\n}\nwarning: x\n{\n\"b\": 2\n}\n",
       {"{\n\"a\": 1\n}", "warning: x", "{\n\"b\": 2\n}"}},

      {"PrettyUnclosed",
       "{\n  \"a\": 1\n}\n{\n  \"b\": 2\n{\n  \"c\": 3\n}\n",
       {"{\n  \"a\": 1\n}", "{\n  \"b\": 2", "{\n  \"c\": 3\n}"}},
      {"PrettyOpenString",
       "{\n  \"a\": 1\n}\n{\n  \"b\": \"x\n}\n{\n  \"c\": 3\n}\n",
       {"{\n  \"a\": 1\n}", "{\n  \"b\": \"x\n}", "{\n  \"c\": 3\n}"}},
      {"PrettyCutBeforeHeader",
       "Record 1\n{\n  \"a\": [\nRecord 2\n{\n  \"b\": 2\n}\n",
       {"{\n  \"a\": [", "{\n  \"b\": 2\n}"}},
      {"PrettyCutAfterComma",
       "{\n  \"a\": 1\n}\n{\n  \"b\": 2,\n{\n  \"c\": 3\n}\n",
       {"{\n  \"a\": 1\n}", "{\n  \"b\": 2,", "{\n  \"c\": 3\n}"}},
      {"PrettyCutInList",
       "{\n  \"a\": 1\n}\n{\n  \"b\": [\n{\n  \"c\": 3\n}\n",
       {"{\n  \"a\": 1\n}", "{\n  \"b\": [", "{\n  \"c\": 3\n}"}},
      {"PrettyArrayBroken",
       "[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\" 2 3\n  },\n  {\n \"c\": 3\n  }\n]\n",
       {"{\n    \"a\": 1\n  }", "{\n    \"b\" 2 3\n  },", "{\n \"c\": 3\n  }"}},
      {"OneLineArrayBroken",
       R"([{"a":"x},{"b":"y"},{"c":"z"}])",
       {R"({"a":"x},)", R"({"b":"y"})", R"({"c":"z"})"}},
      {"ConcatenatedBroken",
       R"({"a":1}{"b":{"x":1}{"c":3}{"d":4})",
       {R"({"a":1})", R"({"b":{"x":1})", R"({"c":3})", R"({"d":4})"}},
      {"PrettyOverclosed",
       "{\n\"a\": 1\n}}\n{\n\"b\": 2\n}",
       {"{\n\"a\": 1\n}", "}", "{\n\"b\": 2\n}"}},
      {"PrettyTruncated", "{\n  \"a\": 1\n}\n{\n  \"b\":", {"{\n  \"a\": 1\n}", "{\n  \"b\":"}},
  };
  return cases;
}

std::vector<std::string> Texts(const std::vector<Found>& found) {
  std::vector<std::string> texts;
  for (const Found& record : found) texts.push_back(record.bytes);
  return texts;
}

TEST(TextSplitter, FindsTheRecordsHoweverTheContentArrives) {
  for (const Case& test : Cases()) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{1024}}) {
      const std::vector<Found> found = Split(test.content, piece);
      EXPECT_EQ(Texts(found), test.records) << test.name << " in pieces of " << piece;
      for (const Found& record : found) {
        EXPECT_EQ(test.content.substr(record.offset, record.bytes.size()), record.bytes)
            << test.name;
      }
    }
  }
}

// Damage may move borders, but what the pieces are must not matter, and nothing may be lost:
// between records lies only what belongs to none.
TEST(TextSplitter, DecidesAlikeOnDamagedContent) {
  for (const Case& test : Cases()) {
    for (std::size_t at = 0; at < test.content.size(); ++at) {
      for (const char c : {'"', '{', '}', '\n', 'x', '\0'}) {
        std::string content = test.content;
        content[at] = c;
        const std::vector<Found> whole = Split(content, 4096);
        const std::vector<Found> pieces = Split(content, 1);
        ASSERT_EQ(Texts(whole), Texts(pieces)) << test.name << " with " << c << " at " << at;
        std::string left = content;
        for (const Found& record : whole)
          left.replace(record.offset, record.bytes.size(), record.bytes.size(), ' ');
        ASSERT_EQ(left.find_first_of("\"{}:"), std::string::npos)
            << test.name << " with " << c << " at " << at << ": " << left;
      }
    }
  }
}

TEST(TextSplitter, OneBrokenLineCostsThatLine) {
  std::string content;
  for (int i = 0; i < 5; ++i) content += "{\"number\":" + std::to_string(i) + ",\"t\":\"x\"}\n";
  const std::size_t line = content.size() / 5;
  for (std::size_t at = 0; at < content.size(); ++at) {
    if (content[at] == '\n') continue;
    for (const char c : {'"', '{', '}', '[', ']', ',', '\\', 'x', '\0', '\xff'}) {
      std::string damaged = content;
      damaged[at] = c;
      const std::vector<Found> found = Split(damaged, 4096);
      std::size_t intact = 0;
      for (const Found& record : found) {
        if (record.offset / line != at / line) {
          ++intact;
          EXPECT_EQ(record.bytes.size(), line - 1) << c << " at " << at;
        }
      }
      EXPECT_EQ(intact, 4u) << c << " at " << at;
    }
  }
}

TEST(TextSplitter, CutsRecordsThatAreTooLong) {
  const std::string filler(3 * kRecordBytesMax, 'x');
  const struct {
    const char* name;
    std::string content;
    std::size_t records;
    std::size_t cut_record;
    std::string last;
  } cases[] = {
      {"Line", "{\"a\":1}\n{\"b\":\"" + filler + "\"}\n{\"c\":3}\n", 3, 1, "{\"c\":3}"},
      {"FirstLine", "{\"b\":\"" + filler + "\"}\n{\"c\":3}\n", 2, 0, "{\"c\":3}"},
      {"LineOfText", filler + "\nnext", 2, 0, "next"},
      {"PrettyValue", "{\n\"a\": 1\n}\n{\n\"b\": \"" + filler + "\"\n}\n{\n\"c\": 3\n}\n", 3, 1,
       "{\n\"c\": 3\n}"},
      {"JunkInArray", "[{\"a\":1},\n" + filler + "\n{\"c\":3}]", 3, 1, "{\"c\":3}"},
      {"LastRecord", "{\"a\":1}\n{\"b\":\"" + filler, 2, 1,
       ("{\"b\":\"" + filler).substr(0, kRecordBytesMax)},
  };
  for (const auto& test : cases) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
      bool cut = false;
      const std::vector<Found> found = Split(test.content, piece, &cut);
      ASSERT_EQ(found.size(), test.records) << test.name << " in pieces of " << piece;
      EXPECT_TRUE(cut) << test.name;
      EXPECT_EQ(found[test.cut_record].bytes.size(), kRecordBytesMax) << test.name;
      EXPECT_EQ(found.back().bytes, test.last) << test.name;
    }
  }
}

// The form must be decided on the same bytes whether or not a window shows more than a record.
TEST(TextSplitter, DecidesAlikeOnALongFirstLine) {
  for (const std::size_t size : {kRecordBytesMax - 10, kRecordBytesMax, 3 * kRecordBytesMax}) {
    const std::string content = "{\"" + std::string(size, 'x') + "\"\n: 1}\n{}\n";
    const std::vector<Found> whole = Split(content, 4096);
    EXPECT_EQ(Texts(whole), Texts(Split(content, 1))) << size;
    EXPECT_EQ(whole.size(), size < kRecordBytesMax ? 2u : 3u) << size;
  }
}

TEST(TextSplitter, SaysWhichRecordWasCut) {
  TextSplitter splitter(4);
  const std::string content = "abc\nabcdefgh\nx\n";
  std::string_view window = content;
  EXPECT_FALSE(splitter.fault());
  while (true) {
    const Cut cut = splitter.Next(window, true);
    window.remove_prefix(cut.consumed);
    if (cut.kind == Cut::Kind::kEnd) break;
  }
  ASSERT_TRUE(splitter.fault());
  EXPECT_EQ(splitter.fault()->code, ErrorCode::kLimit);
  EXPECT_NE(splitter.fault()->message.find("record 2"), std::string::npos)
      << splitter.fault()->message;
}

// Crafted so that every value is open to the end: recovery that always went back would take
// quadratic time (minutes here).
TEST(TextSplitter, DoesNotRescanForever) {
  std::string content;
  while (content.size() < std::size_t{8} << 20) content += "{\"a\":[\n";
  TextSplitter splitter(std::size_t{64} << 20);
  std::string_view window = content;
  std::size_t records = 0;
  while (true) {
    const Cut cut = splitter.Next(window, true);
    records += cut.kind == Cut::Kind::kRecord ? 1 : 0;
    window.remove_prefix(cut.consumed);
    if (cut.kind == Cut::Kind::kEnd) break;
  }
  EXPECT_GT(records, 1u);
  EXPECT_TRUE(window.empty());
}

}  // namespace
}  // namespace tocsin::input
