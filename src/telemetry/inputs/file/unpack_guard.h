// Watches how much one file on disk unpacks to, over all layers, and stops bombs.
#pragma once

#include "base/result.h"
#include "telemetry/inputs/file/file_limits.h"

#include <cstdint>
#include <optional>

namespace tocsin::input {

// One for each file on disk, shared by the layers that unpack it.
class UnpackGuard {
 public:
  explicit UnpackGuard(const FileInputLimits& limits) : limits_(limits) {}

  // Counts `bytes` of output; `stored` is what has been taken from disk so far. False once a limit
  // is passed: stop, and report error().
  bool Charge(std::uint64_t bytes, std::uint64_t stored);
  // Counts one archive member.
  bool ChargeMember();

  const std::optional<Error>& error() const { return error_; }
  const FileInputLimits& limits() const { return limits_; }

 private:
  FileInputLimits limits_;
  std::uint64_t unpacked_ = 0;
  std::uint64_t members_ = 0;
  std::uint64_t window_output_ = 0;  // unpacked since the ratio was last measured
  std::uint64_t window_stored_ = 0;  // stored bytes at that time
  std::optional<Error> error_;
};

}  // namespace tocsin::input
