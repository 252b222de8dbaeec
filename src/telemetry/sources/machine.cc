#include "telemetry/sources/machine.h"

#include "base/case_fold.h"
#include "base/uuid.h"

#include <cstddef>
#include <utility>

namespace tocsin {
namespace {

// Our own, made once at random; a change would rename every machine.
constexpr Uuid kMachineNamespace{{0x4b, 0x1c, 0xd0, 0x5e, 0x0f, 0x8d, 0x4e, 0x63, 0x9a, 0x27, 0x5c,
                                  0xe1, 0x3d, 0x76, 0x80, 0xb2}};

// The cache is emptied at this size: names come from records.
constexpr std::size_t kCacheMax = 16 * 1024;

}  // namespace

const Machine& Machines::Of(std::string_view computer) {
  auto found = machines_.find(computer);
  if (found == machines_.end()) {
    if (machines_.size() >= kCacheMax) machines_.clear();
    Machine machine;
    machine.name = AsciiLowerCopy(computer);
    machine.id = Uuid::V5(kMachineNamespace, machine.name).ToString();
    found = machines_.emplace(std::string(computer), std::move(machine)).first;
  }
  return found->second;
}

}  // namespace tocsin
