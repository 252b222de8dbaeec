#include "telemetry/inputs/file/value_scanner.h"

#include <array>
#include <cstring>

namespace tocsin::input {
namespace {

enum class ByteClass : std::uint8_t {
  kWrong,
  kBlank,
  kQuote,
  kOpener,
  kCloser,
  kSeparator,
  kScalar,  // of numbers, literals, and words that only look like them
};

constexpr std::array<ByteClass, 256> MakeClasses() {
  std::array<ByteClass, 256> classes = {};
  const auto set = [&classes](std::string_view bytes, ByteClass value) {
    for (const char c : bytes) classes[static_cast<unsigned char>(c)] = value;
  };
  set(" \t\r\n", ByteClass::kBlank);
  set("\"", ByteClass::kQuote);
  set("{[", ByteClass::kOpener);
  set("}]", ByteClass::kCloser);
  set(",:", ByteClass::kSeparator);
  set("0123456789+-.", ByteClass::kScalar);
  set("abcdefghijklmnopqrstuvwxyz", ByteClass::kScalar);
  set("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", ByteClass::kScalar);
  return classes;
}

constexpr std::array<ByteClass, 256> kClasses = MakeClasses();

ByteClass ClassOf(char c) { return kClasses[static_cast<unsigned char>(c)]; }

constexpr char kValueEnd = 'v';

// The place behind the string that opens at `at`; npos when the text ends first. A line break
// before that is where the string is broken.
struct StringScan {
  std::size_t end = std::string_view::npos;
  std::size_t line_break = std::string_view::npos;
};

StringScan ScanString(std::string_view text, std::size_t at) {
  StringScan scan;
  std::size_t from = at + 1;
  while (true) {
    const void* const found =
        from < text.size() ? std::memchr(text.data() + from, '"', text.size() - from) : nullptr;
    const std::size_t quote =
        found == nullptr ? text.size()
                         : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    const void* const line_break =
        from < quote ? std::memchr(text.data() + from, '\n', quote - from) : nullptr;
    if (line_break != nullptr) {
      scan.line_break =
          static_cast<std::size_t>(static_cast<const char*>(line_break) - text.data());
      return scan;
    }
    if (found == nullptr) return scan;
    std::size_t before = quote;
    while (before > from && text[before - 1] == '\\') --before;
    from = quote + 1;
    if ((quote - before) % 2 == 0) {
      scan.end = from;
      return scan;
    }
  }
}

}  // namespace

ValueScan ValueScanner::Scan(std::string_view text) {
  ValueScan scan;
  const auto broken = [&scan](std::size_t at) {
    scan.outcome = ValueScan::Outcome::kBroken;
    scan.size = at;
    return scan;
  };
  open_.assign(1, text.front());
  char last = text.front();
  std::size_t at = 1;
  while (at < text.size()) {
    const char c = text[at];
    switch (ClassOf(c)) {
      case ByteClass::kWrong:
        return broken(at);
      case ByteClass::kBlank:
        ++at;
        break;
      case ByteClass::kSeparator:
        last = c;
        ++at;
        break;
      case ByteClass::kOpener: {
        const bool in_array = open_.back() == '[';
        const bool fits = last == ':' || (in_array && (last == ',' || last == '['));
        if (!fits) return broken(at);
        open_.push_back(c);
        last = c;
        ++at;
        break;
      }
      case ByteClass::kCloser:
        if ((c == '}') != (open_.back() == '{')) return broken(at);
        open_.pop_back();
        last = kValueEnd;
        ++at;
        if (open_.empty()) {
          scan.outcome = ValueScan::Outcome::kClosed;
          scan.size = at;
          return scan;
        }
        break;
      case ByteClass::kQuote: {
        if (last == kValueEnd) return broken(at);
        const StringScan string = ScanString(text, at);
        if (string.line_break != std::string_view::npos) return broken(string.line_break);
        if (string.end == std::string_view::npos) {
          scan.in_string = true;
          return scan;
        }
        at = string.end;
        last = kValueEnd;
        break;
      }
      case ByteClass::kScalar:
        if (last == kValueEnd) return broken(at);
        while (at < text.size() && ClassOf(text[at]) == ByteClass::kScalar) ++at;
        last = kValueEnd;
        break;
    }
  }
  scan.last_token = last;
  scan.in_array = open_.back() == '[';
  return scan;
}

}  // namespace tocsin::input
