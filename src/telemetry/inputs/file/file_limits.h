// Bounds that keep hostile files from exhausting memory, disk or time. Reaching one ends or cuts
// the thing that reached it, with a report; it never ends the run.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tocsin {

struct FileInputLimits {
  // One record, which may be a list of many events. A longer one is handed out cut to this size,
  // and the report says so. Every worker may hold some of them.
  std::size_t record_bytes_max = std::size_t{16} << 20;

  // All that one named file may unpack to, with what archives inside it unpack to.
  std::uint64_t unpacked_bytes_max = std::uint64_t{64} << 30;
  // Unpacked bytes for each stored byte, measured over every `ratio_window_bytes` of output. Logs
  // compress 40 : 1 and more; nothing honest keeps up 1,000 : 1 for that long.
  std::uint64_t ratio_max = 1000;
  std::uint64_t ratio_window_bytes = std::uint64_t{256} << 20;
  // Layers of packing around the content: 3 opens a zip of tar.gz.
  std::uint32_t nesting_max = 3;
  std::uint64_t members_max = 100'000;  // of all archives in one named file
  // Memory that a decompressor may take for its history window.
  std::uint64_t window_bytes_max = std::uint64_t{128} << 20;
};

}  // namespace tocsin
