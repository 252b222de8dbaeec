// What a file holds, told by its first bytes. Names and extensions are never asked: evidence is
// renamed all the time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tocsin::input {

enum class ContentKind : std::uint8_t {
  kEmpty,
  kText,        // UTF-8 or a superset of ASCII; with or without byte order mark
  kUtf16Le,     // text
  kUtf16Be,     // text
  kEvtxFile,    // Windows event log: header, then chunks
  kEvtxChunks,  // chunks without the header, as carved from disk or memory
  kGzip,
  kZstd,
  kFiltered,     // xz, bzip2, lz4
  kArchive,      // zip, tar, 7z
  kUnsupported,  // recognised, and not read; see Sniffed::what
  kBinary,       // unknown; there may be records further in
};

// Enough to see every signature, and to tell text from the rest.
inline constexpr std::size_t kSniffBytes = 4096;

struct Sniffed {
  ContentKind kind = ContentKind::kEmpty;
  std::string_view what;     // of kUnsupported: what it seems to be, such as "an SQLite database"
  std::string_view remedy;   // of kUnsupported: what to do about it
  bool no_evidence = false;  // of kUnsupported: such things never hold telemetry
};

// `head` holds the first kSniffBytes, or all there is.
Sniffed Sniff(std::string_view head);

// How far to look into what Sniff() calls kBinary.
inline constexpr std::size_t kLookBytes = std::size_t{1} << 20;

// True when a line of `look` begins as a JSON object does. Zeros, as crashes and torn writes leave
// them, count as line breaks.
bool HoldsJsonLine(std::string_view look);

}  // namespace tocsin::input
