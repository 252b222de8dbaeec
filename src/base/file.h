// Files: read whole, map, list, and replace in one step.
//
// Paths are bytes, as the system gives them. Errors carry the path as context. Nothing here throws.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

inline constexpr size_t kReadFileBytesMax = size_t{256} << 20;

// The whole content; kLimit if it is longer than `bytes_max`.
Result<std::string> ReadFile(const std::string& path, size_t bytes_max = kReadFileBytesMax);

// Everything that a stream such as stdin (descriptor 0) yields; kLimit beyond `bytes_max`.
Result<std::string> ReadDescriptor(int descriptor, const std::string& name, size_t bytes_max);

// A file seen as memory, read-only. The view dies with the object. A file that another program
// shortens while it is mapped kills this program (SIGBUS), so only evidence at rest is mapped.
class MappedFile {
 public:
  static Result<MappedFile> Open(const std::string& path);

  MappedFile() = default;  // empty
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  std::string_view bytes() const { return {data_, size_}; }

 private:
  MappedFile(const char* data, size_t size) : data_(data), size_(size) {}

  const char* data_ = nullptr;
  size_t size_ = 0;
};

enum class FileKind : uint8_t { kRegular, kDirectory, kOther };

struct FileFacts {
  FileKind kind = FileKind::kOther;
  uint64_t size_bytes = 0;
  int64_t modified_ns = 0;  // UTC since the epoch
};

// Follows symbolic links.
Result<FileFacts> InspectFile(const std::string& path);

struct FileList {
  std::vector<std::string> paths;    // each begins with the folder as it was given
  std::vector<std::string> special;  // pipes, sockets and devices
  std::vector<Error> skipped;        // folders that could not be read
};

// All files below a folder, sorted by bytes of the path. Links to files count as files;
// links to folders are not followed, so there are no loops. Fails if the folder itself cannot be
// read.
Result<FileList> ListFiles(const std::string& folder);

// Replaces the file in one step: a reader sees the old content or the new, also after a crash.
// Follows symbolic links and keeps the mode of an existing file. What is no regular file (a device,
// a pipe) is written to in place.
Result<void> WriteFileAtomically(const std::string& path, std::string_view content);

Result<void> MakeFolders(const std::string& path);

}  // namespace tocsin
