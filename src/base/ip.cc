#include "base/ip.h"

#include "base/check.h"
#include "base/hex.h"

#include <algorithm>
#include <charconv>

namespace tocsin {
namespace {

constexpr std::array<uint8_t, 12> kV4Prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

// Four decimal parts of one to three digits, at most 255, without leading zeros.
std::optional<uint32_t> ParseV4(std::string_view text) {
  uint32_t address = 0;
  for (int part = 0; part < 4; ++part) {
    if (part > 0) {
      if (text.empty() || text[0] != '.') return std::nullopt;
      text.remove_prefix(1);
    }
    uint32_t value = 0;
    size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
      if (digits == 3) return std::nullopt;
      value = value * 10 + static_cast<uint32_t>(text[digits++] - '0');
    }
    if (digits == 0 || value > 255 || (digits > 1 && text[0] == '0')) return std::nullopt;
    address = address << 8 | value;
    text.remove_prefix(digits);
  }
  if (!text.empty()) return std::nullopt;
  return address;
}

// RFC 4291, 2.2: eight groups of hex digits, one run of zero groups as "::", and the last two
// groups optionally as IPv4.
std::optional<IpAddress::Bytes> ParseV6(std::string_view text) {
  std::array<uint16_t, 8> groups{};
  size_t count = 0;
  std::optional<size_t> gap;  // number of groups before "::"
  size_t i = 0;
  if (text.starts_with("::")) {
    gap = 0;
    i = 2;
  }
  while (i < text.size()) {
    if (count == 8) return std::nullopt;
    const std::string_view rest = text.substr(i);
    if (const size_t end = rest.find(':'); end == std::string_view::npos) {
      if (rest.find('.') != std::string_view::npos) {
        const std::optional<uint32_t> v4 = ParseV4(rest);
        if (!v4 || count > 6) return std::nullopt;
        groups[count++] = static_cast<uint16_t>(*v4 >> 16);
        groups[count++] = static_cast<uint16_t>(*v4 & 0xFFFF);
        break;
      }
    }
    uint32_t value = 0;
    size_t digits = 0;
    while (digits < rest.size() && HexDigitValue(rest[digits]) >= 0) {
      if (digits == 4) return std::nullopt;
      value = value << 4 | static_cast<uint32_t>(HexDigitValue(rest[digits++]));
    }
    if (digits == 0) return std::nullopt;
    groups[count++] = static_cast<uint16_t>(value);
    i += digits;
    if (i == text.size()) break;
    if (text[i] != ':') return std::nullopt;
    ++i;
    if (i == text.size()) return std::nullopt;  // a single colon at the end
    if (text[i] == ':') {
      if (gap) return std::nullopt;
      gap = count;
      ++i;
    }
  }
  if (gap ? count > 7 : count != 8) return std::nullopt;
  if (gap) {
    std::move_backward(groups.begin() + static_cast<ptrdiff_t>(*gap),
                       groups.begin() + static_cast<ptrdiff_t>(count), groups.end());
    std::fill_n(groups.begin() + static_cast<ptrdiff_t>(*gap), 8 - count, uint16_t{0});
  }
  IpAddress::Bytes bytes;
  for (size_t group = 0; group < 8; ++group) {
    bytes[group * 2] = static_cast<uint8_t>(groups[group] >> 8);
    bytes[group * 2 + 1] = static_cast<uint8_t>(groups[group] & 0xFF);
  }
  return bytes;
}

// RFC 5952: lower case, no leading zeros, the longest run of at least two zero groups as "::".
std::string V6Text(const IpAddress::Bytes& bytes) {
  std::array<uint16_t, 8> groups;
  for (size_t i = 0; i < 8; ++i) {
    groups[i] = static_cast<uint16_t>(bytes[i * 2] << 8 | bytes[i * 2 + 1]);
  }
  size_t gap_begin = 8;
  size_t gap_size = 1;
  for (size_t i = 0; i < 8;) {
    size_t end = i;
    while (end < 8 && groups[end] == 0) ++end;
    if (end - i > gap_size) {
      gap_begin = i;
      gap_size = end - i;
    }
    i = end + 1;
  }
  std::string text;
  for (size_t i = 0; i < 8; ++i) {
    if (i == gap_begin) {
      text += "::";
      i += gap_size - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    char digits[4];
    const auto [end, error] = std::to_chars(digits, digits + 4, unsigned{groups[i]}, 16);
    TOCSIN_DCHECK(error == std::errc());
    text.append(digits, end);
  }
  return text;
}

}  // namespace

IpAddress IpAddress::FromV4(uint32_t host_order) {
  Bytes bytes{};
  std::copy(kV4Prefix.begin(), kV4Prefix.end(), bytes.begin());
  for (size_t i = 0; i < 4; ++i) bytes[12 + i] = static_cast<uint8_t>(host_order >> (24 - 8 * i));
  return IpAddress(bytes);
}

std::optional<IpAddress> IpAddress::Parse(std::string_view text) {
  if (text.find(':') != std::string_view::npos) {
    const std::optional<Bytes> bytes = ParseV6(text);
    return bytes ? std::optional(IpAddress(*bytes)) : std::nullopt;
  }
  const std::optional<uint32_t> v4 = ParseV4(text);
  return v4 ? std::optional(FromV4(*v4)) : std::nullopt;
}

bool IpAddress::is_v4() const {
  return std::equal(kV4Prefix.begin(), kV4Prefix.end(), bytes_.begin());
}

uint32_t IpAddress::v4() const {
  TOCSIN_DCHECK(is_v4());
  return static_cast<uint32_t>(bytes_[12]) << 24 | static_cast<uint32_t>(bytes_[13]) << 16 |
         static_cast<uint32_t>(bytes_[14]) << 8 | bytes_[15];
}

std::string IpAddress::ToString() const {
  if (!is_v4()) return V6Text(bytes_);
  std::string text;
  for (size_t i = 12; i < 16; ++i) {
    if (i > 12) text += '.';
    text += std::to_string(bytes_[i]);
  }
  return text;
}

CidrBlock::CidrBlock(const IpAddress& address, int prefix_bits) : prefix_bits_(prefix_bits) {
  TOCSIN_CHECK(prefix_bits >= 0 && prefix_bits <= 128);
  IpAddress::Bytes bytes = address.bytes();
  for (int bit = prefix_bits; bit < 128; ++bit) {
    bytes[static_cast<size_t>(bit / 8)] &= static_cast<uint8_t>(~(0x80 >> (bit % 8)));
  }
  first_ = IpAddress(bytes);
}

std::optional<CidrBlock> CidrBlock::Parse(std::string_view text) {
  const size_t slash = text.find('/');
  const std::optional<IpAddress> address = IpAddress::Parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == std::string_view::npos) return CidrBlock(*address, 128);
  // The text decides how the length counts: "::ffff:10.0.0.0/104" is the same as "10.0.0.0/8".
  const bool v4_text = text.substr(0, slash).find(':') == std::string_view::npos;
  const std::string_view digits = text.substr(slash + 1);
  int bits = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (error != std::errc() || end != digits.data() + digits.size() || bits < 0 ||
      bits > (v4_text ? 32 : 128)) {
    return std::nullopt;
  }
  return CidrBlock(*address, v4_text ? bits + 96 : bits);
}

bool CidrBlock::Contains(const IpAddress& address) const {
  const auto whole = static_cast<ptrdiff_t>(prefix_bits_ / 8);
  const IpAddress::Bytes& a = first_.bytes();
  const IpAddress::Bytes& b = address.bytes();
  if (!std::equal(a.begin(), a.begin() + whole, b.begin())) return false;
  if (prefix_bits_ % 8 == 0) return true;
  const auto byte = static_cast<size_t>(whole);
  return ((a[byte] ^ b[byte]) >> (8 - prefix_bits_ % 8)) == 0;
}

IpAddress CidrBlock::last() const {
  IpAddress::Bytes bytes = first_.bytes();
  for (int bit = prefix_bits_; bit < 128; ++bit) {
    bytes[static_cast<size_t>(bit / 8)] |= static_cast<uint8_t>(0x80 >> (bit % 8));
  }
  return IpAddress(bytes);
}

std::string CidrBlock::ToString() const {
  const bool v4 = first_.is_v4() && prefix_bits_ >= 96;
  return first_.ToString() + '/' + std::to_string(v4 ? prefix_bits_ - 96 : prefix_bits_);
}

}  // namespace tocsin
