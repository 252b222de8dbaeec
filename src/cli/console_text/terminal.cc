#include "cli/console_text/terminal.h"

#include "base/case_fold.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace tocsin {
namespace {

constexpr std::size_t kFallbackWidth = 100;

std::string_view Variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing sets variables
  return value == nullptr ? std::string_view{} : std::string_view(value);
}

std::size_t WidthOf(int descriptor) {
  const std::string_view columns = Variable("COLUMNS");
  if (!columns.empty()) {
    const long width = std::strtol(columns.data(), nullptr, 10);
    if (width >= 20) return static_cast<std::size_t>(width);
  }
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20) return size.ws_col;
  return kFallbackWidth;
}

// The first variable that is set decides, as in setlocale.
bool LocaleIsUtf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string_view locale = Variable(name);
    if (locale.empty()) continue;
    return AsciiFindIgnoreCase(locale, "UTF-8") != std::string_view::npos ||
           AsciiFindIgnoreCase(locale, "UTF8") != std::string_view::npos;
  }
  return false;
}

}  // namespace

Terminal DescribeTerminal(std::FILE* stream, ColorMode mode) {
  Terminal terminal;
  const int descriptor = fileno(stream);
  terminal.is_tty = isatty(descriptor) == 1;
  if (terminal.is_tty) terminal.width = WidthOf(descriptor);
  terminal.unicode = LocaleIsUtf8();
  switch (mode) {
    case ColorMode::kAlways:
      terminal.color = true;
      break;
    case ColorMode::kNever:
      terminal.color = false;
      break;
    case ColorMode::kAuto:
      terminal.color = !Variable("CLICOLOR_FORCE").empty() && Variable("CLICOLOR_FORCE") != "0";
      if (terminal.is_tty && Variable("TERM") != "dumb") terminal.color = true;
      if (!Variable("NO_COLOR").empty()) terminal.color = false;
      break;
  }
  return terminal;
}

std::string Styled(std::string_view text, Style style, const Terminal& terminal) {
  if (!terminal.color || style == Style::kPlain) return std::string(text);
  constexpr std::array<std::string_view, 8> kCodes = {"0", "1", "2", "31", "33", "32", "34", "35"};
  return fmt::format("\x1b[{}m{}\x1b[0m", kCodes.at(static_cast<std::size_t>(style)), text);
}

Style StyleOf(RuleSeverity severity) {
  switch (severity) {
    case RuleSeverity::kCritical:
      return Style::kMagenta;
    case RuleSeverity::kHigh:
      return Style::kRed;
    case RuleSeverity::kMedium:
      return Style::kYellow;
    case RuleSeverity::kLow:
      return Style::kBlue;
    case RuleSeverity::kInformational:
      return Style::kPlain;
  }
  return Style::kPlain;
}

std::string WithThousands(unsigned long long number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string CountText(unsigned long long number, std::string_view one, std::string_view many) {
  return WithThousands(number) + " " + std::string(number == 1 ? one : many);
}

std::string ByteText(double bytes) {
  constexpr std::array<std::string_view, 5> kUnits = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  while (bytes >= 1000 && unit + 1 < kUnits.size()) {
    bytes /= 1000;
    ++unit;
  }
  return unit == 0 ? fmt::format("{:.0f} B", bytes)
                   : fmt::format("{:.{}f} {}", bytes, bytes < 10 ? 1 : 0, kUnits.at(unit));
}

std::string SecondsText(double seconds) {
  if (seconds < 60) return fmt::format("{:.2f} s", seconds);
  const auto whole = static_cast<unsigned long>(seconds);
  return fmt::format("{} min {} s", whole / 60, whole % 60);
}

}  // namespace tocsin
