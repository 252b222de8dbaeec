#include "cli/commands/options.h"

#include "base/case_fold.h"
#include "base/diag/render_text.h"
#include "base/escape.h"
#include "base/file.h"
#include "cli/commands/exit_code.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace tocsin {
namespace {

ColorMode ModeOf(const std::string& word) {
  if (word == "always") return ColorMode::kAlways;
  return word == "never" ? ColorMode::kNever : ColorMode::kAuto;
}

bool HasTag(const Rule& rule, const std::vector<std::string>& tags) {
  return std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) {
    return std::find(rule.tags.begin(), rule.tags.end(), tag) != rule.tags.end();
  });
}

// Nobody would see the rest. A reader that went away has what it wanted; everything else is loud.
[[noreturn]] void EndForLackOfOutput(int error_number) {
  if (error_number == EPIPE) std::_Exit(kExitSuccess);
  std::fprintf(stderr, "tocsin: cannot write to standard output: %s\n",
               std::system_category().message(error_number).c_str());
  std::_Exit(kExitInternal);
}

}  // namespace

CLI::Option* OneValueEach(CLI::Option* option) {
  return option->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false);
}

Terminal DisplayOptions::Out() const { return DescribeTerminal(stdout, ModeOf(color)); }
Terminal DisplayOptions::Err() const { return DescribeTerminal(stderr, ModeOf(color)); }

void AddDisplayOptions(CLI::App& app, DisplayOptions* options) {
  app.add_option("--color", options->color, "color the text: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_flag("-q,--quiet", options->quiet, "print results only, no summary");
}

IndexMatch RuleOptions::index_match_mode() const {
  return index_match == "strict" ? IndexMatch::kStrict : IndexMatch::kEquivalent;
}

void AddRuleOptions(CLI::App& app, RuleOptions* options) {
  OneValueEach(
      app.add_option("--rules,-r", options->paths,
                     "rule file or folder; repeat for more; 'builtin' is the pack in the program"))
      ->type_name("PATH");
  OneValueEach(
      app.add_option("--rule", options->only, "only this rule (id or name); repeat for more"))
      ->type_name("RULE");
  OneValueEach(app.add_option("--tag", options->tags, "only rules with this tag; repeat for more"))
      ->type_name("TAG");
  app.add_option("--severity", options->severity, "only rules at least this severe")
      ->check(CLI::IsMember({"informational", "low", "medium", "high", "critical"}));
  app.add_option("--index-match", options->index_match,
                 "equivalent: rules also read like telemetry of other sensors; strict: only what "
                 "their index patterns name")
      ->check(CLI::IsMember({"equivalent", "strict"}));
  app.add_flag("--exact", options->exact,
               "follow the rules' home systems to the letter where Tocsin is kinder");
}

std::unique_ptr<Catalog> LoadCatalog(const RuleOptions& options, DiagnosticSink& sink,
                                     LoadReport* report) {
  LoadOptions load;
  load.exact = options.exact;
  if (!options.paths.empty()) load.paths = options.paths;
  Result<std::unique_ptr<Catalog>> catalog = LoadRules(load, sink, report);
  if (!catalog) {
    PrintError(catalog.error().ToString());
    return nullptr;
  }
  for (const std::string& name : options.only) {
    if (!(*catalog)->Find(name)) {
      PrintError(NoSuchRule(**catalog, name));
      return nullptr;
    }
  }
  const RuleSelection selection(options, **catalog);
  if (!selection.all()) {
    (*catalog)->Select([&](RuleId id, const Rule& rule) { return selection.Takes(id, rule); });
  }
  return *std::move(catalog);
}

RuleSelection::RuleSelection(const RuleOptions& options, const Catalog& catalog)
    : tags_(options.tags), least_(ParseRuleSeverity(options.severity)) {
  for (const std::string& name : options.only) {
    if (const std::optional<RuleId> id = catalog.Find(name)) named_.push_back(*id);
  }
}

bool RuleSelection::Takes(RuleId id, const Rule& rule) const {
  const bool named = named_.empty() || std::find(named_.begin(), named_.end(), id) != named_.end();
  return named && (tags_.empty() || HasTag(rule, tags_)) && (!least_ || rule.severity >= *least_);
}

std::string NoSuchRule(const Catalog& catalog, const std::string& text) {
  constexpr std::size_t kShown = 5;
  std::size_t candidates = 0;
  std::string list;
  for (const LoadedRule& loaded : catalog.rules()) {
    if (AsciiFindIgnoreCase(loaded.rule.name, text) == std::string_view::npos) continue;
    if (++candidates <= kShown) list += (list.empty() ? "'" : ", '") + loaded.rule.name + "'";
  }
  if (candidates == 0) {
    return "no rule has the id or name '" + text + "'; see 'tocsin rules list'";
  }
  if (candidates > kShown) list += fmt::format(" and {} more", candidates - kShown);
  return fmt::format("'{}' stands in the names of {} rules: {}", text, candidates, list);
}

BatchOptions EvidenceOptions::Batch() const {
  BatchOptions batch;
  batch.paths = paths;
  batch.jobs = jobs;
  batch.batch_records = batch_records;
  batch.normalize.forced_source = source;
  batch.normalize.compat_elastic = compat == "elastic";
  batch.normalize.strict_json = strict_json;
  return batch;
}

void AddEvidenceOptions(CLI::App& app, EvidenceOptions* options) {
  app.add_option("paths", options->paths,
                 "evidence: files, folders, archives; '-' is standard input")
      ->type_name("PATH")
      ->required();
  app.add_option("--jobs,-j", options->jobs, "worker threads (default: one per core)")
      ->type_name("N")
      ->check(CLI::Range(1U, 1024U));
  std::vector<std::string> sources;
  for (const SourceInfo& source : AllSources()) sources.emplace_back(source.name);
  app.add_option("--source", options->source, "take every record as from this sensor")
      ->type_name("NAME")
      ->check(CLI::IsMember(sources));
  app.add_option("--compat", options->compat,
                 "elastic: map fields as the published pipelines do, faults included")
      ->check(CLI::IsMember({"elastic"}));
  app.add_flag("--strict-json", options->strict_json,
               "reject JSON records with invalid text instead of repairing them");
  app.add_option("--batch-records", options->batch_records, "records decided at a time")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 20))
      ->group("");  // results do not depend on it; for tests
}

