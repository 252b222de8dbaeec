#include "plan/text_functions.h"

#include "base/case_fold.h"
#include "base/check.h"
#include "base/utf8.h"
#include "event/conversion.h"
#include "plan/numbers.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin::plan {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

// A text as searches see it: folded, with the way back to the original bytes. ASCII folding keeps
// every byte's place; Unicode folding keeps the number of code points.
class FoldedText {
 public:
  FoldedText(std::string_view original, Fold fold) : original_(original), fold_(fold) {
    if (fold == Fold::kAscii) copy_ = AsciiLowerCopy(original);
    if (fold == Fold::kUnicode) copy_ = UnicodeFoldCopy(original);
  }

  std::string_view text() const { return fold_ == Fold::kNone ? original_ : copy_; }

  std::size_t ToOriginal(std::size_t offset) const {
    return fold_ == Fold::kUnicode ? Translate(copy_, offset, original_) : offset;
  }
  std::size_t FromOriginal(std::size_t offset) const {
    return fold_ == Fold::kUnicode ? Translate(original_, offset, copy_) : offset;
  }

 private:
  // The start in `to` of the character whose start in `from` is `offset`.
  static std::size_t Translate(std::string_view from, std::size_t offset, std::string_view to) {
    std::size_t at = 0;
    std::size_t result = 0;
    while (at < offset) {
      at += DecodeUtf8(from, at).bytes;
      result += DecodeUtf8(to, result).bytes;
    }
    return result;
  }

  std::string_view original_;
  Fold fold_;
  std::string copy_;
};

std::int64_t Utf16Size(std::string_view text) {
  return static_cast<std::int64_t>(Utf16Length(text));
}

// A position of substring(): from the end if negative, within the text.
std::int64_t Clamp(std::int64_t position, std::int64_t length) {
  if (position < 0) position = position < -length ? 0 : position + length;
  return std::min(position, length);
}

// Null, or a whole number.
bool IsPosition(const Value& value) { return value.is_null() || value.kind() == ValueKind::kInt; }

}  // namespace

Value Affix(Function function, Fold fold, const Value& text, const Value& part, EvalFault* fault) {
  if (!text.is_string() || !part.is_string()) return Fault(EvalFault::kWrongType, fault);
  const FoldedText folded_text(text.text(), fold);
  const FoldedText folded_part(part.text(), fold);
  const std::string_view whole = folded_text.text();
  const std::string_view wanted = folded_part.text();
  switch (function) {
    case Function::kStartsWith:
      return Value::Bool(whole.starts_with(wanted));
    case Function::kEndsWith:
      return Value::Bool(whole.ends_with(wanted));
    case Function::kContains:
      return Value::Bool(!whole.empty() && !wanted.empty() && whole.find(wanted) != kNowhere);
    default:
      TOCSIN_UNREACHABLE();
  }
}

Value Between(Fold fold, std::span<const Value> args, EvalFault* fault) {
  if (args[0].is_null()) return Value::Null();
  if (args[1].is_null() || args[2].is_null()) return Fault(EvalFault::kNullBound, fault);
  const bool greedy_known =
      args.size() < 4 || args[3].is_null() || args[3].kind() == ValueKind::kBool;
  if (!args[0].is_string() || !args[1].is_string() || !args[2].is_string() || !greedy_known) {
    return Fault(EvalFault::kWrongType, fault);
  }
  const bool greedy = args.size() == 4 && !args[3].is_null() && args[3].boolean();
  const std::string_view text = args[0].text();
  if (text.empty() || args[1].text().empty() || args[2].text().empty()) return args[0];

  const FoldedText folded(text, fold);
  const FoldedText left(args[1].text(), fold);
  const FoldedText right(args[2].text(), fold);
  const std::size_t left_at = folded.text().find(left.text());
  if (left_at == kNowhere) return Value::String("");
  const std::size_t begin = left_at + left.text().size();
  const std::size_t end =
      greedy ? folded.text().rfind(right.text()) : folded.text().find(right.text(), begin);
  if (end == kNowhere || end < begin) return Value::String("");
  const std::size_t from = folded.ToOriginal(begin);
  return Value::String(text.substr(from, folded.ToOriginal(end) - from));
}

Value IndexOf(Fold fold, std::span<const Value> args, EvalFault* fault) {
  if (args[0].is_null() || args[1].is_null()) return Value::Null();
  const Value start = args.size() == 3 ? args[2] : Value::Null();
  if (!args[0].is_string() || !args[1].is_string() || !IsPosition(start)) {
    return Fault(EvalFault::kWrongType, fault);
  }
  const std::string_view text = args[0].text();
  const std::int64_t units = start.is_null() ? 0 : std::max<std::int64_t>(start.integer(), 0);
  const std::size_t from = Utf16IndexToByte(text, static_cast<std::size_t>(units));

  const FoldedText folded(text, fold);
  const FoldedText part(args[1].text(), fold);
  const std::size_t found = folded.text().find(part.text(), folded.FromOriginal(from));
  if (found == kNowhere) return Value::Null();
  return Value::Int(static_cast<std::int64_t>(ByteToUtf16Index(text, folded.ToOriginal(found))));
}

Value Length(const Value& text, EvalFault* fault) {
  if (!text.is_string()) return Fault(EvalFault::kWrongType, fault);
  return Value::Int(Utf16Size(text.text()));
}

Value Substring(std::span<const Value> args, EvalFault* fault) {
  const Value& start = args[1];
  const Value end = args.size() == 3 ? args[2] : Value::Null();
  if (args[0].is_null()) return Value::Null();
  if (!args[0].is_string() || !IsPosition(start) || !IsPosition(end)) {
    return Fault(EvalFault::kWrongType, fault);
  }
  if (start.is_null()) return args[0];
  const std::string_view text = args[0].text();
  const std::int64_t length = Utf16Size(text);
  const std::int64_t from = Clamp(start.integer(), length);
  const std::int64_t to = end.is_null() ? length : Clamp(end.integer(), length);
  if (from >= to) return Value::String("");
  const std::size_t begin = Utf16IndexToByte(text, static_cast<std::size_t>(from));
  return Value::String(
      text.substr(begin, Utf16IndexToByte(text, static_cast<std::size_t>(to)) - begin));
}

Value Concat(std::span<const Value> args, Arena& arena, EvalFault* fault) {
  ArenaBuilder<char> text(arena, 64);
  for (const Value& arg : args) {
    if (arg.kind() == ValueKind::kObject) return Fault(EvalFault::kWrongType, fault);
    Arena scratch(64);
    const std::string_view part = TextOfValue(arg, scratch);
    text.Append(std::span<const char>(part.data(), part.size()));
  }
  const std::span<char> joined = text.Finish();
  return Value::String({joined.data(), joined.size()});
}

Value ToText(const Value& value, Arena& arena, EvalFault* fault) {
  if (value.kind() == ValueKind::kObject) return Fault(EvalFault::kWrongType, fault);
  return Value::String(TextOfValue(value, arena));
}

}  // namespace tocsin::plan
