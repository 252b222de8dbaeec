// Numbers the records of one content and keeps the books of what a text splitter could not hand
// out whole. Threads: one.
#pragma once

#include "base/result.h"
#include "telemetry/inputs/file/splitter.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin::input {

// So many zeros in a row are a hole, as a crash or a torn write leaves it.
inline constexpr std::size_t kHoleBytes = 16;

class RecordCounter {
 public:
  // A longer record is handed out cut to `record_bytes_max`.
  explicit RecordCounter(std::size_t record_bytes_max) : record_bytes_max_(record_bytes_max) {}

  std::size_t record_bytes_max() const { return record_bytes_max_; }

  // The record window[begin, end) without the blanks at its end.
  Cut Emit(std::string_view window, std::size_t begin, std::size_t end, std::size_t consumed);
  // What begins at `begin`, cut to the longest record.
  Cut EmitCut(std::size_t begin);
  // Bytes between records: zeros among them are counted.
  void PassOver(std::string_view between);

  std::optional<Error> fault() const;

 private:
  std::size_t record_bytes_max_;
  std::uint64_t records_ = 0;
  std::uint64_t cut_records_ = 0;
  std::uint64_t first_cut_ = 0;  // number of the first record that was cut
  std::uint64_t zeros_ = 0;      // between records
};

}  // namespace tocsin::input
