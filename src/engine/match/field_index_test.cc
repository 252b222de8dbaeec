// Every index against the definition: for each value, exactly the leaves that hold.
#include "engine/match/field_index.h"

#include "engine/match/atom_table.h"
#include "engine/match/random_testing.h"
#include "plan/printer.h"
#include "plan/reference_eval.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace tocsin::match {
namespace {

using plan::Expr;
using plan::Fold;
using plan::Function;
using plan::Type;

constexpr FieldId kField{7};

Expr Field(Type type) {
  Expr field = Expr::OfField("f");
  field.field = kField;
  field.type = type;
  return field;
}

// Builds an index of the leaves and compares it with LeafHolds for every value.
void ExpectLikeReference(const std::vector<Expr>& leaves, const std::vector<Value>& values) {
  FieldIndex index(kField);
  for (std::uint32_t i = 0; i < leaves.size(); ++i) index.Add(AtomId(i), leaves[i]);
  index.Build();
  FieldIndex::Scratch scratch;
  scratch.tried.Resize(static_cast<std::uint32_t>(index.pattern_count()));
  std::vector<AtomId> found;
  for (const Value& value : values) {
    const FieldEntry entry{.field = kField, .count = 1, .values = &value};
    Event event;
    event.fields = {&entry, 1};
    std::vector<AtomId> expected;
    for (std::uint32_t i = 0; i < leaves.size(); ++i) {
      if (plan::LeafHolds(leaves[i], event)) expected.push_back(AtomId(i));
    }
    index.Find(value, scratch, &found);
    std::string texts;
    for (const Expr& leaf : leaves) texts += plan::Print(leaf) + "\n";
    ASSERT_EQ(found, expected) << "value '" << (value.is_string() ? value.text() : "") << "' kind "
                               << static_cast<int>(value.kind()) << "\n"
                               << texts;
  }
}

std::vector<Value> Texts(std::initializer_list<const char*> texts) {
  std::vector<Value> values;
  for (const char* text : texts) values.push_back(Value::String(text));
  return values;
}

TEST(FieldIndex, WholeTextsWithAndWithoutCase) {
  const Expr f = Field(Type::kKeyword);
  ExpectLikeReference(
      {
          Expr::Call(Function::kEqual, {f, Expr::Of(std::string("cmd.exe"))}),
          Expr::Call(Function::kEqual, {f, Expr::Of(std::string("Cmd.exe"))}, Fold::kAscii),
          Expr::Call(Function::kIn,
                     {f, Expr::Of(std::string("a")), Expr::Of(std::string("CMD.exe"))},
                     Fold::kAscii),
          Expr::Call(Function::kIn, {f, Expr::Of(std::string("a")), Expr::Of(std::string(""))}),
          Expr::Call(Function::kEqual, {f, Expr::Of(std::string("\xC3\x9C"))}, Fold::kUnicode),
      },
      Texts({"cmd.exe", "CMD.EXE", "a", "A", "", "cmd.exe ", "\xC3\x9C", "\xC3\xBC"}));
}

TEST(FieldIndex, AffixesWildcardsAndRegexes) {
  const Expr f = Field(Type::kKeyword);
  const auto text = [](const char* t) { return Expr::Of(std::string(t)); };
  ExpectLikeReference(
      {
          Expr::Call(Function::kStartsWith, {f, text("C:\\")}),
          Expr::Call(Function::kEndsWith, {f, text(".EXE")}, Fold::kAscii),
          Expr::Call(Function::kContains, {f, text("Temp")}, Fold::kAscii),
          Expr::Call(Function::kContains, {f, text("")}),
          Expr::Call(Function::kContains, {f, text("*")}),
          Expr::Call(Function::kWildcard, {f, text("?:\\*\\temp\\*")}, Fold::kAscii),
          Expr::Call(Function::kWildcard, {f, text("*")}),
          Expr::Call(Function::kWildcard, {f, text("a?"), text("*b*")}),
          Expr::Call(Function::kRegex, {f, text(".*\\.(exe|com)")}),
          Expr::Call(Function::kRegex, {f, text("c:.*")}, Fold::kAscii),
          Expr::Call(Function::kRegex, {f, text("(")}),
      },
      Texts({"C:\\x\\Temp\\a.exe", "c:\\TEMP\\", "*", "", "ab", "a\xC3\xBC", "x.com", "a*b",
             "C:\\temp\\b.EXE"}));
}

TEST(FieldIndex, NumbersByValueAcrossKinds) {
  const Expr f = Field(Type::kLong);
  const auto n = [](std::int64_t v) { return Expr::Of(v); };
  const Value text = Value::String("5");
  ExpectLikeReference(
      {
          Expr::Call(Function::kEqual, {f, n(5)}),
          Expr::Call(Function::kEqual, {f, Expr::Of(5.5)}),
          Expr::Call(Function::kIn, {f, n(4), Expr::Of(6.0)}),
          Expr::Call(Function::kLess, {f, Expr::Of(5.5)}),
          Expr::Call(Function::kLessEqual, {f, n(5)}),
          Expr::Call(Function::kGreater, {f, n(INT64_MAX)}),
          Expr::Call(Function::kGreaterEqual, {f, n(-1)}),
          Expr::Call(Function::kEqual, {f, Expr::Of(std::string("5"))}),
      },
      {Value::Int(5), Value::Int(4), Value::Int(6), Value::Double(5.5), Value::Double(5.0),
       Value::UInt(UINT64_MAX), Value::Int(-2), Value::Double(std::nan("")), text,
       Value::Bool(true)});
}

TEST(FieldIndex, InstantsAgainstIntervals) {
  const Expr f = Field(Type::kDate);
  const auto span = [](std::int64_t first, std::int64_t last) {
    return Expr::Of(plan::TimeConstant{first, last});
  };
  std::vector<Expr> leaves;
  for (const Function function : {Function::kEqual, Function::kLess, Function::kLessEqual,
                                  Function::kGreater, Function::kGreaterEqual}) {
    leaves.push_back(Expr::Call(function, {f, span(10, 20)}));
  }
  leaves.push_back(Expr::Call(Function::kIn, {f, span(1, 2), span(9, 10)}));
  std::vector<Value> values;
  for (std::int64_t t = 0; t < 30; ++t) values.push_back(Value::Time(t));
  values.push_back(Value::Int(15));
  values.push_back(Value::String("15"));
  ExpectLikeReference(leaves, values);
}

TEST(FieldIndex, AddressesInBlocks) {
  const Expr f = Field(Type::kIp);
  const auto text = [](const char* t) { return Expr::Of(std::string(t)); };
  ExpectLikeReference(
      {
          Expr::Call(Function::kCidrMatch, {f, text("10.0.0.0/8"), text("::1")}),
          Expr::Call(Function::kCidrMatch, {f, text("10.6.48.157/8")}),
          Expr::Call(Function::kCidrMatch, {f, text("0.0.0.0/0")}),
          Expr::Call(Function::kCidrMatch, {f, text("nonsense")}),
          Expr::Call(Function::kEqual, {f, text("10.1.2.3")}),
          Expr::Call(Function::kEqual, {f, text("10.0.0.0/8")}),
          Expr::Call(Function::kIn, {f, text("fe80::1"), text("10.1.2.3")}),
          Expr::Call(Function::kLess, {f, text("10.1.2.3")}),
      },
      Texts({"10.1.2.3", "10.0.0.0/8", "11.0.0.1", "::1", "fe80::1", "::ffff:10.1.2.3", "x", "",
             "0:0:0:0:0:0:0:1"}));
}

TEST(FieldIndex, ManyRandomLeavesOfEachField) {
  std::uint64_t seed = 20261124;
  SCOPED_TRACE(seed);
  Dice dice(seed);
  Schema schema;
  RandomRules rules(dice, schema);
  for (std::uint32_t which = 0; which < rules.field_count(); ++which) {
    for (int round = 0; round < 20; ++round) {
      std::vector<Expr> leaves;
      while (leaves.size() < 12) {
        Expr leaf = rules.MakeLeafOn(which);
        leaf.args.front().field = kField;
        leaves.push_back(std::move(leaf));
      }
      Arena arena;
      std::vector<Value> values;
      for (int i = 0; i < 60; ++i) values.push_back(rules.MakeValue(rules.type(which), arena));
      ExpectLikeReference(leaves, values);
      if (HasFatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace tocsin::match
