#include "base/check.h"
#include "event/ecs/field.h"
#include "pipeline/stream.h"
#include "query/languages.h"
#include "timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace tocsin::timelines {
namespace {

constexpr std::int64_t kDayNs = 1'767'225'600 * kNsPerSecond;  // as in timeline_parse.cc

std::int64_t Nanoseconds(double seconds) { return static_cast<std::int64_t>(seconds * 1e9); }
Time AtSecond(double second) { return Time{kDayNs + Nanoseconds(second)}; }

// "3", "3.25"; "ever" for what does not end.
std::string SecondOf(Time time) {
  if (time == kMinTime || time == kMaxTime) return "ever";
  return fmt::format("{:.9g}", static_cast<double>(time.ns - kDayNs) / 1e9);
}

plan::Plan CompileEql(const std::string& text, Schema& schema) {
  DiagnosticSink sink;
  auto plan = CompileQuery("eql", SourceText::Make("<timeline>", text), {}, schema, sink);
  TOCSIN_CHECK(plan.has_value(), "a query of a timeline does not compile");
  return *std::move(plan);
}

plan::Plan CompileSignal(const TimelineRule& rule, Schema& schema) {
  const auto counted = std::get<plan::EventPlan>(CompileEql(rule.query, schema));
  plan::SignalPlan plan;
  plan.queries.emplace_back();
  plan::SignalQuery& query = plan.queries.front();
  query.name = "counted";
  query.condition = counted.condition;
  plan::Expr group = plan::Expr::OfField(rule.signal->by);
  group.field = schema.Intern(rule.signal->by);
  group.type = plan::TypeOf(schema.type(group.field));
  query.group_by.push_back(std::move(group));
  plan::SignalCondition condition;
  condition.left.query = 0;
  condition.right.number = static_cast<double>(rule.signal->more_than);
  plan.cases.push_back({.name = "", .status = "medium", .condition = condition});
  plan.evaluation_window_ns = rule.signal->within_s * kNsPerSecond;
  plan.keep_alive_ns = rule.signal->keep_s * kNsPerSecond;
  plan.max_duration_ns = kNsPerDay;
  return plan;
}

class World {
 public:
  explicit World(const Timeline& timeline) : timeline_(timeline) {
    std::vector<RulePlan> plans;
    for (const TimelineRule& rule : timeline.rules) {
      plan::Plan plan =
          rule.signal ? CompileSignal(rule, schema_) : CompileEql(rule.query, schema_);
      plans.push_back({.rule = RuleId(static_cast<RuleId::rep>(plans.size())),
                       .stable_id = rule.name,
                       .plan = std::move(plan),
                       .scope = {}});
    }
    EngineOptions options = StreamEngineOptions();
    options.live_keys_max = timeline.settings.live_keys;
    ruleset_ = Ruleset::Build(std::move(plans), schema_, options);
    TOCSIN_CHECK(ruleset_->refused().empty(), "a rule of a timeline is refused");
    TOCSIN_CHECK(schema_.Find("event.id").has_value(), "the dictionary names event.id");
    id_ = *schema_.Find("event.id");
  }

  const std::shared_ptr<const Ruleset>& ruleset() const { return ruleset_; }
  const Schema& schema() const { return schema_; }
  std::string NameOf(RuleId rule) const { return timeline_.rules.at(rule.index()).name; }

  // "pair a1 - b1", and the facts of a signal.
  std::string Describe(const Detection& detection) const {
    std::string text = NameOf(detection.rule);
    for (const DetectedEvent& detected : detection.events) {
      text += " ";
      text += detected.event == nullptr ? "-" : detected.event->event().FirstText(id_);
    }
    if (detection.signal) {
      text +=
          fmt::format(" ({} events, {}..{}{})", detection.signal->events_matched,
                      SecondOf(detection.signal->first_seen), SecondOf(detection.signal->last_seen),
                      detection.signal->open ? ", open" : "");
    }
    return text;
  }

  StreamOptions Options() const {
    const TimelineSettings& settings = timeline_.settings;
    StreamOptions options;
    options.lanes.hold_ns = Nanoseconds(settings.hold_s);
    options.lanes.lane_events_max = settings.lane_events;
    options.lanes.lanes_max = settings.lanes;
    options.key_hold_ns = Nanoseconds(settings.key_hold_s);
    options.gaps_max = settings.gaps;
    options.normalize.forced_source = "ecs";
    return options;
  }

  // Records `begin` up to `end` as one batch; offsets are their places in the script.
  RawBatch BatchOf(std::size_t begin, std::size_t end) const {
    RawBatch batch;
    batch.input = InputId(0);
    for (std::size_t i = begin; i < end; ++i) {
      const TimelineStep& step = timeline_.steps[i];
      if (step.kind != TimelineStep::Kind::kRecord) continue;
      batch.records.push_back({.offset = i, .number = i + 1, .bytes = step.record});
    }
    return batch;
  }

