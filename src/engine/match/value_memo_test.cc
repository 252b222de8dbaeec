#include "engine/match/value_memo.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::match {
namespace {

constexpr FieldId kField{3};

std::vector<AtomId> AtomsOf(int i) { return {AtomId(static_cast<std::uint32_t>(i)), AtomId(1000)}; }

ValueMemo::Key KeyOf(const std::string& text) {
  return ValueMemo::KeyOf(kField, Value::String(text));
}

// As the matcher uses it; true if the memo knew the value.
bool Look(ValueMemo& memo, const std::string& text, const std::vector<AtomId>& atoms) {
  const auto known = memo.Find(KeyOf(text));
  if (known) {
    EXPECT_TRUE(std::equal(known->begin(), known->end(), atoms.begin(), atoms.end())) << text;
    return true;
  }
  memo.Offer(KeyOf(text), atoms);
  return false;
}

TEST(ValueMemo, AdmitsAtSecondSight) {
  ValueMemo memo;
  EXPECT_FALSE(Look(memo, "a", AtomsOf(1)));
  EXPECT_FALSE(Look(memo, "a", AtomsOf(1)));
  EXPECT_TRUE(Look(memo, "a", AtomsOf(1)));
}

TEST(ValueMemo, TellsFieldsAndKindsApart) {
  ValueMemo memo;
  const std::vector<AtomId> atoms = AtomsOf(1);
  for (int i = 0; i < 2; ++i) memo.Offer(ValueMemo::KeyOf(kField, Value::Int(1)), atoms);
  EXPECT_TRUE(memo.Find(ValueMemo::KeyOf(kField, Value::Int(1))));
  EXPECT_FALSE(memo.Find(ValueMemo::KeyOf(FieldId(4), Value::Int(1))));
  EXPECT_FALSE(memo.Find(ValueMemo::KeyOf(kField, Value::Double(1))));
  EXPECT_FALSE(memo.Find(ValueMemo::KeyOf(kField, Value::Bool(true))));
  EXPECT_FALSE(memo.Find(ValueMemo::KeyOf(kField, Value::String("1"))));
}

TEST(ValueMemo, NeverGivesAnotherValuesAtoms) {
  ValueMemo memo({.entries_max = 64, .bytes_max = 4096, .value_bytes_max = 40});
  std::uint64_t known = 0;
  for (int round = 0; round < 200; ++round) {
    for (int i = 0; i < 200; ++i) {
      const std::string text = "value " + std::to_string(i);
      if (Look(memo, text, AtomsOf(i))) ++known;
      if (Look(memo, "hot", AtomsOf(500))) ++known;
    }
  }
  EXPECT_GT(memo.stats().generations, 10U);
  EXPECT_GT(known, 40'000U * 9 / 10);  // "hot" stays
}

TEST(ValueMemo, ForgetsValuesThatNeverComeBack) {
  ValueMemo memo({.entries_max = 64, .bytes_max = 4096, .value_bytes_max = 40});
  for (int i = 0; i < 100'000; ++i) {
    EXPECT_FALSE(Look(memo, "once " + std::to_string(i), AtomsOf(1)));
  }
  EXPECT_EQ(memo.stats().admitted, 0U);
}

TEST(ValueMemo, DoesNotKeepLongValues) {
  ValueMemo memo({.entries_max = 64, .bytes_max = 4096, .value_bytes_max = 40});
  const std::string text(41, 'x');
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(Look(memo, text, AtomsOf(1)));
}

}  // namespace
}  // namespace tocsin::match
