#include "alerts/canonical_json.h"

#include "alerts/printable_json.h"
#include "event/ecs/dictionary.h"
#include "event/json_writer.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace tocsin {
namespace {

using Json = nlohmann::ordered_json;

// What a fact may be long before it is cut; the whole value stands in the event.
constexpr std::size_t kFactBytesMax = 4096;

Json AttackJson(const AttackItem& item) {
  Json json = {{"id", item.id}, {"name", item.name}};
  if (!item.reference.empty()) json["reference"] = item.reference;
  return json;
}

Json ThreatJson(const Rule& rule) {
  Json list = Json::array();
  for (const Threat& threat : rule.threat) {
    Json json = {{"framework", threat.framework}};
    if (!threat.tactic.id.empty()) json["tactic"] = AttackJson(threat.tactic);
    Json techniques = Json::array();
    for (const Technique& technique : threat.techniques) {
      Json item = AttackJson(technique.item);
      if (!technique.subtechniques.empty()) {
        item["subtechnique"] = Json::array();
        for (const AttackItem& sub : technique.subtechniques) {
          item["subtechnique"].push_back(AttackJson(sub));
        }
      }
      techniques.push_back(std::move(item));
    }
    json["technique"] = std::move(techniques);
    list.push_back(std::move(json));
  }
  return list;
}

Json RuleJson(const Alert& alert) {
  const Rule& rule = *alert.rule;
  Json json = {{"id", rule.id},
               {"name", rule.name},
               {"version", rule.version},
               {"dialect", rule.language},
               {"type", rule.type},
               {"severity", RuleSeverityName(rule.severity)},
               {"risk_score", rule.risk_score},
               {"license", rule.license},
               {"references", rule.references},
               {"tags", rule.tags}};
  if (rule.building_block) json["building_block"] = true;
  return json;
}

Json EventJson(const Event& event, const Schema& schema) {
  std::string text;
  AppendEventJson(event, schema, &text);
  return Json::parse(text, nullptr, false);
}

Json ValueJson(const Value& value, std::string_view field, const Schema& schema) {
  std::string text;
  AppendValueJson(value, field, schema, &text);
  Json json = Json::parse(text, nullptr, false);
  if (json.is_string()) {
    const auto& whole = json.get_ref<const std::string&>();
    if (whole.size() > kFactBytesMax) {
      std::size_t cut = kFactBytesMax;
      while (cut > 0 && (static_cast<unsigned char>(whole[cut]) & 0xC0U) == 0x80U) --cut;
      json = whole.substr(0, cut) + "…";
    }
  }
  return json;
}

// Distinct texts of some fields over all events, in order of appearance.
Json EntityList(const Alert& alert, std::initializer_list<FieldId> fields) {
  Json list = Json::array();
  std::set<std::string> seen;
  for (const AlertEvent& alert_event : alert.events) {
    if (!alert_event.event) continue;
    for (const FieldId field : fields) {
      for (const Value& value : alert_event.event->event().Find(field)) {
        if (value.is_string() && seen.insert(std::string(value.text())).second) {
          list.push_back(value.text());
        }
      }
    }
  }
  return list;
}

Json EntitiesJson(const Alert& alert) {
  Json json = Json::object();
  const auto add = [&](const char* name, std::initializer_list<FieldId> fields) {
    Json list = EntityList(alert, fields);
    if (!list.empty()) json[name] = std::move(list);
  };
  add("hosts", {Field("host.name")});
  add("host_ids", {Field("host.id")});
  add("users", {Field("user.name")});
  add("user_ids", {Field("user.id")});
  add("processes", {Field("process.entity_id")});
  add("executables", {Field("process.executable")});
  add("addresses", {Field("source.ip"), Field("destination.ip")});
  add("hashes",
      {Field("process.hash.sha256"), Field("file.hash.sha256"), Field("dll.hash.sha256")});
  return json;
}

// Fields that the rule highlights, then those that its query reads.
Json KeyFactsJson(const Alert& alert, const Schema& schema) {
  std::vector<std::string> names = alert.rule->investigation_fields;
  for (const RequiredField& field : alert.rule->required_fields) names.push_back(field.name);
  Json facts = Json::object();
  for (const std::string& name : names) {
    const std::optional<FieldRef> field = schema.Resolve(name);
    if (!field || facts.contains(name)) continue;
    Json values = Json::array();
    for (const AlertEvent& alert_event : alert.events) {
      if (!alert_event.event) continue;
      for (const Value& value : alert_event.event->event().Find(field->id)) {
        Json json = ValueJson(value, schema.name(field->id), schema);
        if (std::find(values.begin(), values.end(), json) == values.end()) {
          values.push_back(std::move(json));
        }
      }
    }
    if (!values.empty()) facts[name] = std::move(values);
  }
  return facts;
}

Json EventsJson(const Alert& alert, const Schema& schema) {
  Json list = Json::array();
  for (const AlertEvent& alert_event : alert.events) {
    Json json = {{"stage", alert_event.stage}};
    if (!alert_event.event) {
      json["missing"] = true;
    } else {
      const Event& event = alert_event.event->event();
      json["id"] = alert_event.id;
      json["source"] = event.source;
      json["address"] = alert_event.address;
      json["event"] = EventJson(event, schema);
    }
    list.push_back(std::move(json));
  }
  return list;
}

Json KeyJson(const Alert& alert) {
  Json list = Json::array();
  for (const KeyPart& part : alert.key) {
    Json json = {{"field", part.field}};
    json["value"] = part.kind == ValueKind::kNull ? Json(nullptr) : Json(part.text);
    list.push_back(std::move(json));
  }
  return list;
}

// "security:attack" and its likes say what kind of finding the rule makes.
std::string ClassificationOf(const Rule& rule) {
  for (const std::string& tag : rule.tags) {
    if (tag.starts_with("security:")) return tag.substr(9);
  }
  return {};
}

Json SignalJson(const Alert& alert) {
  const SignalTexts& texts = *alert.rule->signal;
  const SignalFacts& facts = *alert.signal;
  const SignalTexts::Case& fired = texts.cases.at(facts.case_index);
  Json json = {{"title", alert.name},
               {"status", RuleSeverityName(alert.severity)},
               {"classification", ClassificationOf(*alert.rule)},
               {"first_seen", FormatTime(facts.first_seen)},
               {"last_seen", FormatTime(facts.last_seen)},
               {"events_matched", facts.events_matched},
               {"open", facts.open},
               {"message", alert.message}};
  Json tags = alert.rule->tags;
  // Under the names that the rule groups by (`host`), which ours (`host.name`) stand for.
  for (std::size_t i = 0; i < alert.key.size(); ++i) {
    if (alert.key[i].kind == ValueKind::kNull) continue;
    std::string name = alert.key[i].field;
    if (!texts.queries.empty() && i < texts.queries.front().group_by.size()) {
      name = texts.queries.front().group_by[i];
    }
    tags.push_back(name + ":" + alert.key[i].text);
  }
  json["tags"] = std::move(tags);
  json["case"] = {{"name", fired.name},
                  {"status", RuleSeverityName(fired.severity)},
                  {"condition", fired.condition}};
  json["queries"] = Json::array();
  for (std::size_t i = 0; i < texts.queries.size() && i < facts.queries.size(); ++i) {
    json["queries"].push_back({{"name", texts.queries[i].name},
                               {"query", texts.queries[i].text},
                               {"aggregation", texts.queries[i].aggregation},
                               {"group_by", texts.queries[i].group_by},
                               {"events", facts.queries[i].events},
                               {"value", facts.queries[i].value}});
  }
  return json;
}

}  // namespace

