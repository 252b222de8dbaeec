#include "pipeline/key_secret.h"

#include <cstdint>
#include <random>

namespace tocsin {

correlate::KeySecret RandomKeySecret() {
  std::random_device system;
  const auto word = [&] { return std::uint64_t{system()} << 32U | system(); };
  correlate::KeySecret secret;
  secret.low = word();
  secret.high = word();
  return secret;
}

}  // namespace tocsin
