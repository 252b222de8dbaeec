#include "telemetry/sources/raw_text.h"

#include "base/case_fold.h"
#include "base/hex.h"
#include "base/ip.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace tocsin {
namespace {

struct DnsType {
  std::string_view number;
  std::string_view name;
};

// Types of DNS records (IANA, DNS parameters) that resolvers report.
constexpr DnsType kDnsTypes[] = {
    {"1", "A"},      {"2", "NS"},    {"5", "CNAME"},   {"6", "SOA"},    {"12", "PTR"},
    {"13", "HINFO"}, {"15", "MX"},   {"16", "TXT"},    {"17", "RP"},    {"18", "AFSDB"},
    {"24", "SIG"},   {"25", "KEY"},  {"28", "AAAA"},   {"29", "LOC"},   {"33", "SRV"},
    {"35", "NAPTR"}, {"37", "CERT"}, {"39", "DNAME"},  {"43", "DS"},    {"44", "SSHFP"},
    {"46", "RRSIG"}, {"47", "NSEC"}, {"48", "DNSKEY"}, {"52", "TLSA"},  {"64", "SVCB"},
    {"65", "HTTPS"}, {"99", "SPF"},  {"251", "IXFR"},  {"252", "AXFR"}, {"255", "ANY"},
    {"256", "URI"},  {"257", "CAA"},
};

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::optional<std::uint32_t> ParseHexWord(std::string_view text) {
  if (!text.starts_with("0x")) return std::nullopt;
  text.remove_prefix(2);
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

constexpr std::string_view kBinaryData = "Binary Data";

}  // namespace

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view LowerCopy(std::string_view text, Arena& arena) {
  if (std::none_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
    return text;
  }
  const std::span<char> lower = arena.AllocateArray<char>(text.size());
  std::transform(text.begin(), text.end(), lower.begin(), AsciiLower);
  return {lower.data(), lower.size()};
}

std::size_t LastSeparator(std::string_view path) {
  return path.starts_with('/') ? path.rfind('/') : path.find_last_of("\\/");
}

std::string_view PathName(std::string_view path) {
  const std::size_t separator = LastSeparator(path);
  return separator == std::string_view::npos ? path : path.substr(separator + 1);
}

std::string_view PathDirectory(std::string_view path) {
  const std::size_t separator = LastSeparator(path);
  return separator == std::string_view::npos ? std::string_view() : path.substr(0, separator);
}

std::string_view PathExtension(std::string_view path) {
  const std::string_view name = PathName(path);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

std::string_view PathDrive(std::string_view path) {
  constexpr std::string_view kDrives = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  if (path.size() < 2 || path[1] != ':') return {};
  const std::size_t drive = kDrives.find(AsciiUpper(path[0]));
  return drive == std::string_view::npos ? std::string_view() : kDrives.substr(drive, 1);
}

std::string_view UrlHost(std::string_view url) {
  constexpr std::string_view kSchemeEnd = "://";
  const std::size_t scheme = url.find(kSchemeEnd);
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + kSchemeEnd.size());
  url = url.substr(0, url.find_first_of("/?#"));
  if (const std::size_t user = url.rfind('@'); user != std::string_view::npos) {
    url.remove_prefix(user + 1);
  }
  if (url.starts_with('[')) return url.substr(1, url.find(']') - 1);
  const std::size_t colon = url.find(':');
  // Two colons are an address without brackets.
  return url.find(':', colon + 1) == std::string_view::npos ? url.substr(0, colon) : url;
}

std::string_view AccountDomain(std::string_view account) {
  const std::size_t separator = account.find('\\');
  return separator == std::string_view::npos ? std::string_view() : account.substr(0, separator);
}

std::string_view AccountName(std::string_view account) {
  const std::size_t separator = account.find('\\');
  return separator == std::string_view::npos ? account : account.substr(separator + 1);
}

std::string_view CommonName(std::string_view name) {
  if (!AsciiStartsWithIgnoreCase(name, "CN=")) return {};
  name.remove_prefix(3);
  std::size_t end = 0;
  while (end < name.size() && name[end] != ',') end += name[end] == '\\' ? 2 : 1;
  return name.substr(0, end);
}

std::string_view HashOfKind(std::string_view list, std::string_view key) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    const std::string_view item = Trim(list.substr(0, comma));
    const std::size_t equals = item.find('=');
    if (equals != std::string_view::npos && AsciiEqualsIgnoreCase(item.substr(0, equals), key)) {
      const std::string_view hash = item.substr(equals + 1);
      return hash.find_first_not_of('0') == std::string_view::npos ? std::string_view() : hash;
    }
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  return {};
}

std::string_view AfterHive(std::string_view path) {
  const std::size_t separator = path.find('\\');
  return separator == std::string_view::npos ? std::string_view() : path.substr(separator + 1);
}

std::string_view RegistryValue(std::string_view path) {
  const std::size_t separator = path.rfind('\\');
  return separator == std::string_view::npos ? std::string_view() : path.substr(separator + 1);
}

std::string_view RegistryParent(std::string_view path) {
  const std::size_t separator = path.rfind('\\');
  return separator == std::string_view::npos ? std::string_view() : path.substr(0, separator);
}

