#include "base/diag/sink.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

Result<int, Reported> Refuse(DiagnosticSink& sink) {
  return sink.AddAndFail(Diagnostic(DiagCode::kEqlUnexpectedToken, "no"));
}

TEST(DiagnosticSink, CountsBySeverity) {
  DiagnosticSink sink;
  EXPECT_TRUE(sink.empty());
  sink.Add(Diagnostic(DiagCode::kEqlUnknownField, "a"));
  sink.Add(Diagnostic(DiagCode::kEqlUnknownField, "b").WithSeverity(Severity::kWarning));
  sink.Add(Diagnostic(DiagCode::kEqlUnknownField, "c").WithSeverity(Severity::kNote));
  EXPECT_EQ(sink.error_count(), 1U);
  EXPECT_EQ(sink.warning_count(), 1U);
  EXPECT_EQ(sink.diagnostics().size(), 3U);
}

TEST(DiagnosticSink, FailsForTheCaller) {
  DiagnosticSink sink;
  EXPECT_FALSE(Refuse(sink));
  EXPECT_TRUE(sink.has_errors());
}

TEST(DiagnosticSink, IsBounded) {
  DiagnosticSink sink(2);
  for (int i = 0; i < 5; ++i) sink.Add(Diagnostic(DiagCode::kEqlUnknownField, "x"));
  EXPECT_EQ(sink.diagnostics().size(), 2U);
  EXPECT_EQ(sink.dropped_count(), 3U);
  EXPECT_EQ(sink.error_count(), 5U);
}

TEST(DiagnosticSink, HandsOver) {
  DiagnosticSink sink;
  sink.Add(Diagnostic(DiagCode::kEqlUnknownField, "x"));
  EXPECT_EQ(sink.Take().size(), 1U);
  EXPECT_TRUE(sink.empty());
  EXPECT_FALSE(sink.has_errors());
}

}  // namespace
}  // namespace tocsin
