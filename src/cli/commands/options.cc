#include "cli/commands/options.h"

#include "base/diag/render_text.h"
#include "base/escape.h"
#include "base/file.h"
#include "cli/commands/exit_code.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

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

}  // namespace

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
  app.add_option("--rules,-r", options->paths,
                 "rule file or folder; repeat for more; 'builtin' is the pack in the program")
      ->type_name("PATH")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--rule", options->only, "only this rule (id or name); repeat for more")
      ->type_name("RULE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--tag", options->tags, "only rules with this tag; repeat for more")
      ->type_name("TAG")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
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
      PrintError("no rule has the id or name '" + name + "'; see 'tocsin rules list'");
      return nullptr;
    }
  }
  const std::optional<RuleSeverity> least = ParseRuleSeverity(options.severity);
  if (!options.only.empty() || !options.tags.empty() || least) {
    std::vector<RuleId> only;
    for (const std::string& name : options.only) only.push_back(*(*catalog)->Find(name));
    (*catalog)->Select([&](RuleId id, const Rule& rule) {
      const bool named = only.empty() || std::find(only.begin(), only.end(), id) != only.end();
      return named && (options.tags.empty() || HasTag(rule, options.tags)) &&
             (!least || rule.severity >= *least);
    });
  }
  return *std::move(catalog);
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
  if (errno == EPIPE) std::_Exit(kExitSuccess);
  if (stream == stdout) {
    std::fputs("tocsin: cannot write to standard output\n", stderr);
    std::_Exit(kExitInternal);
  }
}

}  // namespace tocsin
