#include "telemetry/inputs/file/content_kind.h"

#include <algorithm>

namespace tocsin::input {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::size_t offset;
  std::string_view bytes;
  ContentKind kind;
  std::string_view what = {};
  std::string_view remedy = {};
  bool no_evidence = false;
};

constexpr auto kLeaveOut = "leave it out: it holds no telemetry"sv;
constexpr auto kUnpackFirst = "unpack it and scan the result"sv;
constexpr auto kExportFirst = "export its events as JSON lines and scan those"sv;
constexpr auto kFlowLogs = "scan logs made from it, such as the JSON of a network sensor"sv;

// Signatures as their formats publish them. The first that fits decides.
constexpr Signature kSignatures[] = {
    {0, "ElfFile\0"sv, ContentKind::kEvtxFile},
    {0, "ElfChnk\0"sv, ContentKind::kEvtxChunks},
    {0, "\x1f\x8b"sv, ContentKind::kGzip},
    {0, "\x28\xb5\x2f\xfd"sv, ContentKind::kZstd},
    {1, "\x2a\x4d\x18"sv, ContentKind::kZstd},  // a skippable frame in front, 0x184D2A5?
    {0, "\xfd\x37\x7a\x58\x5a\x00"sv, ContentKind::kFiltered},  // xz
    {4, "1AY&SY"sv, ContentKind::kFiltered},                    // bzip2, after "BZh9"
    {0, "\x04\x22\x4d\x18"sv, ContentKind::kFiltered},          // lz4
    {0, "PK\x03\x04"sv, ContentKind::kArchive},
    {0, "PK\x05\x06"sv, ContentKind::kArchive},  // an empty zip
    {0, "PK\x07\x08"sv, ContentKind::kArchive},  // a split or spanned zip
    {0, "7z\xbc\xaf\x27\x1c"sv, ContentKind::kArchive},
    {257, "ustar"sv, ContentKind::kArchive},

    {0, "MZ"sv, ContentKind::kUnsupported, "a Windows program"sv, kLeaveOut, true},
    {0, "\x7f\x45LF"sv, ContentKind::kUnsupported, "a Linux program"sv, kLeaveOut, true},
    {0, "\xcf\xfa\xed\xfe"sv, ContentKind::kUnsupported, "a macOS program"sv, kLeaveOut, true},
    {0, "%PDF-"sv, ContentKind::kUnsupported, "a PDF document"sv, kLeaveOut, true},
    {0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, ContentKind::kUnsupported, "an Office document"sv,
     kLeaveOut, true},
    {0, "\x89PNG"sv, ContentKind::kUnsupported, "an image"sv, kLeaveOut, true},
    {0, "\xff\xd8\xff"sv, ContentKind::kUnsupported, "an image"sv, kLeaveOut, true},
    {0, "GIF8"sv, ContentKind::kUnsupported, "an image"sv, kLeaveOut, true},
    {0, "SQLite format 3\0"sv, ContentKind::kUnsupported, "an SQLite database"sv, kExportFirst},
    {0, "LfLe"sv, ContentKind::kUnsupported, "part of an old Windows event log (.evt)"sv,
     kExportFirst},
    {4, "LfLe"sv, ContentKind::kUnsupported, "an old Windows event log (.evt)"sv, kExportFirst},
    {0, "LPKSHHRH"sv, ContentKind::kUnsupported, "a systemd journal"sv,
     "export it with `journalctl -o json` and scan the result"sv},
    {0, "regf"sv, ContentKind::kUnsupported, "a Windows registry hive"sv, kExportFirst},
    {0, "MAM\x04"sv, ContentKind::kUnsupported, "a Windows prefetch file"sv, kExportFirst},
    {0, "FILE0"sv, ContentKind::kUnsupported, "an NTFS file table"sv, kExportFirst},
    {0, "\xd4\xc3\xb2\xa1"sv, ContentKind::kUnsupported, "a packet capture"sv, kFlowLogs},
    {0, "\xa1\xb2\xc3\xd4"sv, ContentKind::kUnsupported, "a packet capture"sv, kFlowLogs},
    {0, "\x0a\x0d\x0d\x0a"sv, ContentKind::kUnsupported, "a packet capture"sv, kFlowLogs},
    {0, "Rar!\x1a\x07"sv, ContentKind::kUnsupported, "a RAR archive"sv, kUnpackFirst},
    {0, "MSCF"sv, ContentKind::kUnsupported, "a cabinet archive"sv, kUnpackFirst},
    {0, "PAR1"sv, ContentKind::kUnsupported, "a Parquet table"sv, kExportFirst},
    {0, "Obj\x01"sv, ContentKind::kUnsupported, "an Avro container"sv, kExportFirst},
};

