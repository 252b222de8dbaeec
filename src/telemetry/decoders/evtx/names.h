// The names of elements and attributes of one chunk, read by their offset and converted once.
//
// Ownership: borrows the chunk; the text lives in the arena. One thread.
#pragma once

#include "telemetry/decoders/evtx/fault.h"
#include "telemetry/decoders/evtx/limits.h"

#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace tocsin::evtx {

class NameTable {
 public:
  NameTable(std::string_view chunk, BudgetedArena& memory) : chunk_(chunk), memory_(memory) {}

  // Faults: kBadName when the name does not lie in the chunk, kTooMuchWork.
  Damage Read(std::uint32_t offset, std::string_view* name);
  // Bytes that the name block at `offset` takes in the token stream; call after Read succeeded.
  std::uint32_t BlockBytes(std::uint32_t offset) const;

 private:
  std::string_view chunk_;
  BudgetedArena& memory_;
  std::unordered_map<std::uint32_t, std::string_view> known_;
};

}  // namespace tocsin::evtx
