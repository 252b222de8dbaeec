#include "engine/match/cidr_set.h"

#include <algorithm>
#include <optional>

namespace tocsin::match {

void CidrSet::Add(const CidrBlock& block, AtomId atom) {
  entries_.push_back({block.prefix_bits(), block.first(), atom});
}

void CidrSet::Build() {
  std::sort(entries_.begin(), entries_.end());
  lengths_.clear();
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    const int bits = entries_[i].prefix_bits;
    if (lengths_.empty() || lengths_.back().prefix_bits != bits) lengths_.push_back({bits, i, i});
    lengths_.back().end = i + 1;
  }
}

void CidrSet::Find(std::string_view value, std::vector<AtomId>* out) const {
  const std::optional<IpAddress> address = IpAddress::Parse(value);
  if (!address) return;
  for (const Length& length : lengths_) {
    const IpAddress first = CidrBlock(*address, length.prefix_bits).first();
    const auto begin = entries_.begin() + length.begin;
    const auto end = entries_.begin() + length.end;
    auto it = std::lower_bound(
        begin, end, first, [](const Entry& entry, const IpAddress& a) { return entry.first < a; });
    for (; it != end && it->first == first; ++it) out->push_back(it->atom);
  }
}

}  // namespace tocsin::match
