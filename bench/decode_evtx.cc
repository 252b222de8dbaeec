// Decodes every event log below a folder again and again, on one core: records and bytes per
// second of processor time, so that other work on the machine counts less. It checks before it
// measures: each pass must give as many records as the first, none of them damaged beyond what the
// first pass reported.
//
//   decode_evtx FOLDER [SECONDS]
#include "base/arena.h"
#include "base/file.h"
#include "telemetry/decoders/evtx/log_file.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace {

using tocsin::Arena;
using tocsin::evtx::ChunkDecoder;
using tocsin::evtx::ChunkSlot;
using tocsin::evtx::ChunkWalker;
using tocsin::evtx::Record;

struct Counts {
  std::uint64_t records = 0;
  std::uint64_t damaged = 0;
  std::uint64_t record_bytes = 0;

  friend bool operator==(const Counts&, const Counts&) = default;
};

Counts DecodeAll(const std::vector<std::string>& files, Arena& arena) {
  Counts counts;
  for (const std::string& file : files) {
    ChunkWalker walker(file);
    for (ChunkSlot slot; walker.Next(&slot);) {
      {
        ChunkDecoder decoder(slot.bytes, arena);
        for (Record record; decoder.Next(&record);) {
          ++(record.ok() ? counts.records : counts.damaged);
          counts.record_bytes += record.size;
        }
      }
      arena.Reset();
    }
  }
  return counts;
}

}  // namespace

int main(int argc, char** argv) {
  using Clock = std::chrono::steady_clock;
  if (argc < 2) {
    std::fprintf(stderr, "usage: decode_evtx FOLDER [SECONDS]\n");
    return 2;
  }
  const std::chrono::duration<double> limit(argc > 2 ? std::atof(argv[2]) : 5.0);
  std::vector<std::string> files;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[1], ignored)) {
    if (entry.path().extension() != ".evtx") continue;
    auto bytes = tocsin::ReadFile(entry.path().string());
    if (!bytes) {
      std::fprintf(stderr, "%s\n", bytes.error().ToString().c_str());
      return 1;
    }
    files.push_back(*std::move(bytes));
  }
  Arena arena;
  const Counts expected = DecodeAll(files, arena);
  if (expected.records == 0) {
    std::fprintf(stderr, "no records below %s\n", argv[1]);
    return 1;
  }
  std::vector<double> seconds;
  const Clock::time_point begin = Clock::now();
  while (Clock::now() - begin < limit) {
    const std::clock_t pass = std::clock();
    if (DecodeAll(files, arena) != expected) {
      std::fprintf(stderr, "two passes over the same bytes differ\n");
      return 1;
    }
    seconds.push_back(static_cast<double>(std::clock() - pass) / CLOCKS_PER_SEC);
  }
  std::sort(seconds.begin(), seconds.end());
  const double median = seconds[seconds.size() / 2];
  std::printf("%zu files, %llu records (%llu damaged), %.1f MB of records; %zu passes\n",
              files.size(), static_cast<unsigned long long>(expected.records),
              static_cast<unsigned long long>(expected.damaged),
              static_cast<double>(expected.record_bytes) / 1e6, seconds.size());
  for (const auto& [name, value] : {std::pair{"median", median}, {"best", seconds.front()}}) {
    std::printf("%-6s  %9.0f records/s  %7.1f MB/s\n", name,
                static_cast<double>(expected.records) / value,
                static_cast<double>(expected.record_bytes) / 1e6 / value);
  }
  return 0;
}
