// tocsin rules show RULE: everything a rule's file says, as a page.
#include "base/escape.h"
#include "cli/commands/command.h"
#include "cli/commands/exit_code.h"
#include "cli/commands/options.h"
#include "plan/printer.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace tocsin {
namespace {

struct ShowArguments {
  DisplayOptions display;
  RuleOptions rules;
  std::string rule;
  bool plan = false;
};

class Page {
 public:
  explicit Page(const Terminal& out) : out_(out) {}

  void Title(const std::string& text) {
    text_ += Styled(EscapeTerminal(text), Style::kBold, out_) + "\n";
  }
  void Section(std::string_view title) { text_ += "\n" + Styled(title, Style::kBold, out_) + "\n"; }
  void Fact(std::string_view label, const std::string& value) {
    if (value.empty()) return;
    std::string head(label);
    head.resize(18, ' ');
    text_ += Styled(head, Style::kDim, out_) + EscapeTerminal(value) + "\n";
  }
  void Facts(std::string_view label, const std::vector<std::string>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) Fact(i == 0 ? label : "", values[i]);
  }
  // Several lines; every control byte but line ends is escaped.
  void Block(const std::string& text) {
    text_ += EscapeTerminalLines(text);
    if (!text_.ends_with('\n')) text_.push_back('\n');
  }
  std::string Take() { return std::move(text_); }

 private:
  const Terminal& out_;
  std::string text_;
};

void AddThreat(const Rule& rule, Page* page) {
  if (rule.threat.empty()) return;
  page->Section("ATT&CK");
  for (const Threat& threat : rule.threat) {
    page->Fact(threat.tactic.id, threat.tactic.name + "  " + threat.tactic.reference);
    for (const Technique& technique : threat.techniques) {
      page->Fact("  " + technique.item.id, technique.item.name + "  " + technique.item.reference);
      for (const AttackItem& sub : technique.subtechniques) {
        page->Fact("    " + sub.id, sub.name + "  " + sub.reference);
      }
    }
  }
}

std::string PivotText(const Pivot& pivot) {
  std::string text;
  for (const std::vector<PivotTest>& group : pivot.providers) {
    if (!text.empty()) text += " or ";
    std::string tests;
    for (const PivotTest& test : group) {
      if (!tests.empty()) tests += " and ";
      if (test.excluded) tests += "not ";
      tests += test.query == PivotTest::Query::kExists ? test.field + " exists"
                                                       : test.field + ": " + test.value;
    }
    text += pivot.providers.size() > 1 ? "(" + tests + ")" : tests;
  }
  if (!pivot.relative_from.empty()) {
    text += "   [" + pivot.relative_from + " to " + pivot.relative_to + "]";
  }
  return text;
}

void AddGuide(const Rule& rule, Page* page) {
  if (rule.guide.empty()) return;
  page->Section("Investigation guide");
  // Pivots are shown by name where they stand, and written out below.
  std::string text;
  std::size_t at = 0;
  for (std::size_t i = 0; i < rule.guide.pivots.size(); ++i) {
    const Pivot& pivot = rule.guide.pivots[i];
    text += rule.guide.markdown.substr(at, pivot.offset - at);
    text += fmt::format("[pivot {}: {}]", i + 1, pivot.label);
    at = pivot.offset + pivot.length;
  }
  page->Block(text + rule.guide.markdown.substr(at));
  if (rule.guide.pivots.empty()) return;
  page->Section("Pivots");
  for (std::size_t i = 0; i < rule.guide.pivots.size(); ++i) {
    const Pivot& pivot = rule.guide.pivots[i];
    page->Fact(std::to_string(i + 1), pivot.label);
    page->Fact("", PivotText(pivot));
  }
}

