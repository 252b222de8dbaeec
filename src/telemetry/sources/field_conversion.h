// How one raw text of a sensor becomes the values of one field, and back.
//
// Field maps name conversions, so that a map can be read in both directions: raw -> ECS when
// telemetry arrives, ECS -> raw when test events are made from rules. The law between the two:
// whatever InvertToRaw gives for a list of values, ConvertRaw turns into exactly that list again.
//
// Ownership: values view the raw text, the arena, or constant text. Pure; linear in the text.
#pragma once

#include "base/arena.h"
#include "event/value.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

enum class FieldConversion : std::uint8_t {
  kText,             // as it is
  kLowerText,        // ASCII letters in lower case
  kNumber,           // decimal integer; any other text stays text
  kHexNumber,        // "0x378" or decimal, as an integer
  kHexText,          // "0x000003E7" -> "0x3e7"
  kBoolean,          // "true", "false"
  kGuid,             // any spelling -> lower case in braces; the zero GUID is nothing
  kTime,             // any form that base/time reads
  kAddress,          // an IP address in canonical form; other text is nothing
  kWords,            // a list of what white space separates
  kPathName,         // C:\a\b.exe -> b.exe
  kPathDirectory,    // C:\a\b.exe -> C:\a
  kPathExtension,    // C:\a\b.exe -> exe; of the name only
  kWindowsArgs,      // command line -> arguments, quotes removed (command_line_args.h)
  kWindowsArgCount,  // ... -> their number
  kSecurityArgs,     // command line -> arguments by the rule of the Security log
  kSecurityArgCount,
  kAccountDomain,  // DOMAIN\name -> DOMAIN
  kAccountName,    // DOMAIN\name -> name
  kPrincipalName,  // name@realm -> name
  kCommonName,     // CN=name,OU=... -> name
  kMd5,            // SHA1=...,MD5=...: the hash of this kind in lower case; all zeros is nothing
  kSha1,
  kSha256,
  kImphash,
  kSignatureTrusted,     // "Valid" -> true
  kInitiated,            // "true" -> egress, "false" -> ingress
  kIpv6Flag,             // "true" -> ipv6, "false" -> ipv4
  kRegistryHive,         // HKLM\a\b -> HKLM
  kRegistryKey,          // HKLM\a\b -> a\b
  kRegistryValue,        // HKLM\a\b -> b
  kRegistryStrings,      // "DWORD (0x0000000a)" -> "10"; other text as it is
  kRegistryType,         // ... -> REG_DWORD, REG_QWORD, REG_BINARY or REG_SZ
  kRegistryTypeElastic,  // the published spelling: SZ_DWORD, SZ_QWORD
  kDnsAddresses,         // "type:  5 a.b;::ffff:1.2.3.4;" -> 1.2.3.4
  kDnsAnswerData,        // ... -> a.b, 1.2.3.4
  kDnsAnswerTypes,       // ... -> CNAME, A
  kLogonType,            // 3 -> Network
  kIntegrityLabel,       // S-1-16-12288 -> high
  kProtocol,             // "NTLM" -> ntlm; a transport, as in "TcpV4", is nothing
  kUrlHost,              // https://host:8443/a -> host
  kEpoch,                // a number of any unit since 1970, a Windows file time, or kTime
  kDigest,               // a hash in lower case; all zeros is nothing
  kFilledArgs,           // as kWindowsArgs, without empty arguments
  kFilledArgCount,       // ... -> their number
  kPathDrive,            // c:\a\b.exe -> C
  kMailDomain,           // name@realm -> realm
  kRegistryParent,       // HKLM\a\b -> HKLM\a
  kKernelRegistryHive,   // \REGISTRY\MACHINE\a, MACHINE\a -> HKLM; USER likewise -> HKU
  kKernelRegistryKey,    // \REGISTRY\MACHINE\a\b -> a\b; other text as it is
  kDnsType,              // 28 -> AAAA
  kPosixArgs,            // command line -> arguments by the rule of Unix shells
  kPosixArgCount,        // ... -> their number
  kLast = kPosixArgCount,
};

enum class Inversion : std::uint8_t {
  kExact,           // the sensor's own text comes back, up to the spelling of letters and digits
  kRepresentative,  // a text that has these values, of the many that do
  kNotInvertible,   // the values say too little; a sibling row has the whole text
};

std::string_view ConversionName(FieldConversion conversion);
Inversion InversionOf(FieldConversion conversion);

// The tokens that mean "no value" in fields of Windows records that become ECS: "", "-".
bool IsNothing(std::string_view raw);

// Appends the values of `raw`, none if it has none.
void ConvertRaw(FieldConversion conversion, std::string_view raw, Arena& arena,
                std::vector<Value>* values);

// A raw text that ConvertRaw turns into `values`. Nothing if the conversion is not invertible or
// never makes such values.
std::optional<std::string> InvertToRaw(FieldConversion conversion, std::span<const Value> values);

}  // namespace tocsin
