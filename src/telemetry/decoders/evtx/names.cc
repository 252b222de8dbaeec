#include "telemetry/decoders/evtx/names.h"

#include "telemetry/decoders/evtx/format.h"
#include "telemetry/decoders/evtx/text.h"

namespace tocsin::evtx {
namespace {

constexpr std::size_t kLengthAt = 6;

}  // namespace

Damage NameTable::Read(std::uint32_t offset, std::string_view* name) {
  const auto known = known_.find(offset);
  if (known != known_.end()) {
    *name = known->second;
    return {};
  }
  if (offset > chunk_.size() || chunk_.size() - offset < kNameHeaderBytes) {
    return {Fault::kBadName, offset};
  }
  const std::size_t bytes =
      std::size_t{2} * Load<std::uint16_t>(chunk_.data() + offset + kLengthAt);
  if (bytes > chunk_.size() - offset - kNameHeaderBytes) return {Fault::kBadName, offset};
  if (!Utf8FromUtf16(chunk_.substr(offset + kNameHeaderBytes, bytes), memory_, name)) {
    return {Fault::kTooMuchWork, offset};
  }
  known_.emplace(offset, *name);
  return {};
}

std::uint32_t NameTable::BlockBytes(std::uint32_t offset) const {
  const auto units = Load<std::uint16_t>(chunk_.data() + offset + kLengthAt);
  return static_cast<std::uint32_t>(kNameHeaderBytes) + 2u * (units + 1u);
}

}  // namespace tocsin::evtx
