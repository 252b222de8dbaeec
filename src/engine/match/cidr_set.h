// CidrSet: addresses of one field -> the atoms whose blocks contain them.
//
// Blocks are grouped by prefix length: one masked look-up for each length in use (at most 129,
// in practice about 15), however many blocks there are.
// Ownership: plain values. Threads: immutable after Build. Cost: as said, plus parsing the address.
#pragma once

#include "base/ip.h"
#include "engine/match/atom.h"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin::match {

class CidrSet {
 public:
  void Add(const CidrBlock& block, AtomId atom);
  void Build();

  bool empty() const { return entries_.empty(); }
  // Appends atoms; an atom may come twice. Text that is no address gives none.
  void Find(std::string_view value, std::vector<AtomId>* out) const;

 private:
  struct Entry {
    int prefix_bits;
    IpAddress first;
    AtomId atom;

    friend auto operator<=>(const Entry&, const Entry&) = default;
  };
  struct Length {
    int prefix_bits;
    std::uint32_t begin;  // of entries_
    std::uint32_t end;
  };
  std::vector<Entry> entries_;  // ascending after Build
  std::vector<Length> lengths_;
};

}  // namespace tocsin::match
