// Names for the numbers in audit records: architectures, system calls, errors.
//
// System calls of x86_64, i386 and aarch64; other architectures have names of their own only.
// Facts: the kernel's headers (kernel_names.def), linux/audit.h.
//
// Pure; constant text; a binary search.
#pragma once

#include <cstdint>
#include <string_view>

namespace tocsin::auditd {

enum class Architecture : std::uint8_t { kUnknown, kAmd64, kI386, kAarch64, kOther };

// "c000003e" -> kAmd64.
Architecture ArchitectureOf(std::string_view hex);
// "c000003e" -> "x86_64"; empty when it has no name here.
std::string_view ArchitectureName(std::string_view hex);

// "59" -> "execve"; empty when the number has no name on that architecture.
std::string_view SystemCallName(Architecture architecture, std::string_view number);

// The i386 call behind socketcall(2), by its first argument in hexadecimal: "3" -> "connect".
std::string_view SocketCallName(std::string_view hex);

// "-115" -> "EINPROGRESS"; empty for anything but a negative number with a name.
std::string_view ErrorName(std::string_view exit);

}  // namespace tocsin::auditd
