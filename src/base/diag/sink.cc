#include "base/diag/sink.h"

#include <utility>

namespace tocsin {

void DiagnosticSink::Add(Diagnostic diagnostic) {
  if (diagnostic.severity() == Severity::kError) ++error_count_;
  if (diagnostic.severity() == Severity::kWarning) ++warning_count_;
  if (diagnostics_.size() == kept_max_) {
    ++dropped_count_;
    return;
  }
  diagnostics_.push_back(std::move(diagnostic));
}

tl::unexpected<Reported> DiagnosticSink::AddAndFail(Diagnostic diagnostic) {
  Add(std::move(diagnostic));
  return Fail(Reported{});
}

std::vector<Diagnostic> DiagnosticSink::Take() {
  error_count_ = 0;
  warning_count_ = 0;
  dropped_count_ = 0;
  return std::exchange(diagnostics_, {});
}

}  // namespace tocsin
