#include "query/datadog/parser.h"

#include "query/datadog/printer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::datadog {
namespace {

std::string Printed(const std::string& text) {
  DiagnosticSink sink;
  const auto node = Parse(SourceText::Make("<query>", text), sink);
  if (!node) return "refused: " + sink.diagnostics().front().message();
  return Print(*node);
}

TEST(DatadogParser, ReadsEveryFormOfAClause) {
  struct Case {
    const char* text;
    const char* printed;
  };
  static constexpr Case kCases[] = {
      {"", "*"},
      {"  \n ", "*"},
      {"*", "*"},
      {"*:*", "*"},
      {"word", "word"},
      {"\"two words\"", "\"two words\""},
      {"@a.b:x", "@a.b:x"},
      {"@@a:x", "@a:x"},
      {"@@@a:x", "@a:x"},
      {"host:i-*", "host:i\\-*"},
      {"*:Jane", "*:Jane"},
      {"@a:*", "@a:*"},
      {"_exists_:@a", "@a:*"},
      {"_missing_:env", "NOT env:*"},
      {"@a:>5", "@a:>5"},
      {"@a:<=-1.50", "@a:<=-1.5"},
      {"@a:[1 TO 5]", "@a:[1 TO 5]"},
      {"@a:{-5 TO *]", "@a:{-5 TO *]"},
      {"@a:[* TO *]", "@a:*"},
      {"@a:-5", "@a:\\-5"},
      {"CIDR(@ip,10.0.0.0/8,2001:db8::/32)", "CIDR(@ip, 10.0.0.0/8, 2001:db8::/32)"},
      {"NOT(CIDR(@ip, 10.0.0.0/8))", "NOT CIDR(@ip, 10.0.0.0/8)"},
      {"@p:C\\:\\\\Windows\\\\*", "@p:C\\:\\\\Windows\\\\*"},
      {"@a:x\\*y?", "@a:x\\*y?"},
      {"@a:a@b.c,d=e/f+g%", "@a:a@b.c,d=e/f+g%"},
      {"@a:\"say \\\"x\\\" \\\\\"", "@a:\"say \\\"x\\\" \\\\\""},
      {"NOT\\ a", "NOT\\ a"},
      {"\\AND", "\\AND"},
  };
  for (const Case& test : kCases) EXPECT_EQ(Printed(test.text), test.printed) << test.text;
}

TEST(DatadogParser, BindsAndTighterThanOr) {
  EXPECT_EQ(Printed("a b OR c"), "(a AND b) OR c");
  EXPECT_EQ(Printed("a AND b || c && d"), "(a AND b) OR (c AND d)");
  EXPECT_EQ(Printed("a (b OR c) -d NOT e"), "a AND (b OR c) AND NOT d AND NOT e");
  EXPECT_EQ(Printed("-(a b)"), "NOT (a AND b)");
  EXPECT_EQ(Printed("NOT NOT a"), "NOT NOT a");
  EXPECT_EQ(Printed("a or b"), "a AND or AND b");
}

TEST(DatadogParser, SpreadsTheValuesOfAKey) {
  EXPECT_EQ(Printed("@a:(x OR y*)"), "@a:x OR @a:y*");
  EXPECT_EQ(Printed("-@a:(x OR \"y z\")"), "NOT (@a:x OR @a:\"y z\")");
  EXPECT_EQ(Printed("@a:(4 6)"), "@a:4 AND @a:6");
  EXPECT_EQ(Printed("@a:(NOT x)"), "NOT @a:x");
  EXPECT_EQ(Printed("@a:(x OR y z)"), "@a:x OR (@a:y AND @a:z)");
  EXPECT_EQ(Printed("@a:((x OR y) >5)"), "(@a:x OR @a:y) AND @a:>5");
}

TEST(DatadogParser, RefusesMistakesAtTheirPlace) {
  struct Case {
    const char* text;
    const char* code;
    const char* at;
  };
  static constexpr Case kCases[] = {
      {"(a", "DDS003", ""},
      {"a)", "DDS003", ")"},
      {"@a:(x OR y", "DDS003", ""},
      {"@a:[1 TO 2", "DDS003", ""},
      {"\"open", "DDS002", "\""},
      {"@a:", "DDS004", "@a:"},
      {"@a: x", "DDS004", "@a:"},
      {"@a:)", "DDS004", "@a:"},
      {"a OR", "DDS005", "OR"},
      {"OR a", "DDS005", "OR"},
      {"a AND", "DDS005", "AND"},
      {"a AND OR b", "DDS005", "AND"},
      {"NOT", "DDS005", "NOT"},
      {"a -", "DDS005", "-"},
      {"- a", "DDS005", "-"},
      {"()", "DDS006", "()"},
      {"@a:()", "DDS006", "()"},
      {"@a:b:c", "DDS007", ":"},
      {"@a:(b:c)", "DDS007", ":"},
      {"@a:f(x)", "DDS007", "("},
      {"@a:x\"y\"", "DDS007", "\""},
      {"!a", "DDS007", "!"},
      {"a\\", "DDS007", "\\"},
      {":x", "DDS001", ":"},
      {"@a*:x", "DDS020", "@a*"},
      {"@:x", "DDS020", "@"},
      {"@a:>x", "DDS021", "x"},
      {"@a:[a TO b]", "DDS021", "a"},
      {">5", "DDS021", ">"},
      {"*:>5", "DDS021", ">"},
      {"@a:[1 2]", "DDS001", "2"},
      {"CIDR(@ip,10.0.0.0/33)", "DDS022", "10.0.0.0/33"},
      {"CIDR(ip,10.0.0.0/8)", "DDS001", "ip"},
      {"CIDR(@ip)", "DDS001", ")"},
      {"@a:NOT x", "DDS001", "NOT"},
      {"@a:]", "DDS001", "]"},
      {"@a:(CIDR(@ip,10.0.0.0/8))", "DDS001", "CIDR"},
      {"#calc:5", "DDS023", "#"},
  };
  for (const Case& test : kCases) {
    DiagnosticSink sink;
    const SourceRef source = SourceText::Make("<query>", test.text);
    EXPECT_FALSE(Parse(source, sink).has_value()) << test.text;
    ASSERT_TRUE(sink.has_errors()) << test.text;
    const Diagnostic& first = sink.diagnostics().front();
    EXPECT_EQ(FactsOf(first.code()).text, test.code) << test.text << ": " << first.message();
    EXPECT_FALSE(first.message().empty()) << test.text;
    ASSERT_EQ(first.primary().source, source) << test.text;
    EXPECT_EQ(source->text(first.primary().span), test.at) << test.text;
  }
}

TEST(DatadogParser, TellsSeveralMistakesAtOnce) {
  DiagnosticSink sink;
  EXPECT_FALSE(Parse(SourceText::Make("<query>", "@a:>x OR (b OR @c:) OR ()"), sink).has_value());
  EXPECT_EQ(sink.error_count(), 3U);
}

TEST(DatadogParser, WarnsOfABackslashThatIsDropped) {
  DiagnosticSink sink;
  ASSERT_TRUE(Parse(SourceText::Make("<query>", "@p:*\\cmd.exe"), sink).has_value());
  ASSERT_EQ(sink.warning_count(), 1U);
  EXPECT_EQ(FactsOf(sink.diagnostics().front().code()).text, "DDS008");
}

TEST(DatadogParser, PrintsTextThatParsesToTheSameTree) {
  for (const std::string text :
       {"a b OR c -d", "@a:(x OR y z) NOT (p OR -q)", "@p:C\\:\\\\*\\* \"a \\\" b\"",
        "@n:{1 TO 2.5] @m:>=-3 CIDR(@ip,::1) tags:x env:*", "TO \\OR @a\\:b:c a\\&&b"}) {
    DiagnosticSink sink;
    const auto once = Parse(SourceText::Make("<query>", text), sink);
    ASSERT_TRUE(once.has_value()) << text;
    const auto twice = Parse(SourceText::Make("<query>", Print(*once)), sink);
    ASSERT_TRUE(twice.has_value()) << Print(*once);
    EXPECT_TRUE(*once == *twice) << text << " became " << Print(*once);
  }
}

TEST(DatadogParser, IsBoundedInDepthAndLength) {
  EXPECT_EQ(Printed(std::string(100'000, '(')),
            "refused: the search nests more than 200 levels deep");
  std::string nots;
  for (int i = 0; i < 10'000; ++i) nots += "NOT ";
  EXPECT_EQ(Printed(nots + "a"), "refused: the search nests more than 200 levels deep");
  EXPECT_NE(Printed(std::string(2 << 20, 'a')).find("longer"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::datadog
