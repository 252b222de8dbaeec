// One JSON text (RFC 8259) -> a document tree.
//
// Ownership: the tree lives in the arena and in the record's own bytes (strings without escapes
// are views of them), so it dies with whichever goes first. The decoder keeps scratch memory only.
// Threads: one decoder per worker.
// Cost: one SIMD pass finds the structure (simdjson, stage 1), one pass over that structure builds
// the tree. The record is neither copied nor padded, and nothing is allocated per record in the
// steady state.
//
// The whole record is always checked, so what is rejected never depends on which fields a rule
// reads. What the decoder keeps because it may be evidence:
//   * members in document order, repeated keys included;
//   * every 64-bit integer exactly; a number that neither 64 bits nor a finite double can hold
//     becomes its own text (kString), digit for digit;
//   * NUL and every other character that arrives as an escape.
// Malformed UTF-8 and escapes of lone surrogates become U+FFFD, and the status says so; with
// `repair_utf8` off such a record is rejected.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace tocsin {

enum class JsonFault : std::uint8_t {
  kNone,
  kEmpty,             // nothing but white space
  kTooLong,           // above JsonOptions::record_bytes_max
  kInvalidUtf8,       // only with repair_utf8 off
  kControlCharacter,  // a raw byte below 0x20 inside a string
  kUnclosedString,    // the record ends inside a string
  kUnclosedValue,     // the record ends inside an object or array
  kUnexpectedToken,   // a token that the grammar does not allow there (so NaN, comments)
  kInvalidNumber,
  kInvalidEscape,
  kTooDeep,        // above JsonOptions::depth_max
  kTooManyKeys,    // one object has more than JsonOptions::keys_max members
  kTooManyValues,  // the record has more than JsonOptions::values_max values
  kTrailingBytes,  // something follows the value
};

// The reason's stable name for ledgers, such as "unclosed_string".
std::string_view JsonFaultName(JsonFault fault);

struct JsonStatus {
  JsonFault fault = JsonFault::kNone;
  bool repaired_utf8 = false;  // some text was not Unicode and was repaired
  std::uint32_t offset = 0;    // of the fault, in bytes of the record

  bool ok() const { return fault == JsonFault::kNone; }
};

struct JsonOptions {
  std::uint32_t depth_max = 100;    // objects and arrays that contain each other
  std::uint32_t keys_max = 10'000;  // of one object: look-ups in it are linear
  // Of a whole record, so that a list of nothing does not ask for a multiple of its memory.
  std::uint32_t values_max = 2'000'000;
  std::uint32_t record_bytes_max = std::uint32_t{16} << 20;
  bool repair_utf8 = true;
};

class JsonDecoder {
 public:
  explicit JsonDecoder(const JsonOptions& options = {});
  JsonDecoder(JsonDecoder&&) noexcept;
  JsonDecoder& operator=(JsonDecoder&&) noexcept;
  ~JsonDecoder();

  // `*root` is set only on success. `record` must outlive the tree.
  JsonStatus Decode(std::string_view record, Arena& arena, doc::Node* root);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin
