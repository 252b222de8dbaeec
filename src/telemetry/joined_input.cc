#include "telemetry/joined_input.h"

#include "telemetry/joined_memory.h"

#include <utility>

namespace tocsin {

std::optional<RawBatch> JoinedInput::Next() {
  while (true) {
    std::optional<RawBatch> batch = std::exchange(ahead_, std::nullopt);
    if (!batch) batch = lines_->Next();
    // Events end with their input.
    if (!join_.empty() && (!batch || batch->input != front_.input)) {
      ahead_ = std::move(batch);
      return Rest();
    }
    if (!batch) return std::nullopt;
    if (batch->framing == Framing::kRecords) Join(&*batch);
    if (batch->records.empty()) continue;
    batch->sequence = next_sequence_++;
    return batch;
  }
}

void JoinedInput::Join(RawBatch* batch) {
  auto memory = std::make_shared<JoinedMemory>();
  std::vector<RawRecord> joined;
  joined.reserve(batch->records.size());
  for (const RawRecord& record : batch->records) join_.Add(record, &joined, &memory->texts);
  join_.EndBatch();
  batch->records = std::move(joined);
  memory->lines = std::move(batch->memory);
  batch->memory = std::move(memory);
  front_ = *batch;
  front_.records.clear();
  front_.memory.reset();
}

// What still waits when its input is at its end.
std::optional<RawBatch> JoinedInput::Rest() {
  RawBatch batch = front_;
  auto memory = std::make_shared<JoinedMemory>();
  join_.Flush(&batch.records, &memory->texts);
  batch.memory = std::move(memory);
  batch.sequence = next_sequence_++;
  return batch;
}

}  // namespace tocsin
