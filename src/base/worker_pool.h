// WorkerPool: a fixed number of threads that run tasks.
//
// A task learns the number of the worker that runs it (0 to size() - 1), which is its key to
// per-worker scratch. Tasks start in order of submission, run in parallel, and must not throw.
// Submit waits when the queue of waiting tasks is full. A task may not Submit to or Wait for its
// own pool. Thread safe otherwise.
#pragma once

#include "base/bounded_queue.h"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tocsin {

class WorkerPool {
 public:
  using Task = std::function<void(size_t worker)>;

  explicit WorkerPool(size_t workers, size_t waiting_tasks_max = 1024);
  ~WorkerPool();  // finishes all tasks
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  void Submit(Task task);
  // Until every submitted task has finished.
  void Wait();

  // Calls body(index, worker) for each index below `count`, in parallel, and waits for all.
  void ForEachIndex(size_t count, const std::function<void(size_t index, size_t worker)>& body);

  size_t size() const { return threads_.size(); }

  // Threads that the machine can run at once; at least 1.
  static size_t DefaultSize();

 private:
  BoundedQueue<Task> tasks_;
  std::mutex mutex_;
  std::condition_variable idle_;
  size_t unfinished_ = 0;  // submitted and not yet done; under mutex_
  std::vector<std::jthread> threads_;
};

}  // namespace tocsin