void AppendCanonicalJson(const Alert& alert, const Schema& schema, std::string* out) {
  Json json = {{"schema", "tocsin.alert/1"},
               {"id", alert.id},
               {"kind", DetectionKindName(alert.kind)},
               {"name", alert.name},
               {"severity", RuleSeverityName(alert.severity)},
               {"risk_score", alert.risk_score},
               {"reason", alert.reason},
               {"first_event", FormatTime(alert.first_event)},
               {"last_event", FormatTime(alert.last_event)},
               {"status", "open"},
               {"source_match", SourceMatchName(alert.source_match)},
               {"rule", RuleJson(alert)},
               {"threat", ThreatJson(*alert.rule)},
               {"key", KeyJson(alert)},
               {"entities", EntitiesJson(alert)},
               {"key_facts", KeyFactsJson(alert, schema)},
               {"events", EventsJson(alert, schema)}};
  if (alert.signal) {
    json["signal"] = SignalJson(alert);
    const std::uint64_t shown = alert.events.size();
    const std::uint64_t all = alert.signal->events_matched;
    if (all > shown) json["events_omitted"] = all - shown;
  }
  if (!alert.kibana.uuid.empty()) {
    json["kibana"] = {{"uuid", alert.kibana.uuid}};
    if (!alert.kibana.building_blocks.empty()) {
      json["kibana"]["building_blocks"] = alert.kibana.building_blocks;
    }
  }
  out->append(PrintableJson(json.dump(-1, ' ', false, Json::error_handler_t::replace)));
}

}  // namespace tocsin
