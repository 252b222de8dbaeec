#include "base/diag/suggest.h"

#include "base/case_fold.h"

#include <algorithm>
#include <utility>

namespace tocsin {

size_t EditDistance(std::string_view a, std::string_view b, size_t limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > limit) return limit + 1;
  // Row i holds the distances from the first i characters of `a` to every prefix of `b`.
  std::vector<size_t> two_up(b.size() + 1);
  std::vector<size_t> up(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    std::swap(two_up, up);
    std::swap(up, row);
    row[0] = i;
    size_t least = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const auto same = [&](size_t x, size_t y) {
        return AsciiLower(a[x - 1]) == AsciiLower(b[y - 1]);
      };
      row[j] = std::min({up[j] + 1, row[j - 1] + 1, up[j - 1] + (same(i, j) ? 0 : 1)});
      if (i > 1 && j > 1 && same(i, j - 1) && same(i - 1, j)) {
        row[j] = std::min(row[j], two_up[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    // A swap reaches two rows back, so one row above the limit does not decide yet.
    if (least > limit && *std::ranges::min_element(up) > limit) return limit + 1;
  }
  return std::min(row[b.size()], limit + 1);
}

std::vector<std::string_view> NearNames(std::string_view name,
                                        std::span<const std::string_view> known, size_t count) {
  const size_t limit = std::clamp<size_t>(name.size() / 3, 1, 4);
  std::vector<std::pair<size_t, std::string_view>> near;
  for (const std::string_view candidate : known) {
    const size_t distance = EditDistance(name, candidate, limit);
    // A name with nothing in common is not near, however short it is.
    if (distance <= limit && distance < std::max(name.size(), candidate.size())) {
      near.emplace_back(distance, candidate);
    }
  }
  std::ranges::stable_sort(near, {}, &std::pair<size_t, std::string_view>::first);
  std::vector<std::string_view> names;
  for (const auto& [distance, candidate] : near) {
    if (names.size() == count) break;
    names.push_back(candidate);
  }
  return names;
}

std::string DidYouMean(std::span<const std::string_view> near) {
  if (near.empty()) return {};
  std::string text = "did you mean ";
  for (size_t i = 0; i < near.size(); ++i) {
    if (i > 0) text += i + 1 == near.size() ? " or " : ", ";
    text += '`';
    text += near[i];
    text += '`';
  }
  text += '?';
  return text;
}

}  // namespace tocsin
