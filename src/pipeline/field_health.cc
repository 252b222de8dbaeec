#include "pipeline/field_health.h"

#include "engine/process_state.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace tocsin {
namespace {

// The fields that the rule reads in events of this kind; none if it does not look at them.
std::set<FieldId> FieldsReadIn(const RulePlan& rule, const Census::Key& telemetry) {
  std::set<FieldId> fields;
  plan::ForEachCondition(rule.plan, [&](const plan::Predicate& condition) {
    if (!LooksAt(condition, rule, telemetry)) return;
    plan::ForEachField(condition, [&](const plan::Expr& field) {
      if (field.is_field()) fields.insert(field.field);
    });
  });
  return fields;
}

bool IsDerivable(FieldId field, const SourceFields& native) {
  const auto derivable = lineage::DerivableFields();
  return !native.Contains(field) &&
         std::find(derivable.begin(), derivable.end(), field) != derivable.end();
}

TelemetryHealth JudgeCell(std::span<const JudgedRule> rules, const Census::Cell& cell,
                          const NativeFields& native) {
  TelemetryHealth telemetry{.key = cell.key, .events = cell.events};
  std::map<FieldId, std::uint64_t> readers;
  for (const JudgedRule& rule : rules) {
    const std::set<FieldId> fields = FieldsReadIn(*rule.plan, cell.key);
    telemetry.rules += fields.empty() ? 0 : 1;
    for (const FieldId field : fields) ++readers[field];
  }
  for (const auto& [field, count] : readers) {
    telemetry.fields.push_back({.field = field,
                                .filled = cell.Filled(field),
                                .rules = count,
                                .derivable = IsDerivable(field, native.Of(cell.key.source))});
  }
  std::stable_sort(telemetry.fields.begin(), telemetry.fields.end(),
                   [](const auto& a, const auto& b) { return a.rules > b.rules; });
  return telemetry;
}

std::vector<FieldGaps::Field> RankMissing(std::span<const JudgedRule> rules) {
  struct Tally {
    std::uint64_t unlocks = 0;
    std::uint64_t rules = 0;
    std::map<std::string, std::uint64_t> sources;
  };
  std::map<std::string, Tally> tallies;
  for (const JudgedRule& rule : rules) {
    for (const std::string& field : rule.standing->missing) {
      Tally& tally = tallies[field];
      ++tally.rules;
      tally.unlocks += rule.standing->missing.size() == 1 ? 1 : 0;
      ++tally.sources[rule.standing->nearest_source];
    }
  }
  std::vector<FieldGaps::Field> ranked;
  for (const auto& [field, tally] : tallies) {
    const auto most =
        std::max_element(tally.sources.begin(), tally.sources.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    ranked.push_back({field, tally.unlocks, tally.rules, most->first});
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return std::tie(a.unlocks, a.rules) > std::tie(b.unlocks, b.rules);
  });
  return ranked;
}

std::vector<FieldGaps::Kind> RankAbsent(std::span<const JudgedRule> rules) {
  std::map<std::string, std::uint64_t> tallies;
  for (const JudgedRule& rule : rules) {
    for (const std::string& kind : rule.standing->wanted_kinds) ++tallies[kind];
  }
  std::vector<FieldGaps::Kind> ranked;
  for (const auto& [kind, count] : tallies) ranked.push_back({kind, count});
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.rules > b.rules; });
  return ranked;
}

}  // namespace

FieldGaps FindGaps(std::span<const JudgedRule> rules) {
  return {.fields = RankMissing(rules), .kinds = RankAbsent(rules)};
}

std::vector<TelemetryHealth> JudgeTelemetry(std::span<const JudgedRule> rules, const Census& census,
                                            const NativeFields& native) {
  std::vector<TelemetryHealth> telemetry;
  for (const Census::Cell* cell : census.cells()) {
    telemetry.push_back(JudgeCell(rules, *cell, native));
  }
  return telemetry;
}

}  // namespace tocsin
