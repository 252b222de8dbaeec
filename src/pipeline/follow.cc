#include "pipeline/follow.h"

#include "alerts/builder.h"
#include "base/clock.h"
#include "telemetry/native_fields.h"
#include "telemetry/open_files.h"

#include <chrono>
#include <optional>
#include <utility>

namespace tocsin {
namespace {

// How often lanes look at the clock when nothing comes.
constexpr std::chrono::milliseconds kPatience{200};
// How far an idle log is behind the wall clock (streaming contract, R5.2).
constexpr Duration kIdleMargin = std::chrono::seconds(5);

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Tells the listener of inputs that are new or have a new fault.
class InputTeller {
 public:
  InputTeller(const LiveInput& input, FollowListener& listener)
      : input_(input), listener_(listener) {}

  void Tell() {
    const std::vector<InputReport>& reports = input_.reports();
    told_.resize(reports.size());
    for (std::size_t i = 0; i < reports.size(); ++i) {
      const bool has_error = reports[i].error.has_value();
      Told& told = told_[i];
      if (told.begun && told.error == has_error) continue;
      told = {.begun = true, .error = has_error};
      listener_.Tell(reports[i]);
    }
  }

 private:
  struct Told {
    bool begun = false;
    bool error = false;
  };
  const LiveInput& input_;
  FollowListener& listener_;
  std::vector<Told> told_;
};

}  // namespace

ScanResult Follow(const Catalog& catalog, const FollowOptions& options, FollowListener& listener) {
  ScanResult result;
  const auto load_start = std::chrono::steady_clock::now();
  const std::vector<RulePlan> plans = catalog.Plans(options.engine.index_match);
  EngineOptions engine = StreamEngineOptions(options.engine);
  engine.native = NativeFieldsOfSources(catalog.schema(), options.stream.normalize);
  const auto ruleset = Ruleset::Build(plans, catalog.schema(), engine);
  result.ruleset_hash = ruleset->hash();
  result.refused.assign(ruleset->refused().begin(), ruleset->refused().end());
  result.seconds_load = SecondsSince(load_start);
  listener.Begin(ruleset->rules_on_process_state());

  const auto run_start = std::chrono::steady_clock::now();
  const std::unique_ptr<LiveInput> input = FollowFiles(options.paths, options.batch_records);
  AlertBuilder builder(catalog, [&](InputId id) { return input->reports().at(id.value()).name; });
  std::vector<std::uint64_t> alerts_of(catalog.rules().size());
  StreamRun run(ruleset, catalog.schema(), options.stream, [&](Detection&& detection) {
    const Alert alert = builder.Build(detection);
    ++alerts_of.at(detection.rule.value());
    result.totals.Count(alert);
    listener.Take(alert);
  });
  const SystemClock clock;
  InputTeller teller(*input, listener);
  bool closed = false;
  while (true) {
    if (!closed && options.interrupted != nullptr && options.interrupted->load()) {
      closed = true;
      input->Close();
    }
    if (const std::optional<RawBatch> batch = input->Next()) {
      run.Feed(*batch, clock.Now());
      continue;
    }
    teller.Tell();
    if (input->ended()) break;
    run.Tick(clock.Now() - kIdleMargin);
    listener.Rest();
    if (!closed) input->Wait(kPatience);
  }
  run.Finish();
  listener.Rest();

  result.stream = run.stats();
  result.run.inputs = input->reports();
  result.run.records = run.records();
  if (result.stream->given_up > 0) {
    result.run.records.notes["conditions_given_up"] = result.stream->given_up;
  }
  result.run.repeats = result.stream->hosts.repeats;
  result.run.census = run.census();
  result.run.first_event = result.stream->first_event;
  result.run.last_event = result.stream->last_event;
  result.run.correlation = result.stream->correlation;
  JudgeRules(catalog, plans, engine.native, alerts_of, &result);
  result.seconds_run = SecondsSince(run_start);
  return result;
}

}  // namespace tocsin
