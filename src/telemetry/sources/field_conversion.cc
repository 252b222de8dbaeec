#include "telemetry/sources/field_conversion.h"

#include "base/case_fold.h"
#include "base/check.h"
#include "base/ip.h"
#include "base/time.h"
#include "telemetry/sources/command_line_args.h"
#include "telemetry/sources/raw_text.h"

#include <fmt/format.h>

#include <algorithm>
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

// Names of transports, with the version of IP or without.
constexpr std::string_view kTransports[] = {"Tcp",   "TcpV4", "TcpV6",  "Udp",   "UdpV4",
                                            "UdpV6", "Icmp",  "IcmpV4", "IcmpV6"};

bool IsTransport(std::string_view protocol) {
  return std::ranges::any_of(kTransports, [protocol](std::string_view name) {
    return AsciiEqualsIgnoreCase(name, protocol);
  });
}

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
  if (conversion == kSecurityArgs || conversion == kSecurityArgCount) {
    SplitSecurityArguments(raw, &arguments);
  } else if (conversion == kPosixArgs || conversion == kPosixArgCount) {
    SplitPosixArguments(raw, arena, &arguments);
  } else {
    SplitWindowsArguments(raw, arena, &arguments);
  }
  if (conversion == kFilledArgs || conversion == kFilledArgCount) {
    std::erase_if(arguments, [](std::string_view argument) { return argument.empty(); });
  }
  if (conversion == kWindowsArgCount || conversion == kSecurityArgCount ||
      conversion == kFilledArgCount || conversion == kPosixArgCount) {
    values->push_back(Value::Int(static_cast<std::int64_t>(arguments.size())));
    return;
  }
  for (const std::string_view argument : arguments) values->push_back(Value::String(argument));
}

void ConvertWords(std::string_view raw, Output out) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  std::size_t start = raw.find_first_not_of(kSpace);
  while (start != std::string_view::npos) {
    const std::size_t end = std::min(raw.find_first_of(kSpace, start), raw.size());
    out.Text(raw.substr(start, end - start));
    start = raw.find_first_not_of(kSpace, end);
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

std::string EpochSeconds(std::int64_t ns) {
  return fmt::format("{}.{:09}", ns / kNsPerSecond, ns % kNsPerSecond);
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
  if (conversion == kPosixArgs) return JoinPosixArguments(arguments);
  if (conversion != kSecurityArgs) return JoinWindowsArguments(arguments);
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
    case kAccountName:
    case kPrincipalName:
    case kRegistryStrings:
    case kProtocol:
    case kUrlHost:
    case kDigest:
    case kKernelRegistryKey:
      if (!text) return std::nullopt;
      return std::string(*text);
    case kPathName:
      if (!text) return std::nullopt;
      // Only a Unix path has a name with a backslash.
      return (text->find('\\') == std::string_view::npos ? "" : "/") + std::string(*text);
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
    case kFilledArgs:
    case kPosixArgs:
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
    case kEpoch:
      if (values.size() != 1 || values[0].kind() != ValueKind::kTime) return std::nullopt;
      return EpochSeconds(values[0].time_ns());
    case kMailDomain:
      if (!text) return std::nullopt;
      return "name@" + std::string(*text);
    case kDnsType:
      return text ? DnsTypeNumber(*text) : std::nullopt;
    case kPathDirectory:
    case kPathExtension:
    case kPathDrive:
    case kWindowsArgCount:
    case kFilledArgCount:
    case kPosixArgCount:
    case kSecurityArgCount:
    case kRegistryValue:
    case kRegistryParent:
    case kKernelRegistryHive:
    case kRegistryType:
    case kRegistryTypeElastic:
    case kDnsAnswerData:
    case kDnsAnswerTypes:
      return std::nullopt;
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace

bool IsNothing(std::string_view raw) { return raw.empty() || raw == "-"; }

void ConvertRaw(FieldConversion conversion, std::string_view raw, Arena& arena,
                std::vector<Value>* values) {
  Output out(values);
  DnsAnswer answer;
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
    case kFilledArgs:
    case kFilledArgCount:
    case kSecurityArgs:
    case kSecurityArgCount:
    case kPosixArgs:
    case kPosixArgCount:
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
      while (TakeDnsAnswer(&raw, arena, &answer)) {
        if (answer.is_address) out.Text(answer.data);
      }
      return;
    case kDnsAnswerData:
      while (TakeDnsAnswer(&raw, arena, &answer)) out.Text(answer.data);
      return;
    case kDnsAnswerTypes:
      while (TakeDnsAnswer(&raw, arena, &answer)) out.Text(answer.type);
      return;
    case kLogonType:
      return out.Text(ValueOf(kLogonTypes, raw));
    case kIntegrityLabel:
      return out.Text(ValueOf(kIntegrityLabels, raw));
    case kProtocol:
      if (!IsTransport(raw)) out.Text(LowerCopy(raw, arena));
      return;
    case kUrlHost:
      return out.Text(UrlHost(raw));
    case kEpoch: {
      std::optional<Time> time = ParseEpoch(raw);
      if (!time) time = ParseTime(raw);
      if (time) out.Add(Value::Time(time->ns));
      return;
    }
    case kDigest:
      if (raw.find_first_not_of('0') != std::string_view::npos) out.Text(LowerCopy(raw, arena));
      return;
    case kPathDrive:
      return out.Text(PathDrive(raw));
    case kMailDomain:
      return out.Text(raw.substr(std::min(raw.find('@'), raw.size() - 1) + 1));
    case kRegistryParent:
      return out.Text(RegistryParent(raw));
    case kKernelRegistryHive:
      return out.Text(SplitKernelRegistryPath(raw).hive);
    case kKernelRegistryKey:
      return out.Text(SplitKernelRegistryPath(raw).key);
    case kDnsType:
      return out.Text(DnsTypeName(raw));
  }
}

std::optional<std::string> InvertToRaw(FieldConversion conversion, std::span<const Value> values) {
  if (values.empty()) return std::nullopt;
  std::optional<std::string> raw = RawCandidate(conversion, values);
  if (raw && !Makes(conversion, *raw, values)) return std::nullopt;
  return raw;
}

}  // namespace tocsin
