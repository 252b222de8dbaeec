#include "cli/console_text/table.h"

#include "base/escape.h"

#include <algorithm>
#include <numeric>

namespace tocsin {
namespace {

constexpr std::size_t kGap = 2;

// The longest prefix of safe text that takes at most `width` columns.
std::string CutToWidth(const std::string& text, std::size_t width) {
  if (DisplayWidth(text) <= width) return text;
  std::string cut;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    const std::string longer = cut + text.substr(at, end - at);
    if (DisplayWidth(longer) + 1 > width) break;
    cut = longer;
    at = end;
  }
  return cut + "…";
}

}  // namespace

std::string Table::Render(const Terminal& terminal) const {
  const std::size_t count = columns_.size();
  std::vector<std::vector<std::string>> cells;
  std::vector<std::size_t> widths(count);
  for (std::size_t i = 0; i < count; ++i) widths[i] = DisplayWidth(columns_[i].title);
  for (const std::vector<Cell>& row : rows_) {
    std::vector<std::string> safe;
    for (std::size_t i = 0; i < count; ++i) {
      safe.push_back(i < row.size() ? EscapeTerminal(row[i].text) : std::string());
      widths[i] = std::max(widths[i], DisplayWidth(safe[i]));
    }
    cells.push_back(std::move(safe));
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (columns_[i].width_max != 0) widths[i] = std::min(widths[i], columns_[i].width_max);
  }
  if (terminal.width != 0) {
    const std::size_t gaps = kGap * (count - 1);
    while (std::accumulate(widths.begin(), widths.end(), gaps) > terminal.width) {
      std::size_t widest = count;
      for (std::size_t i = 0; i < count; ++i) {
        if (widths[i] <= columns_[i].width_min) continue;
        if (widest == count || widths[i] > widths[widest]) widest = i;
      }
      if (widest == count) break;
      --widths[widest];
    }
  }

  std::string out;
  const auto line = [&](const auto& text_of, const auto& style_of) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::string text = CutToWidth(text_of(i), widths[i]);
      out += Styled(text, style_of(i), terminal);
      if (i + 1 < count) out.append(widths[i] - DisplayWidth(text) + kGap, ' ');
    }
    while (out.ends_with(' ')) out.pop_back();
    out.push_back('\n');
  };
  line([&](std::size_t i) { return columns_[i].title; }, [](std::size_t) { return Style::kDim; });
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    line([&](std::size_t i) { return cells[r][i]; },
         [&](std::size_t i) { return i < rows_[r].size() ? rows_[r][i].style : Style::kPlain; });
  }
  return out;
}

}  // namespace tocsin
