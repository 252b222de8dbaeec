#include "telemetry/sources/auditd/kernel_names.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <iterator>
#include <span>

namespace tocsin::auditd {
namespace {

struct Numbered {
  int number;
  std::string_view name;
};

#define TOCSIN_NAME(number, name) {number, name},
#define TOCSIN_NOTHING(number, name)

#define TOCSIN_X86_64 TOCSIN_NAME
#define TOCSIN_I386 TOCSIN_NOTHING
#define TOCSIN_AARCH64 TOCSIN_NOTHING
#define TOCSIN_ERRNO TOCSIN_NOTHING
constexpr Numbered kAmd64Calls[] = {
#include "telemetry/sources/auditd/kernel_names.def"
};
#undef TOCSIN_X86_64
#undef TOCSIN_I386
#define TOCSIN_X86_64 TOCSIN_NOTHING
#define TOCSIN_I386 TOCSIN_NAME
constexpr Numbered kI386Calls[] = {
#include "telemetry/sources/auditd/kernel_names.def"
};
#undef TOCSIN_I386
#undef TOCSIN_AARCH64
#define TOCSIN_I386 TOCSIN_NOTHING
#define TOCSIN_AARCH64 TOCSIN_NAME
constexpr Numbered kAarch64Calls[] = {
#include "telemetry/sources/auditd/kernel_names.def"
};
#undef TOCSIN_AARCH64
#undef TOCSIN_ERRNO
#define TOCSIN_AARCH64 TOCSIN_NOTHING
#define TOCSIN_ERRNO TOCSIN_NAME
constexpr Numbered kErrors[] = {
#include "telemetry/sources/auditd/kernel_names.def"
};
#undef TOCSIN_X86_64
#undef TOCSIN_I386
#undef TOCSIN_AARCH64
#undef TOCSIN_ERRNO
#undef TOCSIN_NAME
#undef TOCSIN_NOTHING

struct NamedArchitecture {
  std::string_view hex;
  std::string_view name;
  Architecture architecture;
};

constexpr NamedArchitecture kArchitectures[] = {
    {"c000003e", "x86_64", Architecture::kAmd64},
    {"40000003", "i386", Architecture::kI386},
    {"c00000b7", "aarch64", Architecture::kAarch64},
    {"40000028", "arm", Architecture::kOther},
    {"28", "armeb", Architecture::kOther},
    {"14", "ppc", Architecture::kOther},
    {"80000015", "ppc64", Architecture::kOther},
    {"c0000015", "ppc64le", Architecture::kOther},
    {"16", "s390", Architecture::kOther},
    {"80000016", "s390x", Architecture::kOther},
    {"c00000f3", "riscv64", Architecture::kOther},
    {"c0000102", "loongarch64", Architecture::kOther},
};

// linux/net.h
constexpr std::string_view kSocketCalls[] = {
    "",           "socket",      "bind",        "connect",    "listen",
    "accept",     "getsockname", "getpeername", "socketpair", "send",
    "recv",       "sendto",      "recvfrom",    "shutdown",   "setsockopt",
    "getsockopt", "sendmsg",     "recvmsg",     "accept4",    "recvmmsg",
    "sendmmsg",
};

// Calls of the x32 ABI have this bit in their numbers (asm/unistd.h).
constexpr int kX32Bit = 0x40000000;

const NamedArchitecture* FindArchitecture(std::string_view hex) {
  const auto* const found =
      std::find_if(std::begin(kArchitectures), std::end(kArchitectures),
                   [hex](const NamedArchitecture& known) { return known.hex == hex; });
  return found == std::end(kArchitectures) ? nullptr : found;
}

std::string_view NameIn(std::span<const Numbered> names, int number) {
  const auto found =
      std::lower_bound(names.begin(), names.end(), number,
                       [](const Numbered& name, int wanted) { return name.number < wanted; });
  return found != names.end() && found->number == number ? found->name : std::string_view();
}

// -1 for anything that is not a number in full.
int NumberOf(std::string_view text, int base = 10) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc() && end == text.data() + text.size() ? number : -1;
}

}  // namespace

Architecture ArchitectureOf(std::string_view hex) {
  const NamedArchitecture* const known = FindArchitecture(hex);
  return known == nullptr ? Architecture::kUnknown : known->architecture;
}

std::string_view ArchitectureName(std::string_view hex) {
  const NamedArchitecture* const known = FindArchitecture(hex);
  return known == nullptr ? std::string_view() : known->name;
}

std::string_view SystemCallName(Architecture architecture, std::string_view number) {
  const int value = NumberOf(number);
  if (value < 0) return {};
  switch (architecture) {
    case Architecture::kAmd64:
      return NameIn(kAmd64Calls, value & ~kX32Bit);
    case Architecture::kI386:
      return NameIn(kI386Calls, value);
    case Architecture::kAarch64:
      return NameIn(kAarch64Calls, value);
    case Architecture::kUnknown:
    case Architecture::kOther:
      break;
  }
  return {};
}

std::string_view SocketCallName(std::string_view hex) {
  const int value = NumberOf(hex, 16);
  if (value < 0 || static_cast<std::size_t>(value) >= std::size(kSocketCalls)) return {};
  return kSocketCalls[value];
}

std::string_view ErrorName(std::string_view exit) {
  if (!exit.starts_with('-')) return {};
  const int value = NumberOf(exit.substr(1));
  return value < 0 ? std::string_view() : NameIn(kErrors, value);
}

}  // namespace tocsin::auditd
