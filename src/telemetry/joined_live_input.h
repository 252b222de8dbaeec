// As JoinedInput (joined_input.h), for input that goes on: whole events, one join for each file.
//
// Nothing says that a file is at its end, so an event whose last line does not come is handed out
// when its file has been silent for the patience of the join. Ownership and threads: as there.
#pragma once

#include "telemetry/audit_join.h"
#include "telemetry/inputs/live_input.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace tocsin {

class JoinedLiveInput final : public LiveInput {
 public:
  explicit JoinedLiveInput(std::unique_ptr<LiveInput> lines) : lines_(std::move(lines)) {}

  std::optional<RawBatch> Next() override;
  void Wait(std::chrono::milliseconds patience) override { lines_->Wait(patience); }
  void Close() override;
  bool ended() const override { return lines_->ended() && waiting_.empty(); }
  const std::vector<InputReport>& reports() const override { return lines_->reports(); }

 private:
  // What waits for more lines of one input.
  struct Waiting {
    AuditJoin join;
    RawBatch front;  // input and time, without records
    std::chrono::steady_clock::time_point since;
  };

  void Join(RawBatch* batch);
  std::optional<RawBatch> NextSilent();

  std::unique_ptr<LiveInput> lines_;
  std::map<InputId, Waiting> waiting_;
  std::uint64_t next_sequence_ = 0;
  bool closed_ = false;
};

}  // namespace tocsin
