// tocsin events parse PATH...: how an input is read and normalized.
#include "base/escape.h"
#include "cli/commands/command.h"
#include "cli/commands/exit_code.h"
#include "cli/commands/options.h"
#include "event/json_writer.h"
#include "telemetry/open_files.h"
#include "telemetry/router.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace tocsin {
namespace {

struct ParseArguments {
  DisplayOptions display;
  EvidenceOptions evidence;
  std::uint64_t limit = UINT64_MAX;
  bool explain = false;
  bool raw = false;
};

class Printer {
 public:
  Printer(const ParseArguments& arguments, const Schema& schema)
      : arguments_(arguments), schema_(schema) {}

  bool done() const { return printed_ >= arguments_.limit; }

  void Print(const Event& event, std::string_view recognition, const std::string& input) {
    if (done()) return;
    ++printed_;
    if (arguments_.explain) {
      Write(stdout, EscapeTerminal(fmt::format("# {}#{}  source {} ({})  dataset {}", input,
                                               event.origin.number, event.source, recognition,
                                               event.dataset.empty() ? "-" : event.dataset)) +
                        "\n");
    }
    if (arguments_.raw) Write(stdout, EscapeTerminal(event.raw) + "\n");
    line_.clear();
    AppendEventJson(event, schema_, &line_);
    line_.push_back('\n');
    Write(stdout, line_);
  }

 private:
  const ParseArguments& arguments_;
  const Schema& schema_;
  std::uint64_t printed_ = 0;
  std::string line_;
};

void PrintBooks(const NormalizeLedger& ledger, const std::vector<InputReport>& inputs) {
  std::uint64_t rejected = 0;
  for (const auto& [reason, count] : ledger.rejected) rejected += count;
  Write(stderr,
        fmt::format("{} records in = {} parsed + {} rejected\n", WithThousands(ledger.records_in),
                    WithThousands(ledger.records_parsed), WithThousands(rejected)));
  for (const NormalizeLedger::Rejection& sample : ledger.samples) {
    PrintError(fmt::format("{}#{}: {} (byte {})", inputs.at(sample.input.value()).name,
                           sample.number, sample.reason, sample.offset));
  }
}

int ParseEvents(const ParseArguments& arguments) {
  if (!EvidenceExists(arguments.evidence)) return kExitUsage;
  const BatchOptions options = arguments.evidence.Batch();
  const Schema schema;
  const FieldDemand demand = FieldDemand::All();
  Normalizer normalizer(schema, demand, options.normalize);
  const std::unique_ptr<Input> input = OpenFiles(options.paths, options.batch_records);
  NormalizeLedger ledger;
  EventBatch batch;
  Printer printer(arguments, schema);
  while (std::optional<RawBatch> raw = input->Next()) {
    batch.Clear();
    normalizer.Normalize(*raw, &batch, &ledger);
    const std::string name = input->reports().at(raw->input.value()).name;
    for (std::size_t i = 0; i < batch.events().size(); ++i) {
      printer.Print(batch.events()[i], normalizer.RecognitionOf(i), name);
    }
    if (printer.done()) break;
  }
  FlushOutput();
  bool readable = ledger.rejected.empty();
  for (const InputReport& report : input->reports()) {
    if (!report.error) continue;
    PrintError(report.name + ": " + report.error->message);
    readable = readable && report.skipped;
  }
  if (!arguments.display.quiet) PrintBooks(ledger, input->reports());
  return readable ? kExitSuccess : kExitUnreadable;
}

}  // namespace

void AddEventsParseCommand(CLI::App& events, int* exit_code) {
  CLI::App* parse =
      events.add_subcommand("parse", "print each record as the ECS event that rules see");
  const auto arguments = std::make_shared<ParseArguments>();
  AddEvidenceOptions(*parse, &arguments->evidence);
  parse->add_option("--limit,-n", arguments->limit, "stop after this many events");
  parse->add_flag(
      "--explain", arguments->explain,
      "say for each event where it stands, which sensor it was taken for, and how sure that is");
  parse->add_flag("--raw", arguments->raw, "print the raw record before the event");
  AddDisplayOptions(*parse, &arguments->display);
  parse->callback([arguments, exit_code] { *exit_code = ParseEvents(*arguments); });
}

}  // namespace tocsin
