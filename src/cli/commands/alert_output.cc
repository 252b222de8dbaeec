#include "cli/commands/alert_output.h"

#include "alerts/canonical_json.h"
#include "alerts/ecs_document.h"
#include "base/escape.h"
#include "cli/console_text/table.h"
#include "event/ecs/dictionary.h"

#include <fmt/format.h>

#include <array>

namespace tocsin {
namespace {

struct FormatName {
  std::string_view word;
  AlertFormat format;
};
constexpr std::array<FormatName, 5> kFormats = {{{"table", AlertFormat::kTable},
                                                 {"jsonl", AlertFormat::kJsonl},
                                                 {"json", AlertFormat::kJson},
                                                 {"csv", AlertFormat::kCsv},
                                                 {"ecs", AlertFormat::kEcs}}};

// The first event that has the field.
std::string FirstText(const Alert& alert, FieldId field) {
  for (const AlertEvent& event : alert.events) {
    if (!event.event) continue;
    const std::string_view text = event.event->event().FirstText(field);
    if (!text.empty()) return std::string(text);
  }
  return {};
}

std::string UserOf(const Alert& alert) {
  const std::string name = FirstText(alert, Field("user.name"));
  const std::string domain = FirstText(alert, Field("user.domain"));
  return name.empty() || domain.empty() ? name : domain + "\\" + name;
}

std::string DestinationOf(const Alert& alert) {
  const std::string ip = FirstText(alert, Field("destination.ip"));
  if (ip.empty()) return {};
  for (const AlertEvent& event : alert.events) {
    if (!event.event) continue;
    const std::span<const Value> port = event.event->event().Find(Field("destination.port"));
    if (!port.empty() && port.front().kind() == ValueKind::kInt) {
      return ip + " port " + std::to_string(port.front().integer());
    }
  }
  return ip;
}

// What a person would want to see first: the command line, else the nearest thing to it.
std::string WhatOf(const Alert& alert) {
  std::string what = FirstText(alert, Field("process.command_line"));
  if (what.empty()) what = FirstText(alert, Field("process.executable"));
  const std::string destination = DestinationOf(alert);
  if (!destination.empty()) what += (what.empty() ? "" : " ") + ("→ " + destination);
  for (const FieldId field : {Field("registry.path"), Field("file.path"),
                              Field("winlog.event_data.payload"), Field("message")}) {
    if (what.empty()) what = FirstText(alert, field);
  }
  if (alert.signal && alert.signal->events_matched > 1) {
    what = fmt::format("{} events: {}", alert.signal->events_matched, what);
  }
  return what.empty() ? alert.reason : what;
}

// "2021-04-22 10:10:37.041".
std::string TimeText(Time time) {
  std::string text = FormatTime(time, TimeFormat::kMillis);
  if (const std::size_t t = text.find('T'); t != std::string::npos) text[t] = ' ';
  if (text.ends_with('Z')) text.pop_back();
  return text;
}

std::string SeverityCell(RuleSeverity severity) {
  const std::string_view name = RuleSeverityName(severity);
  return std::string(severity == RuleSeverity::kInformational ? "info" : name);
}

std::string RenderTable(std::span<const Alert> alerts, const Terminal& terminal) {
  Table table({{"SEVERITY", 8, 0},
               {"TIME (UTC)", 23, 0},
               {"HOST", 8, 24},
               {"USER", 6, 24},
               {"RULE", 16, 52},
               {"WHAT", 20, 0}});
  for (const Alert& alert : alerts) {
    table.Add({{SeverityCell(alert.severity), StyleOf(alert.severity)},
               {TimeText(alert.first_event), Style::kPlain},
               {FirstText(alert, Field("host.name")), Style::kPlain},
               {UserOf(alert), Style::kPlain},
               {alert.name, Style::kBold},
               {WhatOf(alert), Style::kPlain}});
  }
  return alerts.empty() ? std::string() : table.Render(terminal);
}

std::string RenderCsv(std::span<const Alert> alerts) {
  std::string out =
      "id,severity,risk_score,first_event,last_event,rule_id,rule,host,user,what,"
      "evidence\n";
  for (const Alert& alert : alerts) {
    std::string evidence;
    for (const AlertEvent& event : alert.events) {
      if (event.address.empty()) continue;
      evidence += (evidence.empty() ? "" : " ") + event.address;
    }
    const std::array<std::string, 11> cells = {alert.id,
                                               std::string(RuleSeverityName(alert.severity)),
                                               std::to_string(alert.risk_score),
                                               FormatTime(alert.first_event),
                                               FormatTime(alert.last_event),
                                               alert.rule->id,
                                               alert.name,
                                               FirstText(alert, Field("host.name")),
                                               UserOf(alert),
                                               WhatOf(alert),
                                               evidence};
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out.push_back(',');
      AppendCsvCell(EscapeTerminal(cells.at(i)), out);
    }
    out.push_back('\n');
  }
  return out;
}

std::string RenderLines(std::span<const Alert> alerts, const Schema& schema) {
  std::string out;
  for (const Alert& alert : alerts) {
    AppendCanonicalJson(alert, schema, &out);
    out.push_back('\n');
  }
  return out;
}

std::string RenderArray(std::span<const Alert> alerts, const Schema& schema) {
  std::string out = "[";
  for (const Alert& alert : alerts) {
    if (out.size() > 1) out += ",\n ";
    AppendCanonicalJson(alert, schema, &out);
  }
  return out + "]\n";
}

std::string RenderEcs(std::span<const Alert> alerts, const Schema& schema) {
  std::string out;
  for (const Alert& alert : alerts) {
    for (const std::string& document : EcsDocuments(alert, schema)) out += document + "\n";
  }
  return out;
}

}  // namespace

std::optional<AlertFormat> ParseAlertFormat(std::string_view word) {
  for (const FormatName& format : kFormats) {
    if (format.word == word) return format.format;
  }
  return std::nullopt;
}

Result<AlertTarget> ParseAlertTarget(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::optional<AlertFormat> format = ParseAlertFormat(text.substr(0, equals));
  if (!format) {
    return Fail(ErrorCode::kInvalid,
                "'" + text.substr(0, equals) +
                    "' is no output format; it is one of table, jsonl, json, csv, ecs");
  }
  AlertTarget target{*format, {}};
  if (equals != std::string::npos) {
    target.file = text.substr(equals + 1);
    if (target.file.empty()) {
      return Fail(ErrorCode::kInvalid, "'" + text + "' names no file after '='");
    }
  }
  return target;
}

std::string RenderAlerts(std::span<const Alert> alerts, AlertFormat format, const Schema& schema,
                         const Terminal& terminal) {
  switch (format) {
    case AlertFormat::kTable:
      return RenderTable(alerts, terminal);
    case AlertFormat::kJsonl:
      return RenderLines(alerts, schema);
    case AlertFormat::kJson:
      return RenderArray(alerts, schema);
    case AlertFormat::kCsv:
      return RenderCsv(alerts);
    case AlertFormat::kEcs:
      return RenderEcs(alerts, schema);
  }
  return {};
}

}  // namespace tocsin
