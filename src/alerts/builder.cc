#include "alerts/builder.h"

#include "alerts/kibana_id.h"
#include "alerts/reason.h"
#include "alerts/shared_fields.h"
#include "alerts/signal_message.h"
#include "base/check.h"
#include "event/conversion.h"
#include "event/plain_text.h"

#include <algorithm>
#include <optional>

namespace tocsin {
namespace {

std::span<const Value> ValuesOf(const Event& event, const Schema& schema, std::string_view name) {
  const std::optional<FieldId> field = schema.Find(name);
  return field ? event.Find(*field) : std::span<const Value>{};
}

std::optional<double> NumberOf(const Value& value) {
  const std::optional<Value> number =
      value.is_string() ? NumberOfText(value.text()) : std::optional<Value>(value);
  if (!number) return std::nullopt;
  if (number->kind() == ValueKind::kInt) return static_cast<double>(number->integer());
  if (number->kind() == ValueKind::kDouble) return number->real();
  return std::nullopt;  // beyond any score
}

// The highest mapping whose field has an element equal to its value wins.
RuleSeverity SeverityOf(const Rule& rule, const Event& event, const Schema& schema) {
  std::optional<RuleSeverity> best;
  for (const FieldOverride& mapping : rule.severity_mapping) {
    if (!mapping.severity) continue;
    const std::span<const Value> values = ValuesOf(event, schema, mapping.field);
    const bool matches = std::any_of(values.begin(), values.end(), [&](const Value& value) {
      return PlainText(value) == mapping.value;
    });
    if (matches && (!best || *mapping.severity > *best)) best = mapping.severity;
  }
  return best.value_or(rule.severity);
}

// Only the first mapping's field is looked at: the maximum of its values from 0 to 100.
int RiskOf(const Rule& rule, const Event& event, const Schema& schema) {
  if (rule.risk_score_mapping.empty()) return rule.risk_score;
  std::optional<double> best;
  for (const Value& value : ValuesOf(event, schema, rule.risk_score_mapping.front().field)) {
    const std::optional<double> number = NumberOf(value);
    if (number && *number >= 0 && *number <= 100 && (!best || *number > *best)) best = number;
  }
  return best ? static_cast<int>(*best) : rule.risk_score;
}

// A single string, no list.
std::string NameOf(const Rule& rule, const Event& event, const Schema& schema) {
  if (!rule.rule_name_override.empty()) {
    const std::span<const Value> values = ValuesOf(event, schema, rule.rule_name_override);
    if (values.size() == 1 && values.front().is_string()) {
      return std::string(values.front().text());
    }
  }
  return rule.name;
}

std::vector<EventPtr> PresentEvents(const Alert& alert) {
  std::vector<EventPtr> present;
  for (const AlertEvent& event : alert.events) {
    if (event.event) present.push_back(event.event);
  }
  return present;
}

}  // namespace

const Event& Alert::sample() const {
  for (const AlertEvent& event : events) {
    if (event.event) return event.event->event();
  }
  TOCSIN_UNREACHABLE();
}

std::string AlertBuilder::AddressOf(const Event& event) const {
  return input_name_(event.origin.input) + "#" + std::to_string(event.origin.number);
}

Alert AlertBuilder::Build(const Detection& detection) {
  const Rule& rule = catalog_.at(detection.rule).rule;
  Alert alert;
  alert.rule = &rule;
  alert.kind = detection.kind;
  alert.severity = rule.severity;
  alert.risk_score = rule.risk_score;
  alert.name = rule.name;
  alert.source_match = detection.source_match;
  alert.key = detection.key;
  alert.signal = detection.signal;
  for (const DetectedEvent& detected : detection.events) {
    AlertEvent event{detected.event, detected.stage, {}, {}};
    if (detected.event) {
      event.id = namer_.IdOf(detected.event);
      event.address = AddressOf(detected.event->event());
    }
    alert.events.push_back(std::move(event));
  }
  const std::vector<EventPtr> present = PresentEvents(alert);
  TOCSIN_CHECK(!present.empty(), "a detection has at least one event");
  const auto [first, last] = std::minmax_element(
      present.begin(), present.end(),
      [](const EventPtr& a, const EventPtr& b) { return a->event().time < b->event().time; });
  alert.first_event = (*first)->event().time;
  alert.last_event = (*last)->event().time;

  std::vector<std::string> anchors;
  for (const AlertEvent& event : alert.events) {
    anchors.push_back(event.id);
    if (detection.kind == DetectionKind::kSignal) break;  // the event that opened it
  }
  alert.id = AlertId(rule.id, detection.kind, detection.key, anchors);

  switch (detection.kind) {
    case DetectionKind::kSingle:
      JoinSingle(rule, &alert);
      break;
    case DetectionKind::kSequence:
    case DetectionKind::kSample:
      JoinSequence(rule, &alert);
      break;
    case DetectionKind::kSignal:
      JoinSignal(rule, &alert);
      break;
  }
  return alert;
}

void AlertBuilder::JoinSingle(const Rule& rule, Alert* alert) const {
  const Event& event = alert->sample();
  const Schema& schema = catalog_.schema();
  alert->severity = SeverityOf(rule, event, schema);
  alert->risk_score = RiskOf(rule, event, schema);
  alert->name = NameOf(rule, event, schema);
  alert->reason = ReasonOf(event, alert->severity, alert->name);
  const std::string index = KibanaIndexOf(event);
  alert->kibana.uuid = KibanaEventAlertId({index, alert->events.front().id}, {rule.id});
}

// Overrides do not apply to sequences.
void AlertBuilder::JoinSequence(const Rule& rule, Alert* alert) const {
  const std::vector<EventPtr> present = PresentEvents(*alert);
  const SharedFields shared(present);
  alert->reason = ReasonOf(shared.event(), alert->severity, alert->name);
  std::vector<std::string> indices;
  std::vector<KibanaEvent> events;
  for (const EventPtr& event : present) indices.push_back(KibanaIndexOf(event->event()));
  std::size_t i = 0;
  for (const AlertEvent& event : alert->events) {
    if (event.event) events.push_back({indices[i++], event.id});
  }
  KibanaSequenceIds ids = KibanaSequenceAlertIds(events, {rule.id});
  alert->kibana = {std::move(ids.shell), std::move(ids.building_blocks)};
}

void AlertBuilder::JoinSignal(const Rule& rule, Alert* alert) const {
  TOCSIN_CHECK(alert->signal && rule.signal, "signals come from rules that count");
  alert->first_event = alert->signal->first_seen;
  alert->last_event = alert->signal->last_seen;
  const SignalTexts::Case& fired = rule.signal->cases.at(alert->signal->case_index);
  alert->severity = fired.severity;
  if (!fired.name.empty()) alert->name += " - " + fired.name;
  if (rule.signal->has_extended_title) {
    for (const KeyPart& part : alert->key) alert->name += " on " + part.text;
  }
  alert->reason = ReasonOf(alert->sample(), alert->severity, alert->name);
  alert->message = RenderSignalMessage(*alert, catalog_.schema());
}

}  // namespace tocsin
