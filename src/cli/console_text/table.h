// Columns of text for people: fits a width, never wraps, cuts the widest column first.
//
// Cells are raw text: they are escaped here. Widths are display widths. Not thread safe.
#pragma once

#include "cli/console_text/terminal.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct Column {
  std::string title;
  std::size_t width_min = 4;  // not cut below this while another column can give way
  std::size_t width_max = 0;  // 0: unlimited
};
struct Cell {
  std::string text;
  Style style = Style::kPlain;
};

// The widths of columns. See every row with Measure, Fit once, then render row by row: nothing is
// kept but the widths, so rows may be many.
class ColumnLayout {
 public:
  explicit ColumnLayout(std::vector<Column> columns);

  void Measure(std::span<const Cell> row);
  // Columns that a line takes as measured.
  std::size_t LineWidth() const;
  // No line will be wider than the terminal.
  void Fit(const Terminal& terminal);

  // With the line end.
  std::string Header(const Terminal& terminal) const;
  std::string Row(std::span<const Cell> row, const Terminal& terminal) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::size_t> widths_;
};

// A few rows, kept until they are rendered.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : layout_(std::move(columns)) {}

  void Add(std::vector<Cell> row);
  bool empty() const { return rows_.empty(); }

  // With a line end after each row.
  std::string Render(const Terminal& terminal) const;

 private:
  ColumnLayout layout_;
  std::vector<std::vector<Cell>> rows_;
};

// The longest prefix of safe text that takes at most `width` columns, with the terminal's mark of
// omission if something is missing.
std::string CutToWidth(std::string_view text, std::size_t width, const Terminal& terminal);

}  // namespace tocsin
