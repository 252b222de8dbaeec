#include "plan/functions.h"

#include "event/conversion.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace tocsin::plan {
namespace {

const Value kNull = Value::Null();
Value T(const char* text) { return Value::String(text); }
Value I(std::int64_t number) { return Value::Int(number); }
Value D(double number) { return Value::Double(number); }
Value B(bool truth) { return Value::Bool(truth); }

struct Case {
  const char* name;
  Function function;
  std::vector<Value> args;
  Value expected;
  Fold fold = Fold::kNone;
  EvalFault fault = EvalFault::kNone;
  Type type = Type::kUnknown;
};

void Check(std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    Arena arena;
    EvalFault fault = EvalFault::kNone;
    const Value value = Apply(c.function, c.fold, c.type, c.args, arena, &fault);
    EXPECT_TRUE(SameValue(value, c.expected))
        << c.name << ": " << static_cast<int>(value.kind()) << " " << TextOfValue(value, arena);
    EXPECT_EQ(fault, c.fault) << c.name;
  }
}

TEST(Functions, LogicHasThreeValues) {
  using enum Function;
  Check({
      {"true and null", kAnd, {B(true), kNull}, kNull},
      {"false and null", kAnd, {kNull, B(false)}, B(false)},
      {"true and true", kAnd, {B(true), B(true)}, B(true)},
      {"true or null", kOr, {kNull, B(true)}, B(true)},
      {"false or null", kOr, {B(false), kNull}, kNull},
      {"false or false", kOr, {B(false), B(false)}, B(false)},
      {"not null", kNot, {kNull}, kNull},
      {"not true", kNot, {B(true)}, B(false)},
      {"null is null", kIsNull, {kNull}, B(true)},
      {"empty text is not null", kIsNull, {T("")}, B(false)},
  });
}

TEST(Functions, ListsAskForAnyElement) {
  using enum Function;
  Check({
      {"found", kIn, {I(2), I(1), I(2)}, B(true)},
      {"not found", kIn, {I(3), I(1), I(2)}, B(false)},
      {"found beside null", kIn, {I(2), kNull, I(2)}, B(true)},
      {"null never equals", kIn, {I(3), kNull, I(2)}, kNull},
      {"null in a list", kIn, {kNull, kNull}, kNull},
      {"ignoring case", kIn, {T("B"), T("a"), T("b")}, B(true), Fold::kAscii},
      {"no wildcards", kIn, {T("ab"), T("a*")}, B(false)},
      {"second pattern", kWildcard, {T("ab"), T("x"), T("a*")}, B(true)},
      {"null pattern", kWildcard, {T("ab"), kNull}, kNull},
  });
}

TEST(Functions, ComparisonsOfDifferentKindsAreNotTrue) {
  using enum Function;
  Check({
      {"number and text", kEqual, {I(1), T("1")}, B(false)},
      {"boolean and number", kEqual, {B(true), I(1)}, B(false)},
      {"order of number and text", kLess, {I(1), T("2")}, kNull},
      {"number and double", kEqual, {I(1), D(1.0)}, B(true)},
      {"null", kEqual, {kNull, I(1)}, kNull},
      {"null order", kGreater, {I(1), kNull}, kNull},
      {"code points", kLess, {T("B"), T("a")}, B(true)},
  });
}

TEST(Functions, AddressesCompareAsAddresses) {
  using enum Function;
  Check({
      {"mapped",
       kEqual,
       {T("::ffff:10.0.0.1"), T("10.0.0.1")},
       B(true),
       Fold::kNone,
       EvalFault::kNone,
       Type::kIp},
      {"block",
       kEqual,
       {T("10.1.2.3"), T("10.0.0.0/8")},
       B(true),
       Fold::kNone,
       EvalFault::kNone,
       Type::kIp},
      {"outside",
       kEqual,
       {T("11.1.2.3"), T("10.0.0.0/8")},
       B(false),
       Fold::kNone,
       EvalFault::kNone,
       Type::kIp},
      {"order",
       kLess,
       {T("9.0.0.1"), T("10.0.0.1")},
       B(true),
       Fold::kNone,
       EvalFault::kNone,
       Type::kIp},
      {"no address",
       kLess,
       {T("x"), T("10.0.0.1")},
       kNull,
       Fold::kNone,
       EvalFault::kNone,
       Type::kIp},
  });
}

