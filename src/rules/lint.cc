#include "rules/lint.h"

#include "base/case_fold.h"
#include "base/time.h"

#include <algorithm>

namespace tocsin {
namespace {

constexpr std::string_view kTacticTag = "Tactic: ";

void Warn(DiagCode code, const Rule& rule, std::string message, std::string help,
          DiagnosticSink& sink) {
  sink.Add(Diagnostic(code, "rule `" + rule.name + "`: " + std::move(message))
               .At(rule.path)
               .Help(std::move(help)));
}

// A sequence that may last longer than consecutive runs overlap loses matches at the edges when a
// scheduler runs it.
void LintSpan(const Rule& rule, DiagnosticSink& sink) {
  const auto* sequence = std::get_if<plan::SequencePlan>(&rule.plan);
  if (sequence == nullptr || !sequence->maxspan_ns) return;
  const std::optional<std::int64_t> look_back = AdditionalLookBack(rule.schedule);
  if (!look_back || *sequence->maxspan_ns <= *look_back) return;
  Warn(DiagCode::kRulSpanBeyondLookBack, rule,
       "its maxspan of " + FormatDuration(Duration(*sequence->maxspan_ns)) +
           " is longer than the " + FormatDuration(Duration(*look_back)) +
           " by which its scheduled runs overlap",
       "look back further: set `from` to at least the interval plus maxspan", sink);
}

bool HasTactic(const Rule& rule, std::string_view name) {
  return std::any_of(rule.threat.begin(), rule.threat.end(), [&](const Threat& threat) {
    return AsciiEqualsIgnoreCase(threat.tactic.name, name);
  });
}

void LintTactics(const Rule& rule, DiagnosticSink& sink) {
  for (const std::string& tag : rule.tags) {
    if (!tag.starts_with(kTacticTag)) continue;
    const std::string_view tactic = std::string_view(tag).substr(kTacticTag.size());
    if (HasTactic(rule, tactic)) continue;
    Warn(DiagCode::kRulTacticTag, rule, "the tag `" + tag + "` has no entry in [[rule.threat]]",
         "add the tactic with its techniques, or drop the tag", sink);
  }
}

}  // namespace

void LintCatalog(const Catalog& catalog, DiagnosticSink& sink) {
  for (const LoadedRule& loaded : catalog.rules()) {
    if (loaded.state != RuleState::kReady) continue;
    LintSpan(loaded.rule, sink);
    LintTactics(loaded.rule, sink);
  }
}

}  // namespace tocsin
