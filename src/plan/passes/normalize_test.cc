#include "plan/passes/passes_testing.h"

#include <gtest/gtest.h>

namespace tocsin::plan {
namespace {

class NormalizeTest : public testing::Test {
 protected:
  std::string Run(Predicate condition) {
    Plan plan = EventOf(std::move(condition));
    DiagnosticSink sink;
    const bool ran =
        RunPasses(plan, schema_, {.unknown = UnknownFields::kIgnore}, words_.Source(), sink)
            .has_value();
    EXPECT_TRUE(ran) << (sink.empty() ? "" : sink.diagnostics().back().message());
    return ConditionText(plan);
  }
  Expr Name() { return words_.Field("process.name"); }
  Expr T(const char* text) { return words_.Literal(text); }
  Predicate Is(const char* text) { return Leaf(Function::kEqual, {Name(), T(text)}); }

  Schema schema_;
  Words words_;
};

TEST_F(NormalizeTest, NegationStandsAtTheLeaves) {
  const Predicate flag = Predicate::Leaf(words_.Field("process.interactive"));
  EXPECT_EQ(Run(Predicate::Not(Predicate::And({Is("a"), Predicate::Not(flag)}))),
            R"(not (process.name:keyword == "a") or process.interactive:boolean == true)");
  EXPECT_EQ(Run(Predicate::Not(Predicate::Not(Is("a")))), R"(process.name:keyword == "a")");
}

TEST_F(NormalizeTest, GroupsAreFlatAndWithoutRepeats) {
  const Predicate flag = Predicate::Leaf(words_.Field("process.interactive"));
  EXPECT_EQ(Run(Predicate::And({Is("a"), Predicate::And({flag, Is("a")}), Predicate::And({})})),
            R"(process.name:keyword == "a" and process.interactive:boolean == true)");
  EXPECT_EQ(Run(Predicate::Or({Predicate::And({Is("a"), Predicate::Of(false)}), flag})),
            "process.interactive:boolean == true");
}

TEST_F(NormalizeTest, AlternativesBecomeAList) {
  EXPECT_EQ(Run(Predicate::Or({Is("b"), Is("a"), Is("b"), Is("c")})),
            R"(process.name:keyword in ("a", "b", "c"))");
  EXPECT_EQ(Run(Predicate::And({Predicate::Not(Is("b")), Predicate::Not(Is("a"))})),
            R"(not (process.name:keyword in ("a", "b")))");
  // Not across different fields or foldings.
  EXPECT_EQ(
      Run(Predicate::Or({Is("a"), Leaf(Function::kEqual, {words_.Field("user.name"), T("a")})})),
      R"(process.name:keyword == "a" or user.name:keyword == "a")");
  EXPECT_EQ(Run(Predicate::Or({Leaf(Function::kWildcard, {Name(), T("b*")}),
                               Leaf(Function::kWildcard, {Name(), T("a*")})})),
            R"(process.name:keyword like ("a*", "b*"))");
}

TEST_F(NormalizeTest, ListsAreSortedOnceAndWithoutNull) {
  EXPECT_EQ(Run(Leaf(Function::kIn, {Name(), T("b"), words_.Null(), T("a"), T("b")})),
            R"(process.name:keyword in ("a", "b"))");
  EXPECT_EQ(Run(Leaf(Function::kIn, {Name(), T("a")})), R"(process.name:keyword == "a")");
  EXPECT_EQ(Run(Leaf(Function::kIn, {Name(), words_.Null()})), "false");
  EXPECT_EQ(Run(Predicate::Not(Leaf(Function::kIn, {Name(), words_.Null()}))), "true");
}

TEST_F(NormalizeTest, PatternsThatAreTextsBecomeEquality) {
  EXPECT_EQ(Run(Leaf(Function::kWildcard, {Name(), T("CMD.exe")}, Fold::kAscii)),
            R"(process.name:keyword ==~ "cmd.exe")");
  EXPECT_EQ(Run(Leaf(Function::kWildcard, {Name(), T("b"), T("a")})),
            R"(process.name:keyword in ("a", "b"))");
  EXPECT_EQ(Run(Leaf(Function::kWildcard, {Name(), T("B*"), T("a")}, Fold::kAscii)),
            R"(process.name:keyword like~ ("a", "b*"))");
  EXPECT_EQ(Run(Leaf(Function::kRegex, {Name(), T("abc")})), R"(process.name:keyword == "abc")");
  EXPECT_EQ(Run(Leaf(Function::kRegex, {Name(), T("a.c")})),
            R"(process.name:keyword regex ("a.c"))");
}

TEST_F(NormalizeTest, AnythingIsAValue) {
  EXPECT_EQ(Run(Leaf(Function::kWildcard, {Name(), T("*")}, Fold::kAscii)),
            "not (isNull(process.name:keyword))");
  EXPECT_EQ(Run(Predicate::Not(Leaf(Function::kWildcard, {Name(), T("a"), T("*")}))),
            "isNull(process.name:keyword)");
  // Of a computed value only some combination has to be one.
  EXPECT_EQ(Run(Leaf(Function::kWildcard, {Call(Function::kConcat, {Name(), Name()}), T("*")})),
            R"(concat(process.name:keyword, process.name:keyword) like ("*"))");
}

TEST_F(NormalizeTest, CaseIsIgnoredOnlyWhereThereIsCase) {
  EXPECT_EQ(Run(Leaf(Function::kIn, {words_.Field("event.code"), T("2"), T("1")}, Fold::kAscii)),
            R"(event.code:keyword in ("1", "2"))");
  EXPECT_EQ(Run(Leaf(Function::kStartsWith, {Name(), T("CMD")}, Fold::kAscii)),
            R"(startsWith~(process.name:keyword, "cmd"))");
  EXPECT_EQ(Run(Leaf(Function::kRegex, {Name(), T("A.\\D")}, Fold::kAscii)),
            R"(process.name:keyword regex~ ("A.\\D"))");
}

TEST_F(NormalizeTest, ConstantsStandOnTheRight) {
  EXPECT_EQ(Run(Leaf(Function::kLess, {words_.Literal(5), words_.Field("process.pid")})),
            "process.pid:long > 5");
  EXPECT_EQ(Run(Leaf(Function::kEqual, {words_.Null(), words_.Field("process.pid")})),
            "isNull(process.pid:long)");
}

TEST_F(NormalizeTest, BlocksOfAddresses) {
  EXPECT_EQ(Run(Leaf(Function::kEqual, {words_.Field("source.ip"), T("10.1.2.3/8")})),
            R"(cidrMatch(source.ip:ip, "10.0.0.0/8"))");
  EXPECT_EQ(Run(Leaf(Function::kIn, {words_.Field("source.ip"), T("10.0.0.0/8"), T("::1")})),
            R"(cidrMatch(source.ip:ip, "10.0.0.0/8", "::1/128"))");
  EXPECT_EQ(Run(Leaf(Function::kIn, {words_.Field("source.ip"), T("::1"), T("10.0.0.1")})),
            R"(source.ip:ip in ("10.0.0.1", "::1"))");
}

// Conditions on the elements of an array whose members are `arr.a` and `arr.b`.
class NormalizeSearchTest : public NormalizeTest {
 protected:
  NormalizeSearchTest() {
    for (const char* name : {"arr.a", "arr.b"}) {
      EXPECT_TRUE(schema_.Declare(name, FieldType::kKeyword).has_value());
    }
    EXPECT_TRUE(schema_.Declare("arr", FieldType::kNested).has_value());
  }
  Expr Member(const char* name) {
    Expr member = words_.Field(name);
    member.kind = ExprKind::kVariable;
    return member;
  }
  Predicate MemberIs(const char* name, const char* text) {
    return Leaf(Function::kEqual, {Member(name), T(text)});
  }
  Predicate Search(Predicate condition) {
    return Predicate::ArraySearch(words_.Field("arr"), std::move(condition));
  }
};

TEST_F(NormalizeSearchTest, OneLeafOnOneMemberIsALeafOnFlatValues) {
  EXPECT_EQ(Run(Search(MemberIs("arr.a", "x"))), R"(arr.a:keyword == "x")");
  EXPECT_EQ(Run(Predicate::Not(Search(MemberIs("arr.a", "x")))), R"(not (arr.a:keyword == "x"))");
  EXPECT_EQ(Run(Search(Predicate::Not(Leaf(Function::kIsNull, {Member("arr.a")})))),
            "not (isNull(arr.a:keyword))");
  EXPECT_EQ(Run(Search(Leaf(Function::kWildcard, {Member("arr.a"), T("*")}))),
            "not (isNull(arr.a:keyword))");
}

TEST_F(NormalizeSearchTest, EachAlternativeIsASearchOfItsOwn) {
  EXPECT_EQ(Run(Search(Predicate::Or(
                {MemberIs("arr.a", "x"), MemberIs("arr.b", "y"), MemberIs("arr.a", "z")}))),
            R"(arr.a:keyword in ("x", "z") or arr.b:keyword == "y")");
}

TEST_F(NormalizeSearchTest, TwoConditionsOnOneElementStayTogether) {
  EXPECT_EQ(Run(Search(Predicate::And({MemberIs("arr.a", "x"), MemberIs("arr.b", "y")}))),
            R"(arraySearch(arr:object, element(0).arr.a:keyword == "x" and )"
            R"(element(0).arr.b:keyword == "y"))");
}

TEST_F(NormalizeSearchTest, WhatElementsLackNeedsElements) {
  EXPECT_EQ(Run(Search(Predicate::Not(MemberIs("arr.a", "x")))),
            R"(arraySearch(arr:object, not (element(0).arr.a:keyword == "x")))");
  EXPECT_EQ(Run(Search(Leaf(Function::kIsNull, {Member("arr.a")}))),
            "arraySearch(arr:object, isNull(element(0).arr.a:keyword))");
}

TEST_F(NormalizeSearchTest, ConstantsAskWhetherThereAreElements) {
  EXPECT_EQ(Run(Search(Predicate::Of(true))), "not (isNull(arr:object))");
  EXPECT_EQ(Run(Search(Predicate::Of(false))), "false");
}

TEST_F(NormalizeTest, OneOfEqualConditionsIsRequiredIfAnyIs) {
  const auto optional = [&](bool first, bool second, const char* other) {
    return Run(
        Predicate::Or({Leaf(Function::kEqual, {words_.Field("process.name", first), T("a")}),
                       Leaf(Function::kEqual, {words_.Field("process.name", second), T(other)})}));
  };
  EXPECT_EQ(optional(true, true, "a"), R"(?process.name:keyword == "a")");
  EXPECT_EQ(optional(true, false, "a"), R"(process.name:keyword == "a")");
  EXPECT_EQ(optional(true, false, "b"), R"(process.name:keyword in ("a", "b"))");
  EXPECT_EQ(optional(true, true, "b"), R"(?process.name:keyword in ("a", "b"))");
}

TEST_F(NormalizeTest, EveryConditionOfASequenceIsNormalized) {
  SequencePlan sequence;
  Stage stage;
  stage.condition = Predicate::Not(Predicate::Not(Is("a")));
  sequence.stages = {stage, stage};
  sequence.until = stage;
  Plan plan = sequence;
  DiagnosticSink sink;
  ASSERT_TRUE(RunPasses(plan, schema_, {}, words_.Source(), sink));
  EXPECT_EQ(Print(plan),
            "sequence\n"
            "  [process.name:keyword == \"a\"]\n"
            "  [process.name:keyword == \"a\"]\n"
            "  until [process.name:keyword == \"a\"]\n");
}

}  // namespace
}  // namespace tocsin::plan
