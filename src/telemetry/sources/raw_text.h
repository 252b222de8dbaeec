// The texts in which sensors pack several values, taken apart.
//
// Ownership: results are views of the text, or of the arena where characters had to change. Pure;
// linear in the text.
#pragma once

#include "base/arena.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

// ASCII letters in lower case; the text itself if there is nothing to change.
std::string_view LowerCopy(std::string_view text, Arena& arena);

// Without the ASCII blanks at both ends.
std::string_view Trim(std::string_view text);

// The parts of C:\a\b.exe: "b.exe", "C:\a", "exe". Both separators count, except in a path that
// begins with the one of Unix; a text without one is a name, and the extension is the name's.
std::string_view PathName(std::string_view path);
std::string_view PathDirectory(std::string_view path);
std::string_view PathExtension(std::string_view path);
// "C" of c:\a\b.exe; empty for any other kind of path.
std::string_view PathDrive(std::string_view path);

// The host of a URL (RFC 3986, 3.2.2), without brackets; of a text without a scheme, what stands
// before its first slash or port.
std::string_view UrlHost(std::string_view url);

// The parts of DOMAIN\name; a text without a backslash is a name.
std::string_view AccountDomain(std::string_view account);
std::string_view AccountName(std::string_view account);
// The first CN of a distinguished name; a comma in it may be escaped. Empty if there is none.
std::string_view CommonName(std::string_view name);

// The value behind `key` in "SHA1=...,MD5=...". Empty if it is not there or all zeros.
std::string_view HashOfKind(std::string_view list, std::string_view key);

// HKLM\a\b: what follows the hive, and the last part.
std::string_view AfterHive(std::string_view path);
std::string_view RegistryValue(std::string_view path);
// What stands before the last part.
std::string_view RegistryParent(std::string_view path);

// \REGISTRY\MACHINE\a\b, as the kernel names keys, and the same without its head: the hive under
// its usual name, and what follows it. The key of the short form and of other texts is the text.
struct KernelRegistryPath {
  std::string_view hive;
  std::string_view key;
};
KernelRegistryPath SplitKernelRegistryPath(std::string_view path);

// "DWORD (0x0000000a)" and "QWORD (0x00000001-0x00000002)", as Sysmon prints numbers.
struct RegistryNumber {
  bool is_qword = false;
  std::uint64_t value = 0;
};
std::optional<RegistryNumber> ParseRegistryNumber(std::string_view details);
// REG_DWORD, REG_QWORD, REG_BINARY or REG_SZ; `elastic` gives the published SZ_DWORD and SZ_QWORD.
std::string_view RegistryType(std::string_view details, bool elastic);

// Takes the next answer of "type:  5 a.b;::ffff:1.2.3.4;"; false when there is none.
struct DnsAnswer {
  std::string_view type;
  std::string_view data;
  bool is_address = false;
};
bool TakeDnsAnswer(std::string_view* results, Arena& arena, DnsAnswer* answer);
// "CNAME" for "5"; empty when the number has no name (IANA, DNS parameters).
std::string_view DnsTypeName(std::string_view number);
std::optional<std::string> DnsTypeNumber(std::string_view name);

// "0x000003E7" -> "0x3e7"; nothing if the text is no such number. Copies only when it must.
std::optional<std::string_view> CanonicalHex(std::string_view text, Arena& arena);
// Braces and lower case; nothing if the text is no GUID (with or without braces).
std::optional<std::string_view> CanonicalGuid(std::string_view text, Arena& arena);
// A decimal or 0x-prefixed integer; nothing for anything else or above 64 bits.
std::optional<std::uint64_t> ParseUnsigned(std::string_view text);

}  // namespace tocsin
