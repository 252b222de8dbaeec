// tocsin events query QUERY PATH...: search evidence with a rule language.
#include "base/escape.h"
#include "cli/commands/command.h"
#include "cli/commands/exit_code.h"
#include "cli/commands/json_text.h"
#include "cli/commands/options.h"
#include "cli/commands/progress_line.h"
#include "engine/limits.h"
#include "event/json_writer.h"
#include "pipeline/key_secret.h"
#include "query/languages.h"
#include "telemetry/native_fields.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace tocsin {
namespace {

struct QueryArguments {
  DisplayOptions display;
  EvidenceOptions evidence;
  std::string query;
  std::string language = "eql";
  std::string dialect;
  bool exact = false;
  bool count = false;
  bool explain = false;
};

// "# FILE#RECORD ..." of all events, as alerts name their evidence.
std::string RenderAddresses(const Detection& detection, const std::vector<InputReport>& inputs) {
  std::string line = "#";
  for (const DetectedEvent& detected : detection.events) {
    if (!detected.event) continue;
    const EventOrigin& origin = detected.event->event().origin;
    line += fmt::format(" {}#{}", inputs.at(origin.input.value()).name, origin.number);
  }
  return EscapeTerminal(line) + "\n";
}

std::string RenderDetection(const Detection& detection, const Schema& schema) {
  std::string line;
  if (detection.kind == DetectionKind::kSingle) {
    AppendEventJson(detection.events.front().event->event(), schema, &line);
    return line + "\n";
  }
  nlohmann::ordered_json keys = nlohmann::ordered_json::array();
  for (const KeyPart& part : detection.key) {
    keys.push_back(part.kind == ValueKind::kNull ? nlohmann::ordered_json(nullptr)
                                                 : nlohmann::ordered_json(part.text));
  }
  line = "{\"join_keys\":" + JsonText(keys) + ",\"events\":[";
  bool first = true;
  for (const DetectedEvent& detected : detection.events) {
    if (!first) line.push_back(',');
    first = false;
    if (detected.event) {
      AppendEventJson(detected.event->event(), schema, &line);
    } else {
      line += "{\"missing\":true}";
    }
  }
  return line + "]}\n";
}

int QueryEvents(const QueryArguments& arguments) {
  if (!EvidenceExists(arguments.evidence)) return kExitUsage;
  const Terminal err = arguments.display.Err();
  Schema schema;
  DiagnosticSink sink;
  QueryOptions options;
  options.exact = arguments.exact;
  options.dialect = arguments.dialect;
  options.unknown_fields = plan::UnknownFields::kError;
  const SourceRef text = SourceText::Make("<query>", arguments.query);
  Result<plan::Plan, Reported> plan = CompileQuery(arguments.language, text, options, schema, sink);
  PrintDiagnostics(sink.diagnostics(), err);
  if (!plan) return kExitUsage;

  const auto given = LimitsOf(*plan);
  const std::vector<plan::EventPlan::Limit> limits(given.begin(), given.end());
  std::vector<RulePlan> plans;
  plans.push_back({RuleId(0), "query", *std::move(plan), IndexScope()});
  EngineOptions engine;
  engine.key_secret = RandomKeySecret();
  engine.native = NativeFieldsOfSources(schema, arguments.evidence.Batch().normalize);
  const std::shared_ptr<const Ruleset> ruleset = Ruleset::Build(std::move(plans), schema, engine);
  ProgressLine progress(arguments.display.quiet ? Terminal{} : err);
  BatchOutput run = RunBatch(ruleset, schema, arguments.evidence.Batch(), &progress);
  progress.Wipe();
  ApplyLimits(limits, &run.detections);
  if (arguments.count) {
    Write(stdout, std::to_string(run.detections.size()) + "\n");
  } else {
    for (const Detection& detection : run.detections) {
      if (arguments.explain) Write(stdout, RenderAddresses(detection, run.inputs));
      Write(stdout, RenderDetection(detection, schema));
    }
  }
  FlushOutput();
  bool readable = run.records.rejected.empty();
  for (const InputReport& report : run.inputs) {
    if (!report.error) continue;
    PrintError(report.name + ": " + report.error->message);
    readable = readable && report.skipped;
  }
  if (!arguments.display.quiet) {
    std::uint64_t rejected = 0;
    for (const auto& [reason, count] : run.records.rejected) rejected += count;
    Write(stderr, fmt::format("{} found in {} records ({} rejected)\n",
                              WithThousands(run.detections.size()),
                              WithThousands(run.records.records_in), WithThousands(rejected)));
  }
  return readable ? kExitSuccess : kExitUnreadable;
}

}  // namespace

void AddEventsQueryCommand(CLI::App& events, int* exit_code) {
  CLI::App* query = events.add_subcommand("query", "find events or sequences");
  const auto arguments = std::make_shared<QueryArguments>();
  query->add_option("query", arguments->query, "the query")->type_name("QUERY")->required();
  AddEvidenceOptions(*query, &arguments->evidence);
  query->add_option("--lang,-l", arguments->language, "language of the query")
      ->check(CLI::IsMember({"eql", "datadog"}));
  query
      ->add_option("--dialect", arguments->dialect,
                   "of eql: endpoint is that of the behavior rules of endpoint sensors")
      ->check(CLI::IsMember({"elasticsearch", "endpoint"}));
  query->add_flag("--exact", arguments->exact,
                  "follow the language's home system where Tocsin is kinder");
  query->add_flag("--explain", arguments->explain, "say for each result where its records stand");
  query->add_flag("--count", arguments->count, "print only how many were found");
  AddDisplayOptions(*query, &arguments->display);
  query->footer(
      "Example:\n"
      "  tocsin events query 'process where process.name : \"ssh.exe\"' evidence/");
  query->callback([arguments, exit_code] { *exit_code = QueryEvents(*arguments); });
}

}  // namespace tocsin
