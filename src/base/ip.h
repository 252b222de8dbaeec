// IP addresses and CIDR blocks.
//
// An address is 16 bytes; IPv4 is kept as IPv4-mapped IPv6 (RFC 4291, 2.5.5.2), so ::ffff:10.0.0.1
// and 10.0.0.1 are the same address and print as 10.0.0.1, as in Elasticsearch's ip type. Parsing
// is strict: four decimal parts without leading zeros; no zone index, brackets or port.
// All values, no allocation except for text.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

class IpAddress {
 public:
  using Bytes = std::array<uint8_t, 16>;

  constexpr IpAddress() = default;  // ::
  constexpr explicit IpAddress(const Bytes& bytes) : bytes_(bytes) {}
  static IpAddress FromV4(uint32_t host_order);

  static std::optional<IpAddress> Parse(std::string_view text);

  bool is_v4() const;
  const Bytes& bytes() const { return bytes_; }
  uint32_t v4() const;  // host order; only if is_v4()

  // Canonical text: IPv4 dotted, IPv6 as RFC 5952.
  std::string ToString() const;

  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
  friend bool operator==(const IpAddress&, const IpAddress&) = default;

 private:
  Bytes bytes_{};
};

class CidrBlock {
 public:
  // "10.0.0.0/8", "fe80::/10", or a bare address for a single host. Host bits are ignored.
  static std::optional<CidrBlock> Parse(std::string_view text);

  // `prefix_bits` counts in the 128-bit form: an IPv4 /8 is 104.
  CidrBlock(const IpAddress& address, int prefix_bits);

  bool Contains(const IpAddress& address) const;

  const IpAddress& first() const { return first_; }  // host bits zero
  IpAddress last() const;                            // host bits one
  int prefix_bits() const { return prefix_bits_; }

  // "10.0.0.0/8": prefix length in the family's own count.
  std::string ToString() const;

  friend bool operator==(const CidrBlock&, const CidrBlock&) = default;

 private:
  IpAddress first_;
  int prefix_bits_ = 128;
};

}  // namespace tocsin
