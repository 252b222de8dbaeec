// Decodes a textual record by what its first bytes say it is: JSON, event XML, lines of the Linux
// audit system, or a line of a system log.
//
// Some sensors write into the messages of others. What a message carries becomes the document, in
// place of the message around it: Sysmon for Linux and JSON of known sensors behind a syslog
// header, Sysmon for Linux and audit lines in JSON messages. A line that rsyslog says to stand for
// n equal messages becomes a list of n documents.
//
// Ownership: the tree lives in the arena and in the record's bytes. Threads: one per worker. Cost:
// the decoder's own.
#pragma once

#include "base/arena.h"
#include "base/time.h"
#include "telemetry/decoders/document.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace tocsin {

// A longer line of a system log is cut; what it may carry has limits of its own.
inline constexpr std::size_t kSyslogBytesMax = std::size_t{64} << 10;

struct DecodedRecord {
  doc::Node root;            // of an accepted record
  std::string_view reason;   // why it was rejected, for the ledger; empty: it was not
  std::uint32_t offset = 0;  // of the fault, in bytes of the record
  bool repaired_utf8 = false;
  bool year_guessed = false;  // a time without a year took that of the log's last writing
  bool zone_guessed = false;  // a time without a zone was taken as UTC
  bool cut = false;           // some of it lies above a limit and was left out

  bool ok() const { return reason.empty(); }
};

class RecordDecoder {
 public:
  explicit RecordDecoder(bool strict_json);
  ~RecordDecoder();

  // `written`: when the record's input was last written (RawBatch::written).
  DecodedRecord Decode(std::string_view record, Time written, Arena& arena);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin
