// A stream of bytes that is pulled block by block: a file, and each layer of unpacking around it.
//
// Ownership: a source owns what it reads from. Threads: one. Faults: a source first yields
// everything that could be read, then ends, and fault() says what is missing.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tocsin::input {

inline constexpr std::size_t kBlockBytes = std::size_t{256} << 10;

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // The next bytes, valid until the next call; empty at the end, and from then on.
  virtual std::string_view Read() = 0;
  // Why the end came early. Final once Read() has returned nothing.
  virtual const std::optional<Error>& fault() const = 0;
  // How much of the file on disk has been taken so far.
  virtual std::uint64_t stored_bytes() const = 0;

  // For sources that can jump: the whole size, and the next Read() continues at `offset`.
  virtual std::optional<std::uint64_t> size() const { return std::nullopt; }
  virtual bool Seek(std::uint64_t /*offset*/) { return false; }
};

// An open descriptor, closed with the object.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int descriptor) : descriptor_(descriptor) {}
  FileDescriptor(FileDescriptor&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~FileDescriptor();

  static Result<FileDescriptor> OpenForReading(const std::string& path);

  int get() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

// Reads a descriptor. Regular files can seek; pipes and terminals cannot.
class FileSource final : public ByteSource {
 public:
  explicit FileSource(FileDescriptor descriptor);

  std::string_view Read() override;
  const std::optional<Error>& fault() const override { return fault_; }
  std::uint64_t stored_bytes() const override { return taken_; }
  std::optional<std::uint64_t> size() const override { return size_; }
  bool Seek(std::uint64_t offset) override;

  int descriptor() const { return descriptor_.get(); }

 private:
  FileDescriptor descriptor_;
  std::optional<std::uint64_t> size_;  // of a regular file
  std::uint64_t offset_ = 0;
  std::uint64_t taken_ = 0;
  std::unique_ptr<char[]> buffer_;
  std::optional<Error> fault_;
};

// A source whose first bytes can be looked at before they are read.
class HeadedSource final : public ByteSource {
 public:
  explicit HeadedSource(std::unique_ptr<ByteSource> inner) : inner_(std::move(inner)) {}

  // The first `bytes`, or fewer when the content is shorter. Call before the first Read().
  std::string_view Head(std::size_t bytes);

  std::string_view Read() override;
  const std::optional<Error>& fault() const override { return inner_->fault(); }
  std::uint64_t stored_bytes() const override { return inner_->stored_bytes(); }
  std::optional<std::uint64_t> size() const override { return inner_->size(); }
  bool Seek(std::uint64_t offset) override;

 private:
  std::unique_ptr<ByteSource> inner_;
  std::string head_;
  bool head_read_ = false;  // Read() has handed the head out
};

}  // namespace tocsin::input
