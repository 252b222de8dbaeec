#include "telemetry/decoders/xml/xml_text.h"

#include "base/utf8.h"

#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>

namespace tocsin::xml {
namespace {

struct Reference {
  std::size_t size = 0;  // of its text, 0: none begins here
  char32_t character = 0;
  bool valid = true;
};

struct NamedEntity {
  std::string_view text;
  char character;
};
constexpr NamedEntity kEntities[] = {
    {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''},
};

// `text` begins with &.
Reference ReadReference(std::string_view text) {
  for (const NamedEntity& entity : kEntities) {
    if (text.starts_with(entity.text)) {
      return {entity.text.size(), static_cast<char32_t>(entity.character)};
    }
  }
  if (!text.starts_with("&#")) return {};
  const bool hex = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
  const char* const digits = text.data() + (hex ? 3 : 2);
  const char* const end = text.data() + text.size();
  std::uint32_t number = 0;
  const auto [stop, error] = std::from_chars(digits, end, number, hex ? 16 : 10);
  if (stop == digits || stop == end || *stop != ';') return {};
  const bool is_surrogate = number >= 0xD800 && number <= 0xDFFF;
  const bool valid = error == std::errc() && number <= kMaxCodePoint && !is_surrogate;
  return {static_cast<std::size_t>(stop - text.data()) + 1, valid ? number : kReplacementCharacter,
          valid};
}

}  // namespace

Text ReadText(std::string_view raw, bool valid_utf8, bool references, BudgetedArena& memory) {
  Text text{.characters = raw};
  if (!valid_utf8 && !IsValidUtf8(raw)) {
    text.repaired = true;
    const std::string repaired = ReplaceInvalidUtf8(raw);
    char* const copy = memory.Allocate<char>(repaired.size());
    if (copy == nullptr) return {.fits = false};
    std::memcpy(copy, repaired.data(), repaired.size());
    text.characters = raw = {copy, repaired.size()};
  }
  // Most text has neither; two searches are faster than one for either.
  const bool has_reference = references && raw.find('&') != std::string_view::npos;
  if (!has_reference && raw.find('\r') == std::string_view::npos) return text;
  const std::string_view special = references ? std::string_view("&\r") : std::string_view("\r");
  std::size_t at = raw.find_first_of(special);

  // A character never needs more bytes than the reference that stands for it.
  char* const out = memory.Allocate<char>(raw.size());
  if (out == nullptr) return {.fits = false};
  std::size_t size = 0;
  std::size_t copied = 0;  // of raw
  for (; at != std::string_view::npos; at = raw.find_first_of(special, copied)) {
    std::memcpy(out + size, raw.data() + copied, at - copied);
    size += at - copied;
    copied = at + 1;
    if (raw[at] == '\r') {
      const bool is_pair = copied < raw.size() && raw[copied] == '\n';
      if (!is_pair) out[size++] = '\n';
      continue;
    }
    const Reference reference = ReadReference(raw.substr(at));
    if (reference.size == 0) {
      out[size++] = '&';
      continue;
    }
    text.repaired = text.repaired || !reference.valid;
    size += EncodeUtf8(reference.character, out + size);
    copied = at + reference.size;
  }
  std::memcpy(out + size, raw.data() + copied, raw.size() - copied);
  text.characters = {out, size + raw.size() - copied};
  return text;
}

}  // namespace tocsin::xml
