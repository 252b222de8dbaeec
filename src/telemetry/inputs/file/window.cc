#include "telemetry/inputs/file/window.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace tocsin::input {
namespace {

class StreamWindow final : public Window {
 public:
  StreamWindow(std::unique_ptr<ByteSource> source, std::size_t piece_bytes)
      : source_(std::move(source)), piece_bytes_(piece_bytes) {}

  void Grow() override {
    // A record that is longer than a piece doubles it, so that it is copied a bounded number of
    // times for each byte.
    const std::size_t capacity = std::max(piece_bytes_, bytes_.size() * 2);
    const std::shared_ptr<char[]> buffer(new char[capacity]);
    std::size_t size = bytes_.size();
    if (size > 0) std::memcpy(buffer.get(), bytes_.data(), size);
    while (size < capacity) {
      if (block_.empty()) {
        block_ = source_->Read();
        if (block_.empty()) {
          at_end_ = true;
          break;
        }
      }
      const std::size_t taken = std::min(block_.size(), capacity - size);
      std::memcpy(buffer.get() + size, block_.data(), taken);
      block_.remove_prefix(taken);
      size += taken;
    }
    bytes_ = {buffer.get(), size};
    memory_ = buffer;
  }

  const std::optional<Error>& fault() const override { return source_->fault(); }
  std::uint64_t stored_bytes() const override { return source_->stored_bytes(); }

 private:
  std::unique_ptr<ByteSource> source_;
  std::size_t piece_bytes_;
  std::string_view block_;  // of the source, not yet copied
};

// Reads straight into the pieces that it shows.
class FileWindow final : public Window {
 public:
  FileWindow(FileDescriptor descriptor, std::uint64_t size, std::size_t piece_bytes)
      : descriptor_(std::move(descriptor)), size_(size), piece_bytes_(piece_bytes) {
    at_end_ = size_ == 0;
  }

  void Grow() override {
    const std::size_t kept = bytes_.size();
    const std::uint64_t wanted = std::max(piece_bytes_, kept * 2);
    const auto capacity = static_cast<std::size_t>(std::min(wanted, kept + (size_ - read_)));
    const std::shared_ptr<char[]> buffer(new char[capacity]);
    if (kept > 0) std::memcpy(buffer.get(), bytes_.data(), kept);
    std::size_t size = kept;
    while (size < capacity && ReadInto(buffer.get(), capacity, &size)) continue;
    at_end_ = at_end_ || read_ == size_;
    bytes_ = {buffer.get(), size};
    memory_ = buffer;
  }

  const std::optional<Error>& fault() const override { return fault_; }
  std::uint64_t stored_bytes() const override { return read_; }

 private:
  // False when nothing more can be read, with at_end_ set.
  bool ReadInto(char* buffer, std::size_t capacity, std::size_t* size) {
    const ssize_t got =
        pread(descriptor_.get(), buffer + *size, capacity - *size, static_cast<off_t>(read_));
    if (got > 0) {
      read_ += static_cast<std::uint64_t>(got);
      *size += static_cast<std::size_t>(got);
      return true;
    }
    if (got < 0 && errno == EINTR) return true;
    at_end_ = true;
    if (got < 0) {
      fault_ = Error{ErrorCode::kIo, std::strerror(errno), {}};
    } else {
      fault_ =
          Error{ErrorCode::kIo,
                fmt::format("shortened while it was read: {} of {} bytes were there", read_, size_),
                {}};
    }
    return false;
  }

  FileDescriptor descriptor_;
  std::uint64_t size_;
  std::size_t piece_bytes_;
  std::uint64_t read_ = 0;
  std::optional<Error> fault_;
};

}  // namespace

std::unique_ptr<Window> MakeStreamWindow(std::unique_ptr<ByteSource> source,
                                         std::size_t piece_bytes) {
  return std::make_unique<StreamWindow>(std::move(source), piece_bytes);
}

std::unique_ptr<Window> MakeFileWindow(FileDescriptor descriptor, std::uint64_t size,
                                       std::size_t piece_bytes) {
  return std::make_unique<FileWindow>(std::move(descriptor), size, piece_bytes);
}

}  // namespace tocsin::input
