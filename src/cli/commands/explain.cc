// tocsin explain CODE: what a diagnostic means and what to do.
#include "base/diag/code.h"
#include "base/diag/suggest.h"
#include "cli/commands/command.h"
#include "cli/commands/exit_code.h"
#include "cli/commands/options.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

namespace tocsin {
namespace {

// Breaks at blanks so that lines stay below `width`.
std::string Wrapped(std::string_view text, std::size_t width) {
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (column > 0 && column + 1 + end > width) {
      out.push_back('\n');
      column = 0;
    } else if (column > 0) {
      out.push_back(' ');
      ++column;
    }
    out.append(text.substr(0, end));
    column += end;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

int Explain(const std::string& text, const Terminal& out) {
  const std::optional<DiagCode> code = FindCode(text);
  if (!code) {
    std::vector<std::string_view> codes;
    for (const CodeFacts& facts : AllCodes()) codes.push_back(facts.text);
    const std::vector<std::string_view> near = NearNames(text, codes);
    PrintError("no diagnostic has the code '" + text + "'" +
               (near.empty() ? "; 'tocsin explain' lists all" : "; " + DidYouMean(near)));
    return kExitUsage;
  }
  const CodeFacts& facts = FactsOf(*code);
  const std::string head =
      fmt::format("{}[{}]: {}", SeverityName(facts.severity), facts.text, facts.title);
  Write(stdout, Styled(head, Style::kBold, out) + "\n\n" + Wrapped(facts.explanation, 80) + "\n");
  return kExitSuccess;
}

int ListAll() {
  for (const CodeFacts& facts : AllCodes()) {
    Write(stdout,
          fmt::format("{}  {:<8} {}\n", facts.text, SeverityName(facts.severity), facts.title));
  }
  return kExitSuccess;
}

}  // namespace

void AddExplainCommand(CLI::App& app, int* exit_code) {
  CLI::App* explain = app.add_subcommand("explain", "say what a diagnostic code means");
  const auto code = std::make_shared<std::string>();
  const auto display = std::make_shared<DisplayOptions>();
  explain->add_option("code", *code, "such as EQL021; none lists all")->type_name("CODE");
  AddDisplayOptions(*explain, display.get());
  explain->callback([code, display, exit_code] {
    *exit_code = code->empty() ? ListAll() : Explain(*code, display->Out());
  });
}

}  // namespace tocsin