KernelRegistryPath SplitKernelRegistryPath(std::string_view path) {
  constexpr std::string_view kHead = "\\REGISTRY\\";
  const bool headed = AsciiStartsWithIgnoreCase(path, kHead);
  const std::string_view rest = headed ? path.substr(kHead.size()) : path;
  const std::size_t end = std::min(rest.find('\\'), rest.size());
  KernelRegistryPath parts{{}, path};
  if (AsciiEqualsIgnoreCase(rest.substr(0, end), "MACHINE")) parts.hive = "HKLM";
  if (AsciiEqualsIgnoreCase(rest.substr(0, end), "USER")) parts.hive = "HKU";
  if (headed && !parts.hive.empty() && end < rest.size()) parts.key = rest.substr(end + 1);
  return parts;
}

std::optional<RegistryNumber> ParseRegistryNumber(std::string_view details) {
  const bool is_qword = details.starts_with("QWORD (");
  if ((!is_qword && !details.starts_with("DWORD (")) || details.back() != ')') {
    return std::nullopt;
  }
  details = details.substr(7, details.size() - 8);
  if (!is_qword) {
    const auto word = ParseHexWord(details);
    if (!word) return std::nullopt;
    return RegistryNumber{.is_qword = false, .value = *word};
  }
  const std::size_t dash = details.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto high = ParseHexWord(details.substr(0, dash));
  const auto low = ParseHexWord(details.substr(dash + 1));
  if (!high || !low) return std::nullopt;
  return RegistryNumber{.is_qword = true, .value = (std::uint64_t{*high} << 32) + *low};
}

std::string_view RegistryType(std::string_view details, bool elastic) {
  if (const auto number = ParseRegistryNumber(details)) {
    if (elastic) return number->is_qword ? "SZ_QWORD" : "SZ_DWORD";
    return number->is_qword ? "REG_QWORD" : "REG_DWORD";
  }
  return details == kBinaryData ? "REG_BINARY" : "REG_SZ";
}

std::string_view DnsTypeName(std::string_view number) {
  for (const DnsType& type : kDnsTypes) {
    if (type.number == number) return type.name;
  }
  return {};
}

std::optional<std::string> DnsTypeNumber(std::string_view name) {
  for (const DnsType& type : kDnsTypes) {
    if (type.name == name) return std::string(type.number);
  }
  return std::nullopt;
}

bool TakeDnsAnswer(std::string_view* results, Arena& arena, DnsAnswer* answer) {
  while (!results->empty()) {
    const std::size_t end = results->find(';');
    const std::string_view item = Trim(results->substr(0, end));
    results->remove_prefix(end == std::string_view::npos ? results->size() : end + 1);
    if (item.empty() || item == "-") continue;
    if (AsciiStartsWithIgnoreCase(item, "type:")) {
      const std::string_view rest = Trim(item.substr(5));
      const std::size_t blank = std::min(rest.find(' '), rest.size());
      const std::string_view number = rest.substr(0, blank);
      const std::string_view name = DnsTypeName(number);
      *answer = {name.empty() ? number : name, Trim(rest.substr(blank)), false};
      return true;
    }
    if (const auto address = IpAddress::Parse(item)) {
      *answer = {address->is_v4() ? "A" : "AAAA", arena.Copy(address->ToString()), true};
      return true;
    }
  }
  return false;
}

std::optional<std::uint64_t> ParseUnsigned(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    text.remove_prefix(2);
    base = 16;
  }
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::string_view> CanonicalHex(std::string_view text, Arena& arena) {
  if (text.size() < 3 || text[0] != '0' || (text[1] != 'x' && text[1] != 'X')) return std::nullopt;
  const std::string_view digits = text.substr(2);
  bool lower = text[1] == 'x';
  for (const char c : digits) {
    if (HexDigitValue(c) < 0) return std::nullopt;
    lower = lower && (c < 'A' || c > 'F');
  }
  const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  if (lower && zeros == 0) return text;
  const std::span<char> out = arena.AllocateArray<char>(text.size() - zeros);
  out[0] = '0';
  out[1] = 'x';
  std::transform(digits.begin() + static_cast<std::ptrdiff_t>(zeros), digits.end(), out.begin() + 2,
                 AsciiLower);
  return std::string_view(out.data(), out.size());
}

std::optional<std::string_view> CanonicalGuid(std::string_view text, Arena& arena) {
  const bool braces = text.size() == 38 && text.front() == '{' && text.back() == '}';
  const std::string_view bare = braces ? text.substr(1, 36) : text;
  if (bare.size() != 36) return std::nullopt;
  bool lower = true;
  for (std::size_t i = 0; i < bare.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? bare[i] != '-' : HexDigitValue(bare[i]) < 0) return std::nullopt;
    lower = lower && (bare[i] < 'A' || bare[i] > 'F');
  }
  if (braces && lower) return text;
  const std::span<char> out = arena.AllocateArray<char>(38);
  out.front() = '{';
  std::transform(bare.begin(), bare.end(), out.begin() + 1, AsciiLower);
  out.back() = '}';
  return std::string_view(out.data(), out.size());
}

}  // namespace tocsin
