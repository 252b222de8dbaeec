#include "query_run.h"

#include "base/check.h"
#include "engine/engine.h"
#include "engine/limits.h"
#include "engine/process_state.h"
#include "event/builder.h"
#include "event/conversion.h"
#include "plan/reference_ancestry.h"
#include "plan/reference_eval.h"
#include "telemetry/decoders/json/json_decoder.h"
#include "telemetry/sources/document_fields.h"

#include <algorithm>
#include <memory>
#include <thread>
#include <tuple>
#include <utility>

namespace tocsin::queries {
namespace {

using Limits = std::vector<plan::EventPlan::Limit>;

constexpr std::uint64_t kLastSequence = kNoSequence - 1;

// Appends events [begin, end) to the batch; their offset is their position.
void BuildBatch(std::span<const QueryEvent> events, std::size_t begin, std::size_t end,
                const Schema& schema, const FieldDemand& demand, EventBatch* batch) {
  JsonDecoder decoder;
  EventBuilder builder(schema, demand, *batch);
  const bool ordered = std::any_of(events.begin(), events.end(),
                                   [](const QueryEvent& event) { return event.tiebreaker; });
  for (std::size_t i = begin; i < end; ++i) {
    const QueryEvent& event = events[i];
    doc::Node document;
    TOCSIN_CHECK(decoder.Decode(event.json, batch->arena(), &document).ok(), "an event is no JSON");
    // Each event is a part of its own, so that none counts as the repeat of another one.
    const EventOrigin origin{
        .input = InputId(0), .offset = i, .number = i + 1, .part = static_cast<std::uint32_t>(i)};
    builder.Begin("query_run", origin, event.json);
    AddDocumentFields(document, builder);
    if (event.time) builder.SetTime(*event.time);
    if (ordered) builder.SetChannel("tiebreaker", event.tiebreaker.value_or(kLastSequence));
    builder.Finish();
  }
}

// ---- The engine -------------------------------------------------------------------------------

class EngineRun {
 public:
  EngineRun(std::shared_ptr<const Ruleset> ruleset, const Schema& schema,
            std::span<const QueryEvent> events, bool asks_for_ancestors)
      : ruleset_(std::move(ruleset)),
        schema_(schema),
        events_(events),
        asks_for_ancestors_(asks_for_ancestors) {}

  std::vector<Detection> Run(const Cut& cut) const {
    std::vector<ReleasedEvent> run = MatchAll(cut);
    SortRun(&run);
    std::vector<Detection> detections;
    const auto emit = [&](Detection&& detection) { detections.push_back(std::move(detection)); };
    Correlation correlation(ruleset_);
    for (const ReleasedEvent& released : run) {
      for (const RuleHit& hit : released.rules) {
        Detection detection{.rule = hit.rule};
        detection.events.push_back({released.event, 0});
        emit(std::move(detection));
      }
      correlation.Process(released, emit);
    }
    correlation.Finish(emit);
    return detections;
  }

 private:
  std::vector<ReleasedEvent> MatchAll(const Cut& cut) const {
    const std::size_t batches = (events_.size() + cut.batch_size - 1) / cut.batch_size;
    std::vector<Part> parts(batches);
    const auto work = [&](std::size_t worker) {
      MatchScratch scratch(*ruleset_);
      for (std::size_t b = worker; b < batches; b += cut.threads) {
        const std::size_t begin = b * cut.batch_size;
        MatchBatch(begin, std::min(events_.size(), begin + cut.batch_size), scratch, &parts[b]);
      }
    };
    std::vector<std::jthread> workers;
    for (std::size_t worker = 1; worker < cut.threads; ++worker) workers.emplace_back(work, worker);
    work(0);
    workers.clear();
    std::vector<ReleasedEvent> run;
    std::vector<EventPtr> waiting;
    lineage::SightingBook sightings;
    for (Part& part : parts) {
      std::move(part.released.begin(), part.released.end(), std::back_inserter(run));
      std::move(part.waiting.begin(), part.waiting.end(), std::back_inserter(waiting));
      sightings.Merge(std::move(part.sightings));
    }
    // Events are taken as they are, but for who descends from whom.
    if (asks_for_ancestors_) {
      ProcessState(ruleset_, std::move(sightings)).Decide(waiting, &run);
    }
    return run;
  }

  struct Part {
    std::vector<ReleasedEvent> released;
    std::vector<EventPtr> waiting;
    lineage::SightingBook sightings;
  };

  void MatchBatch(std::size_t begin, std::size_t end, MatchScratch& scratch, Part* part) const {
    EventBatch batch;
    BuildBatch(events_, begin, end, schema_, ruleset_->demand(), &batch);
    MatchResult result;
    Match(*ruleset_, batch, scratch, &result, asks_for_ancestors_ ? &part->sightings : nullptr);
    for (const std::uint32_t index : result.waiting) {
      part->waiting.push_back(RetainedEvent::RetainCopy(batch.events()[index]));
    }
    std::vector<ReleasedEvent>& released = part->released;
    released.resize(batch.events().size());
    for (const RuleHit& hit : result.rules) released[hit.event].rules.push_back(hit);
    for (const ConditionHit& hit : result.conditions) {
      released[hit.event].conditions.push_back(hit.condition);
    }
    for (std::size_t i = 0; i < released.size(); ++i) {
      released[i].event = RetainedEvent::RetainCopy(batch.events()[i]);
    }
  }

