// Alerts in the forms that people and pipes read.
#pragma once

#include "alerts/alert.h"
#include "base/result.h"
#include "cli/console_text/terminal.h"
#include "event/ecs/schema.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tocsin {

enum class AlertFormat : unsigned char {
  kTable,  // a row per alert, for people; on narrow terminals two
  kJsonl,  // canonical alerts, one a line
  kJson,   // the same as one array
  kCsv,    // the columns of the table
  kEcs,    // kibana.alert.* documents, one a line
};
std::optional<AlertFormat> ParseAlertFormat(std::string_view word);

// One place to write alerts to.
struct AlertTarget {
  AlertFormat format = AlertFormat::kJsonl;
  std::string file;  // empty: standard output
};
// "FORMAT" or "FORMAT=FILE".
Result<AlertTarget> ParseAlertTarget(const std::string& text);

// Takes text piece by piece.
using TextSink = std::function<void(std::string_view)>;

// Renders alert by alert: memory does not grow with their number.
void WriteAlerts(std::span<const Alert> alerts, AlertFormat format, const Schema& schema,
                 const Terminal& terminal, const TextSink& sink);

}  // namespace tocsin
