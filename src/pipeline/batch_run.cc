#include "pipeline/batch_run.h"

#include "base/bounded_queue.h"
#include "pipeline/collect_hits.h"
#include "pipeline/repeat_counter.h"
#include "telemetry/open_files.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace tocsin {
namespace {

// Enough for every worker to find work while the reader refills.
constexpr std::size_t kQueuedBatchesPerWorker = 4;
// Expiring is a sweep; this often it costs nothing beside the events. Results do not depend on it.
constexpr std::uint64_t kEventsBetweenAdvances = 4096;
constexpr auto kProgressInterval = std::chrono::milliseconds(100);

// Everything one worker owns; merged when all are done.
class Worker {
 public:
  Worker(const Ruleset& ruleset, const Schema& schema, const NormalizeOptions& options,
         RepeatCounter& repeats)
      : ruleset_(ruleset),
        normalizer_(schema, ruleset.demand(), options),
        scratch_(ruleset),
        repeats_(repeats) {}

  void Run(BoundedQueue<RawBatch>& queue, std::atomic<std::uint64_t>& hits) {
    while (std::optional<RawBatch> raw = queue.Pop()) {
      const std::size_t before = hits_.size();
      Process(*raw);
      hits.fetch_add(hits_.size() - before, std::memory_order_relaxed);
    }
  }

  void MergeInto(BatchOutput* output) {
    if (scratch_.given_up() > 0) records_.notes["conditions_given_up"] = scratch_.given_up();
    output->records.Merge(records_);
    output->census.Merge(census_);
    output->first_event = std::min(output->first_event, first_event_);
    output->last_event = std::max(output->last_event, last_event_);
    std::move(hits_.begin(), hits_.end(), std::back_inserter(output->events));
  }

  const lineage::SightingBook& sightings() const { return sightings_; }
  std::vector<EventPtr>& waiting() { return waiting_; }

 private:
  void Process(const RawBatch& raw) {
    batch_.Clear();
    normalizer_.Normalize(raw, &batch_, &records_);
    for (const Event& event : batch_.events()) {
      census_.Count(event);
      repeats_.Count(event);
      if (HasFlag(event.flags, EventFlags::kTimeMissing)) continue;
      first_event_ = std::min(first_event_, event.time);
      last_event_ = std::max(last_event_, event.time);
    }
    Match(ruleset_, batch_, scratch_, &matches_, &sightings_);
    Retain(raw);
  }

  void Retain(const RawBatch& raw) {
    const std::size_t first = hits_.size();
    hit_events_.clear();
    CollectedHits found = CollectHits(batch_, matches_);
    for (std::size_t i = 0; i < found.events.size(); ++i) {
      const Event& event = *found.events[i];
      ReleasedEvent& hit = found.released[i];
      // An event without a time has no place in an order: it cannot be part of a correlation.
      if (HasFlag(event.flags, EventFlags::kTimeMissing) && !hit.conditions.empty()) {
        ++records_.notes["not_correlated_without_time"];
        hit.conditions.clear();
        if (hit.rules.empty()) continue;
      }
      hit_events_.push_back(&event);
      hits_.push_back(std::move(hit));
    }
    const std::vector<EventPtr> retained = normalizer_.RetainFull(raw, hit_events_);
    for (std::size_t i = 0; i < retained.size(); ++i) hits_[first + i].event = retained[i];
    hit_events_.clear();
    for (const std::uint32_t index : matches_.waiting) {
      hit_events_.push_back(&batch_.events()[index]);
    }
    const std::vector<EventPtr> waiting = normalizer_.RetainFull(raw, hit_events_);
    waiting_.insert(waiting_.end(), waiting.begin(), waiting.end());
  }

  const Ruleset& ruleset_;
  Normalizer normalizer_;
  MatchScratch scratch_;
  RepeatCounter& repeats_;
  EventBatch batch_;
  MatchResult matches_;
  NormalizeLedger records_;
  Census census_;
  Time first_event_ = kMaxTime;
  Time last_event_ = kMinTime;
  std::vector<ReleasedEvent> hits_;
  std::vector<EventPtr> waiting_;  // for process state
  lineage::SightingBook sightings_;
  std::vector<const Event*> hit_events_;  // of the batch at hand
};

class ProgressMeter {
 public:
  ProgressMeter(BatchProgress* progress, const Input& input) : progress_(progress), input_(input) {}

