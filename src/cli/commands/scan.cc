// tocsin scan: rules over evidence.
#include "pipeline/scan.h"

#include "cli/commands/alert_output.h"
#include "cli/commands/command.h"
#include "cli/commands/exit_code.h"
#include "cli/commands/options.h"
#include "cli/commands/output_file.h"
#include "cli/commands/progress_line.h"
#include "cli/commands/scan_books.h"
#include "cli/commands/scan_follow.h"

#include <CLI/CLI.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <memory>

namespace tocsin {
namespace {

struct ScanArguments {
  DisplayOptions display;
  RuleOptions rules;
  EvidenceOptions evidence;
  FollowArguments follow;
  std::string format;
  std::vector<std::string> outputs;
  std::string stats;  // "", "text", "json"
  std::string fail_on;
  bool strict = false;
};

std::atomic<bool> g_interrupted = false;  // NOLINT: set by a signal handler, which has no context

extern "C" void OnInterrupt(int signal_number) {
  if (g_interrupted.exchange(true)) {
    std::signal(signal_number, SIG_DFL);
    std::raise(signal_number);
  }
}

// Where alerts go. With --stats=json standard output carries the books alone, unless the user asked
// for alerts there as well.
std::optional<std::vector<AlertTarget>> Targets(const ScanArguments& arguments,
                                                const Terminal& out) {
  std::vector<AlertTarget> targets;
  for (const std::string& text : arguments.outputs) {
    Result<AlertTarget> target = ParseAlertTarget(text);
    if (!target) {
      PrintError(target.error().message);
      return std::nullopt;
    }
    targets.push_back(*std::move(target));
  }
  if (!arguments.format.empty()) {
    const std::optional<AlertFormat> format = ParseAlertFormat(arguments.format);
    targets.push_back({format.value_or(AlertFormat::kJsonl), {}});
  }
  if (targets.empty() && arguments.stats != "json") {
    const bool as_table = out.is_tty && !arguments.follow.on;
    targets.push_back({as_table ? AlertFormat::kTable : AlertFormat::kJsonl, {}});
  }
  return targets;
}

// A target with its file, which is open before the scan begins.
struct OpenTarget {
  AlertFormat format;
  std::optional<OutputFile> file;  // none: standard output
};

std::optional<std::vector<OpenTarget>> OpenTargets(const std::vector<AlertTarget>& targets) {
  std::vector<OpenTarget> open;
  for (const AlertTarget& target : targets) {
    open.push_back({target.format, std::nullopt});
    if (target.file.empty()) continue;
    Result<OutputFile> file = OutputFile::Open(target.file);
    if (!file) {
      PrintError(file.error().ToString());
      return std::nullopt;
    }
    open.back().file.emplace(*std::move(file));
  }
  return open;
}

bool WriteTargets(const ScanResult& result, const Schema& schema, const Terminal& out,
                  std::vector<OpenTarget>* targets) {
  bool written = true;
  for (OpenTarget& target : *targets) {
    if (!target.file) {
      WriteAlerts(result.alerts, target.format, schema, out,
                  [](std::string_view text) { Write(stdout, text); });
      continue;
    }
    WriteAlerts(result.alerts, target.format, schema, {},
                [&](std::string_view text) { target.file->Write(text); });
    const Result<void> done = target.file->Commit();
    if (done) continue;
    PrintError(done.error().ToString());
    written = false;
  }
  return written;
}

int ExitCodeOf(const ScanArguments& arguments, const Catalog& catalog, const ScanResult& result) {
  if (result.run.interrupted) return kExitInterrupted;
  if (SomethingWasUnreadable(result)) return kExitUnreadable;
  if (arguments.strict && catalog.count(RuleState::kNotLoaded) > 0) return kExitNoRules;
  if (const auto least = ParseRuleSeverity(arguments.fail_on)) {
    if (result.totals.gravest && *result.totals.gravest >= *least) return kExitFindings;
  }
  return kExitSuccess;
}

ScanResult ScanOnce(const ScanArguments& arguments, const Catalog& catalog, const Terminal& err) {
  ScanOptions options;
  options.batch = arguments.evidence.Batch();
  options.batch.interrupted = &g_interrupted;
  options.engine.index_match = arguments.rules.index_match_mode();
  ProgressLine progress(arguments.display.quiet ? Terminal{} : err);
  return Scan(catalog, options, &progress);
}

ScanResult FollowToTheEnd(const ScanArguments& arguments, const Catalog& catalog,
                          const std::vector<AlertTarget>& targets) {
  std::optional<AlertFormat> format;
  if (!targets.empty()) format = targets.front().format;
  return FollowEvidence(catalog, arguments.follow, arguments.evidence,
                        arguments.rules.index_match_mode(), format, arguments.display,
                        g_interrupted);
}

int RunScan(const ScanArguments& arguments) {
  const auto start = std::chrono::steady_clock::now();
  const Terminal out = arguments.display.Out();
  const Terminal err = arguments.display.Err();
  const std::optional<std::vector<AlertTarget>> targets = Targets(arguments, out);
  if (!targets || !EvidenceExists(arguments.evidence)) return kExitUsage;
  if (arguments.follow.on && !CanFollow(*targets)) return kExitUsage;

  DiagnosticSink sink;
  LoadReport report;
  const std::unique_ptr<Catalog> catalog = LoadCatalog(arguments.rules, sink, &report);
  if (!catalog) return kExitUsage;
  if (!arguments.display.quiet) {
    std::vector<Diagnostic> errors;
    for (const Diagnostic& diagnostic : sink.diagnostics()) {
      if (diagnostic.severity() == Severity::kError) errors.push_back(diagnostic);
    }
    PrintDiagnostics(errors, err, 10);
  } else if (const std::size_t broken = catalog->count(RuleState::kNotLoaded); broken > 0) {
    PrintError(CountText(broken, "rule", "rules") +
               " could not be loaded; 'tocsin rules lint' says why");
  }
  for (const Error& error : report.unreadable) PrintError(error.ToString());
  if (catalog->count(RuleState::kReady) == 0) {
    PrintError("no rule can run; 'tocsin rules lint' says why");
    return kExitNoRules;
  }

  std::optional<std::vector<OpenTarget>> open = OpenTargets(*targets);
  if (!open) return kExitUsage;

  std::signal(SIGINT, OnInterrupt);
  std::signal(SIGTERM, OnInterrupt);
  const ScanResult result = arguments.follow.on ? FollowToTheEnd(arguments, *catalog, *targets)
                                                : ScanOnce(arguments, *catalog, err);
  const bool written = WriteTargets(result, catalog->schema(), out, &*open);
  if (arguments.stats == "json") {
    Write(stdout, ScanBooksJson(result, *catalog, report) + "\n");
  }
  FlushOutput();
  if (!arguments.display.quiet) {
    if (out.is_tty && !result.alerts.empty()) Write(stderr, "\n");
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    Write(stderr, ScanSummary(result, *catalog, report, seconds, arguments.stats == "text", err));
  }
  return written ? ExitCodeOf(arguments, *catalog, result) : kExitInternal;
}

}  // namespace

void AddScanCommand(CLI::App& app, int* exit_code) {
  CLI::App* scan = app.add_subcommand("scan", "run detection rules over evidence");
  const auto arguments = std::make_shared<ScanArguments>();
  AddRuleOptions(*scan, &arguments->rules);
  AddEvidenceOptions(*scan, &arguments->evidence);
  scan->add_option("--format,-f", arguments->format,
                   "form of the alerts on standard output: table (terminal), jsonl (pipe), json, "
                   "csv, ecs")
      ->check(CLI::IsMember({"table", "jsonl", "json", "csv", "ecs"}));
  OneValueEach(
      scan->add_option("--output,-o", arguments->outputs, "FORMAT[=FILE]; repeat for more"))
      ->type_name("FORMAT[=FILE]");
  scan->add_flag("--json{jsonl}", arguments->format, "the same as --format jsonl")
      ->disable_flag_override();
  scan->add_flag("--stats{text}", arguments->stats,
                 "all books: plain prints them with the summary, --stats=json on standard output")
      ->check(CLI::IsMember({"text", "json"}));
  scan->add_option("--fail-on", arguments->fail_on,
                   "exit with 1 if an alert is at least this severe")
      ->check(CLI::IsMember({"informational", "low", "medium", "high", "critical"}));
  scan->add_flag("--strict", arguments->strict, "exit with 3 if any rule could not be loaded");
  scan->add_flag("--follow", arguments->follow.on,
                 "go on reading files that grow, are rotated, or appear, and standard input, and "
                 "print each alert as it appears; Ctrl-C ends it with the summary");
  scan->add_option("--hold", arguments->follow.hold_seconds,
                   "with --follow: how long events wait for earlier ones, where order matters "
                   "(default 30)")
      ->type_name("SECONDS")
      ->check(CLI::Range(0U, 3600U));
  AddDisplayOptions(*scan, &arguments->display);
  scan->footer(
      "Examples:\n"
      "  tocsin scan evidence/\n"
      "  tocsin scan --rules my-rules/ --format ecs Security.evtx > alerts.ndjson\n"
      "  zcat events.json.gz | tocsin scan --stats=json -\n"
      "  tocsin scan --follow /var/log/auth.log /var/log/audit/\n"
      "Exit codes: 0 done, 1 --fail-on reached, 2 wrong arguments, 3 no rules, 4 some input could "
      "not be read");
  scan->callback([arguments, exit_code] { *exit_code = RunScan(*arguments); });
}

}  // namespace tocsin
