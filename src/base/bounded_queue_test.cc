#include "base/bounded_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace tocsin {
namespace {

TEST(BoundedQueue, KeepsOrder) {
  BoundedQueue<int> queue(3);
  EXPECT_TRUE(queue.Push(1));
  EXPECT_TRUE(queue.Push(2));
  EXPECT_EQ(queue.Pop(), 1);
  EXPECT_EQ(queue.Pop(), 2);
}

TEST(BoundedQueue, RefusesWhenFull) {
  BoundedQueue<std::unique_ptr<int>> queue(1);
  auto first = std::make_unique<int>(1);
  auto second = std::make_unique<int>(2);
  EXPECT_TRUE(queue.TryPush(first));
  EXPECT_FALSE(queue.TryPush(second));
  ASSERT_NE(second, nullptr);  // still the caller's
  EXPECT_EQ(queue.size(), 1U);
}

TEST(BoundedQueue, DrainsAfterClose) {
  BoundedQueue<int> queue(2);
  queue.Push(1);
  queue.Close();
  EXPECT_FALSE(queue.Push(2));
  EXPECT_EQ(queue.Pop(), 1);
  EXPECT_EQ(queue.Pop(), std::nullopt);
}

TEST(BoundedQueue, CloseWakesAWaitingGiverAndTaker) {
  BoundedQueue<int> full(1);
  full.Push(1);
  BoundedQueue<int> empty(1);
  std::jthread giver([&full] { EXPECT_FALSE(full.Push(2)); });
  std::jthread taker([&empty] { EXPECT_EQ(empty.Pop(), std::nullopt); });
  full.Close();
  empty.Close();
}

TEST(BoundedQueue, HandsEveryElementToOneTaker) {
  constexpr int kPerGiver = 2'000;
  BoundedQueue<int> queue(8);
  std::atomic<int64_t> sum = 0;
  std::atomic<int> count = 0;
  {
    std::vector<std::jthread> takers;
    takers.reserve(3);
    for (int i = 0; i < 3; ++i) {
      takers.emplace_back([&] {
        while (const std::optional<int> value = queue.Pop()) {
          sum += *value;
          ++count;
        }
      });
    }
    {
      std::vector<std::jthread> givers;
      givers.reserve(3);
      for (int i = 0; i < 3; ++i) {
        givers.emplace_back([&queue] {
          for (int value = 1; value <= kPerGiver; ++value) queue.Push(value);
        });
      }
    }
    queue.Close();
  }
  EXPECT_EQ(count, 3 * kPerGiver);
  EXPECT_EQ(sum, int64_t{3} * kPerGiver * (kPerGiver + 1) / 2);
}

}  // namespace
}  // namespace tocsin
