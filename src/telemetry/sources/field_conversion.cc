#include "telemetry/sources/field_conversion.h"

#include "base/case_fold.h"
#include "base/check.h"
#include "base/hex.h"
#include "base/ip.h"
#include "base/time.h"
#include "telemetry/sources/command_line_args.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

namespace tocsin {
namespace {

using enum FieldConversion;

struct NamePair {
  std::string_view raw;
  std::string_view value;
};

// Logon types of event 4624 (Windows security auditing reference).
constexpr NamePair kLogonTypes[] = {
    {"0", "System"},
    {"2", "Interactive"},
    {"3", "Network"},
    {"4", "Batch"},
    {"5", "Service"},
    {"7", "Unlock"},
    {"8", "NetworkCleartext"},
    {"9", "NewCredentials"},
    {"10", "RemoteInteractive"},
    {"11", "CachedInteractive"},
    {"12", "CachedRemoteInteractive"},
    {"13", "CachedUnlock"},
};

// Mandatory labels (MS-DTYP 2.4.2.4), named as Elastic Defend names them.
constexpr NamePair kIntegrityLabels[] = {
    {"S-1-16-0", "untrusted"},     {"S-1-16-4096", "low"},   {"S-1-16-8192", "medium"},
    {"S-1-16-8448", "medium"},     {"S-1-16-12288", "high"}, {"S-1-16-16384", "system"},
    {"S-1-16-20480", "protected"},
};

constexpr NamePair kDirections[] = {{"true", "egress"}, {"false", "ingress"}};
constexpr NamePair kIpVersions[] = {{"true", "ipv6"}, {"false", "ipv4"}};

// Types of DNS records (IANA, DNS parameters) that resolvers report.
constexpr NamePair kDnsTypes[] = {
    {"1", "A"},      {"2", "NS"},     {"5", "CNAME"},  {"6", "SOA"},   {"12", "PTR"},
    {"15", "MX"},    {"16", "TXT"},   {"28", "AAAA"},  {"33", "SRV"},  {"35", "NAPTR"},
    {"39", "DNAME"}, {"43", "DS"},    {"46", "RRSIG"}, {"47", "NSEC"}, {"48", "DNSKEY"},
    {"64", "SVCB"},  {"65", "HTTPS"}, {"99", "SPF"},   {"255", "ANY"}, {"257", "CAA"},
};

std::string_view ValueOf(std::span<const NamePair> pairs, std::string_view raw) {
  for (const NamePair& pair : pairs) {
    if (AsciiEqualsIgnoreCase(pair.raw, raw)) return pair.value;
  }
  return {};
}

std::optional<std::string> RawOf(std::span<const NamePair> pairs, std::string_view value) {
  for (const NamePair& pair : pairs) {
    if (pair.value == value) return std::string(pair.raw);
  }
  return std::nullopt;
}

std::string_view LowerCopy(std::string_view text, Arena& arena) {
  if (std::none_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
    return text;
  }
  const std::span<char> lower = arena.AllocateArray<char>(text.size());
  std::transform(text.begin(), text.end(), lower.begin(), AsciiLower);
  return {lower.data(), lower.size()};
}

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

// ---- Paths ------------------------------------------------------------------------------------

std::size_t LastSeparator(std::string_view path) { return path.find_last_of("\\/"); }

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

// ---- Accounts ---------------------------------------------------------------------------------

std::string_view AccountDomain(std::string_view account) {
  const std::size_t separator = account.find('\\');
  return separator == std::string_view::npos ? std::string_view() : account.substr(0, separator);
}

std::string_view AccountName(std::string_view account) {
  const std::size_t separator = account.find('\\');
  return separator == std::string_view::npos ? account : account.substr(separator + 1);
}

// The first CN of a distinguished name; a comma may be escaped.
std::string_view CommonName(std::string_view name) {
  if (!AsciiStartsWithIgnoreCase(name, "CN=")) return {};
  name.remove_prefix(3);
  std::size_t end = 0;
  while (end < name.size() && name[end] != ',') end += name[end] == '\\' ? 2 : 1;
  return name.substr(0, end);
}

// ---- Hashes -----------------------------------------------------------------------------------

constexpr std::string_view HashKey(FieldConversion conversion) {
  switch (conversion) {
    case kMd5:
      return "MD5";
    case kSha1:
      return "SHA1";
    case kSha256:
      return "SHA256";
    default:
      return "IMPHASH";
  }
}

// The value behind `key` in "SHA1=...,MD5=...".
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

// ---- Registry ---------------------------------------------------------------------------------

std::string_view AfterHive(std::string_view path) {
  const std::size_t separator = path.find('\\');
  return separator == std::string_view::npos ? std::string_view() : path.substr(separator + 1);
}

std::string_view RegistryValue(std::string_view path) {
  const std::size_t separator = path.rfind('\\');
  return separator == std::string_view::npos ? std::string_view() : path.substr(separator + 1);
}

// "DWORD (0x0000000a)" and "QWORD (0x00000001-0x00000002)", as Sysmon prints numbers.
struct RegistryNumber {
  bool is_qword = false;
  std::uint64_t value = 0;
};

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

constexpr std::string_view kBinaryData = "Binary Data";

std::string_view RegistryType(std::string_view details, bool elastic) {
  if (const auto number = ParseRegistryNumber(details)) {
    if (elastic) return number->is_qword ? "SZ_QWORD" : "SZ_DWORD";
    return number->is_qword ? "REG_QWORD" : "REG_DWORD";
  }
  return details == kBinaryData ? "REG_BINARY" : "REG_SZ";
}

// ---- DNS --------------------------------------------------------------------------------------

struct DnsAnswer {
  std::string_view type;
  std::string_view data;
  bool is_address = false;
};

// Calls `use` for each answer of "type:  5 a.b;::ffff:1.2.3.4;".
template <class Use>
void ForEachDnsAnswer(std::string_view results, Arena& arena, Use use) {
  while (!results.empty()) {
    const std::size_t end = results.find(';');
    const std::string_view item = Trim(results.substr(0, end));
    results.remove_prefix(end == std::string_view::npos ? results.size() : end + 1);
    if (item.empty() || item == "-") continue;
    if (AsciiStartsWithIgnoreCase(item, "type:")) {
      const std::string_view rest = Trim(item.substr(5));
      const std::size_t blank = std::min(rest.find(' '), rest.size());
      const std::string_view number = rest.substr(0, blank);
      const std::string_view name = ValueOf(kDnsTypes, number);
      use(DnsAnswer{name.empty() ? number : name, Trim(rest.substr(blank))});
    } else if (const auto address = IpAddress::Parse(item)) {
      use(DnsAnswer{address->is_v4() ? "A" : "AAAA", arena.Copy(address->ToString()), true});
    }
  }
}

// ---- Values -----------------------------------------------------------------------------------

class Output {
 public:
  explicit Output(std::vector<Value>* values) : values_(*values) {}
  void Text(std::string_view text) {
    if (!text.empty()) values_.push_back(Value::String(text));
  }
  void Add(const Value& value) { values_.push_back(value); }

