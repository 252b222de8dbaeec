#include "rules/formats/format.h"

#include "base/check.h"

namespace tocsin {

std::string_view RuleStateName(RuleState state) {
  switch (state) {
    case RuleState::kReady:
      return "ready";
    case RuleState::kNotLoaded:
      return "not_loaded";
    case RuleState::kNotYet:
      return "not_supported";
    case RuleState::kDisabled:
      return "disabled";
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace tocsin
