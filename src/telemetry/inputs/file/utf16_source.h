// UTF-16 text as a stream of UTF-8. A unit that belongs to no character becomes U+FFFD.
#pragma once

#include "telemetry/inputs/file/byte_source.h"

#include <memory>
#include <string>

namespace tocsin::input {

enum class Utf16Order { kLittleEndian, kBigEndian };

class Utf16Source final : public ByteSource {
 public:
  Utf16Source(std::unique_ptr<ByteSource> inner, Utf16Order order)
      : inner_(std::move(inner)), order_(order) {}

  std::string_view Read() override;
  const std::optional<Error>& fault() const override { return inner_->fault(); }
  std::uint64_t stored_bytes() const override { return inner_->stored_bytes(); }

 private:
  void Take(char16_t unit);

  std::unique_ptr<ByteSource> inner_;
  Utf16Order order_;
  std::string text_;
  bool has_odd_byte_ = false;  // the first half of a unit, when a block ended inside one
  unsigned char odd_byte_ = 0;
  char16_t high_ = 0;  // a high surrogate that waits for its other half, or 0
};

}  // namespace tocsin::input
