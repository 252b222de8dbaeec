// Options that mean the same in every command.
#pragma once

#include "base/diag/sink.h"
#include "cli/console_text/terminal.h"
#include "pipeline/batch_run.h"
#include "rules/catalog.h"
#include "rules/loader.h"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tocsin {

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

// The catalog that the options ask for. Faults of named paths are printed; null then.
std::unique_ptr<Catalog> LoadCatalog(const RuleOptions& options, DiagnosticSink& sink,
                                     LoadReport* report);

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

// Checks that every path exists; prints what does not.
bool EvidenceExists(const EvidenceOptions& options);

// Prints diagnostics to standard error, errors first to last as found, up to `most`.
void PrintDiagnostics(const std::vector<Diagnostic>& diagnostics, const Terminal& terminal,
                      std::size_t most = 50);

// "tocsin: MESSAGE" to standard error; text of the outside world is made safe.
void PrintError(const std::string& message);

// Writes text to the stream; a reader that went away ends the program quietly.
void Write(std::FILE* stream, std::string_view text);

}  // namespace tocsin