TEST(Functions, CidrMatchIgnoresHostBits) {
  using enum Function;
  Check({
      {"inside", kCidrMatch, {T("10.6.1.1"), T("10.6.48.157/8")}, B(true)},
      {"any block", kCidrMatch, {T("192.168.1.1"), T("10.0.0.0/8"), T("192.168.0.0/16")}, B(true)},
      {"v6", kCidrMatch, {T("2001:db8::1"), T("2001:db8::/32")}, B(true)},
      {"families differ", kCidrMatch, {T("::1"), T("10.0.0.0/8")}, B(false)},
      {"no address", kCidrMatch, {T("localhost"), T("0.0.0.0/0")}, B(false)},
      {"null", kCidrMatch, {kNull, T("10.0.0.0/8")}, kNull},
      {"bad block",
       kCidrMatch,
       {T("10.0.0.1"), T("10.0.0.0/99")},
       kNull,
       Fold::kNone,
       EvalFault::kBadPattern},
  });
}

TEST(Functions, ArithmeticKeepsWholeNumbersWhole) {
  using enum Function;
  Check({
      {"add", kAdd, {I(4), I(5)}, I(9)},
      {"broken", kAdd, {I(4), D(0.5)}, D(4.5)},
      {"cut towards zero", kDivide, {I(-7), I(2)}, I(-3)},
      {"sign of the dividend", kModulo, {I(-7), I(2)}, I(-1)},
      {"broken quotient", kDivide, {D(0.5), I(4)}, D(0.125)},
      {"by zero", kDivide, {I(1), I(0)}, kNull, Fold::kNone, EvalFault::kDivisionByZero},
      {"rest by zero", kModulo, {I(1), I(0)}, kNull, Fold::kNone, EvalFault::kDivisionByZero},
      {"overflow", kAdd, {I(INT64_MAX), I(1)}, kNull, Fold::kNone, EvalFault::kOverflow},
      {"lowest by -1", kDivide, {I(INT64_MIN), I(-1)}, kNull, Fold::kNone, EvalFault::kOverflow},
      {"negate lowest", kNegate, {I(INT64_MIN)}, kNull, Fold::kNone, EvalFault::kOverflow},
      {"unsigned", kAdd, {Value::UInt(UINT64_MAX), I(0)}, Value::UInt(UINT64_MAX)},
      {"text", kAdd, {T("1"), I(1)}, kNull, Fold::kNone, EvalFault::kWrongType},
      {"null", kMultiply, {kNull, I(1)}, kNull},
  });
}

TEST(Functions, NumberReadsText) {
  using enum Function;
  Check({
      {"whole", kNumber, {T("1337")}, I(1337)},
      {"broken", kNumber, {T("42.5")}, D(42.5)},
      {"hex prefix", kNumber, {T("0xdeadBEEF")}, I(0xdeadbeef)},
      {"hex prefix and base", kNumber, {T("0x10"), I(16)}, I(16)},
      {"base", kNumber, {T("-ff"), I(16)}, I(-255)},
      {"null base", kNumber, {T("31"), kNull}, I(31)},
      {"blanks", kNumber, {T(" 31 ")}, I(31)},
      {"null", kNumber, {kNull}, kNull},
      {"words", kNumber, {T("beef")}, kNull, Fold::kNone, EvalFault::kMalformedNumber},
      {"two signs", kNumber, {T("+-1")}, kNull, Fold::kNone, EvalFault::kMalformedNumber},
      {"empty", kNumber, {T("")}, kNull, Fold::kNone, EvalFault::kMalformedNumber},
      {"base 1", kNumber, {T("1"), I(1)}, kNull, Fold::kNone, EvalFault::kMalformedNumber},
      {"beyond 64 bits", kNumber, {T("18446744073709551615")}, D(18446744073709551615.0)},
      {"loose", kToNumber, {T(" 7 ")}, I(7)},
      {"loose number", kToNumber, {D(1.5)}, D(1.5)},
      {"loose words", kToNumber, {T("seven")}, kNull},
  });
}

TEST(Functions, BetweenTakesTheFirstLeftAndTheNextRight) {
  using enum Function;
  Check({
      {"first", kBetween, {T("(a)(b)"), T("("), T(")")}, T("a")},
      {"greedy", kBetween, {T("(a)(b)"), T("("), T(")"), B(true)}, T("a)(b")},
      {"null greedy", kBetween, {T("(a)(b)"), T("("), T(")"), kNull}, T("a")},
      {"no left", kBetween, {T("abc"), T("x"), T("c")}, T("")},
      {"no right", kBetween, {T("abc"), T("a"), T("x")}, T("")},
      {"right before left", kBetween, {T("b a"), T("a"), T("b"), B(true)}, T("")},
      {"empty left", kBetween, {T("abc"), T(""), T("c")}, T("abc")},
      {"empty text", kBetween, {T(""), T("a"), T("c")}, T("")},
      {"case", kBetween, {T("System Idle Process"), T("s"), T("e")}, T("t")},
      {"no case", kBetween, {T("System Idle Process"), T("S"), T("E")}, T("yst"), Fold::kUnicode},
      {"null text", kBetween, {kNull, T("a"), T("b")}, kNull},
      {"null bound",
       kBetween,
       {T("abc"), kNull, T("b")},
       kNull,
       Fold::kNone,
       EvalFault::kNullBound},
      // The Kelvin sign folds to k, three bytes to one.
      {"folding that shortens",
       kBetween,
       {T("\xE2\x84\xAA-x-\xE2\x84\xAAz"), T("k-"), T("-k")},
       T("x"),
       Fold::kUnicode},
  });
}

