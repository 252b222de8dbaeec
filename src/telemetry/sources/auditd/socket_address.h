// The socket address of a SOCKADDR line: a struct sockaddr of the sending machine, in hexadecimal.
//
//   02 00 | port, big-endian | 4 bytes | ...                       IPv4 (family in the machine's
//   0A 00 | port, big-endian | flow, 4 | 16 bytes | scope, 4       order; both machines that the
//   01 00 | path, up to a NUL                                      names cover are little-endian)
//
// An abstract path begins with NUL and is shown with @ in its place, as ss(8) does.
//
// Ownership: results live in the arena. Pure.
#pragma once

#include "base/arena.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin::auditd {

struct SocketAddress {
  std::string_view family;  // "ipv4", "ipv6", "unix", "netlink", else the number: "38"
  std::string_view address;
  std::optional<std::uint16_t> port;
  std::string_view path;
};

// Nothing if the text is no hexadecimal or too short for its family.
std::optional<SocketAddress> ParseSocketAddress(std::string_view hex, Arena& arena);

}  // namespace tocsin::auditd