void AddSignal(const Rule& rule, Page* page) {
  if (!rule.signal) return;
  page->Section("Signals");
  for (const SignalTexts::Query& query : rule.signal->queries) {
    page->Fact("query " + query.name, query.text);
    std::string groups;
    for (const std::string& field : query.group_by) groups += (groups.empty() ? "" : ", ") + field;
    page->Fact("  counts", query.aggregation + (groups.empty() ? "" : " by " + groups));
  }
  for (const SignalTexts::Case& entry : rule.signal->cases) {
    page->Fact(std::string("case ") + std::string(RuleSeverityName(entry.severity)),
               entry.condition + (entry.name.empty() ? "" : "  (" + entry.name + ")"));
  }
  page->Fact("window",
             fmt::format("{} s, keep alive {} s, at most {} s", rule.signal->evaluation_window_s,
                         rule.signal->keep_alive_s, rule.signal->max_signal_duration_s));
}

std::string RenderRule(const LoadedRule& loaded, bool with_plan, const Terminal& out) {
  const Rule& rule = loaded.rule;
  Page page(out);
  page.Title(rule.name);
  page.Block(rule.description);
  page.Section("Rule");
  page.Fact("state", std::string(RuleStateName(loaded.state)) +
                         (loaded.reason.empty() ? "" : ": " + loaded.reason));
  page.Fact("id", rule.id);
  page.Fact("type", rule.type + (rule.language.empty() ? "" : " (" + rule.language + ")"));
  page.Fact("severity", std::string(RuleSeverityName(rule.severity)));
  page.Fact("risk score", std::to_string(rule.risk_score));
  page.Fact("version", std::to_string(rule.version));
  if (!rule.signal) {
    page.Fact("runs every", rule.schedule.interval);
    page.Fact("looks back", rule.schedule.from + " to " + rule.schedule.to);
    page.Fact("alerts per run", fmt::format("at most {}", rule.max_signals));
  }
  page.Facts("indices", rule.index_patterns);
  page.Facts("tags", rule.tags);
  page.Facts("authors", rule.authors);
  page.Fact("license", rule.license);
  page.Facts("references", rule.references);
  page.Fact("created", rule.created);
  page.Fact("updated", rule.updated);
  page.Fact("file", rule.path);
  for (const RelatedIntegration& integration : rule.related_integrations) {
    page.Fact("integration",
              integration.package + (integration.version.empty() ? "" : " " + integration.version));
  }
  if (!rule.query.empty()) {
    page.Section("Query");
    page.Block(rule.query);
  }
  AddSignal(rule, &page);
  if (with_plan) {
    page.Section("Plan");
    page.Block(plan::Print(rule.plan));
  }
  if (!rule.required_fields.empty()) {
    page.Section("Fields it reads");
    for (const RequiredField& field : rule.required_fields) {
      page.Fact(field.type, field.name + (field.ecs ? "" : "  (not in ECS)"));
    }
  }
  AddThreat(rule, &page);
  if (!rule.false_positives.empty()) {
    page.Section("False positives");
    for (const std::string& text : rule.false_positives) page.Block("- " + text);
  }
  AddGuide(rule, &page);
  if (!rule.setup.empty()) {
    page.Section("Setup");
    page.Block(rule.setup);
  }
  return page.Take();
}

int ShowRule(const ShowArguments& arguments) {
  const Terminal out = arguments.display.Out();
  DiagnosticSink sink;
  LoadReport report;
  const std::unique_ptr<Catalog> catalog = LoadCatalog(arguments.rules, sink, &report);
  if (!catalog) return kExitUsage;
  const std::optional<RuleId> id = catalog->Find(arguments.rule);
  if (!id) {
    PrintError(NoSuchRule(*catalog, arguments.rule));
    return kExitUsage;
  }
  Write(stdout, RenderRule(catalog->at(*id), arguments.plan, out));
  return kExitSuccess;
}

}  // namespace

void AddRulesShowCommand(CLI::App& rules, int* exit_code) {
  CLI::App* show = rules.add_subcommand("show", "print all that a rule says, guide included");
  const auto arguments = std::make_shared<ShowArguments>();
  show->add_option("rule", arguments->rule, "id, name, or a unique part of the name")
      ->type_name("RULE")
      ->required();
  show->add_flag("--plan", arguments->plan, "print the compiled plan too");
  AddRuleOptions(*show, &arguments->rules);
  AddDisplayOptions(*show, &arguments->display);
  show->callback([arguments, exit_code] { *exit_code = ShowRule(*arguments); });
}

}  // namespace tocsin
