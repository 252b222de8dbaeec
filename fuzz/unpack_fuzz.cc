// Whole files of any kind through FileInput: compression, archives, encodings, framing. Whatever
// the bytes are, reading ends, keeps its limits, and the reports agree with what was handed out.

#include "base/check.h"
#include "telemetry/inputs/file/file_input.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tocsin {
namespace {

void Check(const std::uint8_t* data, std::size_t size) {
  const int descriptor = memfd_create("fuzz", 0);
  TOCSIN_CHECK(descriptor >= 0);
  TOCSIN_CHECK(write(descriptor, data, size) == static_cast<ssize_t>(size));
  const std::string path = "/proc/self/fd/" + std::to_string(descriptor);

  FileInputOptions options;
  options.limits.record_bytes_max = std::size_t{64} << 10;
  options.limits.unpacked_bytes_max = std::uint64_t{4} << 20;
  options.limits.members_max = 100;
  options.limits.window_bytes_max = std::uint64_t{1} << 20;
  options.buffer_bytes = std::size_t{16} << 10;
  FileInput input({path}, options);
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
  while (const std::optional<RawBatch> batch = input.Next()) {
    TOCSIN_CHECK(!batch->records.empty() && batch->input.index() < input.reports().size());
    records += batch->records.size();
    for (const RawRecord& record : batch->records) {
      for (const char c : record.bytes) bytes += static_cast<unsigned char>(c) != 0 ? 1 : 0;
      TOCSIN_CHECK(record.bytes.size() <= options.limits.record_bytes_max);
    }
  }
  std::uint64_t reported = 0;
  std::uint64_t unpacked = 0;
  for (const InputReport& report : input.reports()) {
    reported += report.records;
    unpacked += report.bytes_unpacked;
    TOCSIN_CHECK(!report.skipped || report.error);
  }
  TOCSIN_CHECK(records == reported);
  TOCSIN_CHECK(bytes <= unpacked);
  close(descriptor);
}

}  // namespace
}  // namespace tocsin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::Check(data, size);
  return 0;
}
