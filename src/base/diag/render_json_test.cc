#include "base/diag/render_json.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

TEST(RenderJson, LeadsBackToTheFile) {
  const SourceRef file = SourceText::Make("r.toml", "\nq = 'a.b'");
  const SourceRef query = SourceText::MakeSlice(file, Span{6, 9});
  EXPECT_EQ(RenderJson(Diagnostic(DiagCode::kEqlUnknownField, query, {0, 3}, "unknown `a.b`")
                           .Label("not in ECS")
                           .Within(Span{0, 2})
                           .Secondary(Span{2, 3}, "part")
                           .Note("n")
                           .Help("h")
                           .WithFix({{0, 3}, "a.c", "write `a.c`"})),
            R"({"code":"EQL021","severity":"error","message":"unknown `a.b`","file":"r.toml",)"
            R"("start":{"line":2,"column":6,"offset":6},"end":{"line":2,"column":9,"offset":9},)"
            R"("label":"not in ECS","within":{"file":"r.toml",)"
            R"("start":{"line":2,"column":6,"offset":6},"end":{"line":2,"column":8,"offset":8}},)"
            R"("related":[{"file":"r.toml",)"
            R"("start":{"line":2,"column":8,"offset":8},"end":{"line":2,"column":9,"offset":9},)"
            R"("label":"part"}],"notes":["n"],"help":["h"],"fix":{"file":"r.toml",)"
            R"("start":{"line":2,"column":6,"offset":6},"end":{"line":2,"column":9,"offset":9},)"
            R"("replacement":"a.c","title":"write `a.c`"}})");
}

TEST(RenderJson, LeavesEmptyPartsOut) {
  EXPECT_EQ(RenderJson(Diagnostic(DiagCode::kRulNoFormat, "a\x1b\"")),
            "{\"code\":\"RUL002\",\"severity\":\"error\",\"message\":\"a\\u001b\\\"\"}");
  EXPECT_EQ(RenderJson(Diagnostic(DiagCode::kRulNoFormat, "m").At("f#3")),
            R"({"code":"RUL002","severity":"error","message":"m","file":"f#3"})");
}

TEST(RenderJson, WritesOneLineEach) {
  const std::vector<Diagnostic> both{Diagnostic(DiagCode::kRulNoFormat, "a\nb"),
                                     Diagnostic(DiagCode::kRulNoFormat, "c")};
  EXPECT_EQ(RenderJsonLines(both), R"({"code":"RUL002","severity":"error","message":"a\nb"})"
                                   "\n"
                                   R"({"code":"RUL002","severity":"error","message":"c"})"
                                   "\n");
}

}  // namespace
}  // namespace tocsin
