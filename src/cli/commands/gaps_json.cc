#include "cli/commands/gaps_json.h"

#include "telemetry/cures.h"

#include <nlohmann/json.hpp>

namespace tocsin {

using Json = nlohmann::ordered_json;

Json MissingFieldsJson(const FieldGaps& gaps) {
  Json list = Json::array();
  for (const FieldGaps::Field& entry : gaps.fields) {
    list.push_back({{"field", entry.field},
                    {"unlocks", entry.unlocks},
                    {"rules", entry.rules},
                    {"source", entry.source},
                    {"cure", CureForField(entry.source, entry.field)}});
  }
  return list;
}

Json MissingEventsJson(const FieldGaps& gaps) {
  Json list = Json::array();
  for (const FieldGaps::Kind& entry : gaps.kinds) {
    list.push_back(
        {{"kind", entry.kind}, {"rules", entry.rules}, {"cure", CureForKind(entry.kind)}});
  }
  return list;
}

}  // namespace tocsin
