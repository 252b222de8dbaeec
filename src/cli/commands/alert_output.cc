#include "cli/commands/alert_output.h"

#include "alerts/canonical_json.h"
#include "alerts/ecs_document.h"
#include "base/escape.h"
#include "cli/console_text/table.h"
#include "event/ecs/dictionary.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

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
std::string WhatOf(const Alert& alert, std::string_view arrow) {
  std::string what = FirstText(alert, Field("process.command_line"));
  if (what.empty()) what = FirstText(alert, Field("process.executable"));
  const std::string destination = DestinationOf(alert);
  if (!destination.empty()) what += (what.empty() ? "" : " ") + std::string(arrow) + destination;
  for (const FieldId field : {Field("registry.path"), Field("file.path"),
                              Field("winlog.event_data.payload"), Field("message")}) {
    if (what.empty()) what = FirstText(alert, field);
  }
  if (alert.signal && alert.signal->events_matched > 1) {
    what = fmt::format("{} events: {}", alert.signal->events_matched, what);
  }
  return what.empty() ? alert.reason : what;
}

// "2021-04-22 10:10:37.041", without `millis` "2021-04-22 10:10:37".
std::string TimeText(Time time, bool millis) {
  std::string text = FormatTime(time, TimeFormat::kMillis);
  if (const std::size_t t = text.find('T'); t != std::string::npos) text[t] = ' ';
  if (text.ends_with('Z')) text.pop_back();
  if (!millis) text.resize(std::min(text.find('.'), text.size()));
  return text;
}

std::string SeverityCell(RuleSeverity severity) {
  const std::string_view name = RuleSeverityName(severity);
  return std::string(severity == RuleSeverity::kInformational ? "info" : name);
}

// How much of an alert a table shows.
enum class Detail : unsigned char {
  kFull,     // all columns as they are
  kCompact,  // no milliseconds, no domain, narrow columns; what happened gets the rest
  kStacked,  // the same, but what happened stands on a line of its own
};

constexpr std::size_t kStackedBelow = 100;  // columns of the terminal
constexpr std::size_t kIndent = 2;

std::vector<Column> ColumnsOf(Detail detail) {
  if (detail == Detail::kFull) {
    return {{"SEVERITY", 8, 0}, {"TIME (UTC)", 23, 0}, {"HOST", 8, 24},
            {"USER", 6, 24},    {"RULE", 16, 52},      {"WHAT", 20, 0}};
  }
  std::vector<Column> columns = {
      {"SEVERITY", 8, 0}, {"TIME (UTC)", 19, 0}, {"HOST", 8, 14}, {"USER", 6, 12}};
  if (detail == Detail::kCompact) {
    columns.push_back({"RULE", 16, 28});
    columns.push_back({"WHAT", 20, 0});
  } else {
    columns.push_back({"RULE", 16, 0});
  }
  return columns;
}

// Cells of all columns; the last is what happened, whatever the detail.
std::vector<Cell> CellsOf(const Alert& alert, Detail detail, const Terminal& terminal) {
  const bool full = detail == Detail::kFull;
  const bool block = alert.rule->building_block;
  const Style plain = block ? Style::kDim : Style::kPlain;
  std::string what = WhatOf(alert, terminal.unicode ? "→ " : "-> ");
  return {{SeverityCell(alert.severity), block ? Style::kDim : StyleOf(alert.severity)},
          {TimeText(alert.first_event, full), plain},
          {FirstText(alert, Field("host.name")), plain},
          {full ? UserOf(alert) : FirstText(alert, Field("user.name")), plain},
          {block ? "block: " + alert.name : alert.name, block ? Style::kDim : Style::kBold},
          {std::move(what), plain}};
}

ColumnLayout Measured(std::span<const Alert> alerts, Detail detail, const Terminal& terminal) {
  ColumnLayout layout(ColumnsOf(detail));
  for (const Alert& alert : alerts) layout.Measure(CellsOf(alert, detail, terminal));
  return layout;
}

void WriteTable(std::span<const Alert> alerts, const Terminal& terminal, const TextSink& sink) {
  if (alerts.empty()) return;
  Detail detail = Detail::kFull;
  if (terminal.width != 0 && terminal.width < kStackedBelow) detail = Detail::kStacked;
  ColumnLayout layout = Measured(alerts, detail, terminal);
  if (detail == Detail::kFull && terminal.width != 0 && layout.LineWidth() > terminal.width) {
    detail = Detail::kCompact;
    layout = Measured(alerts, detail, terminal);
  }
  layout.Fit(terminal);
  sink(layout.Header(terminal));
  for (const Alert& alert : alerts) {
    const std::vector<Cell> cells = CellsOf(alert, detail, terminal);
    sink(layout.Row(cells, terminal));
    if (detail != Detail::kStacked) continue;
    const std::string what =
        CutToWidth(EscapeTerminal(cells.back().text), terminal.width - kIndent, terminal);
    sink(std::string(kIndent, ' ') + Styled(what, cells.back().style, terminal) + "\n");
  }
}

void WriteCsv(std::span<const Alert> alerts, const TextSink& sink) {
  sink("id,severity,risk_score,first_event,last_event,rule_id,rule,host,user,what,evidence\n");
  std::string line;
  for (const Alert& alert : alerts) {
    line.clear();
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
                                               WhatOf(alert, "→ "),
                                               evidence};
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) line.push_back(',');
      AppendCsvCell(EscapeTerminal(cells.at(i)), line);
    }
    line.push_back('\n');
    sink(line);
  }
}

void WriteLines(std::span<const Alert> alerts, const Schema& schema, const TextSink& sink) {
  std::string line;
  for (const Alert& alert : alerts) {
    line.clear();
    AppendCanonicalJson(alert, schema, &line);
    line.push_back('\n');
    sink(line);
  }
}

void WriteArray(std::span<const Alert> alerts, const Schema& schema, const TextSink& sink) {
  std::string item = "[";
  for (const Alert& alert : alerts) {
    AppendCanonicalJson(alert, schema, &item);
    sink(item);
    item = ",\n ";
  }
  sink(alerts.empty() ? "[]\n" : "]\n");
}

void WriteEcs(std::span<const Alert> alerts, const Schema& schema, const TextSink& sink) {
  for (const Alert& alert : alerts) {
    for (const std::string& document : EcsDocuments(alert, schema)) sink(document + "\n");
  }
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

void WriteAlerts(std::span<const Alert> alerts, AlertFormat format, const Schema& schema,
                 const Terminal& terminal, const TextSink& sink) {
  switch (format) {
    case AlertFormat::kTable:
      return WriteTable(alerts, terminal, sink);
    case AlertFormat::kJsonl:
      return WriteLines(alerts, schema, sink);
    case AlertFormat::kJson:
      return WriteArray(alerts, schema, sink);
    case AlertFormat::kCsv:
      return WriteCsv(alerts, sink);
    case AlertFormat::kEcs:
      return WriteEcs(alerts, schema, sink);
  }
}

}  // namespace tocsin