 private:
  const Timeline& timeline_;
  Schema schema_;
  std::shared_ptr<const Ruleset> ruleset_;
  FieldId id_;
};

std::string Counts(const LaneCounts& counts, std::string_view prefix) {
  const std::pair<std::string_view, std::uint64_t> all[] = {
      {"late", counts.late},
      {"behind", counts.behind},
      {"late_unasked", counts.late_unasked},
      {"repeats", counts.repeats},
      {"ties", counts.ties},
      {"time_adjusted", counts.time_adjusted},
      {"time_missing", counts.time_missing},
      {"hold_overflow", counts.hold_overflow},
      {"lanes_forgotten", counts.lanes_forgotten}};
  std::string text;
  for (const auto& [name, count] : all) {
    if (count > 0) text += fmt::format("count {}{} {}\n", prefix, name, count);
  }
  return text;
}

std::string Ledger(const StreamStats& stats, const World& world) {
  std::string text;
  for (const Gap& gap : stats.gaps) {
    text += fmt::format("gap {} {}", GapCauseName(gap.cause), world.NameOf(gap.rule));
    if (!gap.lane.empty()) text += " " + gap.lane;
    text += fmt::format(" {}..{} x{}\n", SecondOf(gap.from), SecondOf(gap.to), gap.count);
  }
  if (stats.gaps_beyond > 0) text += fmt::format("count gaps_beyond {}\n", stats.gaps_beyond);
  text += Counts(stats.hosts, "");
  text += Counts(stats.keys, "key_");
  for (const CorrelationStats::Shed& shed : stats.correlation.shed) {
    text += fmt::format("shed {} keys {} events {} combinations {} lane_splits {}\n",
                        world.NameOf(shed.rule), shed.keys, shed.events, shed.combinations,
                        shed.lane_splits);
  }
  if (stats.held_events > 0) text += fmt::format("held {}\n", stats.held_events);
  return text;
}

// Calls emit(detection, log time) for each alert; returns the books.
template <class OnAlert>
StreamStats Play(const Timeline& timeline, const World& world, bool together,
                 const OnAlert& on_alert) {
  StreamRun* playing = nullptr;
  StreamRun run(world.ruleset(), world.schema(), world.Options(),
                [&](Detection&& detection) { on_alert(detection, playing->log_time()); });
  playing = &run;
  const std::vector<TimelineStep>& steps = timeline.steps;
  for (std::size_t i = 0; i < steps.size();) {
    std::size_t next = i + 1;
    switch (steps[i].kind) {
      case TimelineStep::Kind::kRecord:
        while (together && next < steps.size() && steps[next].kind == TimelineStep::Kind::kRecord &&
               steps[next].log_s == steps[i].log_s) {
          ++next;
        }
        run.Feed(world.BatchOf(i, next), AtSecond(steps[i].log_s));
        break;
      case TimelineStep::Kind::kTick:
        run.Tick(AtSecond(steps[i].log_s));
        break;
      case TimelineStep::Kind::kEnd:
        run.Finish();
        break;
    }
    i = next;
  }
  return run.stats();
}

std::string Sorted(std::vector<std::string> alerts) {
  std::sort(alerts.begin(), alerts.end());
  std::string text;
  for (const std::string& alert : alerts) text += alert + "\n";
  return text;
}

}  // namespace

std::string RunTimeline(const Timeline& timeline, bool together) {
  const World world(timeline);
  std::string alerts;
  const StreamStats stats =
      Play(timeline, world, together, [&](const Detection& detection, Time log_time) {
        alerts += "alert " + SecondOf(log_time) + " " + world.Describe(detection) + "\n";
      });
  return alerts + Ledger(stats, world);
}

std::string AlertsOfStream(const Timeline& timeline) {
  const World world(timeline);
  std::vector<std::string> alerts;
  Play(timeline, world, false, [&](const Detection& detection, Time /*log_time*/) {
    alerts.push_back(world.Describe(detection));
  });
  return Sorted(std::move(alerts));
}

std::string AlertsOfRun(const Timeline& timeline) {
  const World world(timeline);
  StreamOptions options = world.Options();
  const FieldDemand everything = FieldDemand::All();
  Normalizer normalizer(world.schema(), everything, options.normalize);
  NormalizeLedger ledger;
  const RawBatch raw = world.BatchOf(0, timeline.steps.size());
  EventBatch batch;
  normalizer.Normalize(raw, &batch, &ledger);
  MatchScratch scratch(*world.ruleset());
  MatchResult matches;
  Match(*world.ruleset(), batch, scratch, &matches);
  std::vector<ReleasedEvent> released(batch.events().size());
  for (std::size_t i = 0; i < released.size(); ++i) {
    released[i].event = RetainedEvent::RetainCopy(batch.events()[i]);
  }
  std::vector<std::string> alerts;
  const auto emit = [&](Detection&& detection) { alerts.push_back(world.Describe(detection)); };
  for (const RuleHit& hit : matches.rules) {
    Detection detection{.rule = hit.rule};
    detection.events.push_back({released[hit.event].event, 0});
    emit(std::move(detection));
  }
  for (const ConditionHit& hit : matches.conditions) {
    released[hit.event].conditions.push_back(hit.condition);
  }
  SortRun(&released);
  Correlation correlation(world.ruleset());
  for (const ReleasedEvent& event : released) correlation.Process(event, emit);
  correlation.Finish(emit);
  return Sorted(std::move(alerts));
}

}  // namespace tocsin::timelines
