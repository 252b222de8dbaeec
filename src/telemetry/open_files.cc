#include "telemetry/open_files.h"

#include "telemetry/inputs/file/file_input.h"
#include "telemetry/inputs/file/followed_files.h"
#include "telemetry/joined_input.h"
#include "telemetry/joined_live_input.h"

namespace tocsin {

std::unique_ptr<Input> OpenFiles(const std::vector<std::string>& paths, std::size_t batch_records) {
  FileInputOptions options;
  options.batch_records = batch_records;
  return std::make_unique<JoinedInput>(std::make_unique<FileInput>(paths, options));
}

std::unique_ptr<LiveInput> FollowFiles(const std::vector<std::string>& paths,
                                       std::size_t batch_records) {
  FollowedFilesOptions options;
  options.batch_records = batch_records;
  return std::make_unique<JoinedLiveInput>(std::make_unique<FollowedFiles>(paths, options));
}

}  // namespace tocsin
