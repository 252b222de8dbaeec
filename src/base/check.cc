#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace tocsin {

void CheckFailed(const char* condition, const char* file, int line, const char* message) noexcept {
  std::fprintf(stderr, "tocsin: %s:%d: check failed: %s%s%s\n", file, line, condition,
               message[0] != '\0' ? ": " : "", message);
  std::fflush(stderr);
  std::abort();
}

}  // namespace tocsin
