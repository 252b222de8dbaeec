#include "engine/match/program.h"

#include "engine/match/condition.h"
#include "engine/match/prefilter.h"

#include <gtest/gtest.h>

#include <vector>

namespace tocsin::match {
namespace {

using plan::Expr;
using plan::Function;
using plan::Predicate;

constexpr std::uint32_t kAtoms = 5;

// Leaf number i: f == i. Atoms get the same numbers because they are added in order.
Predicate Leaf(std::uint32_t i) {
  Expr field = Expr::OfField("f");
  field.field = FieldId(0);
  return Predicate::Leaf(Expr::Call(Function::kEqual, {field, Expr::Of(std::int64_t{i})}));
}

struct Tables {
  Tables() {
    for (std::uint32_t i = 0; i < kAtoms; ++i) atoms.Add(Leaf(i).leaf);
  }
  AtomTable atoms;
  std::vector<double> shares = {0.5, 0.1, 0.01, 0.2, 0.9};
};

bool Holds(const Predicate& predicate, std::uint32_t truth) {
  switch (predicate.kind) {
    case plan::PredicateKind::kConstant:
      return predicate.value;
    case plan::PredicateKind::kLeaf:
      return (truth >> std::get<std::int64_t>(predicate.leaf.args[1].constant) & 1) != 0;
    case plan::PredicateKind::kNot:
      return !Holds(predicate.children[0], truth);
    case plan::PredicateKind::kAnd:
      for (const Predicate& child : predicate.children) {
        if (!Holds(child, truth)) return false;
      }
      return true;
    default:
      for (const Predicate& child : predicate.children) {
        if (Holds(child, truth)) return true;
      }
      return false;
  }
}

Predicate Random(std::uint64_t& state, int depth) {
  state = state * 6364136223846793005U + 1442695040888963407U;
  const std::uint32_t roll = static_cast<std::uint32_t>(state >> 40U);
  if (depth == 0 || roll % 7 == 0) {
    return roll % 31 == 0 ? Predicate::Of(roll % 2 == 0) : Leaf(roll / 7 % kAtoms);
  }
  if (roll % 7 == 1) return Predicate::Not(Random(state, depth - 1));
  std::vector<Predicate> children;
  for (std::uint32_t n = roll / 7 % 4; n > 0; --n) children.push_back(Random(state, depth - 1));
  return roll % 2 == 0 ? Predicate::And(std::move(children)) : Predicate::Or(std::move(children));
}

// Every truth table of 2000 random conditions: the code decides them, and the cover is awake
// whenever they hold.
TEST(Program, DecidesAndIsWokenInEveryCase) {
  Tables tables;
  std::uint64_t state = 42;
  std::size_t with_cover = 0;
  for (int i = 0; i < 2000; ++i) {
    const Predicate predicate = Random(state, 4);
    const ConditionNode node = BuildCondition(predicate, tables.atoms);
    Program program;
    const std::uint32_t start = program.Append(node, tables.atoms.atoms(), tables.shares);
    const auto cover = FindCover(node, tables.atoms.atoms(), tables.shares);
    if (cover) ++with_cover;
    for (std::uint32_t truth = 0; truth < (1U << kAtoms); ++truth) {
      const bool holds = Holds(predicate, truth);
      ASSERT_EQ(program.Run(start,
                            [&](const Literal& literal) {
                              return (truth >> literal.atom.value() & 1) != 0;
                            }),
                holds);
      if (!holds || !cover) continue;
      bool awake = false;
      for (const AtomId atom : cover->atoms) awake = awake || (truth >> atom.value() & 1) != 0;
      ASSERT_TRUE(awake);
    }
  }
  EXPECT_EQ(tables.atoms.size(), kAtoms);
  EXPECT_GT(with_cover, 500U);
}

TEST(Prefilter, TakesTheRarestNecessaryAtoms) {
  Tables tables;
  const auto cover_of = [&](const Predicate& predicate) {
    return FindCover(BuildCondition(predicate, tables.atoms), tables.atoms.atoms(), tables.shares);
  };
  EXPECT_EQ(cover_of(Predicate::And({Leaf(0), Leaf(2), Leaf(4)}))->atoms,
            (std::vector<AtomId>{AtomId(2)}));
  EXPECT_EQ(cover_of(Predicate::And({Leaf(0), Predicate::Or({Leaf(2), Leaf(1)})}))->atoms,
            (std::vector<AtomId>{AtomId(1), AtomId(2)}));
  EXPECT_EQ(cover_of(Predicate::Not(Predicate::Or({Leaf(1), Predicate::Not(Leaf(3))})))->atoms,
            (std::vector<AtomId>{AtomId(3)}));
  EXPECT_FALSE(cover_of(Predicate::Not(Leaf(0))));
  EXPECT_FALSE(cover_of(Predicate::Or({Leaf(0), Predicate::Not(Leaf(1))})));
  EXPECT_TRUE(cover_of(Predicate::Of(false))->atoms.empty());
}

}  // namespace
}  // namespace tocsin::match
