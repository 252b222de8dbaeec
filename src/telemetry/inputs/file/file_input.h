// Files, folders and standard input as raw batches.
//
// Folders are walked in the order of their paths' bytes, so a run over the same evidence has the
// same record numbers everywhere. What a file is, is told by its content: compressed files and
// archives are opened in place, inside each other up to a depth, and every readable thing in them
// becomes one input, named "outer.zip!member". Everything streams through buffers: memory is
// bounded whatever the files hold, and no file that another program shortens can hurt.
//
// A file is read once, however often and by whatever names it is given; later mentions have a
// report that says so.
//
// Faults never end the run. A file that cannot be opened, is damaged half-way, or holds nothing
// that Tocsin reads has a report that says so and what to do. Only what surely holds no telemetry
// (programs, images) counts as skipped. Binary data of an unknown kind is searched for JSON lines
// and for chunks of event logs, so a damaged front costs no more than itself.
#pragma once

#include "telemetry/inputs/file/file_limits.h"
#include "telemetry/inputs/input.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tocsin {

struct FileInputOptions {
  FileInputLimits limits;
  // A batch ends at the first of these, or where its input or its piece of memory ends. What is
  // read out of the batches does not depend on them.
  std::size_t batch_records = 1024;
  std::size_t batch_bytes = std::size_t{1} << 20;
  // Memory shown at once.
  std::size_t buffer_bytes = std::size_t{1} << 20;
};

class FileInput final : public Input {
 public:
  // Files, folders, and "-" for standard input, read in this order. The folders are listed here.
  explicit FileInput(const std::vector<std::string>& paths, const FileInputOptions& options = {});
  ~FileInput() override;

  std::optional<RawBatch> Next() override;
  const std::vector<InputReport>& reports() const override;
  std::uint64_t total_bytes() const override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin
