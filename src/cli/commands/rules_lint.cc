// tocsin rules lint PATH...: every message about rule files.
#include "base/diag/render_json.h"
#include "base/diag/render_text.h"
#include "cli/commands/command.h"
#include "cli/commands/exit_code.h"
#include "cli/commands/options.h"
#include "rules/lint.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace tocsin {
namespace {

struct LintArguments {
  DisplayOptions display;
  RuleOptions rules;
  std::vector<std::string> paths;
  std::string format = "full";
  std::string fail_level = "error";
};

bool Fails(const DiagnosticSink& sink, const std::string& level) {
  if (sink.has_errors()) return level != "never";
  return level == "warning" && sink.warning_count() > 0;
}

int LintRules(const LintArguments& arguments) {
  const Terminal out = arguments.display.Out();
  DiagnosticSink sink(SIZE_MAX);
  LoadReport report;
  const std::unique_ptr<Catalog> catalog = LoadCatalog(arguments.rules, sink, &report);
  if (!catalog) return kExitUsage;
  for (const Error& error : report.unreadable) PrintError(error.ToString());
  LintCatalog(*catalog, sink);
  if (arguments.format == "json") {
    Write(stdout, RenderJsonLines(sink.diagnostics()));
  } else if (arguments.format == "concise") {
    for (const Diagnostic& diagnostic : sink.diagnostics()) {
      Write(stdout, RenderConcise(diagnostic) + "\n");
    }
  } else {
    RenderTextOptions options;
    options.color = out.color;
    Write(stdout, RenderText(sink.diagnostics(), options));
  }
  FlushOutput();
  if (!arguments.display.quiet) {
    std::string summary = CountText(catalog->rules().size(), "rule", "rules") + " in " +
                          CountText(report.files_read, "file", "files") + ": " +
                          CountText(sink.error_count(), "error", "errors") + ", " +
                          CountText(sink.warning_count(), "warning", "warnings");
    if (report.files_passed_over > 0) {
      summary +=
          "; " + CountText(report.files_passed_over, "other file", "other files") + " passed over";
    }
    Write(stderr, summary + "\n");
  }
  if (!report.unreadable.empty()) return kExitUnreadable;
  return Fails(sink, arguments.fail_level) ? kExitFindings : kExitSuccess;
}

}  // namespace

void AddRulesLintCommand(CLI::App& rules, int* exit_code) {
  CLI::App* lint = rules.add_subcommand("lint", "check rule files and say what is wrong");
  const auto arguments = std::make_shared<LintArguments>();
  AddRuleOptions(*lint, &arguments->rules);
  lint->add_option("paths", arguments->paths, "rule files or folders")->type_name("PATH");
  lint->add_option("--format,-f", arguments->format, "full, concise or json")
      ->check(CLI::IsMember({"full", "concise", "json"}));
  lint->add_option("--fail-level", arguments->fail_level, "exit with 1 from here on")
      ->check(CLI::IsMember({"error", "warning", "never"}));
  AddDisplayOptions(*lint, &arguments->display);
  lint->callback([arguments, exit_code] {
    std::vector<std::string>& rules_read = arguments->rules.paths;
    rules_read.insert(rules_read.end(), arguments->paths.begin(), arguments->paths.end());
    *exit_code = LintRules(*arguments);
  });
}

}  // namespace tocsin
