#include "rules/formats/datadog_json/json_document.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin::datadog_json {
namespace {

SourceRef File(const std::string& text) { return SourceText::Make("rule.json", text); }

TEST(JsonDocument, KnowsThePlaceOfEveryValue) {
  const SourceRef file = File(R"({ "a": [1, -2.5e3, true, null], "b": {"c": "text"} })");
  DiagnosticSink sink;
  const auto root = ParseJson(file, sink);
  ASSERT_TRUE(root.has_value());
  const JsonValue* a = root->Find("a");
  ASSERT_NE(a, nullptr);
  ASSERT_EQ(a->list.size(), 4U);
  EXPECT_EQ(file->text(a->span), "[1, -2.5e3, true, null]");
  EXPECT_EQ(file->text(a->list[1].span), "-2.5e3");
  EXPECT_TRUE(a->list[2].boolean);
  EXPECT_TRUE(a->list[3].is_null());
  EXPECT_EQ(root->Find("b")->Find("c")->text, "text");
  EXPECT_EQ(root->Find("nothing"), nullptr);
}

TEST(JsonDocument, LeadsUnescapedTextBackToTheFile) {
  const std::string text = R"(  "a\"b\\c\u00e9\ud83d\ude00d")";
  std::size_t fault = 0;
  const auto read = ReadJsonString(text, 2, &fault);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->text, "a\"b\\c\u00e9\U0001F600d");
  EXPECT_EQ(read->end, text.size());
  const auto written = [&](std::size_t begin, std::size_t end) {
    const Span span = read->map.ToParent(Span::Of(begin, end));
    return text.substr(span.begin, span.size());
  };
  EXPECT_EQ(written(0, 1), "a");
  EXPECT_EQ(written(1, 2), "\\\"");
  EXPECT_EQ(written(3, 4), "\\\\");
  EXPECT_EQ(written(5, 7), "\\u00e9");
  EXPECT_EQ(written(7, 11), "\\ud83d\\ude00");
  EXPECT_EQ(written(11, 12), "d");
}

TEST(JsonDocument, LetsTheLastOfEqualNamesCount) {
  DiagnosticSink sink;
  const auto root = ParseJson(File(R"({"a": 1, "a": 2})"), sink);
  ASSERT_TRUE(root.has_value());
  EXPECT_EQ(root->Find("a")->text, "2");
}

TEST(JsonDocument, RefusesWhatIsNotJsonAtItsPlace) {
  struct Case {
    const char* text;
    std::uint32_t offset;
  };
  static constexpr Case kCases[] = {
      {"", 0},          {"{", 1},    {"[1 2]", 3}, {"{\"a\" 1}", 5}, {"{a: 1}", 1},
      {"[01]", 2},      {"[1.]", 1}, {"\"abc", 4}, {"\"a\\x\"", 2},  {"[1] 2", 4},
      {"\"\\u12\"", 1}, {"[1,]", 3}, {"nul", 0},   {"\"a\nb\"", 2},  {"{\"a\":1,}", 7},
  };
  for (const Case& test : kCases) {
    DiagnosticSink sink;
    EXPECT_FALSE(ParseJson(File(test.text), sink).has_value()) << test.text;
    ASSERT_EQ(sink.error_count(), 1U) << test.text;
    EXPECT_EQ(sink.diagnostics().front().primary().span.begin, test.offset) << test.text;
  }
}

TEST(JsonDocument, IsBoundedInDepth) {
  DiagnosticSink sink;
  EXPECT_FALSE(ParseJson(File(std::string(100'000, '[')), sink).has_value());
}

}  // namespace
}  // namespace tocsin::datadog_json
