// Options that mean the same in every command.
#pragma once

#include "base/diag/sink.h"
#include "cli/console_text/terminal.h"
#include "pipeline/batch_run.h"
#include "rules/catalog.h"
#include "rules/loader.h"

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
class Option;
}  // namespace CLI

namespace tocsin {

// Makes an option of several values take exactly one each time it is given, so that what follows
// it is left to others: `--rules A B C` reads rules A over evidence B and C.
CLI::Option* OneValueEach(CLI::Option* option);

struct DisplayOptions {
  std::string color = "auto";
  bool quiet = false;

  Terminal Out() const;  // standard output
  Terminal Err() const;  // standard error
};
void AddDisplayOptions(CLI::App& app, DisplayOptions* options);

struct RuleOptions {
  std::vector<std::string> paths;  // empty: the built-in pack
  std::vector<std::string> only;   // ids or names
  std::vector<std::string> tags;
  std::string severity;  // at least
  bool exact = false;
  std::string index_match = "equivalent";

  IndexMatch index_match_mode() const;
};
void AddRuleOptions(CLI::App& app, RuleOptions* options);

// The catalog that the options ask for; rules that are not selected cannot run. Faults of named
// paths are printed; null then.
std::unique_ptr<Catalog> LoadCatalog(const RuleOptions& options, DiagnosticSink& sink,
                                     LoadReport* report);

// Why Catalog::Find gave nothing for `text`: names the rules that may be meant.
std::string NoSuchRule(const Catalog& catalog, const std::string& text);

struct EvidenceOptions {
  std::vector<std::string> paths;
  unsigned jobs = 0;
  std::string source;
  std::string compat;
  bool strict_json = false;
  std::size_t batch_records = 1024;

  BatchOptions Batch() const;
};
void AddEvidenceOptions(CLI::App& app, EvidenceOptions* options);

// Whether --rule, --tag and --severity leave the rule in.
class RuleSelection {
 public:
  // `catalog` must know every rule that is named, as it does once it went through LoadCatalog.
  RuleSelection(const RuleOptions& options, const Catalog& catalog);

  bool all() const { return named_.empty() && tags_.empty() && !least_; }
  bool Takes(RuleId id, const Rule& rule) const;

 private:
  std::vector<RuleId> named_;
  std::vector<std::string> tags_;
  std::optional<RuleSeverity> least_;
};

// Checks that every path exists; prints what does not.
bool EvidenceExists(const EvidenceOptions& options);

// Prints diagnostics to standard error, errors first to last as found, up to `most`.
void PrintDiagnostics(const std::vector<Diagnostic>& diagnostics, const Terminal& terminal,
                      std::size_t most = 50);

// "tocsin: MESSAGE" to standard error; text of the outside world is made safe.
void PrintError(const std::string& message);

// Writes text to the stream. When standard output fails the program ends: quietly if its reader
// went away, else with a message and kExitInternal. Failures of standard error are passed over.
void Write(std::FILE* stream, std::string_view text);
// The same for text that is still in the buffer of standard output. Before anything goes to
// standard error that should stand below, and at the end.
void FlushOutput();

}  // namespace tocsin
