// The progress line on a terminal: appears after a second, is wiped when done.
#pragma once

#include "cli/console_text/terminal.h"
#include "pipeline/batch_run.h"

#include <chrono>

namespace tocsin {

class ProgressLine final : public BatchProgress {
 public:
  // Silent unless `terminal` (of standard error) is one.
  explicit ProgressLine(const Terminal& terminal) : terminal_(terminal) {}
  ~ProgressLine() override { Wipe(); }

  void Report(const State& state) override;
  void Wipe();

 private:
  const Terminal terminal_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  bool shown_ = false;
};

}  // namespace tocsin
