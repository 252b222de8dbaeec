#include "cli/console_text/table.h"

#include "base/escape.h"

#include <algorithm>
#include <numeric>

namespace tocsin {
namespace {

constexpr std::size_t kGap = 2;

}  // namespace

std::string CutToWidth(std::string_view text, std::size_t width, const Terminal& terminal) {
  if (DisplayWidth(text) <= width) return std::string(text);
  std::string_view mark = terminal.unicode ? "…" : "...";
  if (DisplayWidth(mark) > width) mark = {};
  const std::size_t room = width - DisplayWidth(mark);
  std::size_t taken = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    taken += DisplayWidth(text.substr(at, end - at));
    if (taken > room) break;
    at = end;
  }
  return std::string(text.substr(0, at)) + std::string(mark);
}

ColumnLayout::ColumnLayout(std::vector<Column> columns) : columns_(std::move(columns)) {
  for (const Column& column : columns_) widths_.push_back(DisplayWidth(column.title));
}

void ColumnLayout::Measure(std::span<const Cell> row) {
  for (std::size_t i = 0; i < std::min(row.size(), columns_.size()); ++i) {
    std::size_t width = DisplayWidth(EscapeTerminal(row[i].text));
    if (columns_[i].width_max != 0) width = std::min(width, columns_[i].width_max);
    widths_[i] = std::max(widths_[i], width);
  }
}

std::size_t ColumnLayout::LineWidth() const {
  return std::accumulate(widths_.begin(), widths_.end(), kGap * (widths_.size() - 1));
}

void ColumnLayout::Fit(const Terminal& terminal) {
  if (terminal.width == 0) return;
  // First down to what each column wants at least, then, where even that is too much, to 1.
  for (const bool firm : {true, false}) {
    while (LineWidth() > terminal.width) {
      std::size_t widest = widths_.size();
      for (std::size_t i = 0; i < widths_.size(); ++i) {
        if (widths_[i] <= (firm ? columns_[i].width_min : 1)) continue;
        if (widest == widths_.size() || widths_[i] > widths_[widest]) widest = i;
      }
      if (widest == widths_.size()) break;
      --widths_[widest];
    }
  }
}

std::string ColumnLayout::Header(const Terminal& terminal) const {
  std::vector<Cell> titles;
  for (const Column& column : columns_) titles.push_back({column.title, Style::kDim});
  return Row(titles, terminal);
}

std::string ColumnLayout::Row(std::span<const Cell> row, const Terminal& terminal) const {
  std::string out;
  std::size_t blanks = 0;  // owed; none at the end of a line
  for (std::size_t i = 0; i < widths_.size(); ++i) {
    const std::string text =
        i < row.size() ? CutToWidth(EscapeTerminal(row[i].text), widths_[i], terminal) : "";
    if (!text.empty()) {
      out.append(blanks, ' ');
      out += Styled(text, row[i].style, terminal);
      blanks = 0;
    }
    blanks += widths_[i] - DisplayWidth(text) + kGap;
  }
  out.push_back('\n');
  return out;
}

void Table::Add(std::vector<Cell> row) {
  layout_.Measure(row);
  rows_.push_back(std::move(row));
}

std::string Table::Render(const Terminal& terminal) const {
  ColumnLayout layout = layout_;
  layout.Fit(terminal);
  std::string out = layout.Header(terminal);
  for (const std::vector<Cell>& row : rows_) out += layout.Row(row, terminal);
  return out;
}

}  // namespace tocsin