bool Fits(const Signature& signature, std::string_view head) {
  if (head.size() < signature.offset) return false;
  if (!head.substr(signature.offset).starts_with(signature.bytes)) return false;
  // The skippable frame's number leaves four bits open.
  if (signature.offset == 1) return (static_cast<unsigned char>(head[0]) & 0xf0) == 0x50;
  // Some signatures are letters that a log line may begin with; the formats are not text.
  const bool is_text = head.find('\0') == std::string_view::npos;
  return signature.kind != ContentKind::kUnsupported || !is_text || head.starts_with("%PDF-");
}

// Archives from before ustar have no signature, only a checksum: the sum of the header's bytes
// with the checksum field taken as blanks.
bool IsOldTar(std::string_view head) {
  constexpr std::size_t kHeaderBytes = 512;
  constexpr std::size_t kSumAt = 148;
  constexpr std::size_t kSumBytes = 8;
  if (head.size() < kHeaderBytes || head[0] == '\0') return false;
  unsigned sum = 0;
  unsigned stated = 0;
  for (std::size_t i = 0; i < kHeaderBytes; ++i) {
    const bool in_sum = i >= kSumAt && i < kSumAt + kSumBytes;
    sum += in_sum ? unsigned{' '} : static_cast<unsigned char>(head[i]);
    if (in_sum && head[i] >= '0' && head[i] <= '7') {
      stated = stated * 8 + static_cast<unsigned>(head[i] - '0');
    }
  }
  return sum == stated;
}

bool IsPlainAscii(char c) { return (c >= ' ' && c <= '~') || c == '\n' || c == '\r' || c == '\t'; }

// Two ASCII characters in a row, each with its zero byte: UTF-16 without a byte order mark.
bool LooksUtf16(std::string_view head, std::size_t letter) {
  if (head.size() < 4) return false;
  const std::size_t zero = 1 - letter;
  return head[zero] == '\0' && head[zero + 2] == '\0' && IsPlainAscii(head[letter]) &&
         IsPlainAscii(head[letter + 2]);
}

// Text may hold some control bytes: colours, separators, zeros where a crash left a hole.
bool LooksBinary(std::string_view head) {
  const auto controls = std::count_if(head.begin(), head.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && !IsPlainAscii(c) && c != '\x1b' && c != '\x1d';
  });
  constexpr std::size_t kTextShare = 10;  // at most one in ten
  return static_cast<std::size_t>(controls) * kTextShare > head.size();
}

}  // namespace

bool HoldsJsonLine(std::string_view look) {
  constexpr auto kBlanks = " \t\r"sv;
  constexpr auto kBlanksAndBreaks = " \t\r\n"sv;
  for (std::size_t at = look.find('{'); at != look.npos; at = look.find('{', at + 1)) {
    const std::size_t before = look.substr(0, at).find_last_not_of(kBlanks);
    const bool begins = before == look.npos || look[before] == '\n' || look[before] == '\0';
    if (!begins) continue;
    const std::size_t behind = look.find_first_not_of(kBlanksAndBreaks, at + 1);
    if (behind != look.npos && (look[behind] == '"' || look[behind] == '}')) return true;
  }
  return false;
}

Sniffed Sniff(std::string_view head) {
  if (head.empty()) return {.kind = ContentKind::kEmpty};
  for (const Signature& signature : kSignatures) {
    if (Fits(signature, head)) {
      return {signature.kind, signature.what, signature.remedy, signature.no_evidence};
    }
  }
  if (head.starts_with("\xff\xfe") || LooksUtf16(head, 0)) return {.kind = ContentKind::kUtf16Le};
  if (head.starts_with("\xfe\xff") || LooksUtf16(head, 1)) return {.kind = ContentKind::kUtf16Be};
  if (IsOldTar(head)) return {.kind = ContentKind::kArchive};
  if (LooksBinary(head)) return {.kind = ContentKind::kBinary};
  return {.kind = ContentKind::kText};
}

}  // namespace tocsin::input
