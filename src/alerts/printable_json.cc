#include "alerts/printable_json.h"

#include "base/escape.h"
#include "base/utf8.h"

#include <cstddef>

namespace tocsin {

std::string PrintableJson(std::string json) {
  std::string out;
  std::size_t plain = 0;  // start of what needs no change
  for (std::size_t i = 0; i < json.size();) {
    if (static_cast<unsigned char>(json[i]) < 0x7F) {
      ++i;
      continue;
    }
    const DecodedCodePoint decoded = DecodeUtf8(json, i);
    if (MustEscapeInJson(decoded.code_point)) {
      out.append(json, plain, i - plain);
      AppendJsonEscape(decoded.code_point, out);
      plain = i + decoded.bytes;
    }
    i += decoded.bytes;
  }
  if (plain == 0) return json;
  return out.append(json, plain);
}

}  // namespace tocsin
