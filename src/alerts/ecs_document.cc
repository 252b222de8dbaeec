#include "alerts/ecs_document.h"

#include "alerts/kibana_id.h"
#include "alerts/printable_json.h"
#include "alerts/reason.h"
#include "alerts/shared_fields.h"
#include "event/json_writer.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace tocsin {
namespace {

using Json = nlohmann::json;

Json BodyOf(const Event& event, const Schema& schema) {
  std::string text;
  AppendEventJson(event, schema, &text);
  Json json = Json::parse(text, nullptr, false);
  return json.is_object() ? json : Json::object();
}

// {"event":{"kind":"event"}} -> "kibana.alert.original_event.kind": "event".
void CopyFlattened(const Json& value, const std::string& prefix, Json* out) {
  if (!value.is_object()) {
    (*out)[prefix] = value;
    return;
  }
  for (const auto& [key, child] : value.items()) CopyFlattened(child, prefix + "." + key, out);
}

Json AncestorJson(std::string_view id, std::string_view type, std::string_view index, int depth,
                  const Rule* rule) {
  Json json = {{"id", id}, {"type", type}, {"index", index}, {"depth", depth}};
  if (rule != nullptr) json["rule"] = rule->id;
  return json;
}

Json ThreatJson(const Rule& rule) {
  const auto item_json = [](const AttackItem& item) {
    return Json{{"id", item.id}, {"name", item.name}, {"reference", item.reference}};
  };
  Json list = Json::array();
  for (const Threat& threat : rule.threat) {
    Json json = {{"framework", threat.framework},
                 {"tactic", item_json(threat.tactic)},
                 {"technique", Json::array()}};
    for (const Technique& technique : threat.techniques) {
      Json entry = item_json(technique.item);
      if (!technique.subtechniques.empty()) entry["subtechnique"] = Json::array();
      for (const AttackItem& sub : technique.subtechniques) {
        entry["subtechnique"].push_back(item_json(sub));
      }
      json["technique"].push_back(std::move(entry));
    }
    list.push_back(std::move(json));
  }
  return list;
}

std::string_view RuleTypeId(const Rule& rule) {
  if (rule.type == "eql") return "siem.eqlRule";
  return "siem.queryRule";
}

// The fields that every document of an alert has.
void AddAlertFields(const Alert& alert, Json* json) {
  const Rule& rule = *alert.rule;
  Json& doc = *json;
  doc["@timestamp"] = FormatTime(alert.last_event, TimeFormat::kMillis);
  doc["kibana.space_ids"] = {"default"};
  doc["kibana.alert.severity"] = RuleSeverityName(alert.severity);
  doc["kibana.alert.risk_score"] = alert.risk_score;
  doc["kibana.alert.status"] = "active";
  doc["kibana.alert.workflow_status"] = "open";
  doc["kibana.alert.workflow_tags"] = Json::array();
  doc["kibana.alert.workflow_assignee_ids"] = Json::array();
  doc["kibana.alert.rule.uuid"] = rule.id;
  doc["kibana.alert.rule.rule_id"] = rule.id;
  doc["kibana.alert.rule.name"] = alert.name;
  doc["kibana.alert.rule.version"] = rule.version;
  doc["kibana.alert.rule.revision"] = 0;
  doc["kibana.alert.rule.type"] = rule.type;
  doc["kibana.alert.rule.rule_type_id"] = RuleTypeId(rule);
  doc["kibana.alert.rule.producer"] = "siem";
  doc["kibana.alert.rule.consumer"] = "siem";
  doc["kibana.alert.rule.description"] = rule.description;
  doc["kibana.alert.rule.author"] = rule.authors;
  doc["kibana.alert.rule.license"] = rule.license;
  doc["kibana.alert.rule.references"] = rule.references;
  doc["kibana.alert.rule.false_positives"] = rule.false_positives;
  doc["kibana.alert.rule.note"] = rule.guide.markdown;
  doc["kibana.alert.rule.tags"] = rule.tags;
  doc["kibana.alert.rule.threat"] = ThreatJson(rule);
  doc["kibana.alert.rule.from"] = rule.schedule.from;
  doc["kibana.alert.rule.to"] = rule.schedule.to;
  doc["kibana.alert.rule.interval"] = rule.schedule.interval;
  doc["kibana.alert.rule.max_signals"] = rule.max_signals;
  doc["kibana.alert.rule.indices"] = rule.index_patterns;
  doc["kibana.alert.rule.enabled"] = rule.enabled;
  doc["kibana.alert.rule.parameters"] = {{"query", rule.query},
                                         {"language", rule.language},
                                         {"index", rule.index_patterns},
                                         {"from", rule.schedule.from},
                                         {"to", rule.schedule.to},
                                         {"max_signals", rule.max_signals},
                                         {"risk_score", rule.risk_score},
                                         {"severity", RuleSeverityName(rule.severity)},
                                         {"rule_id", rule.id},
                                         {"type", rule.type}};
  if (rule.building_block) doc["kibana.alert.building_block_type"] = "default";
  doc["tocsin.alert.id"] = alert.id;
  doc["tocsin.source_match"] = SourceMatchName(alert.source_match);
}

// The event becomes a signal; its own event.* moves aside.
void MoveOriginalEvent(Json* body) {
  Json& doc = *body;
  if (const auto event = doc.find("event"); event != doc.end()) {
    Json original = *event;
    CopyFlattened(original, "kibana.alert.original_event", &doc);
  }
  if (const auto stream = doc.find("data_stream"); stream != doc.end()) {
    Json original = *stream;
    CopyFlattened(original, "kibana.alert.original_data_stream", &doc);
  }
  doc["event"]["kind"] = "signal";
}

Json EventDocument(const Alert& alert, const AlertEvent& event, const Schema& schema) {
  Json json = BodyOf(event.event->event(), schema);
  MoveOriginalEvent(&json);
  AddAlertFields(alert, &json);
  json["kibana.alert.original_time"] = FormatTime(event.event->event().time, TimeFormat::kMillis);
  json["kibana.alert.ancestors"] = {
      AncestorJson(event.id, "event", KibanaIndexOf(event.event->event()), 0, nullptr)};
  json["kibana.alert.depth"] = 1;
  json["kibana.alert.reason"] = ReasonOf(event.event->event(), alert.severity, alert.name);
  return json;
}

std::string Text(const Json& json) {
  return PrintableJson(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::vector<std::string> SequenceDocuments(const Alert& alert, const Schema& schema) {
  std::vector<std::string> documents;
  std::vector<EventPtr> present;
  Json ancestors = Json::array();
  for (const AlertEvent& event : alert.events) {
    if (!event.event) continue;
    const std::size_t position = present.size();
    const std::string& id = alert.kibana.building_blocks.at(position);
    Json block = EventDocument(alert, event, schema);
    block["kibana.alert.uuid"] = id;
    block["kibana.alert.building_block_type"] = "default";
    block["kibana.alert.group.id"] = alert.kibana.uuid;
    block["kibana.alert.group.index"] = position;
    ancestors.push_back(
        AncestorJson(event.id, "event", KibanaIndexOf(event.event->event()), 0, nullptr));
    ancestors.push_back(AncestorJson(id, "signal", "", 1, alert.rule));
    documents.push_back(Text(block));
    present.push_back(event.event);
  }
  const SharedFields shared(present);
  Json shell = BodyOf(shared.event(), schema);
  MoveOriginalEvent(&shell);
  AddAlertFields(alert, &shell);
  shell["kibana.alert.uuid"] = alert.kibana.uuid;
  shell["kibana.alert.group.id"] = alert.kibana.uuid;
  shell["kibana.alert.original_time"] = FormatTime(alert.first_event, TimeFormat::kMillis);
  shell["kibana.alert.ancestors"] = std::move(ancestors);
  shell["kibana.alert.depth"] = 2;
  shell["kibana.alert.reason"] = alert.reason;
  documents.push_back(Text(shell));
  return documents;
}

}  // namespace

std::vector<std::string> EcsDocuments(const Alert& alert, const Schema& schema) {
  if (alert.kind == DetectionKind::kSequence || alert.kind == DetectionKind::kSample) {
    return SequenceDocuments(alert, schema);
  }
  // A signal's first sample stands for it; its counts are in the canonical form.
  const auto first = std::find_if(alert.events.begin(), alert.events.end(),
                                  [](const AlertEvent& event) { return event.event != nullptr; });
  Json json = EventDocument(alert, *first, schema);
  json["kibana.alert.uuid"] = alert.kibana.uuid.empty() ? alert.id : alert.kibana.uuid;
  json["kibana.alert.reason"] = alert.reason;
  if (alert.signal) {
    json["kibana.alert.start"] = FormatTime(alert.signal->first_seen, TimeFormat::kMillis);
    json["kibana.alert.last_detected"] = FormatTime(alert.signal->last_seen, TimeFormat::kMillis);
  }
  return {Text(json)};
}

}  // namespace tocsin
