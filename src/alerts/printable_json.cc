#include "alerts/printable_json.h"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>

namespace tocsin {
namespace {

// Bytes of the code point at `at` if it has to be escaped, else 0; the code point goes to `*found`.
std::size_t HarmfulAt(const std::string& text, std::size_t at, unsigned* found) {
  const auto byte = [&](std::size_t offset) -> unsigned {
    return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0U;
  };
  if (byte(0) == 0x7F) {
    *found = 0x7F;
    return 1;
  }
  if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) <= 0x9F) {
    *found = byte(1);
    return 2;
  }
  if (byte(0) == 0xE2 && byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9)) {
    *found = 0x2000 + (byte(2) - 0x80);
    return 3;
  }
  return 0;
}

}  // namespace

std::string PrintableJson(std::string json) {
  std::string out;
  std::size_t plain = 0;  // start of what needs no change
  for (std::size_t i = 0; i < json.size();) {
    unsigned code_point = 0;
    const std::size_t bytes = HarmfulAt(json, i, &code_point);
    if (bytes == 0) {
      ++i;
      continue;
    }
    out.append(json, plain, i - plain);
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", code_point);
    plain = i += bytes;
  }
  if (plain == 0) return json;
  return out.append(json, plain);
}

}  // namespace tocsin
