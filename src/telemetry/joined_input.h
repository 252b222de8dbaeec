// An input whose records are whole events: the lines that some sensors spread one event over are
// put together (audit_join.h) before anything else looks at them, so that every later stage maps
// one record at a time.
//
// Reports and totals are those of the input behind; they count lines. Ownership: owns that input;
// batches own their memory as ever. Threads: one.
#pragma once

#include "telemetry/audit_join.h"
#include "telemetry/inputs/input.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace tocsin {

class JoinedInput final : public Input {
 public:
  explicit JoinedInput(std::unique_ptr<Input> lines) : lines_(std::move(lines)) {}

  std::optional<RawBatch> Next() override;
  const std::vector<InputReport>& reports() const override { return lines_->reports(); }
  std::uint64_t total_bytes() const override { return lines_->total_bytes(); }

 private:
  void Join(RawBatch* batch);
  std::optional<RawBatch> Rest();

  std::unique_ptr<Input> lines_;
  AuditJoin join_;
  RawBatch front_;                 // input and time of what waits in join_
  std::optional<RawBatch> ahead_;  // read, and not joined yet
  std::uint64_t next_sequence_ = 0;
};

}  // namespace tocsin
