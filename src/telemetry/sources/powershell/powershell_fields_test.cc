#include "telemetry/sources/powershell/powershell.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tocsin::powershell {
namespace {

TEST(PowershellFields, ClassesAreInOrder) {
  EXPECT_TRUE(std::is_sorted(EventClasses().begin(), EventClasses().end(),
                             [](const auto& a, const auto& b) { return a.code < b.code; }));
}

TEST(PowershellFields, EveryPartHasARowWithTheWholeText) {
  for (const FieldRow& row : FieldRows()) {
    if (row.provenance == Provenance::kDerived || InversionOf(row) != Inversion::kNotInvertible) {
      continue;
    }
    const bool whole = std::any_of(FieldRows().begin(), FieldRows().end(), [&](const FieldRow& o) {
      return o.raw == row.raw && InversionOf(o) != Inversion::kNotInvertible;
    });
    EXPECT_TRUE(whole) << row.raw;
  }
}

}  // namespace
}  // namespace tocsin::powershell
