#include "alerts/signal_message.h"

#include "alerts/message_template.h"
#include "event/ecs/datadog_names.h"
#include "event/plain_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tocsin {
namespace {

// Of one variable; further ones are left out.
constexpr std::size_t kValuesMax = 20;

class SignalVariables final : public MessageVariables {
 public:
  SignalVariables(const Alert& alert, const Schema& schema) : alert_(alert), schema_(schema) {}

  std::vector<std::string> Values(std::string_view name) const override {
    if (name.starts_with('@')) {
      name.remove_prefix(name.starts_with("@@") ? 2 : 1);
      return Attribute(name);
    }
    if (std::optional<std::string> own = OwnValue(name)) return {*std::move(own)};
    // `key.name` is the value of the key, which stands in brackets if it has dots itself.
    if (name.ends_with(".name")) name.remove_suffix(5);
    if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
    return Word(name);
  }

  std::optional<Time> Instant(std::string_view name) const override {
    if (name == "first_seen") return alert_.first_event;
    // A signal is dated by the newest event that it knows.
    if (name == "last_seen" || name == "timestamp") return alert_.last_event;
    return std::nullopt;
  }

 private:
  // Facts of the signal itself.
  std::optional<std::string> OwnValue(std::string_view name) const {
    if (const auto time = Instant(name)) return FormatMessageTime(*time);
    if (name.ends_with("_epoch")) {
      if (const auto time = Instant(name.substr(0, name.size() - 6))) {
        return fmt::format("{}", time->ns / 1'000'000);
      }
    }
    if (name == "severity") return fmt::format("{}", static_cast<int>(alert_.severity));
    if (name == "rule_name") return alert_.rule->name;
    if (name == "rule_id") return alert_.rule->id;
    if (!alert_.signal || !alert_.rule->signal) return std::nullopt;
    const SignalTexts& texts = *alert_.rule->signal;
    if (name == "case_name") {
      const std::size_t fired = alert_.signal->case_index;
      return fired < texts.cases.size() ? texts.cases[fired].name : std::string();
    }
    if (name == "events_matched") return fmt::format("{}", alert_.signal->events_matched);
    constexpr std::string_view kPerQuery = "events_matched_per_query.";
    if (name.starts_with(kPerQuery)) {
      name.remove_prefix(kPerQuery.size());
      for (std::size_t i = 0; i < texts.queries.size() && i < alert_.signal->queries.size(); ++i) {
        if (texts.queries[i].name == name) {
          return fmt::format("{}", alert_.signal->queries[i].events);
        }
      }
    }
    return std::nullopt;
  }

  std::vector<std::string> Attribute(std::string_view name) const {
    for (const std::string& field : datadog::FieldsOfAttribute(name)) {
      std::vector<std::string> values = Field(field);
      if (!values.empty()) return values;
    }
    return {};
  }

  std::vector<std::string> Word(std::string_view name) const {
    const std::string_view reserved = datadog::FieldOfReserved(name);
    if (reserved == datadog::kSourceField && !Field(datadog::kWindowsField).empty()) {
      return {std::string(datadog::kWindowsSource)};
    }
    std::vector<std::string> values = Field(datadog::FieldOfKey(name));
    if (reserved == datadog::kStatusField) {
      for (std::string& value : values) {
        for (const datadog::LevelStatus& known : datadog::LevelStatuses()) {
          if (value == known.level) {
            value = known.status;
            break;
          }
        }
      }
    }
    return values;
  }

  // Distinct values over the group key and the sampled events, in order.
  std::vector<std::string> Field(std::string_view name) const {
    std::vector<std::string> values;
    const auto add = [&](std::string text) {
      if (text.empty() || values.size() >= kValuesMax) return;
      if (std::find(values.begin(), values.end(), text) == values.end()) {
        values.push_back(std::move(text));
      }
    };
    for (const KeyPart& part : alert_.key) {
      if (part.field == name) add(part.text);
    }
    if (!values.empty()) return values;  // all events of the group agree
    const std::optional<FieldId> field = schema_.Find(name);
    for (const AlertEvent& sample : alert_.events) {
      if (!sample.event) continue;
      const Event& event = sample.event->event();
      if (field) {
        for (const Value& value : event.Find(*field)) add(PlainText(value));
      }
      for (const ExtraField& extra : event.extras) {
        if (extra.name != name) continue;
        for (const Value& value : extra.values) add(PlainText(value));
      }
    }
    return values;
  }

  const Alert& alert_;
  const Schema& schema_;
};

}  // namespace

std::string RenderSignalMessage(const Alert& alert, const Schema& schema) {
  if (alert.rule == nullptr || !alert.rule->signal) return {};
  return RenderMessage(alert.rule->signal->message, SignalVariables(alert, schema));
}

}  // namespace tocsin
