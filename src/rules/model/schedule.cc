#include "rules/model/schedule.h"

#include <charconv>

namespace tocsin {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

std::optional<std::int64_t> UnitLength(char unit) {
  switch (unit) {
    case 's':
      return kSecond;
    case 'm':
      return 60 * kSecond;
    case 'h':
    case 'H':
      return 3600 * kSecond;
    case 'd':
      return 86400 * kSecond;
    case 'w':
      return 7 * 86400 * kSecond;
    default:
      return std::nullopt;
  }
}

// Reads "N<u>" at the start of `text` and removes it.
std::optional<std::int64_t> TakeSpan(std::string_view* text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), count);
  if (error != std::errc{} || end == text->data() + text->size()) return std::nullopt;
  const std::optional<std::int64_t> unit = UnitLength(*end);
  std::int64_t length = 0;
  if (!unit || __builtin_mul_overflow(count, *unit, &length)) return std::nullopt;
  text->remove_prefix(static_cast<std::size_t>(end - text->data()) + 1);
  return length;
}

}  // namespace

std::optional<std::int64_t> DateMathOffset(std::string_view text) {
  if (!text.starts_with("now")) return std::nullopt;
  text.remove_prefix(3);
  std::int64_t offset = 0;
  while (!text.empty()) {
    const char sign = text.front();
    if (sign != '+' && sign != '-') return std::nullopt;
    text.remove_prefix(1);
    if (text.empty() || text.front() == '-') return std::nullopt;
    const std::optional<std::int64_t> span = TakeSpan(&text);
    if (!span) return std::nullopt;
    const std::int64_t step = sign == '+' ? *span : -*span;
    if (__builtin_add_overflow(offset, step, &offset)) return std::nullopt;
  }
  return offset;
}

std::optional<std::int64_t> ParseInterval(std::string_view text) {
  if (text.starts_with('-')) return std::nullopt;
  const std::optional<std::int64_t> span = TakeSpan(&text);
  return text.empty() ? span : std::nullopt;
}

std::optional<std::int64_t> AdditionalLookBack(const Schedule& schedule) {
  const std::optional<std::int64_t> from = DateMathOffset(schedule.from);
  const std::optional<std::int64_t> to = DateMathOffset(schedule.to);
  const std::optional<std::int64_t> interval = ParseInterval(schedule.interval);
  if (!from || !to || !interval) return std::nullopt;
  return (*to - *from) - *interval;
}

}  // namespace tocsin
