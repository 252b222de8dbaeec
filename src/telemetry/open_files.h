// Opens files, folders, archives and standard input ("-") as one input, for those above telemetry/.
// Their records are whole events (joined_input.h).
#pragma once

#include "telemetry/inputs/input.h"
#include "telemetry/inputs/live_input.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace tocsin {

// `batch_records`: most records in one batch; results do not depend on it.
std::unique_ptr<Input> OpenFiles(const std::vector<std::string>& paths,
                                 std::size_t batch_records = 1024);

// The same for files that grow, folders in which files appear, and streams
// (inputs/file/followed_files.h).
std::unique_ptr<LiveInput> FollowFiles(const std::vector<std::string>& paths,
                                       std::size_t batch_records = 1024);

}  // namespace tocsin
