// How many alerts a run gave, without keeping them. Threads: one.
#pragma once

#include "alerts/alert.h"

#include <cstdint>
#include <map>
#include <optional>

namespace tocsin {

struct AlertTotals {
  std::uint64_t total = 0;
  std::uint64_t building_blocks = 0;  // parts for other rules, no findings by themselves
  std::map<RuleSeverity, std::uint64_t> by_severity;  // without building blocks
  std::optional<RuleSeverity> gravest;                // of all

  void Count(const Alert& alert) {
    ++total;
    if (alert.rule->building_block) {
      ++building_blocks;
    } else {
      ++by_severity[alert.severity];
    }
    if (!gravest || alert.severity > *gravest) gravest = alert.severity;
  }
};

}  // namespace tocsin
