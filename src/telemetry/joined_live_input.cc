#include "telemetry/joined_live_input.h"

#include "telemetry/joined_memory.h"

#include <utility>

namespace tocsin {

std::optional<RawBatch> JoinedLiveInput::Next() {
  while (std::optional<RawBatch> batch = lines_->Next()) {
    if (batch->framing == Framing::kRecords) Join(&*batch);
    if (batch->records.empty()) continue;
    batch->sequence = next_sequence_++;
    return batch;
  }
  return NextSilent();
}

void JoinedLiveInput::Join(RawBatch* batch) {
  const auto memory = std::make_shared<JoinedMemory>();
  Waiting& waiting = waiting_[batch->input];
  std::vector<RawRecord> joined;
  joined.reserve(batch->records.size());
  for (const RawRecord& record : batch->records) waiting.join.Add(record, &joined, &memory->texts);
  waiting.join.EndBatch();
  waiting.since = std::chrono::steady_clock::now();
  batch->records = std::move(joined);
  memory->lines = std::move(batch->memory);
  batch->memory = memory;
  if (waiting.join.empty()) {
    waiting_.erase(batch->input);
    return;
  }
  waiting.front = *batch;
  waiting.front.records.clear();
  waiting.front.memory.reset();
}

std::optional<RawBatch> JoinedLiveInput::NextSilent() {
  const auto now = std::chrono::steady_clock::now();
  for (auto it = waiting_.begin(); it != waiting_.end(); ++it) {
    if (!closed_ && now - it->second.since < AuditJoin::kPatience) continue;
    RawBatch batch = std::move(it->second.front);
    const auto memory = std::make_shared<JoinedMemory>();
    it->second.join.Flush(&batch.records, &memory->texts);
    waiting_.erase(it);
    batch.memory = memory;
    batch.sequence = next_sequence_++;
    return batch;
  }
  return std::nullopt;
}

void JoinedLiveInput::Close() {
  closed_ = true;
  lines_->Close();
}

}  // namespace tocsin
