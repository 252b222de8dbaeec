// Cursor: a place in a text, for lexers.
//
// Borrows the text. Reading past the end gives NUL, so a lexer needs no bounds checks; a NUL in the
// text itself is told apart by at_end(). Threads: a local of one lexer.
#pragma once

#include "base/diag/span.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace tocsin::syntax {

class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool at_end() const { return offset_ >= text_.size(); }
  std::size_t offset() const { return offset_; }
  std::string_view text() const { return text_; }
  std::string_view rest() const { return text_.substr(offset_); }
  std::string_view since(std::size_t begin) const { return text_.substr(begin, offset_ - begin); }
  Span SpanSince(std::size_t begin) const { return Span::Of(begin, offset_); }

  char Peek(std::size_t ahead = 0) const {
    return offset_ + ahead < text_.size() ? text_[offset_ + ahead] : '\0';
  }
  void Advance(std::size_t bytes = 1) { offset_ = std::min(offset_ + bytes, text_.size()); }

  // Moves past `expected` if it stands here.
  bool Take(char expected) {
    if (at_end() || text_[offset_] != expected) return false;
    ++offset_;
    return true;
  }
  bool Take(std::string_view expected) {
    if (!rest().starts_with(expected)) return false;
    offset_ += expected.size();
    return true;
  }
  // Moves past all bytes for which `belongs` holds; returns how many.
  template <class Belongs>
  std::size_t TakeWhile(const Belongs& belongs) {
    const std::size_t begin = offset_;
    while (!at_end() && belongs(text_[offset_])) ++offset_;
    return offset_ - begin;
  }

 private:
  std::string_view text_;
  std::size_t offset_ = 0;
};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace tocsin::syntax
