#include "telemetry/inputs/file/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tocsin::input {
namespace {

Error SystemError(int number) {
  ErrorCode code = ErrorCode::kIo;
  if (number == ENOENT || number == ENOTDIR) code = ErrorCode::kNotFound;
  if (number == EACCES || number == EPERM) code = ErrorCode::kPermission;
  return {code, std::strerror(number), {}};
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (descriptor_ >= 0) close(descriptor_);
}

Result<FileDescriptor> FileDescriptor::OpenForReading(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    Error error = SystemError(errno);
    error.context = path;
    return Fail(std::move(error));
  }
  return FileDescriptor(descriptor);
}

FileSource::FileSource(FileDescriptor descriptor)
    : descriptor_(std::move(descriptor)), buffer_(new char[kBlockBytes]) {
  struct stat facts = {};
  if (fstat(descriptor_.get(), &facts) == 0 && S_ISREG(facts.st_mode)) {
    size_ = static_cast<std::uint64_t>(facts.st_size);
  }
}

std::string_view FileSource::Read() {
  if (fault_) return {};
  ssize_t got = 0;
  do {
    got = size_ ? pread(descriptor_.get(), buffer_.get(), kBlockBytes, static_cast<off_t>(offset_))
                : read(descriptor_.get(), buffer_.get(), kBlockBytes);
  } while (got < 0 && errno == EINTR);
  if (got < 0) {
    fault_ = SystemError(errno);
    return {};
  }
  offset_ += static_cast<std::uint64_t>(got);
  taken_ += static_cast<std::uint64_t>(got);
  return {buffer_.get(), static_cast<std::size_t>(got)};
}

bool FileSource::Seek(std::uint64_t offset) {
  if (!size_) return false;
  offset_ = offset;
  return true;
}

std::string_view HeadedSource::Head(std::size_t bytes) {
  while (head_.size() < bytes) {
    const std::string_view block = inner_->Read();
    if (block.empty()) break;
    head_.append(block);
  }
  return std::string_view(head_).substr(0, bytes);
}

std::string_view HeadedSource::Read() {
  if (!head_read_) {
    head_read_ = true;
    if (!head_.empty()) return head_;
  }
  return inner_->Read();
}

bool HeadedSource::Seek(std::uint64_t offset) {
  if (!inner_->Seek(offset)) return false;
  head_read_ = true;
  return true;
}

}  // namespace tocsin::input
