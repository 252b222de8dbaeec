#include "telemetry/inputs/file/utf16_source.h"

#include "base/utf8.h"

namespace tocsin::input {

void Utf16Source::Take(char16_t unit) {
  const bool is_low = unit >= 0xDC00 && unit <= 0xDFFF;
  const bool is_high = unit >= 0xD800 && unit <= 0xDBFF;
  if (high_ != 0) {
    if (is_low) {
      const char32_t code_point = 0x10000 + (static_cast<char32_t>(high_ - 0xD800) << 10) +
                                  static_cast<char32_t>(unit - 0xDC00);
      AppendUtf8(code_point, text_);
      high_ = 0;
      return;
    }
    AppendUtf8(kReplacementCharacter, text_);
    high_ = 0;
  }
  if (is_high) {
    high_ = unit;
  } else if (unit < 0x80) {
    text_.push_back(static_cast<char>(unit));
  } else {
    AppendUtf8(is_low ? kReplacementCharacter : unit, text_);
  }
}

std::string_view Utf16Source::Read() {
  text_.clear();
  while (text_.empty()) {
    const std::string_view block = inner_->Read();
    if (block.empty()) {
      if (high_ != 0 || has_odd_byte_) AppendUtf8(kReplacementCharacter, text_);
      high_ = 0;
      has_odd_byte_ = false;
      return text_;
    }
    for (const char c : block) {
      const auto byte = static_cast<unsigned char>(c);
      if (!has_odd_byte_) {
        odd_byte_ = byte;
        has_odd_byte_ = true;
        continue;
      }
      has_odd_byte_ = false;
      const int unit =
          order_ == Utf16Order::kLittleEndian ? odd_byte_ | byte << 8 : odd_byte_ << 8 | byte;
      Take(static_cast<char16_t>(unit));
    }
  }
  return text_;
}

}  // namespace tocsin::input