 private:
  std::vector<Value>& values_;
};

void ConvertArguments(FieldConversion conversion, std::string_view raw, Arena& arena,
                      std::vector<Value>* values) {
  std::vector<std::string_view> arguments;
  if (conversion == kWindowsArgs || conversion == kWindowsArgCount) {
    SplitWindowsArguments(raw, arena, &arguments);
  } else {
    SplitSecurityArguments(raw, &arguments);
  }
  if (conversion == kWindowsArgCount || conversion == kSecurityArgCount) {
    values->push_back(Value::Int(static_cast<std::int64_t>(arguments.size())));
    return;
  }
  for (const std::string_view argument : arguments) values->push_back(Value::String(argument));
}

void ConvertWords(std::string_view raw, Output out) {
  while (true) {
    raw = Trim(raw);
    if (raw.empty()) return;
    const std::size_t end =
        static_cast<std::size_t>(std::find_if(raw.begin(), raw.end(), IsSpace) - raw.begin());
    out.Text(raw.substr(0, end));
    raw.remove_prefix(end);
  }
}

std::optional<std::int64_t> ParseSigned(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

// The one text that `values` must be for most inversions.
std::optional<std::string_view> OneText(std::span<const Value> values) {
  if (values.size() != 1 || !values[0].is_string() || values[0].text().empty()) {
    return std::nullopt;
  }
  return values[0].text();
}

std::optional<std::string> InvertArguments(FieldConversion conversion,
                                           std::span<const Value> values) {
  std::vector<std::string_view> arguments;
  for (const Value& value : values) {
    if (!value.is_string()) return std::nullopt;
    arguments.push_back(value.text());
  }
  if (arguments.empty()) return std::nullopt;
  if (conversion == kWindowsArgs) return JoinWindowsArguments(arguments);
  std::string line = fmt::format("{}", fmt::join(arguments, " "));
  // An argument with a bare blank, or an odd quote, cannot come out of this rule.
  std::vector<std::string_view> again;
  SplitSecurityArguments(line, &again);
  if (again != arguments) return std::nullopt;
  return line;
}

// Whether converting `raw` gives exactly `values`: guards inversions whose target has a shape of
// its own (a name without separators, a hash that is not all zeros ...).
bool Makes(FieldConversion conversion, std::string_view raw, std::span<const Value> values) {
  Arena arena(1024);
  std::vector<Value> again;
  ConvertRaw(conversion, raw, arena, &again);
  return again.size() == values.size() &&
         std::equal(again.begin(), again.end(), values.begin(), SameValue);
}

std::optional<std::string> RawCandidate(FieldConversion conversion, std::span<const Value> values) {
  const std::optional<std::string_view> text = OneText(values);
  switch (conversion) {
    case kText:
    case kLowerText:
    case kHexText:
    case kGuid:
    case kAddress:
    case kPathName:
    case kAccountName:
    case kPrincipalName:
    case kRegistryStrings:
      if (!text) return std::nullopt;
      return std::string(*text);
    case kNumber:
      if (values.size() == 1 && values[0].kind() == ValueKind::kInt) {
        return fmt::format("{}", values[0].integer());
      }
      if (!text) return std::nullopt;
      return std::string(*text);
    case kHexNumber:
      if (values.size() != 1 || values[0].kind() != ValueKind::kInt || values[0].integer() < 0) {
        return std::nullopt;
      }
      return fmt::format("{:#x}", values[0].integer());
    case kBoolean:
    case kSignatureTrusted: {
      if (values.size() != 1 || values[0].kind() != ValueKind::kBool) return std::nullopt;
      const bool value = values[0].boolean();
      if (conversion == kBoolean) return value ? "true" : "false";
      return value ? "Valid" : "Unavailable";
    }
    case kTime:
      if (values.size() != 1 || values[0].kind() != ValueKind::kTime) return std::nullopt;
      return FormatTime(Time{values[0].time_ns()}, TimeFormat::kNanos);
    case kWords:
    case kDnsAddresses: {
      std::string joined;
      for (const Value& value : values) {
        if (!value.is_string()) return std::nullopt;
        if (conversion == kWords && !joined.empty()) joined += ' ';
        joined += value.text();
        if (conversion == kDnsAddresses) joined += ';';
      }
      return joined;
    }
    case kWindowsArgs:
    case kSecurityArgs:
      return InvertArguments(conversion, values);
    case kAccountDomain:
    case kRegistryHive:
      if (!text) return std::nullopt;
      return std::string(*text) + "\\";
    case kCommonName:
      if (!text) return std::nullopt;
      return "CN=" + std::string(*text);
    case kRegistryKey:
      if (!text) return std::nullopt;
      return "HKLM\\" + std::string(*text);
    case kMd5:
    case kSha1:
    case kSha256:
    case kImphash:
      if (!text) return std::nullopt;
      return std::string(HashKey(conversion)) + "=" + AsciiUpperCopy(*text);
    case kInitiated:
      return text ? RawOf(kDirections, *text) : std::nullopt;
    case kIpv6Flag:
      return text ? RawOf(kIpVersions, *text) : std::nullopt;
    case kLogonType:
      return text ? RawOf(kLogonTypes, *text) : std::nullopt;
    case kIntegrityLabel:
      return text ? RawOf(kIntegrityLabels, *text) : std::nullopt;
    case kPathDirectory:
    case kPathExtension:
    case kWindowsArgCount:
    case kSecurityArgCount:
    case kRegistryValue:
    case kRegistryType:
    case kRegistryTypeElastic:
    case kDnsAnswerData:
    case kDnsAnswerTypes:
      return std::nullopt;
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace

std::string_view ConversionName(FieldConversion conversion) {
  switch (conversion) {
    case kText:
      return "text";
    case kLowerText:
      return "lower-case text";
    case kNumber:
      return "number";
    case kHexNumber:
      return "hexadecimal number";
    case kHexText:
      return "hexadecimal text";
    case kBoolean:
      return "boolean";
    case kGuid:
      return "GUID";
    case kTime:
      return "time";
    case kAddress:
      return "address";
    case kWords:
      return "words";
    case kPathName:
      return "name of the path";
    case kPathDirectory:
      return "directory of the path";
    case kPathExtension:
      return "extension of the path";
    case kWindowsArgs:
      return "arguments";
    case kWindowsArgCount:
      return "number of arguments";
    case kSecurityArgs:
      return "arguments with their quotes";
    case kSecurityArgCount:
      return "number of arguments with their quotes";
    case kAccountDomain:
      return "domain of the account";
    case kAccountName:
      return "name of the account";
    case kPrincipalName:
      return "name before the realm";
    case kCommonName:
      return "common name";
    case kMd5:
      return "MD5 of the hashes";
    case kSha1:
      return "SHA-1 of the hashes";
    case kSha256:
      return "SHA-256 of the hashes";
    case kImphash:
      return "import hash of the hashes";
    case kSignatureTrusted:
      return "valid signature";
    case kInitiated:
      return "direction";
    case kIpv6Flag:
      return "version of IP";
    case kRegistryHive:
      return "hive of the key";
    case kRegistryKey:
      return "key below the hive";
    case kRegistryValue:
      return "last part of the key";
    case kRegistryStrings:
      return "data";
    case kRegistryType:
      return "type of the data";
    case kRegistryTypeElastic:
      return "type of the data, published spelling";
    case kDnsAddresses:
      return "addresses of the answers";
    case kDnsAnswerData:
      return "data of the answers";
    case kDnsAnswerTypes:
      return "types of the answers";
    case kLogonType:
      return "name of the logon type";
    case kIntegrityLabel:
      return "name of the mandatory label";
  }
  TOCSIN_UNREACHABLE();
}

Inversion InversionOf(FieldConversion conversion) {
  switch (conversion) {
    case kText:
    case kNumber:
    case kHexNumber:
    case kHexText:
    case kBoolean:
    case kGuid:
    case kTime:
    case kInitiated:
    case kIpv6Flag:
    case kLogonType:
      return Inversion::kExact;
    case kLowerText:
    case kAddress:
    case kWords:
    case kPathName:
    case kWindowsArgs:
    case kSecurityArgs:
    case kAccountDomain:
    case kAccountName:
    case kPrincipalName:
    case kCommonName:
    case kMd5:
    case kSha1:
    case kSha256:
    case kImphash:
    case kSignatureTrusted:
    case kRegistryHive:
    case kRegistryKey:
    case kRegistryStrings:
    case kDnsAddresses:
    case kIntegrityLabel:
      return Inversion::kRepresentative;
    case kPathDirectory:
    case kPathExtension:
    case kWindowsArgCount:
    case kSecurityArgCount:
    case kRegistryValue:
    case kRegistryType:
    case kRegistryTypeElastic:
    case kDnsAnswerData:
    case kDnsAnswerTypes:
      return Inversion::kNotInvertible;
  }
  TOCSIN_UNREACHABLE();
}

bool IsNothing(std::string_view raw) { return raw.empty() || raw == "-"; }

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

std::string_view DnsTypeName(std::string_view number) { return ValueOf(kDnsTypes, number); }

std::string_view LogonTypeName(std::string_view number) { return ValueOf(kLogonTypes, number); }

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

void ConvertRaw(FieldConversion conversion, std::string_view raw, Arena& arena,
                std::vector<Value>* values) {
  Output out(values);
  switch (conversion) {
    case kText:
      return out.Text(raw);
    case kLowerText:
      return out.Text(LowerCopy(raw, arena));
    case kNumber:
      if (const auto number = ParseSigned(raw)) return out.Add(Value::Int(*number));
      return out.Text(raw);
    case kHexNumber:
      if (const auto number = ParseUnsigned(raw)) out.Add(Value::UInt(*number));
      return;
    case kHexText:
      return out.Text(CanonicalHex(raw, arena).value_or(raw));
    case kBoolean:
      if (AsciiEqualsIgnoreCase(raw, "true")) return out.Add(Value::Bool(true));
      if (AsciiEqualsIgnoreCase(raw, "false")) out.Add(Value::Bool(false));
      return;
    case kGuid: {
      const std::string_view guid = CanonicalGuid(raw, arena).value_or(raw);
      if (guid.find_first_not_of("{0-}") != std::string_view::npos) out.Text(guid);
      return;
    }
    case kTime:
      if (const auto time = ParseTime(raw)) out.Add(Value::Time(time->ns));
      return;
    case kAddress:
      if (const auto address = IpAddress::Parse(raw)) out.Text(arena.Copy(address->ToString()));
      return;
    case kWords:
      return ConvertWords(raw, out);
    case kPathName:
      return out.Text(PathName(raw));
    case kPathDirectory:
      return out.Text(PathDirectory(raw));
    case kPathExtension:
      return out.Text(PathExtension(raw));
    case kWindowsArgs:
    case kWindowsArgCount:
    case kSecurityArgs:
    case kSecurityArgCount:
      return ConvertArguments(conversion, raw, arena, values);
    case kAccountDomain:
      return out.Text(AccountDomain(raw));
    case kAccountName:
      return out.Text(AccountName(raw));
    case kPrincipalName:
      return out.Text(raw.substr(0, raw.find('@')));
    case kCommonName:
      return out.Text(CommonName(raw));
    case kMd5:
    case kSha1:
    case kSha256:
    case kImphash:
      return out.Text(LowerCopy(HashOfKind(raw, HashKey(conversion)), arena));
    case kSignatureTrusted:
      return out.Add(Value::Bool(AsciiEqualsIgnoreCase(raw, "Valid")));
    case kInitiated:
      return out.Text(ValueOf(kDirections, raw));
    case kIpv6Flag:
      return out.Text(ValueOf(kIpVersions, raw));
    case kRegistryHive:
      return out.Text(raw.substr(0, raw.find('\\')));
    case kRegistryKey:
      return out.Text(AfterHive(raw));
    case kRegistryValue:
      return out.Text(RegistryValue(raw));
    case kRegistryStrings:
      if (const auto number = ParseRegistryNumber(raw)) {
        return out.Text(arena.Copy(fmt::format_int(number->value).str()));
      }
      return out.Text(raw);
    case kRegistryType:
      return out.Text(RegistryType(raw, false));
    case kRegistryTypeElastic:
      return out.Text(RegistryType(raw, true));
    case kDnsAddresses:
      return ForEachDnsAnswer(raw, arena, [&](const DnsAnswer& answer) {
        if (answer.is_address) out.Text(answer.data);
      });
    case kDnsAnswerData:
      return ForEachDnsAnswer(raw, arena, [&](const DnsAnswer& a) { out.Text(a.data); });
    case kDnsAnswerTypes:
      return ForEachDnsAnswer(raw, arena, [&](const DnsAnswer& a) { out.Text(a.type); });
    case kLogonType:
      return out.Text(ValueOf(kLogonTypes, raw));
    case kIntegrityLabel:
      return out.Text(ValueOf(kIntegrityLabels, raw));
  }
}

std::optional<std::string> InvertToRaw(FieldConversion conversion, std::span<const Value> values) {
  if (values.empty()) return std::nullopt;
  std::optional<std::string> raw = RawCandidate(conversion, values);
  if (raw && !Makes(conversion, *raw, values)) return std::nullopt;
  return raw;
}

}  // namespace tocsin
