#include "base/escape.h"

#include "base/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace tocsin {
namespace {

struct CodePointRange {
  char32_t first;
  char32_t last;
};

// Characters that print nothing or change how others print: Default_Ignorable_Code_Point of
// DerivedCoreProperties.txt, the line and paragraph separators, and interlinear annotation.
constexpr CodePointRange kInvisible[] = {
    {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C}, {0x115F, 0x1160}, {0x17B4, 0x17B5},
    {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164},
    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

struct WidthRange {
  char32_t first;
  char32_t last;
  uint8_t cells;
};

constexpr WidthRange kWidths[] = {
#include "base/display_width.inc"
};

bool IsInvisible(char32_t c) {
  const auto* const range = std::ranges::lower_bound(kInvisible, c, {}, &CodePointRange::last);
  return range != std::end(kInvisible) && c >= range->first;
}

bool IsControl(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

bool IsPlainAscii(char c) { return c >= 0x20 && c < 0x7F; }

void AppendMark(char32_t c, std::string& out) {
  const auto number = static_cast<uint32_t>(c);
  if (c == '\n') {
    out += "\\n";
  } else if (c == '\t') {
    out += "\\t";
  } else if (c == '\r') {
    out += "\\r";
  } else if (c < 0x100) {
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", number);
  } else if (c < 0x10000) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", number);
  } else {
    fmt::format_to(std::back_inserter(out), "\\U{:08x}", number);
  }
}

void AppendTerminal(std::string_view text, bool lines_pass, std::string& out) {
  for (size_t i = 0; i < text.size();) {
    if (IsPlainAscii(text[i]) || (lines_pass && (text[i] == '\n' || text[i] == '\t'))) {
      out += text[i++];
      continue;
    }
    const DecodedCodePoint decoded = DecodeUtf8(text, i);
    if (!decoded.valid) {
      AppendMark(static_cast<unsigned char>(text[i]), out);
    } else if (IsControl(decoded.code_point) || IsInvisible(decoded.code_point)) {
      AppendMark(decoded.code_point, out);
    } else {
      out.append(text, i, decoded.bytes);
    }
    i += decoded.bytes;
  }
}

}  // namespace

void AppendTerminalText(std::string_view text, std::string& out) {
  AppendTerminal(text, false, out);
}

std::string EscapeTerminal(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  AppendTerminal(text, false, out);
  return out;
}

std::string EscapeTerminalLines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  AppendTerminal(text, true, out);
  return out;
}

size_t DisplayWidth(std::string_view text) {
  size_t cells = 0;
  for (size_t i = 0; i < text.size();) {
    const DecodedCodePoint decoded = DecodeUtf8(text, i);
    i += decoded.bytes;
    const auto* const range =
        std::ranges::lower_bound(kWidths, decoded.code_point, {}, &WidthRange::last);
    const bool found = range != std::end(kWidths) && decoded.code_point >= range->first;
    cells += found ? range->cells : 1;
  }
  return cells;
}

bool MustEscapeInJson(char32_t code_point) {
  return IsControl(code_point) || IsInvisible(code_point) || code_point == 0x2028 ||
         code_point == 0x2029;
}

void AppendJsonEscape(char32_t code_point, std::string& out) {
  const auto number = static_cast<uint32_t>(code_point);
  if (number < 0x10000) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", number);
    return;
  }
  // A surrogate pair (RFC 8259, section 7).
  fmt::format_to(std::back_inserter(out), "\\u{:04x}\\u{:04x}", 0xD800 + ((number - 0x10000) >> 10),
                 0xDC00 + ((number - 0x10000) & 0x3FF));
}

void AppendJsonString(std::string_view text, std::string& out) {
  out += '"';
  for (size_t i = 0; i < text.size();) {
    const size_t begin = i;
    while (i < text.size() && IsPlainAscii(text[i]) && text[i] != '"' && text[i] != '\\') ++i;
    out.append(text, begin, i - begin);
    if (i == text.size()) break;
    const DecodedCodePoint decoded = DecodeUtf8(text, i);
    switch (decoded.code_point) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (MustEscapeInJson(decoded.code_point)) {
          AppendJsonEscape(decoded.code_point, out);
        } else {
          AppendUtf8(decoded.code_point, out);
        }
    }
    i += decoded.bytes;
  }
  out += '"';
}

std::string EscapeJson(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  AppendJsonString(text, out);
  return out;
}

void AppendCsvCell(std::string_view text, std::string& out) {
  using namespace std::string_view_literals;
  const bool formula = !text.empty() && "=+-@\t\r\n\0"sv.find(text[0]) != std::string_view::npos;
  const bool quoted = text.find_first_of(",\"\r\n"sv) != std::string_view::npos ||
                      (!text.empty() && (text.front() == ' ' || text.back() == ' '));
  if (quoted) out += '"';
  if (formula) out += '\'';
  for (size_t i = 0; i < text.size();) {
    const DecodedCodePoint decoded = DecodeUtf8(text, i);
    if (decoded.code_point == '"') out += '"';
    if (decoded.code_point == 0) {
      AppendUtf8(kReplacementCharacter, out);
    } else {
      AppendUtf8(decoded.code_point, out);
    }
    i += decoded.bytes;
  }
  if (quoted) out += '"';
}

std::string EscapeCsvCell(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  AppendCsvCell(text, out);
  return out;
}

void AppendHtmlText(std::string_view text, std::string& out) {
  for (size_t i = 0; i < text.size();) {
    const DecodedCodePoint decoded = DecodeUtf8(text, i);
    i += decoded.bytes;
    switch (decoded.code_point) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\n':
      case '\t':
        out += static_cast<char>(decoded.code_point);
        break;
      default:
        AppendUtf8(IsControl(decoded.code_point) ? kReplacementCharacter : decoded.code_point, out);
    }
  }
}

std::string EscapeHtml(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  AppendHtmlText(text, out);
  return out;
}

}  // namespace tocsin
