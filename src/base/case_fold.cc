#include "base/case_fold.h"

#include "base/check.h"
#include "base/hash.h"
#include "base/utf8.h"

#include <algorithm>
#include <iterator>

namespace tocsin {
namespace {

struct FoldRange {
  char32_t first;
  char32_t last;
  uint32_t stride;
  int32_t delta;
};

constexpr FoldRange kFoldRanges[] = {
#include "base/case_folding.inc"
};

std::strong_ordering CompareBytes(char a, char b) {
  return static_cast<unsigned char>(a) <=> static_cast<unsigned char>(b);
}

}  // namespace

bool AsciiEqualsIgnoreCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (AsciiLower(a[i]) != AsciiLower(b[i])) return false;
  }
  return true;
}

std::strong_ordering AsciiCompareIgnoreCase(std::string_view a, std::string_view b) {
  const size_t shared = std::min(a.size(), b.size());
  for (size_t i = 0; i < shared; ++i) {
    const std::strong_ordering order = CompareBytes(AsciiLower(a[i]), AsciiLower(b[i]));
    if (order != std::strong_ordering::equal) return order;
  }
  return a.size() <=> b.size();
}

bool AsciiStartsWithIgnoreCase(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         AsciiEqualsIgnoreCase(text.substr(0, prefix.size()), prefix);
}

bool AsciiEndsWithIgnoreCase(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() &&
         AsciiEqualsIgnoreCase(text.substr(text.size() - suffix.size()), suffix);
}

size_t AsciiFindIgnoreCase(std::string_view text, std::string_view part, size_t from) {
  if (part.empty()) return from <= text.size() ? from : std::string_view::npos;
  const char first = AsciiLower(part[0]);
  for (size_t i = from; i + part.size() <= text.size(); ++i) {
    if (AsciiLower(text[i]) == first && AsciiEqualsIgnoreCase(text.substr(i, part.size()), part)) {
      return i;
    }
  }
  return std::string_view::npos;
}

std::string AsciiLowerCopy(std::string_view text) {
  std::string copy(text);
  AsciiLowerInPlace(copy);
  return copy;
}

std::string AsciiUpperCopy(std::string_view text) {
  std::string copy(text);
  std::ranges::transform(copy, copy.begin(), AsciiUpper);
  return copy;
}

void AsciiLowerInPlace(std::string& text) {
  std::ranges::transform(text, text.begin(), AsciiLower);
}

size_t AsciiFoldHash::operator()(std::string_view text) const {
  constexpr size_t kChunk = 64;
  char lowered[kChunk];
  uint64_t hash = text.size();
  for (size_t i = 0; i < text.size(); i += kChunk) {
    const std::string_view chunk = text.substr(i, kChunk);
    std::ranges::transform(chunk, lowered, AsciiLower);
    hash = Hash64({lowered, chunk.size()}, hash);
  }
  return static_cast<size_t>(hash);
}

char32_t FoldCodePoint(char32_t code_point) {
  if (code_point < 0x80) {
    return static_cast<char32_t>(AsciiLower(static_cast<char>(code_point)));
  }
  const auto* const range = std::ranges::lower_bound(kFoldRanges, code_point, {}, &FoldRange::last);
  if (range == std::end(kFoldRanges) || code_point < range->first ||
      (code_point - range->first) % range->stride != 0) {
    return code_point;
  }
  return static_cast<char32_t>(static_cast<int32_t>(code_point) + range->delta);
}

std::string UnicodeFoldCopy(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const DecodedCodePoint decoded = DecodeUtf8(text, i);
    if (decoded.valid) {
      AppendUtf8(FoldCodePoint(decoded.code_point), out);
    } else {
      out += text[i];
    }
    i += decoded.bytes;
  }
  return out;
}

bool UnicodeEqualsIgnoreCase(std::string_view a, std::string_view b) {
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() && j < b.size()) {
    const DecodedCodePoint x = DecodeUtf8(a, i);
    const DecodedCodePoint y = DecodeUtf8(b, j);
    if (x.valid != y.valid) return false;
    if (x.valid ? FoldCodePoint(x.code_point) != FoldCodePoint(y.code_point) : a[i] != b[j]) {
      return false;
    }
    i += x.bytes;
    j += y.bytes;
  }
  return i == a.size() && j == b.size();
}

bool EqualsInMode(std::string_view a, std::string_view b, CaseMode mode) {
  switch (mode) {
    case CaseMode::kSensitive:
      return a == b;
    case CaseMode::kAsciiFold:
      return AsciiEqualsIgnoreCase(a, b);
    case CaseMode::kUnicodeFold:
      return UnicodeEqualsIgnoreCase(a, b);
  }
  TOCSIN_UNREACHABLE();
}

std::string FoldCopy(std::string_view text, CaseMode mode) {
  switch (mode) {
    case CaseMode::kSensitive:
      return std::string(text);
    case CaseMode::kAsciiFold:
      return AsciiLowerCopy(text);
    case CaseMode::kUnicodeFold:
      return UnicodeFoldCopy(text);
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace tocsin
