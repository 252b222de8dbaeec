#include "base/diag/source_text.h"

#include "base/check.h"
#include "base/utf8.h"

#include <algorithm>
#include <utility>

namespace tocsin {

void OffsetMap::Add(size_t slice_bytes, size_t parent_offset, size_t parent_bytes) {
  if (slice_bytes == 0) return;
  const Piece piece{slice_bytes_, static_cast<uint32_t>(slice_bytes),
                    static_cast<uint32_t>(parent_offset), static_cast<uint32_t>(parent_bytes)};
  slice_bytes_ += piece.slice_bytes;
  if (!pieces_.empty() && !piece.is_unit() && !pieces_.back().is_unit() &&
      pieces_.back().parent_begin + pieces_.back().parent_bytes == piece.parent_begin) {
    pieces_.back().slice_bytes += piece.slice_bytes;
    pieces_.back().parent_bytes += piece.parent_bytes;
    return;
  }
  pieces_.push_back(piece);
}

const OffsetMap::Piece* OffsetMap::PieceOf(uint32_t slice_offset) const {
  const auto after = std::ranges::upper_bound(pieces_, slice_offset, {}, &Piece::slice_begin);
  return after == pieces_.begin() ? nullptr : &*std::prev(after);
}

Span OffsetMap::ToParent(Span span) const {
  const Piece* const first = PieceOf(span.begin);
  if (first == nullptr) return {};
  const uint32_t into = std::min(span.begin - first->slice_begin, first->slice_bytes);
  Span parent;
  // Inside a unit there is no place of its own; after it (the slice's end) there is.
  if (!first->is_unit()) {
    parent.begin = first->parent_begin + into;
  } else {
    parent.begin = first->parent_begin + (into == first->slice_bytes ? first->parent_bytes : 0);
  }
  if (span.empty()) return {parent.begin, parent.begin};
  const Piece* const last = PieceOf(span.end - 1);
  const uint32_t past = std::min(span.end - last->slice_begin, last->slice_bytes);
  parent.end = last->parent_begin + (last->is_unit() ? last->parent_bytes : past);
  parent.end = std::max(parent.begin, parent.end);
  return parent;
}

SourceText::SourceText(std::string name, std::string text, SourceRef parent, OffsetMap map)
    : name_(std::move(name)),
      text_(std::move(text)),
      parent_(std::move(parent)),
      map_(std::move(map)) {
  TOCSIN_CHECK(text_.size() < UINT32_MAX, "source text of 4 GiB");
}

SourceRef SourceText::Make(std::string name, std::string text) {
  return SourceRef(new SourceText(std::move(name), std::move(text), nullptr, {}));
}

SourceRef SourceText::MakeSlice(SourceRef parent, std::string text, OffsetMap map) {
  TOCSIN_CHECK(map.slice_bytes() == text.size(), "offset map of another text");
  std::string name = parent->name();
  return SourceRef(
      new SourceText(std::move(name), std::move(text), std::move(parent), std::move(map)));
}

SourceRef SourceText::MakeSlice(SourceRef parent, Span part) {
  std::string text(parent->text(part));
  OffsetMap map;
  map.Add(text.size(), part.begin, text.size());
  return MakeSlice(std::move(parent), std::move(text), std::move(map));
}

std::string_view SourceText::text(Span span) const {
  const size_t begin = std::min<size_t>(span.begin, text_.size());
  const size_t end = std::clamp<size_t>(span.end, begin, text_.size());
  return std::string_view(text_).substr(begin, end - begin);
}

const SourceText& SourceText::root() const {
  const SourceText* source = this;
  while (source->parent_ != nullptr) source = source->parent_.get();
  return *source;
}

Span SourceText::ToRoot(Span span) const {
  for (const SourceText* source = this; source->parent_ != nullptr;
       source = source->parent_.get()) {
    span = source->map_.ToParent(span);
  }
  return span;
}

const std::vector<uint32_t>& SourceText::line_begins() const {
  std::call_once(lines_found_, [this] {
    line_begins_.push_back(0);
    for (size_t i = text_.find('\n'); i != std::string::npos; i = text_.find('\n', i + 1)) {
      line_begins_.push_back(static_cast<uint32_t>(i + 1));
    }
  });
  return line_begins_;
}

LineColumn SourceText::Position(uint32_t offset) const {
  offset = std::min(offset, static_cast<uint32_t>(text_.size()));
  const std::vector<uint32_t>& begins = line_begins();
  const auto after = std::ranges::upper_bound(begins, offset);
  const uint32_t begin = *std::prev(after);
  const size_t before = CountCodePoints(std::string_view(text_).substr(begin, offset - begin));
  return {static_cast<uint32_t>(after - begins.begin()), static_cast<uint32_t>(before + 1)};
}

uint32_t SourceText::line_count() const { return static_cast<uint32_t>(line_begins().size()); }

uint32_t SourceText::LineBegin(uint32_t line) const { return line_begins()[line - 1]; }

std::string_view SourceText::Line(uint32_t line) const {
  const size_t begin = LineBegin(line);
  std::string_view text = std::string_view(text_).substr(begin);
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace tocsin
