#include "base/diag/render_text.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

Diagnostic About(SourceRef source, Span span, std::string message = "message") {
  return Diagnostic(DiagCode::kEqlUnknownField, std::move(source), span, std::move(message));
}

// The example of the console specification, section 10, with the query inside a TOML string.
TEST(RenderText, PointsIntoTheFileFromASlice) {
  std::string text;
  for (int i = 0; i < 30; ++i) text += "# filler\n";
  const size_t begin = text.size();
  text += "  process.comand_line : \"*powershell*\"\n";
  const SourceRef file = SourceText::Make("rules/windows/ssh_proxy.toml", text);
  const SourceRef query = SourceText::MakeSlice(file, Span::Of(begin, text.size()));
  EXPECT_EQ(RenderText(About(query, {2, 21}, "unknown field `process.comand_line`")
                           .Label("not in ECS and not in the data seen")
                           .Help("did you mean `process.command_line`?")),
            "error[EQL021]: unknown field `process.comand_line`\n"
            "  --> rules/windows/ssh_proxy.toml:31:3\n"
            "   |\n"
            "31 |   process.comand_line : \"*powershell*\"\n"
            "   |   ^^^^^^^^^^^^^^^^^^^ not in ECS and not in the data seen\n"
            "   |\n"
            "   = help: did you mean `process.command_line`?\n"
            "   = explain: tocsin explain EQL021\n");
}

TEST(RenderText, MarksSecondarySpansInOrderOfLines) {
  const SourceRef file = SourceText::Make("q", "one two\nthree\nfour\nfive");
  EXPECT_EQ(RenderText(About(file, {19, 23}).Label("here").Secondary(Span{0, 3}, "opened here"),
                       {.explain_line = false}),
            "error[EQL021]: message\n"
            " --> q:4:1\n"
            "  |\n"
            "1 | one two\n"
            "  | --- opened here\n"
            ".\n"
            "4 | five\n"
            "  | ^^^^ here\n");
}

TEST(RenderText, ShowsSecondarySpansOfOtherFiles) {
  const SourceRef a = SourceText::Make("a", "first");
  const SourceRef b = SourceText::Make("b", "\nsecond");
  EXPECT_EQ(
      RenderText(About(a, {0, 5}).Secondary(b, Span{1, 7}, "same id"), {.explain_line = false}),
      "error[EQL021]: message\n"
      " --> a:1:1\n"
      "  |\n"
      "1 | first\n"
      "  | ^^^^^\n"
      " ::: b:2:1\n"
      "  |\n"
      "2 | second\n"
      "  | ------ same id\n");
}

TEST(RenderText, MarksFirstAndLastLineOfALongSpan) {
  const SourceRef file = SourceText::Make("q", "a [x\n  y\n  z] b");
  EXPECT_EQ(RenderText(About(file, {2, 13}).Label("this stage"), {.explain_line = false}),
            "error[EQL021]: message\n"
            " --> q:1:3\n"
            "  |\n"
            "1 | a [x\n"
            "  |   ^^\n"
            ".\n"
            "3 |   z] b\n"
            "  |   ^^ this stage\n");
}

TEST(RenderText, AlignsCaretsUnderWideAndTabbedText) {
  const SourceRef file = SourceText::Make("q", "\t\u4E2D\u6587 e\u0301 x");
  EXPECT_EQ(RenderText(About(file, {1, 7}), {.explain_line = false}),
            "error[EQL021]: message\n"
            " --> q:1:2\n"
            "  |\n"
            "1 |     \u4E2D\u6587 e\u0301 x\n"
            "  |     ^^^^\n");
  EXPECT_EQ(RenderConcise(About(file, {12, 13})), "q:1:8: error[EQL021]: message");
}

TEST(RenderText, EscapesHostileText) {
  const SourceRef file = SourceText::Make("q\x1b[2J", "a \x1b[31m b");
  const std::string text = RenderText(
      About(file, {8, 9}, "found \u202E").Label("\x07").Help("\x1b"), {.explain_line = false});
  EXPECT_EQ(text,
            "error[EQL021]: found \\u202e\n"
            " --> q\\x1b[2J:1:9\n"
            "  |\n"
            "1 | a \\x1b[31m b\n"
            "  |            ^ \\x07\n"
            "  |\n"
            "  = help: \\x1b\n");
}

TEST(RenderText, PointsBehindTheEnd) {
  const SourceRef file = SourceText::Make("q", "a and");
  EXPECT_EQ(
      RenderText(About(file, Span::At(5)).Label("expected a condition"), {.explain_line = false}),
      "error[EQL021]: message\n"
      " --> q:1:6\n"
      "  |\n"
      "1 | a and\n"
      "  |      ^ expected a condition\n");
  const SourceRef empty = SourceText::Make("q", "");
  EXPECT_EQ(RenderText(About(empty, Span::At(0)), {.explain_line = false}),
            "error[EQL021]: message\n --> q:1:1\n  |\n1 | \n  | ^\n");
}

TEST(RenderText, CutsLongLinesAroundTheSpan) {
  const SourceRef file =
      SourceText::Make("q", std::string(5'000, 'a') + "MARK" + std::string(5'000, 'b'));
  EXPECT_EQ(RenderText(About(file, {5'000, 5'004}), {.explain_line = false, .line_width_max = 30}),
            "error[EQL021]: message\n"
            " --> q:1:5001\n"
            "  |\n"
            "1 | \u2026aaaaaaaaaaMARKbbbbbbbbbbbbbbb\u2026\n"
            "  |            ^^^^\n");
  // Many bytes, few cells: not cut.
  std::string wide;
  for (int i = 0; i < 20; ++i) wide += "\u00E9";
  EXPECT_NE(RenderText(About(SourceText::Make("q", wide), {0, 2}), {.line_width_max = 30})
                .find("1 | " + wide + "\n"),
            std::string::npos);
}

TEST(RenderText, WorksWithoutSource) {
  EXPECT_EQ(
      RenderText(
          Diagnostic(DiagCode::kRulNoFormat, "cannot open `x`").At("x#12").Note("first\nsecond")),
      "error[RUL002]: cannot open `x`\n"
      "  --> x#12\n"
      "   = note: first\n"
      "           second\n"
      "   = explain: tocsin explain RUL002\n");
}

TEST(RenderText, ColorsOnlyWhenAsked) {
  const SourceRef file = SourceText::Make("q", "abc");
  const std::string colored = RenderText(About(file, {0, 1}), {.color = true});
  EXPECT_TRUE(colored.starts_with("\x1b[1;31merror[EQL021]\x1b[0m"));
  EXPECT_EQ(RenderText(About(file, {0, 1})).find('\x1b'), std::string::npos);
}

TEST(RenderText, SeparatesSeveralByAnEmptyLine) {
  const std::vector<Diagnostic> both{Diagnostic(DiagCode::kRulNoFormat, "a"),
                                     Diagnostic(DiagCode::kRulNoFormat, "b")};
  EXPECT_EQ(RenderText(both, {.explain_line = false}), "error[RUL002]: a\n\nerror[RUL002]: b\n");
}

}  // namespace
}  // namespace tocsin
