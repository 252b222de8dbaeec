// The second pass of JSON decoding: from the positions of the tokens to the tree.
//
// The first pass gives the position of every token's first byte, in order: one of { } [ ] : , or
// the opening quote of a string, or the first byte of any other run. It has checked that the text
// is UTF-8, that every string is closed, and that no string holds a raw control character. So a
// string ends at the last quote before the next token, and is found without looking at its bytes.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/json/json_decoder.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tocsin::json {

// Keeps its stacks between records. One per worker.
class TreeBuilder {
 public:
  explicit TreeBuilder(const JsonOptions& options) : options_(options) {}

  // `tokens` is not empty and holds ascending positions within `record`.
  JsonStatus Build(std::string_view record, std::span<const std::uint32_t> tokens, Arena& arena,
                   doc::Node* root);

 private:
  // An object or array that is still open. Its children lie on the stack of its kind, from `first`
  // up; the member that is waiting for its value is the last one.
  struct Frame {
    std::uint32_t first;
    bool is_object;
  };

  JsonOptions options_;
  std::vector<Frame> frames_;
  std::vector<doc::Member> members_;
  std::vector<doc::Node> elements_;

  class Walk;
};

}  // namespace tocsin::json
