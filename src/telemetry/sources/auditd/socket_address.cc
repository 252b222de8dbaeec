#include "telemetry/sources/auditd/socket_address.h"

#include "base/hex.h"
#include "base/ip.h"
#include "base/utf8.h"

#include <cstddef>
#include <string>

namespace tocsin::auditd {
namespace {

constexpr unsigned kUnix = 1;
constexpr unsigned kIpv4 = 2;
constexpr unsigned kIpv6 = 10;
constexpr unsigned kNetlink = 16;

unsigned ByteAt(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

std::string_view PathOf(std::string_view bytes, Arena& arena) {
  const bool is_abstract = bytes.starts_with('\0');
  if (is_abstract) bytes.remove_prefix(1);
  bytes = bytes.substr(0, bytes.find('\0'));
  if (bytes.empty()) return {};
  return arena.Copy((is_abstract ? "@" : "") + ReplaceInvalidUtf8(bytes));
}

}  // namespace

std::optional<SocketAddress> ParseSocketAddress(std::string_view hex, Arena& arena) {
  const std::optional<std::string> bytes = HexDecode(hex);
  if (!bytes || bytes->size() < 2) return std::nullopt;
  const std::string_view raw = *bytes;
  const unsigned family = ByteAt(raw, 0) | ByteAt(raw, 1) << 8;
  SocketAddress socket;
  const auto read_port = [&] {
    socket.port = static_cast<std::uint16_t>(ByteAt(raw, 2) << 8 | ByteAt(raw, 3));
  };
  switch (family) {
    case kUnix:
      socket.family = "unix";
      socket.path = PathOf(raw.substr(2), arena);
      return socket;
    case kIpv4: {
      constexpr std::size_t kAddressAt = 4;
      if (raw.size() < kAddressAt + 4) return std::nullopt;
      socket.family = "ipv4";
      read_port();
      std::uint32_t address = 0;
      for (std::size_t i = 0; i < 4; ++i) address = address << 8 | ByteAt(raw, kAddressAt + i);
      socket.address = arena.Copy(IpAddress::FromV4(address).ToString());
      return socket;
    }
    case kIpv6: {
      constexpr std::size_t kAddressAt = 8;
      IpAddress::Bytes address;
      if (raw.size() < kAddressAt + address.size()) return std::nullopt;
      socket.family = "ipv6";
      read_port();
      for (std::size_t i = 0; i < address.size(); ++i) {
        address[i] = static_cast<std::uint8_t>(ByteAt(raw, kAddressAt + i));
      }
      socket.address = arena.Copy(IpAddress(address).ToString());
      return socket;
    }
    case kNetlink:
      socket.family = "netlink";
      return socket;
    default:
      socket.family = arena.Copy(std::to_string(family));
      return socket;
  }
}

}  // namespace tocsin::auditd
