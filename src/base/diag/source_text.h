// SourceText: a text that messages point into, and where it came from.
//
// A source is a file (or a query given on the command line), or a slice of another source: the
// query inside a TOML string. The parser of a query sees the slice's unescaped text and makes spans
// of it; the slice's OffsetMap leads them back to the bytes of the file. Slices may nest.
//
// Immutable and shared (SourceRef), because diagnostics outlive the parse. Lines are found on the
// first call that asks for them, under a flag, so a SourceText may be shared between threads.
#pragma once

#include "base/diag/span.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

class SourceText;
using SourceRef = std::shared_ptr<const SourceText>;

// How the bytes of a slice lie in its parent. Built from front to back while a string is unescaped:
//   map.Add(5, at, 5);   five bytes that stand for themselves
//   map.Add(1, at, 2);   one byte that the parent writes with two, such as \"
// Parent bytes between two entries belong to neither (a line continuation, an indent).
class OffsetMap {
 public:
  // Equal lengths map byte by byte, others as one unit. Neighbors are joined.
  void Add(size_t slice_bytes, size_t parent_offset, size_t parent_bytes);

  // The parent's span of a slice's span.
  Span ToParent(Span span) const;

  size_t slice_bytes() const { return slice_bytes_; }

 private:
  struct Piece {
    uint32_t slice_begin = 0;
    uint32_t slice_bytes = 0;
    uint32_t parent_begin = 0;
    uint32_t parent_bytes = 0;

    bool is_unit() const { return slice_bytes != parent_bytes; }
  };

  // The last piece that begins at or before the offset, or null.
  const Piece* PieceOf(uint32_t slice_offset) const;

  std::vector<Piece> pieces_;
  uint32_t slice_bytes_ = 0;
};

// Both from 1. `column` counts code points.
struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1;

  friend bool operator==(LineColumn, LineColumn) = default;
};

class SourceText {
 public:
  // `name` is what messages show: a path as the user wrote it, or "<query>".
  static SourceRef Make(std::string name, std::string text);
  // A slice whose text differs from the parent's bytes.
  static SourceRef MakeSlice(SourceRef parent, std::string text, OffsetMap map);
  // A slice that is a plain part of the parent.
  static SourceRef MakeSlice(SourceRef parent, Span part);

  const std::string& name() const { return name_; }  // a slice has its parent's
  std::string_view text() const { return text_; }
  std::string_view text(Span span) const;  // clipped to the text
  Span whole() const { return Span::Of(0, text_.size()); }
  const SourceRef& parent() const { return parent_; }  // null for a file

  // The outermost source.
  const SourceText& root() const;
  // The span in root().
  Span ToRoot(Span span) const;

  // Of this text, not of the root.
  LineColumn Position(uint32_t offset) const;
  uint32_t line_count() const;
  // Without its line end (LF or CRLF); `line` from 1.
  std::string_view Line(uint32_t line) const;
  uint32_t LineBegin(uint32_t line) const;

 private:
  SourceText(std::string name, std::string text, SourceRef parent, OffsetMap map);
  const std::vector<uint32_t>& line_begins() const;

  const std::string name_;
  const std::string text_;
  const SourceRef parent_;
  const OffsetMap map_;
  mutable std::once_flag lines_found_;
  mutable std::vector<uint32_t> line_begins_;
};

}  // namespace tocsin