bool EvidenceExists(const EvidenceOptions& options) {
  bool all = true;
  for (const std::string& path : options.paths) {
    if (path == "-") continue;
    if (path.empty()) {
      PrintError("'' is no evidence: the path is empty");
      all = false;
      continue;
    }
    const Result<FileFacts> facts = InspectFile(path);
    if (facts) continue;
    PrintError(facts.error().ToString());
    all = false;
  }
  return all;
}

void PrintDiagnostics(const std::vector<Diagnostic>& diagnostics, const Terminal& terminal,
                      std::size_t most) {
  RenderTextOptions options;
  options.color = terminal.color;
  std::size_t printed = 0;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (printed == most) {
      Write(stderr, fmt::format("... and {} more; 'tocsin rules lint' prints them all\n",
                                diagnostics.size() - printed));
      return;
    }
    if (printed > 0) Write(stderr, "\n");
    Write(stderr, RenderText(diagnostic, options));
    ++printed;
  }
}

void PrintError(const std::string& message) {
  Write(stderr, "tocsin: " + EscapeTerminal(message) + "\n");
}

void Write(std::FILE* stream, std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stream) == text.size()) return;
  if (stream == stdout) EndForLackOfOutput(errno);
}

void FlushOutput() {
  if (std::fflush(stdout) != 0) EndForLackOfOutput(errno);
}

}  // namespace tocsin
