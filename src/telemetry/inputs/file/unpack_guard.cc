#include "telemetry/inputs/file/unpack_guard.h"

#include <fmt/format.h>

namespace tocsin::input {

bool UnpackGuard::Charge(std::uint64_t bytes, std::uint64_t stored) {
  if (error_) return false;
  unpacked_ += bytes;
  window_output_ += bytes;
  if (unpacked_ > limits_.unpacked_bytes_max) {
    error_ = Error{ErrorCode::kLimit,
                   fmt::format("unpacks to more than {} bytes; unpack it and scan the parts that "
                               "matter",
                               limits_.unpacked_bytes_max),
                   {}};
  } else if (window_output_ >= limits_.ratio_window_bytes) {
    if (window_output_ / limits_.ratio_max > stored - window_stored_) {
      error_ = Error{ErrorCode::kLimit,
                     fmt::format("unpacks to more than {} times its size, as decompression bombs "
                                 "do; no log is that repetitive",
                                 limits_.ratio_max),
                     {}};
    }
    window_output_ = 0;
    window_stored_ = stored;
  }
  return !error_;
}

bool UnpackGuard::ChargeMember() {
  if (error_) return false;
  if (++members_ > limits_.members_max) {
    error_ = Error{ErrorCode::kLimit,
                   fmt::format("holds more than {} archive members; unpack it and scan the parts "
                               "that matter",
                               limits_.members_max),
                   {}};
  }
  return !error_;
}

}  // namespace tocsin::input