TEST(Functions, PositionsCountUtf16Units) {
  using enum Function;
  const char* const kFace =
      "\xF0\x9F\x98\x80"
      "ab";  // two units, then a and b
  Check({
      {"length", kLength, {T(kFace)}, I(4)},
      {"position", kIndexOf, {T(kFace), T("b")}, I(3)},
      {"from", kIndexOf, {T("abab"), T("a"), I(1)}, I(2)},
      {"null start", kIndexOf, {T("abab"), T("a"), kNull}, I(0)},
      {"negative start", kIndexOf, {T("abab"), T("a"), I(-5)}, I(0)},
      {"absent", kIndexOf, {T("abab"), T("x")}, kNull},
      {"empty part", kIndexOf, {T("abab"), T(""), I(2)}, I(2)},
      {"empty part far behind", kIndexOf, {T("ab"), T(""), I(9)}, I(2)},
      {"no case",
       kIndexOf,
       {T("\xE2\x84\xAA"
          "AB"),
        T("b")},
       I(2),
       Fold::kUnicode},
      {"null", kIndexOf, {kNull, T("b")}, kNull},
      {"tail", kSubstring, {T("hello world"), I(6)}, T("world")},
      {"negative", kSubstring, {T("hello"), I(-3), I(-1)}, T("ll")},
      {"clamped", kSubstring, {T("hello"), I(-99), I(99)}, T("hello")},
      {"crossed", kSubstring, {T("hello"), I(3), I(1)}, T("")},
      {"null start gives the text", kSubstring, {T("hello"), kNull, I(2)}, T("hello")},
      {"null end", kSubstring, {T("hello"), I(1), kNull}, T("ello")},
      {"after the pair", kSubstring, {T(kFace), I(2)}, T("ab")},
      {"null text", kSubstring, {kNull, I(1)}, kNull},
  });
}

TEST(Functions, TextTests) {
  using enum Function;
  Check({
      {"starts", kStartsWith, {T("cmd.exe"), T("cmd")}, B(true)},
      {"empty affix", kEndsWith, {T(""), T("")}, B(true)},
      {"case", kStartsWith, {T("CMD"), T("cmd")}, B(false)},
      {"no case", kEndsWith, {T("a.EXE"), T(".exe")}, B(true), Fold::kAscii},
      {"ascii only", kStartsWith, {T("\xC3\x89"), T("\xC3\xA9")}, B(false), Fold::kAscii},
      {"unicode", kStartsWith, {T("\xC3\x89"), T("\xC3\xA9")}, B(true), Fold::kUnicode},
      {"contains", kContains, {T("abc"), T("b")}, B(true)},
      {"contains nothing", kContains, {T("abc"), T("")}, B(false)},
      {"concat", kConcat, {T("a"), I(42), D(1), B(true)}, T("a421.0true")},
      {"concat null", kConcat, {T("a"), kNull}, kNull},
      {"string", kString, {D(42.5)}, T("42.5")},
      {"wrong type", kLength, {I(1)}, kNull, Fold::kNone, EvalFault::kWrongType},
  });
}

TEST(Functions, PatternsCoverTheWholeValue) {
  using enum Function;
  Check({
      {"star", kWildcard, {T("C:\\a\nb"), T("c:\\*")}, B(true), Fold::kAscii},
      {"mark", kWildcard, {T("\xC3\xA9"), T("?")}, B(true)},
      {"no search", kWildcard, {T("abc"), T("b")}, B(false)},
      {"regex", kRegex, {T("abc"), T("a.c")}, B(true)},
      {"regex no search", kRegex, {T("xabc"), T("a.c")}, B(false)},
      {"regex anchors are letters", kRegex, {T("^a$"), T("^a$")}, B(true)},
      {"regex no case", kRegex, {T("ABC"), T("a[b]c")}, B(false), Fold::kAscii},
      {"regex complement", kRegex, {T("axxc"), T("a~bc")}, B(true)},
      {"bad regex", kRegex, {T("a"), T("a(")}, kNull, Fold::kNone, EvalFault::kBadPattern},
      {"number", kWildcard, {I(1), T("1")}, kNull, Fold::kNone, EvalFault::kWrongType},
  });
}

