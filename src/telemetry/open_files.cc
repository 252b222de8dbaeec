#include "telemetry/open_files.h"

#include "telemetry/inputs/file/file_input.h"
#include "telemetry/joined_input.h"

namespace tocsin {

std::unique_ptr<Input> OpenFiles(const std::vector<std::string>& paths, std::size_t batch_records) {
  FileInputOptions options;
  options.batch_records = batch_records;
  return std::make_unique<JoinedInput>(std::make_unique<FileInput>(paths, options));
}

}  // namespace tocsin
