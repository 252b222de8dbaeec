// Growing files, folders in which files appear, and standard input, as one input that goes on.
//
// What is there at the start is read from its front, the file that changed last coming last, so
// that rotated logs come in the order in which they were written. Then every file is read as it
// grows. A file is known by what it is, not by its name: one that was renamed (rotation) is read to
// its end under the name that it had, and the new file of that name is another input. A file that
// is emptied or written anew in place is another input, too. What has left the paths is read on for
// some seconds, as writers may still have it open.
//
// What cannot be followed (event logs, archives, compressed files, pipes with a name) has a report
// that says so; within a folder it counts as skipped. Missing files are waited for.
//
// Threads: one. Cost: a look at every file when the system tells of a change, or by the clock where
// it cannot. Bounds: kFilesMax open files.
#pragma once

#include "telemetry/inputs/file/change_watch.h"
#include "telemetry/inputs/file/file_limits.h"
#include "telemetry/inputs/live_input.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tocsin {

struct FollowedFilesOptions {
  FileInputLimits limits;
  std::size_t batch_records = 1024;
  input::ChangeWatch::Means means = input::ChangeWatch::Means::kNotices;
};

class FollowedFiles final : public LiveInput {
 public:
  // More files than this, and the others are left out; descriptors are bounded by the system.
  static constexpr std::size_t kFilesMax = 512;

  // Files, folders, and "-" for standard input.
  explicit FollowedFiles(const std::vector<std::string>& paths,
                         const FollowedFilesOptions& options = {});
  ~FollowedFiles() override;

  std::optional<RawBatch> Next() override;
  void Wait(std::chrono::milliseconds patience) override;
  void Close() override;
  bool ended() const override;
  const std::vector<InputReport>& reports() const override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin
