// DiagCode: every message that Tocsin can give about a text of the user's, by stable number.
//
// The list is codes.def. A code never changes its meaning and is never reused.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tocsin {

enum class Severity : uint8_t { kError, kWarning, kNote };

std::string_view SeverityName(Severity severity);  // "error"

enum class DiagCode : uint16_t {
#define TOCSIN_CODE(name, text, severity, title, explanation) name,
#include "base/diag/codes.def"
#undef TOCSIN_CODE
};

struct CodeFacts {
  DiagCode code;
  std::string_view text;         // "EQL021"
  Severity severity;             // default
  std::string_view title;        // "unknown field"
  std::string_view explanation;  // a paragraph: cause, remedy, example
};

// All codes, in the order of the list.
std::span<const CodeFacts> AllCodes();
const CodeFacts& FactsOf(DiagCode code);
// By text, either letter case.
std::optional<DiagCode> FindCode(std::string_view text);

}  // namespace tocsin
