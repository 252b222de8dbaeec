// Rules from files and folders into a catalog.
//
// A path is a rule file, a folder (read whole, in byte order), or the word "builtin" for the pack
// in the program. The markdown file guide.md beside a rule is its investigation guide when the
// rule brings none; the message of a Datadog rule is a text for its signals and serves as guide
// only without that file. Of two rules with one id the later stays, with a warning; so rules of a
// user replace built-in ones. A broken rule never stops the others.
#pragma once

#include "base/diag/sink.h"
#include "base/result.h"
#include "rules/catalog.h"

#include <memory>
#include <string>
#include <vector>

namespace tocsin {

struct LoadOptions {
  std::vector<std::string> paths = {"builtin"};
  bool exact = false;  // follow the home systems where Tocsin's defaults are kinder
};

struct LoadReport {
  std::size_t files_read = 0;
  std::size_t files_passed_over = 0;  // in folders: no rule format claims them
  std::vector<std::string> replaced;  // one sentence per replaced rule
  std::vector<Error> unreadable;      // files and folders
};

// Messages about rules go to the sink, in the order of files. Fails only when a path that was
// named does not exist.
Result<std::unique_ptr<Catalog>> LoadRules(const LoadOptions& options, DiagnosticSink& sink,
                                           LoadReport* report);

}  // namespace tocsin
