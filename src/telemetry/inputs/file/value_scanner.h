// Finds the end of one JSON object or array without decoding it.
//
// The scan follows brackets, strings and the order of tokens just closely enough to notice within
// the value that it is broken, instead of running on through the records behind it. It accepts
// every valid value; what it accepts may still be invalid, which the decoder tells.
// Cost: one pass; strings are skipped at memory speed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin::input {

struct ValueScan {
  enum class Outcome : std::uint8_t {
    kClosed,  // the value is text.substr(0, size)
    kOpen,    // the text ends inside the value
    kBroken,  // no value can go on like this; `size` is the place of the first wrong byte
  };
  Outcome outcome = Outcome::kOpen;
  std::size_t size = 0;
  // kOpen: what an open end looks like from outside.
  bool in_string = false;
  char last_token = 0;  // { [ , : or 'v' for the end of a value
  bool in_array = false;
};

class ValueScanner {
 public:
  // `text` begins with { or [.
  ValueScan Scan(std::string_view text);

 private:
  std::string open_;  // the brackets around the current place; kept to spare allocations
};

}  // namespace tocsin::input
