// tocsin rules list: every rule with its state.
#include "cli/commands/command.h"
#include "cli/commands/exit_code.h"
#include "cli/commands/json_text.h"
#include "cli/commands/options.h"
#include "cli/console_text/table.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace tocsin {
namespace {

struct ListArguments {
  DisplayOptions display;
  RuleOptions rules;
  std::string format;
};

std::string TechniquesOf(const Rule& rule) {
  std::string list;
  for (const Threat& threat : rule.threat) {
    for (const Technique& technique : threat.techniques) {
      const std::string& id =
          technique.subtechniques.empty() ? technique.item.id : technique.subtechniques[0].id;
      if (list.find(id) != std::string::npos) continue;
      list += (list.empty() ? "" : " ") + id;
    }
  }
  return list;
}

std::string RenderTable(const std::vector<const LoadedRule*>& rules, const Terminal& out) {
  Table table({{"STATE", 5, 0},
               {"SEVERITY", 8, 0},
               {"RULE", 20, 0},
               {"TECHNIQUES", 9, 30},
               {"TYPE", 4, 16},
               {"ID", 8, 0}});
  for (const LoadedRule* loaded : rules) {
    const Rule& rule = loaded->rule;
    const bool ready = loaded->state == RuleState::kReady;
    table.Add({{std::string(RuleStateName(loaded->state)), ready ? Style::kGreen : Style::kYellow},
               {std::string(RuleSeverityName(rule.severity)), StyleOf(rule.severity)},
               {rule.name.empty() ? rule.path : rule.name, Style::kBold},
               {TechniquesOf(rule), Style::kPlain},
               {rule.type, Style::kPlain},
               {rule.id, Style::kDim}});
  }
  return table.Render(out);
}

std::string RenderLines(const std::vector<const LoadedRule*>& rules) {
  std::string out;
  for (const LoadedRule* loaded : rules) {
    const Rule& rule = loaded->rule;
    const nlohmann::ordered_json json = {{"id", rule.id},
                                         {"name", rule.name},
                                         {"state", RuleStateName(loaded->state)},
                                         {"reason", loaded->reason},
                                         {"severity", RuleSeverityName(rule.severity)},
                                         {"risk_score", rule.risk_score},
                                         {"type", rule.type},
                                         {"language", rule.language},
                                         {"format", rule.format},
                                         {"version", rule.version},
                                         {"tags", rule.tags},
                                         {"file", rule.path}};
    out += JsonText(json) + "\n";
  }
  return out;
}

// "4 rules: 3 ready, 1 switched off". States without rules are left out.
std::string Summary(const std::vector<const LoadedRule*>& rules, const LoadReport& report) {
  const auto count = [&](RuleState state) {
    return std::count_if(rules.begin(), rules.end(),
                         [&](const LoadedRule* rule) { return rule->state == state; });
  };
  std::string text = CountText(rules.size(), "rule", "rules") + ": " +
                     WithThousands(static_cast<std::size_t>(count(RuleState::kReady))) + " ready";
  const auto add = [&](RuleState state, std::string_view words) {
    const auto number = static_cast<std::size_t>(count(state));
    if (number > 0) text += ", " + WithThousands(number) + " " + std::string(words);
  };
  add(RuleState::kNotLoaded, "not loaded");
  add(RuleState::kNotYet, "of kinds not supported yet");
  add(RuleState::kDisabled, "switched off");
  if (report.files_passed_over > 0) {
    text +=
        "; " + CountText(report.files_passed_over, "other file", "other files") + " passed over";
  }
  return text + "\n";
}

int ListRules(const ListArguments& arguments) {
  const Terminal out = arguments.display.Out();
  DiagnosticSink sink;
  LoadReport report;
  const std::unique_ptr<Catalog> catalog = LoadCatalog(arguments.rules, sink, &report);
  if (!catalog) return kExitUsage;
  for (const Error& error : report.unreadable) PrintError(error.ToString());
  const RuleSelection selection(arguments.rules, *catalog);
  std::vector<const LoadedRule*> rules;
  for (std::size_t i = 0; i < catalog->rules().size(); ++i) {
    const LoadedRule& loaded = catalog->rules()[i];
    if (selection.Takes(RuleId(static_cast<std::uint32_t>(i)), loaded.rule)) {
      rules.push_back(&loaded);
    }
  }
  const bool table = arguments.format.empty() ? out.is_tty : arguments.format == "table";
  Write(stdout, table ? RenderTable(rules, out) : RenderLines(rules));
  FlushOutput();
  if (!arguments.display.quiet) Write(stderr, Summary(rules, report));
  return report.unreadable.empty() ? kExitSuccess : kExitUnreadable;
}

}  // namespace

void AddRulesListCommand(CLI::App& rules, int* exit_code) {
  CLI::App* list = rules.add_subcommand("list", "list rules and whether they can run");
  const auto arguments = std::make_shared<ListArguments>();
  AddRuleOptions(*list, &arguments->rules);
  list->add_option("--format,-f", arguments->format, "table (terminal) or jsonl (pipe)")
      ->check(CLI::IsMember({"table", "jsonl"}));
  AddDisplayOptions(*list, &arguments->display);
  list->callback([arguments, exit_code] { *exit_code = ListRules(*arguments); });
}

}  // namespace tocsin
