#include "query/eql/printer.h"

#include "query/eql/eql_testing.h"

#include <gtest/gtest.h>

#include <random>

namespace tocsin::eql {
namespace {

using testing::ParseText;

struct Case {
  const char* text;
  const char* printed;
};

TEST(EqlPrinter, WritesOneLayoutWithFewParentheses) {
  const Case kCases[] = {
      {"any where ((a)) == (1)", "any where a == 1"},
      {"any where (a and b) or c", "any where a and b or c"},
      {"any where (a or b) and c", "any where (a or b) and c"},
      {"any where not (a and b)", "any where not (a and b)"},
      {"any where (not a) == b", "any where (not a) == b"},
      {"any where a - (b - c)", "any where a - (b - c)"},
      {"any where (a + b) in (1)", "any where (a + b) in (1)"},
      {"any where x like (\"a\")", "any where x like \"a\""},
      {"\"process\" where true", "process where true"},
      {"\"any\" where true", "\"any\" where true"},
      {"any where x == \"\"\"a\\b\"c\"\"\"", "any where x == \"a\\\\b\\\"c\""},
      {"any where x == \"\\u{07}é\"", "any where x == \"\\u{07}é\""},
      {"any where 5. == .5", "any where 5.0 == 0.5"},
      {"sequence by a with maxspan=1h[x where true]by b[y where true]by c|head 1",
       "sequence by a with maxspan=1h\n  [x where true] by b\n  [y where true] by c\n| head 1"},
  };
  for (const Case& c : kCases) {
    const auto query = ParseText(c.text);
    ASSERT_TRUE(query) << c.text;
    EXPECT_EQ(Print(*query), c.printed);
  }
}

// Random trees print to text that parses to the same tree.
class TreeMaker {
 public:
  explicit TreeMaker(std::uint32_t seed) : random_(seed) {}

  Expr Condition(int depth) {
    switch (depth > 0 ? Pick(9) : 6 + Pick(3)) {
      case 0:
        return With(ExprKind::kNot, Operator::kNone, {Condition(depth - 1)});
      case 1:
      case 2: {
        std::vector<Expr> children;
        for (int i = 0, n = 2 + Pick(3); i < n; ++i) children.push_back(Condition(depth - 1));
        return With(Pick(2) == 0 ? ExprKind::kAnd : ExprKind::kOr, Operator::kNone,
                    std::move(children));
      }
      case 3:
        return With(ExprKind::kCompare, Op(Operator::kEqual, 6),
                    {Condition(depth - 1), Value(depth - 1)});
      case 4:
        return With(ExprKind::kCall, Operator::kNone, {Condition(depth - 1)});
      case 5:
      case 6:
        return With(ExprKind::kCompare, Op(Operator::kEqual, 6), {Value(depth - 1), Value(1)});
      case 7: {
        Expr in = With(ExprKind::kIn, Op(Operator::kIn, 2), {Value(depth - 1), Value(0)});
        in.negated = Pick(2) == 0;
        return in;
      }
      default:
        return With(ExprKind::kPattern, Op(Operator::kWildcard, 5), {Value(depth - 1), Constant()});
    }
  }

 private:
  int Pick(int n) { return static_cast<int>(random_() % static_cast<std::uint32_t>(n)); }
  Operator Op(Operator first, int count) {
    return static_cast<Operator>(static_cast<int>(first) + Pick(count));
  }

  Expr With(ExprKind kind, Operator op, std::vector<Expr> children) {
    Expr expr(kind, {});
    expr.op = op;
    if (kind == ExprKind::kCall) expr.text = Pick(2) == 0 ? "f" : "startsWith~";
    expr.children = std::move(children);
    return expr;
  }

  Expr Constant() {
    Expr expr(static_cast<ExprKind>(static_cast<int>(ExprKind::kNull) + Pick(5)), {});
    if (expr.kind == ExprKind::kBoolean) expr.boolean = Pick(2) == 0;
    if (expr.kind == ExprKind::kInteger) expr.integer = Pick(1000);
    if (expr.kind == ExprKind::kDecimal) expr.decimal = Pick(1000) / 8.0;
    if (expr.kind == ExprKind::kString) {
      static constexpr const char* kTexts[] = {"", "a", "\\", "\"", "\n\t", "é*?", "'`\x01"};
      expr.text = kTexts[Pick(7)];
    }
    return expr;
  }

  Expr Value(int depth) {
    switch (depth > 0 ? Pick(7) : Pick(3)) {
      case 0:
        return Constant();
      case 1:
      case 2: {
        static constexpr const char* kNames[] = {"a", "by", "a.b", "x`y", "", "@t", "5"};
        Expr field(ExprKind::kField, {});
        field.optional = Pick(3) == 0;
        for (int i = 0, n = 1 + Pick(3); i < n; ++i) field.path.emplace_back(kNames[Pick(7)]);
        return field;
      }
      case 3:
        return With(Pick(2) == 0 ? ExprKind::kNegate : ExprKind::kPlus, Operator::kNone,
                    {Value(depth - 1)});
      case 4:
        return Condition(depth - 1);
      default:
        return With(ExprKind::kArithmetic, Op(Operator::kAdd, 5),
                    {Value(depth - 1), Value(depth - 1)});
    }
  }

  std::mt19937 random_;
};

TEST(EqlPrinter, PrintsWhatParsesToTheSameTree) {
  constexpr std::uint32_t kSeed = 20240917;
  TreeMaker maker(kSeed);
  for (int i = 0; i < 5000; ++i) {
    Query query;
    EventFilter event;
    event.category = "process";
    event.condition = maker.Condition(4);
    query.body = event;
    const std::string text = Print(query);
    const auto again = ParseText(text);
    ASSERT_TRUE(again) << "seed " << kSeed << ", tree " << i << ": " << text << "\n"
                       << testing::Mistakes(text).front();
    ASSERT_TRUE(*again == query) << "seed " << kSeed << ", tree " << i << ": " << text << "\n"
                                 << Print(*again);
  }
}

TEST(EqlPrinter, BreaksTreesThatAreWide) {
  const auto query = ParseText(
      "process where process.name : (\"aaa.exe\", \"bbb.exe\", \"ccc.exe\") and process.args_count "
      "> 3 "
      "and user.name != \"root\"");
  ASSERT_TRUE(query);
  EXPECT_EQ(PrintTree(*query),
            "(event\n"
            "  \"process\"\n"
            "  (and\n"
            "    (: process.name \"aaa.exe\" \"bbb.exe\" \"ccc.exe\")\n"
            "    (> process.args_count 3)\n"
            "    (!= user.name \"root\")))\n");
}

}  // namespace
}  // namespace tocsin::eql
