#include "telemetry/inputs/file/record_counter.h"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::input {

Cut RecordCounter::Emit(std::string_view window, std::size_t begin, std::size_t end,
                        std::size_t consumed) {
  constexpr std::string_view kBlanks = " \t\r\n";
  while (end > begin && kBlanks.find(window[end - 1]) != std::string_view::npos) --end;
  return Cut::Record(begin, end - begin, consumed, ++records_);
}

Cut RecordCounter::EmitCut(std::size_t begin) {
  ++cut_records_;
  if (first_cut_ == 0) first_cut_ = records_ + 1;
  return Cut::Record(begin, record_bytes_max_, begin + record_bytes_max_, ++records_);
}

void RecordCounter::PassOver(std::string_view between) {
  zeros_ += static_cast<std::uint64_t>(std::count(between.begin(), between.end(), '\0'));
}

std::optional<Error> RecordCounter::fault() const {
  if (cut_records_ > 0) {
    return Error{ErrorCode::kLimit,
                 fmt::format("{} record(s) longer than {} bytes were cut there, the first is "
                             "record {}; is this really a log?",
                             cut_records_, record_bytes_max_, first_cut_),
                 {}};
  }
  // Some senders put one zero between records; more are a hole.
  if (zeros_ >= records_ + kHoleBytes) {
    return Error{ErrorCode::kCorrupt,
                 fmt::format("{} zero bytes between its records, as a crash or a torn write leaves "
                             "them; what stood there is lost",
                             zeros_),
                 {}};
  }
  return std::nullopt;
}

}  // namespace tocsin::input