  void Tick(const RawBatch& raw, std::uint64_t hits) {
    if (progress_ == nullptr) return;
    records_ += raw.framing == Framing::kRecords ? raw.records.size() : 0;
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < kProgressInterval) return;
    last_ = now;
    BatchProgress::State state;
    for (const InputReport& report : input_.reports()) state.bytes_done += report.bytes_read;
    state.bytes_total = input_.total_bytes();
    state.inputs_done = raw.input.value();
    state.records = records_;
    state.hits = hits;
    state.current = input_.reports().at(raw.input.value()).name;
    progress_->Report(state);
  }

 private:
  BatchProgress* progress_;
  const Input& input_;
  std::uint64_t records_ = 0;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// Decides what waited for process state, and fills the events that rules hit.
void ApplyProcessState(const std::shared_ptr<const Ruleset>& ruleset,
                       const std::vector<std::unique_ptr<Worker>>& workers, BatchOutput* output) {
  if (!ruleset->needs_process_state()) return;
  lineage::SightingBook sightings;
  for (const std::unique_ptr<Worker>& worker : workers) sightings.Merge(worker->sightings());
  ProcessState state(ruleset, std::move(sightings));
  state.Fill(&output->events);
  std::vector<EventPtr> waiting;
  for (const std::unique_ptr<Worker>& worker : workers) {
    std::move(worker->waiting().begin(), worker->waiting().end(), std::back_inserter(waiting));
  }
  output->waited = waiting.size();
  state.Decide(waiting, &output->events);
  output->lineage = state.counts();
}

// Correlates the hits in run order; single-event detections stand where their event does.
void Correlate(const std::shared_ptr<const Ruleset>& ruleset, BatchOutput* output) {
  SortRun(&output->events);
  Correlation correlation(ruleset);
  std::uint64_t processed = 0;
  const auto emit = [output](Detection&& detection) {
    output->detections.push_back(std::move(detection));
  };
  for (const ReleasedEvent& released : output->events) {
    for (const RuleHit& hit : released.rules) {
      Detection detection;
      detection.rule = hit.rule;
      detection.source_match = hit.match;
      detection.events.push_back({released.event, 0});
      emit(std::move(detection));
    }
    correlation.Process(released, emit);
    // Nothing earlier will come; let go of what has ended, now and then.
    if (++processed % kEventsBetweenAdvances == 0) {
      correlation.Advance(released.event->event().time, emit);
    }
  }
  // Events that no rule hit end spans and keep-alives too.
  if (output->first_event <= output->last_event) correlation.Advance(output->last_event, emit);
  correlation.Finish(emit);
  output->correlation = correlation.stats();
}

}  // namespace

BatchOutput RunBatch(const std::shared_ptr<const Ruleset>& ruleset, const Schema& schema,
                     const BatchOptions& options, BatchProgress* progress) {
  const unsigned jobs =
      options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
  const std::unique_ptr<Input> input = OpenFiles(options.paths, options.batch_records);
  RepeatCounter repeats;
  BoundedQueue<RawBatch> queue(jobs * kQueuedBatchesPerWorker);
  std::atomic<std::uint64_t> hits = 0;

  std::vector<std::unique_ptr<Worker>> workers;
  for (unsigned i = 0; i < jobs; ++i) {
    workers.push_back(std::make_unique<Worker>(*ruleset, schema, options.normalize, repeats));
  }
  BatchOutput output;
  {
    std::vector<std::jthread> threads;
    for (const std::unique_ptr<Worker>& worker : workers) {
      threads.emplace_back([&queue, &hits, &worker] { worker->Run(queue, hits); });
    }
    ProgressMeter meter(progress, *input);
    while (std::optional<RawBatch> raw = input->Next()) {
      meter.Tick(*raw, hits.load(std::memory_order_relaxed));
      queue.Push(*std::move(raw));
      if (options.interrupted != nullptr && options.interrupted->load()) {
        output.interrupted = true;
        break;
      }
    }
    queue.Close();
  }
  for (const std::unique_ptr<Worker>& worker : workers) worker->MergeInto(&output);
  output.inputs = input->reports();
  output.repeats = repeats.repeats();
  ApplyProcessState(ruleset, workers, &output);
  Correlate(ruleset, &output);
  return output;
}

}  // namespace tocsin
