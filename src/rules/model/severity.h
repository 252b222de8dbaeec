// How grave an alert of a rule is. One scale for all formats: Elastic severity, Datadog status and
// Sigma level map onto it by name.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin {

enum class RuleSeverity : std::uint8_t { kInformational, kLow, kMedium, kHigh, kCritical };

std::string_view RuleSeverityName(RuleSeverity severity);

// "informational" and "info" are the same; any letter case. None for other words.
std::optional<RuleSeverity> ParseRuleSeverity(std::string_view word);

// The middle of the band that Elastic suggests for rules without a score of their own
// (detection-rules: 21, 47, 73, 99).
int TypicalRiskScore(RuleSeverity severity);

}  // namespace tocsin
