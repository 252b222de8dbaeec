// Files once: reads all evidence, decides every condition on every event with many threads, then
// runs correlations over the hits in run order. What comes out is the same for any number of
// threads and any batch size.
//
// Memory: bounded queues of raw batches, plus the events that some rule hit, kept whole.
#pragma once

#include "engine/engine.h"
#include "engine/process_state.h"
#include "pipeline/census.h"
#include "telemetry/router.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tocsin {

struct BatchOptions {
  std::vector<std::string> paths;
  unsigned jobs = 0;  // worker threads; 0: as many as the machine has cores
  std::size_t batch_records = 1024;
  NormalizeOptions normalize;
  // Set from outside (a signal handler) to stop reading; what was read is still decided.
  const std::atomic<bool>* interrupted = nullptr;
};

// Called from the reading thread now and then; must be cheap.
class BatchProgress {
 public:
  virtual ~BatchProgress() = default;
  struct State {
    std::uint64_t bytes_done = 0;  // on disk
    std::uint64_t bytes_total = 0;
    std::uint64_t inputs_done = 0;
    std::uint64_t records = 0;
    std::uint64_t hits = 0;  // events that some rule hit so far
    std::string current;     // input being read
  };
  virtual void Report(const State& state) = 0;
};

struct BatchOutput {
  std::vector<InputReport> inputs;
  NormalizeLedger records;
  std::uint64_t repeats = 0;  // records that stood in the evidence more than once, beyond the first
  Census census;
  Time first_event = kMaxTime;  // over events with a time of their own; first > last: none
  Time last_event = kMinTime;
  std::vector<ReleasedEvent> events;  // those that some rule hit, in run order
  std::vector<Detection> detections;  // in run order
  lineage::LineageCounts lineage;
  std::uint64_t waited = 0;  // events that were decided when process state was known
  CorrelationStats correlation;
  bool interrupted = false;
};

BatchOutput RunBatch(const std::shared_ptr<const Ruleset>& ruleset, const Schema& schema,
                     const BatchOptions& options, BatchProgress* progress = nullptr);

}  // namespace tocsin
