// A piece of an input's content as contiguous memory, moved forward by its reader.
//
// Memory that was shown stays alive for whoever keeps memory(), so batches borrow from a window
// without a copy; the window itself never holds more than one piece. Threads: one.
#pragma once

#include "telemetry/inputs/file/byte_source.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace tocsin::input {

class Window {
 public:
  virtual ~Window() = default;

  // What has been read and not yet consumed.
  std::string_view bytes() const { return bytes_; }
  // Place of bytes().front() in the content, from 0.
  std::uint64_t offset() const { return offset_; }
  // Nothing follows bytes().
  bool at_end() const { return at_end_; }
  const std::shared_ptr<const void>& memory() const { return memory_; }

  void Consume(std::size_t count) {
    bytes_.remove_prefix(count);
    offset_ += count;
  }
  // Makes bytes() longer or reaches the end. Views taken before live on with their memory() only.
  virtual void Grow() = 0;

  virtual const std::optional<Error>& fault() const = 0;
  virtual std::uint64_t stored_bytes() const = 0;

 protected:
  std::string_view bytes_;
  std::uint64_t offset_ = 0;
  bool at_end_ = false;
  std::shared_ptr<const void> memory_;
};

// Buffers of about `piece_bytes`, filled from a stream.
std::unique_ptr<Window> MakeStreamWindow(std::unique_ptr<ByteSource> source,
                                         std::size_t piece_bytes);

// The same for the first `size` bytes of a regular file, read where they are shown. Not mapped: a
// file that is shortened while it is mapped kills the process, and reading costs a copy that is
// small beside decoding. What is missing when it is shortened is a fault; growth is ignored.
std::unique_ptr<Window> MakeFileWindow(FileDescriptor descriptor, std::uint64_t size,
                                       std::size_t piece_bytes);

}  // namespace tocsin::input
