#include "engine/limits.h"

#include <variant>

namespace tocsin {

std::span<const plan::EventPlan::Limit> LimitsOf(const plan::Plan& plan) {
  if (const auto* events = std::get_if<plan::EventPlan>(&plan)) return events->limits;
  if (const auto* sequence = std::get_if<plan::SequencePlan>(&plan)) return sequence->limits;
  return {};
}

void ApplyLimits(std::span<const plan::EventPlan::Limit> limits,
                 std::vector<Detection>* detections) {
  for (const plan::EventPlan::Limit& limit : limits) {
    if (detections->size() <= limit.count) continue;
    const auto keep = static_cast<std::ptrdiff_t>(limit.count);
    if (limit.tail) {
      detections->erase(detections->begin(), detections->end() - keep);
    } else {
      detections->erase(detections->begin() + keep, detections->end());
    }
  }
}

}  // namespace tocsin
