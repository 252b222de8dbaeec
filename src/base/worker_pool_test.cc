#include "base/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>

namespace tocsin {
namespace {

TEST(WorkerPool, RunsEveryTaskOnce) {
  WorkerPool pool(4, 2);
  std::vector<int> runs(1'000);
  pool.ForEachIndex(runs.size(), [&runs](size_t index, size_t) { ++runs[index]; });
  EXPECT_EQ(runs, std::vector<int>(1'000, 1));
}

TEST(WorkerPool, NumbersItsWorkers) {
  WorkerPool pool(3);
  std::vector<int> per_worker(pool.size());  // each element belongs to one worker: no lock
  pool.ForEachIndex(500, [&per_worker](size_t, size_t worker) { ++per_worker.at(worker); });
  EXPECT_EQ(std::accumulate(per_worker.begin(), per_worker.end(), 0), 500);
}

TEST(WorkerPool, FinishesTasksBeforeItDies) {
  std::atomic<int> done = 0;
  {
    WorkerPool pool(2);
    for (int i = 0; i < 50; ++i) pool.Submit([&done](size_t) { ++done; });
  }
  EXPECT_EQ(done, 50);
}

TEST(WorkerPool, WaitsWithoutTasks) {
  WorkerPool pool(1);
  pool.Wait();
  EXPECT_GE(WorkerPool::DefaultSize(), 1U);
}

}  // namespace
}  // namespace tocsin
