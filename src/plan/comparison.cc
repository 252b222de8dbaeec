#include "plan/comparison.h"

#include "base/case_fold.h"
#include "base/check.h"
#include "base/ip.h"
#include "plan/functions.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace tocsin::plan {
namespace {

// A version taken apart; `numbers` are digits without leading zeros.
struct Version {
  std::array<std::string_view, 3> numbers = {"0", "0", "0"};
  std::string_view pre_release;
};

bool IsDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Digits of any length.
int CompareDigits(std::string_view a, std::string_view b) {
  a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
  b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return a.compare(b);
}

// Text up to the first `mark`; takes it and the mark away from `*text`.
std::string_view TakePart(std::string_view* text, char mark) {
  const std::size_t end = text->find(mark);
  const std::string_view part = text->substr(0, end);
  *text = end == std::string_view::npos ? std::string_view() : text->substr(end + 1);
  return part;
}

bool IsIdentifierList(std::string_view text) {
  if (text.empty() || text.back() == '.') return false;
  while (!text.empty()) {
    const std::string_view part = TakePart(&text, '.');
    if (part.empty()) return false;
    for (const char c : part) {
      const char lower = AsciiLower(c);
      if (!(lower >= 'a' && lower <= 'z') && !(c >= '0' && c <= '9') && c != '-') return false;
    }
  }
  return true;
}

std::optional<Version> ParseVersion(std::string_view text) {
  Version version;
  const std::size_t plus = text.find('+');
  if (plus != std::string_view::npos) {
    if (!IsIdentifierList(text.substr(plus + 1))) return std::nullopt;
    text = text.substr(0, plus);
  }
  const std::size_t dash = text.find('-');
  if (dash != std::string_view::npos) {
    version.pre_release = text.substr(dash + 1);
    if (!IsIdentifierList(version.pre_release)) return std::nullopt;
    text = text.substr(0, dash);
  }
  if (text.empty() || text.back() == '.') return std::nullopt;
  for (std::size_t i = 0; !text.empty(); ++i) {
    const std::string_view number = TakePart(&text, '.');
    if (i == version.numbers.size() || !IsDigits(number)) return std::nullopt;
    version.numbers[i] = number;
  }
  return version;
}

// Semantic Versioning 2.0.0, section 11: numbers before words, shorter lists first; a version
// without pre-release comes after those with one.
int ComparePreRelease(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return static_cast<int>(a.empty()) - static_cast<int>(b.empty());
  while (!a.empty() && !b.empty()) {
    const std::string_view x = TakePart(&a, '.');
    const std::string_view y = TakePart(&b, '.');
    const bool x_number = IsDigits(x);
    const bool y_number = IsDigits(y);
    if (x_number != y_number) return x_number ? -1 : 1;
    const int order = x_number ? CompareDigits(x, y) : x.compare(y);
    if (order != 0) return order;
  }
  return static_cast<int>(b.empty()) - static_cast<int>(a.empty());
}

bool SameKindGroup(const Value& a, const Value& b) {
  return a.kind() == b.kind() || (a.is_number() && b.is_number());
}

bool TextsEqual(Fold fold, Type type, std::string_view left, std::string_view right) {
  if (type != Type::kIp) return EqualsInMode(left, right, CaseModeOf(fold));
  // Either side may be the constant.
  if (left.find('/') != std::string_view::npos) std::swap(left, right);
  const std::optional<IpAddress> address = IpAddress::Parse(left);
  const std::optional<CidrBlock> block = CidrBlock::Parse(right);
  return address && block && block->Contains(*address);
}

std::optional<int> OrderOf(Type type, const Value& left, const Value& right) {
  if (!SameKindGroup(left, right) || left.kind() == ValueKind::kObject) return std::nullopt;
  if (!left.is_string()) return CompareValues(left, right);
  if (type == Type::kVersion) return CompareVersions(left.text(), right.text());
  if (type != Type::kIp) return CompareValues(left, right);
  const std::optional<IpAddress> a = IpAddress::Parse(left.text());
  const std::optional<IpAddress> b = IpAddress::Parse(right.text());
  if (!a || !b) return std::nullopt;
  return *a < *b ? -1 : (*b < *a ? 1 : 0);
}

bool Decide(Function comparison, int order) {
  switch (comparison) {
    case Function::kEqual:
      return order == 0;
    case Function::kLess:
      return order < 0;
    case Function::kLessEqual:
      return order <= 0;
    case Function::kGreater:
      return order > 0;
    case Function::kGreaterEqual:
      return order >= 0;
    default:
      TOCSIN_UNREACHABLE();
  }
}

}  // namespace

bool IsOrderComparison(Function function) {
  return function == Function::kLess || function == Function::kLessEqual ||
         function == Function::kGreater || function == Function::kGreaterEqual;
}

bool IsComparison(Function function) {
  return function == Function::kEqual || IsOrderComparison(function);
}

Function Mirrored(Function comparison) {
  switch (comparison) {
    case Function::kLess:
      return Function::kGreater;
    case Function::kLessEqual:
      return Function::kGreaterEqual;
    case Function::kGreater:
      return Function::kLess;
    case Function::kGreaterEqual:
      return Function::kLessEqual;
    default:
      return comparison;
  }
}

Value Compare(Function comparison, Fold fold, Type type, const Value& left, const Value& right) {
  if (comparison == Function::kEqual) {
    if (left.is_string() && right.is_string()) {
      return Value::Bool(TextsEqual(fold, type, left.text(), right.text()));
    }
    return Value::Bool(SameValue(left, right));
  }
  const std::optional<int> order = OrderOf(type, left, right);
  return order ? Value::Bool(Decide(comparison, *order)) : Value::Null();
}

bool CompareWithInterval(Function comparison, std::int64_t instant_ns,
                         const TimeConstant& interval) {
  switch (comparison) {
    case Function::kEqual:
      return interval.first_ns <= instant_ns && instant_ns <= interval.last_ns;
    case Function::kLess:
      return instant_ns < interval.first_ns;
    case Function::kLessEqual:
      return instant_ns <= interval.last_ns;
    case Function::kGreater:
      return instant_ns > interval.last_ns;
    case Function::kGreaterEqual:
      return instant_ns >= interval.first_ns;
    default:
      TOCSIN_UNREACHABLE();
  }
}

int CompareVersions(std::string_view a, std::string_view b) {
  const std::optional<Version> x = ParseVersion(a);
  const std::optional<Version> y = ParseVersion(b);
  if (!x && !y) return a.compare(b);
  if (!x || !y) return x ? -1 : 1;
  for (std::size_t i = 0; i < x->numbers.size(); ++i) {
    const int order = CompareDigits(x->numbers[i], y->numbers[i]);
    if (order != 0) return order;
  }
  return ComparePreRelease(x->pre_release, y->pre_release);
}

}  // namespace tocsin::plan
