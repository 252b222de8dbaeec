#include "base/worker_pool.h"

#include <algorithm>

namespace tocsin {

WorkerPool::WorkerPool(size_t workers, size_t waiting_tasks_max) : tasks_(waiting_tasks_max) {
  TOCSIN_CHECK(workers > 0);
  threads_.reserve(workers);
  for (size_t worker = 0; worker < workers; ++worker) {
    threads_.emplace_back([this, worker] {
      while (std::optional<Task> task = tasks_.Pop()) {
        (*task)(worker);
        const std::lock_guard lock(mutex_);
        if (--unfinished_ == 0) idle_.notify_all();
      }
    });
  }
}

WorkerPool::~WorkerPool() {
  tasks_.Close();
  threads_.clear();  // joins
}

void WorkerPool::Submit(Task task) {
  {
    const std::lock_guard lock(mutex_);
    ++unfinished_;
  }
  const bool taken = tasks_.Push(std::move(task));
  TOCSIN_CHECK(taken, "Submit to a pool that is being destroyed");
}

void WorkerPool::Wait() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return unfinished_ == 0; });
}

void WorkerPool::ForEachIndex(size_t count,
                              const std::function<void(size_t index, size_t worker)>& body) {
  for (size_t index = 0; index < count; ++index) {
    Submit([&body, index](size_t worker) { body(index, worker); });
  }
  Wait();
}

size_t WorkerPool::DefaultSize() { return std::max(1U, std::thread::hardware_concurrency()); }

}  // namespace tocsin
