#include "engine/correlate/window.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>
#include <set>
#include <string>

namespace tocsin::correlate {
namespace {

using plan::Aggregation;

// The aggregate from scratch.
double Naive(Aggregation aggregation, const std::deque<Window::Entry>& entries) {
  std::set<std::string> distinct;
  double sum = 0;
  double largest = 0;
  bool any = false;
  for (const Window::Entry& entry : entries) {
    distinct.insert(entry.distinct.begin(), entry.distinct.end());
    for (const double number : entry.numbers) {
      sum += number;
      largest = any ? std::max(largest, number) : number;
      any = true;
    }
  }
  switch (aggregation) {
    case Aggregation::kCount:
      return static_cast<double>(entries.size());
    case Aggregation::kCardinality:
      return static_cast<double>(distinct.size());
    case Aggregation::kSum:
      return sum;
    case Aggregation::kMax:
      return largest;
  }
  return -1;
}

TEST(Window, AggregatesLikeAFreshCount) {
  for (const Aggregation aggregation :
       {Aggregation::kCount, Aggregation::kCardinality, Aggregation::kSum, Aggregation::kMax}) {
    std::mt19937_64 engine(5);
    Window window(aggregation);
    std::deque<Window::Entry> naive;
    for (std::uint64_t i = 0; i < 3000; ++i) {
      Window::Entry entry;
      entry.time = Time{static_cast<std::int64_t>(i * 2 + engine() % 20)};
      entry.ordinal = i;
      for (std::uint64_t n = engine() % 3; n > 0; --n) {
        entry.numbers.push_back(static_cast<double>(engine() % 50) - 25);
        entry.distinct.push_back(std::to_string(engine() % 30));
      }
      naive.push_back(entry);
      EXPECT_EQ(window.Add(entry, 0), 0U);
      const Time first{static_cast<std::int64_t>(i * 2) - 60};
      window.Evict(first);
      std::erase_if(naive, [&](const Window::Entry& e) { return e.time < first; });
      ASSERT_EQ(window.Value(), Naive(aggregation, naive)) << i;
    }
    window.Clear();
    EXPECT_EQ(window.Value(), 0);
  }
}

TEST(Window, IsBounded) {
  Window window;
  std::uint64_t dropped = 0;
  for (std::uint64_t i = 0; i < Window::kEntriesMax + 5; ++i) {
    dropped += window.Add({.time = Time{0}, .ordinal = i}, 0);
  }
  EXPECT_EQ(dropped, 5U);
  EXPECT_EQ(window.entries().front().ordinal, 5U);
}

TEST(Window, TuplesBeyondTheBoundAreNotCounted) {
  Window window(Aggregation::kCardinality);
  std::uint64_t dropped = 0;
  for (std::uint64_t i = 0; i < Window::kTuplesMax / 2; ++i) {
    Window::Entry entry{.time = Time{static_cast<std::int64_t>(i)}, .ordinal = i};
    for (const char* name : {"a", "b", "c"}) entry.distinct.push_back(name + std::to_string(i));
    entry.distinct.push_back("known");
    dropped += window.Add(std::move(entry), 0);
  }
  EXPECT_EQ(dropped, Window::kTuplesMax / 2 + 1);
  EXPECT_EQ(window.Value(), static_cast<double>(Window::kTuplesMax));
  window.Evict(kMaxTime);
  EXPECT_EQ(window.Value(), 0);
}

TEST(Window, HandsOutWhatIsNotCounted) {
  Window window;
  const auto taken = [&] {
    std::string ordinals;
    window.TakeUncounted(
        [&](const Window::Entry& entry) { ordinals += std::to_string(entry.ordinal); });
    return ordinals;
  };
  window.Add({.time = Time{5}, .ordinal = 1}, 0);
  window.Add({.time = Time{7}, .ordinal = 2}, 0);
  EXPECT_EQ(taken(), "21");
  window.Add({.time = Time{6}, .ordinal = 3}, 0);  // late, between the two
  EXPECT_EQ(taken(), "3");
  EXPECT_EQ(taken(), "");
  window.ForgetCounted();
  EXPECT_EQ(taken(), "231");
}

}  // namespace
}  // namespace tocsin::correlate
