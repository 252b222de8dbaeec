#include "base/diag/diagnostic.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

TEST(Diagnostic, CanBeBuiltStepByStep) {
  Diagnostic diagnostic(DiagCode::kEqlUnexpectedToken, "unexpected `x`");
  diagnostic = std::move(diagnostic).Help("write y");
  diagnostic = std::move(diagnostic).Note("because");
  EXPECT_EQ(diagnostic.message(), "unexpected `x`");
  EXPECT_EQ(diagnostic.helps().size(), 1u);
  EXPECT_EQ(diagnostic.notes().size(), 1u);
}

}  // namespace
}  // namespace tocsin
