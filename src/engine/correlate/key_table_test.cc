#include "engine/correlate/key_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <list>
#include <map>
#include <memory>
#include <random>
#include <vector>

namespace tocsin::correlate {
namespace {

KeyHash KeyOf(std::uint64_t number) { return HashOfKey(std::to_string(number), {1, 2}); }

// Against a map and a list, through growth, reuse of places and emptiness.
TEST(KeyTable, BehavesLikeAMapInTheOrderOfChange) {
  std::mt19937_64 engine(3);
  KeyTable<std::uint64_t> table;
  std::map<std::uint64_t, std::uint64_t> states;
  std::list<std::uint64_t> order;  // oldest first
  const auto forget = [&](std::uint64_t key) {
    states.erase(key);
    order.remove(key);
  };
  for (std::uint64_t step = 1; step <= 60'000; ++step) {
    // Grows to some hundred keys, then shrinks to none, again and again.
    const bool growing = step / 2000 % 2 == 0;
    const std::uint64_t key = engine() % 700;
    if (engine() % 10 < (growing ? 7U : 2U)) {
      table.Touch(KeyOf(key)) = step;
      forget(key);
      states[key] = step;
      order.push_back(key);
    } else if (engine() % 2 == 0) {
      table.Erase(KeyOf(key));
      forget(key);
    } else if (!order.empty()) {
      ASSERT_EQ(table.oldest(), states[order.front()]);
      table.EraseOldest();
      forget(order.front());
    }
    const std::uint64_t probe = engine() % 700;
    const std::uint64_t* found = table.Find(KeyOf(probe));
    ASSERT_EQ(found != nullptr, states.contains(probe)) << step;
    if (found != nullptr) {
      ASSERT_EQ(*found, states[probe]);
    }
    ASSERT_EQ(table.size(), states.size());
    if (step % 500 != 0) continue;
    std::vector<std::uint64_t> seen;
    table.ForEach([&](std::uint64_t state) { seen.push_back(state); });
    std::vector<std::uint64_t> expected;
    for (const std::uint64_t one : order) expected.push_back(states[one]);
    ASSERT_EQ(seen, expected);
  }
}

TEST(KeyTable, AStateStaysWhereItIs) {
  KeyTable<int> table;
  int& first = table.Touch(KeyOf(0));
  first = 42;
  for (std::uint64_t i = 1; i < 10'000; ++i) table.Touch(KeyOf(i));
  EXPECT_EQ(table.Find(KeyOf(0)), &first);
  EXPECT_EQ(first, 42);
}

TEST(KeyTable, ErasedStatesLetGoOfWhatTheyOwn) {
  KeyTable<std::shared_ptr<int>> table;
  const auto owned = std::make_shared<int>(1);
  table.Touch(KeyOf(1)) = owned;
  table.Touch(KeyOf(2));
  table.Erase(KeyOf(1));
  EXPECT_EQ(owned.use_count(), 1);
}

TEST(KeyTable, PlacesNameEntriesUntilTheyAreErased) {
  KeyTable<int> table;
  const std::uint32_t place = table.TouchPlace(KeyOf(1));
  *table.At(place) = 7;
  EXPECT_EQ(*table.Find(KeyOf(1)), 7);
  EXPECT_EQ(table.TouchPlace(KeyOf(1)), place);
  table.Touch(KeyOf(2));
  table.Erase(KeyOf(1));
  EXPECT_EQ(table.At(place), nullptr);
  EXPECT_EQ(table.At(1000), nullptr);
}

// The dead do not pile up behind one that lives for ever.
TEST(KeyTable, ExpireFindsTheDeadBehindTheLiving) {
  KeyTable<std::uint64_t> table;
  table.Touch(KeyOf(0)) = UINT64_MAX;
  std::size_t most = 0;
  for (std::uint64_t i = 1; i < 100'000; ++i) {
    table.Touch(KeyOf(i)) = i;
    if (i % 100 != 0) continue;
    table.Expire([i](std::uint64_t born) { return born != UINT64_MAX && born + 1000 < i; });
    most = std::max(most, table.size());
  }
  EXPECT_LT(most, 4000U);
  EXPECT_NE(table.Find(KeyOf(0)), nullptr);
}

}  // namespace
}  // namespace tocsin::correlate
