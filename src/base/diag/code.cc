#include "base/diag/code.h"

#include "base/case_fold.h"
#include "base/check.h"

#include <algorithm>
#include <iterator>

namespace tocsin {
namespace {

constexpr CodeFacts kCodes[] = {
#define TOCSIN_CODE(name, text, severity, title, explanation) \
  {DiagCode::name, text, severity, title, explanation},
#include "base/diag/codes.def"
#undef TOCSIN_CODE
};

}  // namespace

std::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      return "note";
  }
  TOCSIN_UNREACHABLE();
}

std::span<const CodeFacts> AllCodes() { return kCodes; }

const CodeFacts& FactsOf(DiagCode code) { return kCodes[static_cast<size_t>(code)]; }

std::optional<DiagCode> FindCode(std::string_view text) {
  const auto* const found = std::ranges::find_if(
      kCodes, [text](const CodeFacts& facts) { return AsciiEqualsIgnoreCase(facts.text, text); });
  if (found == std::end(kCodes)) return std::nullopt;
  return found->code;
}

}  // namespace tocsin
