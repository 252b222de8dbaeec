// tocsin rules fields PATH...: can these rules fire on this evidence, and what keeps them from it?
#include "base/escape.h"
#include "cli/commands/command.h"
#include "cli/commands/exit_code.h"
#include "cli/commands/gaps_json.h"
#include "cli/commands/json_text.h"
#include "cli/commands/options.h"
#include "cli/commands/progress_line.h"
#include "cli/console_text/table.h"
#include "pipeline/scan.h"
#include "telemetry/cures.h"
#include "telemetry/native_fields.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace tocsin {
namespace {

struct FieldsArguments {
  DisplayOptions display;
  RuleOptions rules;
  EvidenceOptions evidence;
  bool json = false;
  bool all = false;
};

// "process, network".
std::string KindsText(KindSet kinds) {
  std::string text;
  for (unsigned i = 0; i <= static_cast<unsigned>(FamilyKind::kWeb); ++i) {
    const auto kind = static_cast<FamilyKind>(i);
    if (kinds.Contains(kind)) text += (text.empty() ? "" : ", ") + std::string(KindName(kind));
  }
  return text.empty() ? "no category" : text;
}

std::string ShareText(std::uint64_t part, std::uint64_t whole) {
  if (part == 0) return "never";
  if (part == whole) return "always";
  return fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

using Json = nlohmann::ordered_json;

Json HealthJson(const std::vector<TelemetryHealth>& health, const FieldGaps& gaps,
                const Schema& schema) {
  Json telemetry = Json::array();
  for (const TelemetryHealth& entry : health) {
    Json fields = Json::array();
    for (const TelemetryHealth::Wanted& field : entry.fields) {
      fields.push_back({{"field", schema.name(field.field)},
                        {"rules", field.rules},
                        {"filled", field.filled},
                        {"derivable", field.derivable}});
    }
    telemetry.push_back({{"source", entry.key.source},
                         {"dataset", entry.key.dataset},
                         {"kinds", KindsText(entry.key.kinds)},
                         {"os", OsTypeName(entry.key.os)},
                         {"events", entry.events},
                         {"rules", entry.rules},
                         {"fields", std::move(fields)}});
  }
  return {{"schema", "tocsin.field-health/1"},
          {"telemetry", std::move(telemetry)},
          {"missing_fields", MissingFieldsJson(gaps)},
          {"missing_events", MissingEventsJson(gaps)}};
}

class Report {
 public:
  Report(const ScanResult& result, const std::vector<TelemetryHealth>& telemetry,
         const Catalog& catalog, const Terminal& terminal, bool all)
      : result_(result),
        telemetry_(telemetry),
        catalog_(catalog),
        terminal_(terminal),
        most_(all ? SIZE_MAX : 8) {}

  void Print() const {
    PrintSummary();
    PrintNotJudged();
    PrintMissing();
    PrintAbsent();
    PrintTelemetry();
  }

 private:
  void Heading(std::string_view text) const {
    Write(stdout, "\n" + Styled(text, Style::kBold, terminal_) + "\n");
  }
  void More(std::size_t total) const {
    if (total > most_) {
      Write(stdout, "  ... and " + WithThousands(total - most_) + " more; --all prints them\n");
    }
  }

  // Rules that nobody judged are said, too.
  void PrintNotJudged() const {
    const std::size_t kinds = catalog_.count(RuleState::kNotYet) + result_.refused.size();
    const std::size_t broken = catalog_.count(RuleState::kNotLoaded);
    if (kinds > 0) {
      Write(stdout, CountText(kinds, "rule is", "rules are") + " of kinds not supported yet\n");
    }
    if (broken > 0) {
      Write(stdout, CountText(broken, "rule", "rules") + " could not be loaded: see rules lint\n");
    }
  }

  void PrintSummary() const {
    std::size_t ready = 0;
    std::size_t no_data = 0;
    for (const RuleStanding& standing : result_.standings) {
      ready += standing.standing.fireability == Fireability::kReady ? 1 : 0;
      no_data += standing.standing.fireability == Fireability::kNoData ? 1 : 0;
    }
    const std::size_t total = result_.standings.size();
    Write(stdout,
          fmt::format("{} of {} can fire on this evidence; {} lack fields, {} find no event "
                      "of their kind\n",
                      WithThousands(ready), CountText(total, "rule", "rules"),
                      WithThousands(total - ready - no_data), WithThousands(no_data)));
  }

  void PrintMissing() const {
    const auto& missing = result_.gaps.fields;
    if (missing.empty()) return;
    Heading("Fields that rules need and no event has, by the rules that each would unlock");
    for (std::size_t i = 0; i < std::min(missing.size(), most_); ++i) {
      const FieldGaps::Field& entry = missing[i];
      Write(stdout,
            fmt::format("  {:<40} unlocks {} of {}  in {}\n", EscapeTerminal(entry.field),
                        WithThousands(entry.unlocks), CountText(entry.rules, "rule", "rules"),
                        EscapeTerminal(entry.source)));
      Advise(CureForField(entry.source, entry.field));
    }
    More(missing.size());
  }

  void PrintAbsent() const {
    const auto& absent = result_.gaps.kinds;
    if (absent.empty()) return;
    Heading("Events that rules ask for and the evidence does not have");
    for (std::size_t i = 0; i < std::min(absent.size(), most_); ++i) {
      Write(stdout, fmt::format("  {:<40} {}\n", EscapeTerminal(absent[i].kind),
                                CountText(absent[i].rules, "rule", "rules")));
      Advise(CureForKind(absent[i].kind));
    }
    More(absent.size());
  }

  void Advise(std::string_view cure) const {
    if (!cure.empty())
      Write(stdout, Styled("    " + std::string(cure), Style::kDim, terminal_) + "\n");
  }

  void PrintTelemetry() const {
    for (const TelemetryHealth& entry : telemetry_) {
      if (entry.rules == 0) continue;
      Heading(EscapeTerminal(fmt::format(
          "{}  {} ({}){}: {}, read by {}", entry.key.source, entry.key.dataset,
          KindsText(entry.key.kinds),
          entry.key.os == OsType::kUnknown ? "" : " " + std::string(OsTypeName(entry.key.os)),
          CountText(entry.events, "event", "events"), CountText(entry.rules, "rule", "rules"))));
      Table table({{"FIELD", 20, 0}, {"FILLED", 7, 0}, {"RULES", 5, 0}, {"", 4, 0}});
      std::size_t shown = 0;
      for (const TelemetryHealth::Wanted& field : entry.fields) {
        if (++shown > most_) break;
        const bool blind = field.filled == 0 && !field.derivable;
        table.Add({{std::string(catalog_.schema().name(field.field)), Style::kPlain},
                   {field.filled == 0 && field.derivable ? std::string("derived")
                                                         : ShareText(field.filled, entry.events),
                    blind ? Style::kYellow : Style::kPlain},
                   {WithThousands(field.rules), Style::kPlain},
                   {field.derivable ? "from process state" : "", Style::kDim}});
      }
      Write(stdout, table.Render(terminal_));
      More(entry.fields.size());
    }
  }

  const ScanResult& result_;
  const std::vector<TelemetryHealth>& telemetry_;
  const Catalog& catalog_;
  const Terminal& terminal_;
  std::size_t most_;
};

int ShowFields(const FieldsArguments& arguments) {
  if (!EvidenceExists(arguments.evidence)) return kExitUsage;
  const Terminal err = arguments.display.Err();
  DiagnosticSink sink;
  LoadReport report;
  const std::unique_ptr<Catalog> catalog = LoadCatalog(arguments.rules, sink, &report);
  if (!catalog) return kExitUsage;
  for (const Error& error : report.unreadable) PrintError(error.ToString());
  ScanOptions options;
  options.batch = arguments.evidence.Batch();
  options.engine.index_match = arguments.rules.index_match_mode();
  ProgressLine progress(arguments.display.quiet ? Terminal{} : err);
  const ScanResult result = Scan(*catalog, options, &progress);
  progress.Wipe();
  if (result.standings.empty()) {
    PrintError("no rule is left to judge");
    return kExitNoRules;
  }
  const std::vector<RulePlan> plans = catalog->Plans(options.engine.index_match);
  std::vector<JudgedRule> rules;
  for (const RuleStanding& standing : result.standings) {
    const auto plan = std::find_if(plans.begin(), plans.end(), [&](const RulePlan& candidate) {
      return candidate.rule == standing.rule;
    });
    rules.push_back({&*plan, &standing.standing});
  }
  const std::vector<TelemetryHealth> telemetry = JudgeTelemetry(
      rules, result.run.census, NativeFieldsOfSources(catalog->schema(), options.batch.normalize));
  if (arguments.json) {
    Write(stdout, JsonText(HealthJson(telemetry, result.gaps, catalog->schema())) + "\n");
  } else {
    Report(result, telemetry, *catalog, arguments.display.Out(), arguments.all).Print();
  }
  FlushOutput();
  return kExitSuccess;
}

}  // namespace

void AddRulesFieldsCommand(CLI::App& rules, int* exit_code) {
  CLI::App* fields =
      rules.add_subcommand("fields", "say whether rules can fire on evidence, and what they lack");
  const auto arguments = std::make_shared<FieldsArguments>();
  AddRuleOptions(*fields, &arguments->rules);
  AddEvidenceOptions(*fields, &arguments->evidence);
  fields->add_flag("--json", arguments->json, "one JSON object");
  fields->add_flag("--all", arguments->all, "print every field, not only the most wanted");
  AddDisplayOptions(*fields, &arguments->display);
  fields->footer(
      "Example:\n"
      "  tocsin rules fields --rules my-rules/ evidence/");
  fields->callback([arguments, exit_code] { *exit_code = ShowFields(*arguments); });
}

}  // namespace tocsin
