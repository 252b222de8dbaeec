// DiagnosticSink: collects diagnostics in the order in which they are found.
//
// A function that takes a sink and returns Result<T, Reported> adds at least one error before it
// fails, and goes on after a mistake as long as that helps the user. Bounded: errors beyond the
// limit are counted but not kept. Not thread safe; one sink per file or query.
#pragma once

#include "base/diag/diagnostic.h"
#include "base/result.h"

#include <cstddef>
#include <vector>

namespace tocsin {

class DiagnosticSink {
 public:
  explicit DiagnosticSink(size_t kept_max = 1000) : kept_max_(kept_max) {}

  void Add(Diagnostic diagnostic);
  // Adds and gives what the caller returns: return sink.AddAndFail(Diagnostic(...));
  tl::unexpected<Reported> AddAndFail(Diagnostic diagnostic);

  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  bool empty() const { return diagnostics_.empty(); }
  size_t error_count() const { return error_count_; }
  size_t warning_count() const { return warning_count_; }
  size_t dropped_count() const { return dropped_count_; }  // beyond the limit
  bool has_errors() const { return error_count_ > 0; }

  // Hands over what was collected; counts start anew.
  std::vector<Diagnostic> Take();

 private:
  size_t kept_max_;
  std::vector<Diagnostic> diagnostics_;
  size_t error_count_ = 0;
  size_t warning_count_ = 0;
  size_t dropped_count_ = 0;
};

}  // namespace tocsin
