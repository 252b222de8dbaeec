#include "rules/model/severity.h"

#include "base/case_fold.h"
#include "base/check.h"

#include <array>

namespace tocsin {
namespace {

constexpr std::array<std::string_view, 5> kNames = {"informational", "low", "medium", "high",
                                                    "critical"};

}  // namespace

std::string_view RuleSeverityName(RuleSeverity severity) {
  return kNames.at(static_cast<std::size_t>(severity));
}

std::optional<RuleSeverity> ParseRuleSeverity(std::string_view word) {
  if (AsciiEqualsIgnoreCase(word, "info")) return RuleSeverity::kInformational;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (AsciiEqualsIgnoreCase(word, kNames.at(i))) return static_cast<RuleSeverity>(i);
  }
  return std::nullopt;
}

int TypicalRiskScore(RuleSeverity severity) {
  switch (severity) {
    case RuleSeverity::kInformational:
      return 5;
    case RuleSeverity::kLow:
      return 21;
    case RuleSeverity::kMedium:
      return 47;
    case RuleSeverity::kHigh:
      return 73;
    case RuleSeverity::kCritical:
      return 99;
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace tocsin