TEST(Functions, WordsStandInARun) {
  using enum Function;
  const char* const kLine = "Server listening on :: port 22.";
  Check({
      {"word", kContainsWords, {T(kLine), T("LISTENING")}, B(true)},
      {"part of a word", kContainsWords, {T(kLine), T("listen")}, B(false)},
      {"open end", kContainsWords, {T(kLine), T("listen*")}, B(true)},
      {"open start", kContainsWords, {T(kLine), T("*ening")}, B(true)},
      {"run", kContainsWords, {T(kLine), T("listening on")}, B(true)},
      {"over punctuation", kContainsWords, {T(kLine), T("on port")}, B(true)},
      {"not in order", kContainsWords, {T(kLine), T("on listening")}, B(false)},
      {"gap", kContainsWords, {T(kLine), T("server on")}, B(false)},
      {"only punctuation", kContainsWords, {T(kLine), T("::")}, B(false)},
      {"letters beyond ascii",
       kContainsWords,
       {T("Zug\xC3\x84nge da"), T("zug\xC3\xA4nge")},
       B(true)},
  });
}

TEST(Functions, DateConstantsAreIntervals) {
  Expr field = Expr::OfField("t");
  field.type = Type::kDate;
  const Expr day = Expr::Of(TimeConstant{100, 199});
  struct {
    Function function;
    bool at[5];  // 99, 100, 150, 199, 200
  } const cases[] = {
      {Function::kEqual, {false, true, true, true, false}},
      {Function::kLess, {true, false, false, false, false}},
      {Function::kLessEqual, {true, true, true, true, false}},
      {Function::kGreater, {false, false, false, false, true}},
      {Function::kGreaterEqual, {false, true, true, true, true}},
  };
  const std::int64_t times[] = {99, 100, 150, 199, 200};
  for (const auto& c : cases) {
    for (int i = 0; i < 5; ++i) {
      Arena arena;
      EvalFault fault = EvalFault::kNone;
      const Value args[] = {Value::Time(times[i]), ValueOf(day.constant)};
      const Expr call = Expr::Call(c.function, {field, day});
      EXPECT_TRUE(SameValue(ApplyCall(call, args, arena, &fault), B(c.at[i])))
          << InfoOf(c.function).name << " at " << times[i];
    }
  }
  const Expr mirrored = Expr::Call(Function::kLess, {day, field});
  Arena arena;
  EvalFault fault = EvalFault::kNone;
  const Value within[] = {ValueOf(day.constant), Value::Time(150)};
  const Value after[] = {ValueOf(day.constant), Value::Time(200)};
  EXPECT_TRUE(SameValue(ApplyCall(mirrored, within, arena, &fault), B(false)));
  EXPECT_TRUE(SameValue(ApplyCall(mirrored, after, arena, &fault), B(true)));
  const Expr list = Expr::Call(Function::kIn, {field, Expr::Of(TimeConstant{0, 9}), day});
  const Value in_second[] = {Value::Time(150), Value::Time(0), Value::Time(100)};
  EXPECT_TRUE(SameValue(ApplyCall(list, in_second, arena, &fault), B(true)));
}

TEST(Functions, NullPropagatesFromTheText) {
  const Expr null = Expr::Of(NullConstant());
  const Expr field = Expr::OfField("f");
  const Expr truth = Expr::Of(true);
  EXPECT_TRUE(IsAlwaysNull(null));
  EXPECT_FALSE(IsAlwaysNull(field));
  EXPECT_TRUE(IsAlwaysNull(Expr::Call(Function::kLess, {field, null})));
  EXPECT_TRUE(IsAlwaysNull(Expr::Call(Function::kWildcard, {null, Expr::Of(std::string("a"))})));
  EXPECT_FALSE(IsAlwaysNull(Expr::Call(Function::kEqual, {field, null})));
  EXPECT_FALSE(IsAlwaysNull(Expr::Call(Function::kIn, {field, null})));
  EXPECT_FALSE(IsAlwaysNull(Expr::Call(Function::kAnd, {field, null})));
  EXPECT_TRUE(IsAlwaysNull(
      Expr::Call(Function::kAnd, {truth, Expr::Call(Function::kLess, {field, null})})));
}

}  // namespace
}  // namespace tocsin::plan
