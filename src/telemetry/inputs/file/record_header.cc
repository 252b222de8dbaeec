#include "telemetry/inputs/file/record_header.h"

namespace tocsin::input {
namespace {

constexpr std::string_view kBlanks = " \t\r";
constexpr std::size_t kNone = std::string_view::npos;

bool IsRecordHeader(std::string_view line) {
  constexpr std::string_view kWord = "Record ";
  if (line.size() > kRecordHeaderBytesMax || !line.starts_with(kWord)) return false;
  line.remove_prefix(kWord.size());
  const std::size_t digits = line.find_first_not_of(kBlanks);
  if (digits == kNone) return false;
  const std::size_t end = line.find_first_not_of("0123456789", digits);
  if (end == digits) return false;
  return end == kNone || line.find_first_not_of(kBlanks, end) == kNone;
}

}  // namespace

std::optional<bool> IsRecordHeaderAt(std::string_view window, std::size_t at, bool at_end) {
  const std::string_view shown = window.substr(at, kRecordHeaderBytesMax + 1);
  const std::size_t line_break = shown.find('\n');
  if (line_break == kNone && shown.size() <= kRecordHeaderBytesMax && !at_end) return std::nullopt;
  return IsRecordHeader(shown.substr(0, line_break));
}

}  // namespace tocsin::input
