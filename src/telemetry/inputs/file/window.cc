#include "telemetry/inputs/file/window.h"

#include <sys/mman.h>
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

class MappedWindow final : public Window {
 public:
  MappedWindow(FileDescriptor descriptor, std::uint64_t size, std::size_t piece_bytes)
      : descriptor_(std::move(descriptor)), size_(size), piece_bytes_(piece_bytes) {
    at_end_ = size_ == 0;
  }

  void Grow() override {
    const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    const std::uint64_t start = offset_ / page * page;
    const std::uint64_t wanted = std::max<std::uint64_t>(piece_bytes_, bytes_.size() * 2);
    const std::uint64_t end = std::min(size_, offset_ + wanted);
    const auto length = static_cast<std::size_t>(end - start);
    void* const map =
        mmap(nullptr, length, PROT_READ, MAP_PRIVATE, descriptor_.get(), static_cast<off_t>(start));
    if (map == MAP_FAILED) {
      fault_ = Error{ErrorCode::kIo, std::strerror(errno), {}};
      at_end_ = true;
      return;
    }
    madvise(map, length, MADV_SEQUENTIAL);
    memory_ = std::shared_ptr<const void>(map, [length](void* begin) { munmap(begin, length); });
    bytes_ = {static_cast<const char*>(map) + (offset_ - start),
              static_cast<std::size_t>(end - offset_)};
    mapped_ = end;
    at_end_ = end == size_;
  }

  const std::optional<Error>& fault() const override { return fault_; }
  std::uint64_t stored_bytes() const override { return mapped_; }

 private:
  FileDescriptor descriptor_;
  std::uint64_t size_;
  std::size_t piece_bytes_;
  std::uint64_t mapped_ = 0;  // everything before has been shown
  std::optional<Error> fault_;
};

}  // namespace

std::unique_ptr<Window> MakeStreamWindow(std::unique_ptr<ByteSource> source,
                                         std::size_t piece_bytes) {
  return std::make_unique<StreamWindow>(std::move(source), piece_bytes);
}

std::unique_ptr<Window> MakeMappedWindow(FileDescriptor descriptor, std::uint64_t size,
                                         std::size_t piece_bytes) {
  return std::make_unique<MappedWindow>(std::move(descriptor), size, piece_bytes);
}

}  // namespace tocsin::input
