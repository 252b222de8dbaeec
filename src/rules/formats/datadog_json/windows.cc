#include "rules/formats/datadog_json/windows.h"

#include "rules/formats/datadog_json/keys.h"

#include <algorithm>
#include <optional>
#include <string>

namespace tocsin::datadog_json {
namespace {

constexpr std::int64_t kKeepAliveDefault = 3600;

std::optional<std::int64_t> ReadWindow(const ObjectReader& options, std::string_view key) {
  const std::optional<std::int64_t> seconds = options.Integer(key);
  if (!seconds) return std::nullopt;
  if (std::find(kWindows.begin(), kWindows.end(), *seconds) != kWindows.end()) return seconds;
  std::string allowed = "one of";
  for (const std::int64_t known : kWindows) allowed += " " + std::to_string(known);
  options.Wrong(*options.Find(key), key, allowed + " (seconds)");
  return std::nullopt;
}

void CheckOrder(const ObjectReader& options, std::string_view shorter, std::int64_t shorter_s,
                std::string_view longer, std::int64_t longer_s) {
  if (shorter_s <= longer_s) return;
  const JsonValue* value = options.Find(longer);
  if (value == nullptr) value = options.Find(shorter);
  options.Wrong(*value, longer,
                "at least `" + std::string(shorter) + "` (" + std::to_string(shorter_s) + ")");
}

}  // namespace

void ReadWindows(const ObjectReader& options, bool required, SignalTexts* signal) {
  if (required) {
    options.Require("evaluationWindow");
    options.Require("maxSignalDuration");
  }
  const std::optional<std::int64_t> window = ReadWindow(options, "evaluationWindow");
  const std::optional<std::int64_t> keep_alive = ReadWindow(options, "keepAlive");
  const std::optional<std::int64_t> duration = ReadWindow(options, "maxSignalDuration");
  signal->evaluation_window_s = window.value_or(0);
  signal->keep_alive_s = keep_alive.value_or(kKeepAliveDefault);
  signal->max_signal_duration_s = duration.value_or(0);
  const bool keep_alive_known = keep_alive || options.Find("keepAlive") == nullptr;
  if (window && keep_alive_known) {
    CheckOrder(options, "evaluationWindow", *window, "keepAlive", signal->keep_alive_s);
  }
  if (duration && keep_alive_known) {
    CheckOrder(options, "keepAlive", signal->keep_alive_s, "maxSignalDuration", *duration);
  }
}

}  // namespace tocsin::datadog_json
