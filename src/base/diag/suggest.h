// "Did you mean": known names near a name that is not known.
//
// Distance counts insertions, deletions, replacements and swaps of neighbors (optimal string
// alignment), ignoring ASCII case. A name is near within a third of its length, at least 1 and at
// most 4. Cost: names x length squared, with early exit; for messages, not for the data path.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// Distance, or `limit` + 1 if it is above `limit`.
size_t EditDistance(std::string_view a, std::string_view b, size_t limit);

// The nearest names, nearest first, equal distances in the order given; at most `count`.
std::vector<std::string_view> NearNames(std::string_view name,
                                        std::span<const std::string_view> known, size_t count = 3);

// "did you mean `a`?", "did you mean `a` or `b`?", or empty.
std::string DidYouMean(std::span<const std::string_view> near);

}  // namespace tocsin
