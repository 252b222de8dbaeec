// Columns of text for people: fits a width, never wraps, cuts the widest column first.
//
// Cells are raw text: the table escapes them. Widths are display widths. Not thread safe.
#pragma once

#include "cli/console_text/terminal.h"

#include <cstddef>
#include <string>
#include <vector>

namespace tocsin {

class Table {
 public:
  struct Column {
    std::string title;
    std::size_t width_min = 4;  // not cut below this
    std::size_t width_max = 0;  // 0: unlimited
  };
  struct Cell {
    std::string text;
    Style style = Style::kPlain;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  void Add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }

  // With a line end after each row.
  std::string Render(const Terminal& terminal) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace tocsin