  std::shared_ptr<const Ruleset> ruleset_;
  const Schema& schema_;
  std::span<const QueryEvent> events_;
  bool asks_for_ancestors_;
};

FoundResult Describe(const Detection& detection, std::span<const QueryEvent> events) {
  FoundResult result;
  for (const DetectedEvent& detected : detection.events) {
    result.events.push_back(detected.event ? events[detected.event->event().origin.offset].id
                                           : std::string());
  }
  for (const KeyPart& part : detection.key) result.key.push_back({part.kind, part.text});
  return result;
}

// ---- The reference ----------------------------------------------------------------------------

// Time, then tiebreaker with missing ones last, then the order given.
std::vector<const Event*> Ordered(const EventBatch& batch, std::span<const QueryEvent> given) {
  std::vector<const Event*> ordered;
  for (const Event& event : batch.events()) ordered.push_back(&event);
  const auto place = [&given](const Event* event) {
    const auto& tiebreaker = given[event->origin.offset].tiebreaker;
    return std::make_tuple(event->time, !tiebreaker, tiebreaker.value_or(0), event->origin.offset);
  };
  std::sort(ordered.begin(), ordered.end(),
            [&](const Event* a, const Event* b) { return place(a) < place(b); });
  return ordered;
}

FoundResult Describe(const plan::ReferenceSequence& sequence, std::span<const Event* const> ordered,
                     std::span<const QueryEvent> given) {
  FoundResult result;
  for (const std::ptrdiff_t index : sequence.events) {
    result.events.push_back(
        index < 0 ? "" : given[ordered[static_cast<std::size_t>(index)]->origin.offset].id);
  }
  Arena arena;
  for (const Value& value : sequence.keys) {
    result.key.push_back({value.kind(), std::string(TextOfValue(value, arena))});
  }
  return result;
}

// ---- Limits -----------------------------------------------------------------------------------

Limits AllLimits(const plan::Plan& plan, const RunOptions& options) {
  const auto given = LimitsOf(plan);
  Limits limits(given.begin(), given.end());
  if (options.size) {
    const bool sample = std::holds_alternative<plan::SamplePlan>(plan);
    const bool tail = limits.empty() ? !sample : limits.front().tail;
    limits.insert(limits.begin(), {.tail = tail, .count = *options.size});
  }
  return limits;
}

Found Limited(const Found& found, const Limits& limits) {
  std::size_t begin = 0;
  std::size_t end = found.size();
  for (const plan::EventPlan::Limit& limit : limits) {
    if (end - begin <= limit.count) continue;
    (limit.tail ? begin : end) = limit.tail ? end - limit.count : begin + limit.count;
  }
  return {found.begin() + static_cast<std::ptrdiff_t>(begin),
          found.begin() + static_cast<std::ptrdiff_t>(end)};
}

}  // namespace

Found RunEngine(const plan::Plan& plan, const Schema& schema, std::span<const QueryEvent> events,
                const Cut& cut, const RunOptions& options) {
  EngineOptions engine_options;
  engine_options.samples_per_key = options.samples_per_key;
  std::vector<RulePlan> plans;
  plans.push_back({.rule = RuleId(0), .stable_id = "query", .plan = plan, .scope = IndexScope()});
  const auto ruleset = Ruleset::Build(std::move(plans), schema, engine_options);
  if (!ruleset->refused().empty()) {
    return {{.events = {"refused: " + ruleset->refused().front().reason}, .key = {}}};
  }
  bool asks_for_ancestors = false;
  plan::ForEachCondition(plan, [&](const plan::Predicate& condition) {
    asks_for_ancestors = asks_for_ancestors || plan::AsksForAncestors(condition);
  });
  std::vector<Detection> detections =
      EngineRun(ruleset, schema, events, asks_for_ancestors).Run(cut);
  ApplyLimits(AllLimits(plan, options), &detections);
  Found found;
  for (const Detection& detection : detections) found.push_back(Describe(detection, events));
  return found;
}

Found RunReference(const plan::Plan& plan, const Schema& schema, std::span<const QueryEvent> events,
                   const RunOptions& options) {
  EventBatch batch;
  BuildBatch(events, 0, events.size(), schema, FieldDemand::All(), &batch);
  const std::vector<const Event*> ordered = Ordered(batch, events);
  const plan::ReferenceAncestry ancestry(ordered);
  Found found;
  if (const auto* event_plan = std::get_if<plan::EventPlan>(&plan)) {
    for (const Event* event : ordered) {
      if (!plan::Holds(event_plan->condition, *event, {.ancestry = &ancestry})) continue;
      found.push_back({.events = {events[event->origin.offset].id}, .key = {}});
    }
  } else {
    const auto* sequence = std::get_if<plan::SequencePlan>(&plan);
    const auto results = sequence != nullptr ? plan::RunSequence(*sequence, ordered)
                                             : plan::RunSample(std::get<plan::SamplePlan>(plan),
                                                               ordered, options.samples_per_key);
    for (const auto& result : results) found.push_back(Describe(result, ordered, events));
  }
  return Limited(found, AllLimits(plan, options));
}

std::string Print(const Found& found) {
  std::string text;
  for (const FoundResult& result : found) {
    for (std::size_t i = 0; i < result.events.size(); ++i) {
      text += (i > 0 ? " " : "") + (result.events[i].empty() ? "-" : result.events[i]);
    }
    if (!result.key.empty()) {
      text += " [";
      for (std::size_t i = 0; i < result.key.size(); ++i) {
        const KeyText& part = result.key[i];
        text += (i > 0 ? ", " : "") + (part.kind == ValueKind::kNull ? "null" : part.text);
      }
      text += "]";
    }
    text += "\n";
  }
  return text;
}

}  // namespace tocsin::queries
