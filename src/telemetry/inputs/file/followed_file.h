// One file or stream that is read as it grows.
//
// A file may be shortened or replaced in place (rotation by copying): then it begins anew, as
// another content. That is seen by its size, and by its last bytes read, which must still be where
// they were. Only text that grows at its end can be followed; what else a file may hold is refused
// with the reason, told by its first bytes.
//
// Ownership: owns the descriptor. Threads: one. Memory: what has no end yet, at most the longest
// record, and one piece of what is read at a time.
#pragma once

#include "telemetry/inputs/file/byte_source.h"
#include "telemetry/inputs/file/file_limits.h"
#include "telemetry/inputs/file/splitter.h"
#include "telemetry/inputs/input.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::input {

class FollowedFile {
 public:
  FollowedFile(FileDescriptor descriptor, const FileInputLimits& limits);

  enum class State {
    kQuiet,    // nothing more at present
    kRecords,  // the batch has some
    kRefused,  // see fault(); final
    kAnew,     // the content is used up, and another one stands in the file: see Restart
    kEnded,    // nothing more will come; final
  };
  // Fills records, memory and time of `batch`, which is empty, with at most so many records.
  State Next(std::size_t records_max, RawBatch* batch);

  // Nothing more is awaited: what is there is handed out, then the state is kEnded.
  // What comes after this call is not read.
  void Close();

  // After kAnew: the same file, from its front.
  FollowedFile Restart() &&;

  bool is_stream() const { return is_stream_; }
  int descriptor() const { return descriptor_.get(); }
  std::uint64_t bytes_read() const { return read_; }
  // What could not be handed out whole, or why the file was refused.
  std::optional<Error> fault() const;

 private:
  enum class Growth { kNone, kSome, kEnd, kReplaced };
  Growth Grow();
  Growth GrowFile();
  Growth GrowStream();
  bool Replaced(std::uint64_t size);
  Growth ReadUpTo(std::size_t bytes);
  bool Decide();

  FileDescriptor descriptor_;
  FileInputLimits limits_;
  bool is_stream_ = false;
  std::optional<std::uint64_t> closed_at_;  // the size of the file when nothing more was awaited
  bool at_end_ = false;                     // nothing follows what is shown
  bool replaced_ = false;                   // ... because another content has come
  std::unique_ptr<Splitter> splitter_;      // once it is clear what the file holds
  bool needs_more_ = false;                 // the splitter has cut all that it can
  std::shared_ptr<char[]> memory_;
  std::string_view shown_;       // read, and not handed out yet
  std::uint64_t offset_ = 0;     // of shown_ in the content
  std::uint64_t read_ = 0;       // all that was read
  std::string last_bytes_;       // that were read
  std::int64_t changed_ns_ = 0;  // when the file was, as far as it was looked at
  std::optional<Error> fault_;
};

}  // namespace tocsin::input
