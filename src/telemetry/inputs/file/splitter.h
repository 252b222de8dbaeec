// Cuts content into records. Two kinds: text (text_splitter.h) and event log chunks
// (chunk_splitter.h).
//
// A splitter sees a window of the content, says what to do next, and remembers only what it needs
// to go on; so the records are the same however the content was cut into windows. Threads: one.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin::input {

struct Cut {
  enum class Kind : std::uint8_t {
    kRecord,    // window.substr(begin, size) is one
    kNothing,   // no record in the bytes to consume; ask again
    kNeedMore,  // consume, then show a longer window; never returned at the end
    kEnd,       // the content is used up; returned at the end only
  };
  Kind kind = Kind::kEnd;
  std::size_t consumed = 0;  // bytes to take off the window's front, whatever the kind
  std::size_t begin = 0;     // of the record
  std::size_t size = 0;
  std::uint64_t number = 0;  // of the record, from 1

  static Cut Record(std::size_t begin, std::size_t size, std::size_t consumed,
                    std::uint64_t number) {
    return {.kind = Kind::kRecord,
            .consumed = consumed,
            .begin = begin,
            .size = size,
            .number = number};
  }
  static Cut Nothing(std::size_t consumed) {
    return {.kind = Kind::kNothing, .consumed = consumed};
  }
  static Cut NeedMore(std::size_t consumed) {
    return {.kind = Kind::kNeedMore, .consumed = consumed};
  }
  static Cut End(std::size_t consumed) { return {.kind = Kind::kEnd, .consumed = consumed}; }
};

class Splitter {
 public:
  virtual ~Splitter() = default;

  // `window` begins where the last cut's consumed bytes ended; `at_end` says that nothing follows.
  virtual Cut Next(std::string_view window, bool at_end) = 0;

  // What could not be handed out whole. Final after kEnd.
  virtual std::optional<Error> fault() const = 0;
};

}  // namespace tocsin::input
