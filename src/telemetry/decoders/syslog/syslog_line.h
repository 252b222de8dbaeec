// One line of a system log -> its parts.
//
//   line     = [ "<" priority ">" ] ( rfc5424 | old )
//   rfc5424  = "1 " time " " host " " app " " procid " " msgid " " data [ " " message ]
//   old      = time " " [ host " " ] tag [ "[" pid "]" ] ": " message
//   time     = ISO 8601 | month " " day [ " " year ] " " hh:mm:ss [ "." fraction ] [ " " ( year |
//   zone ) ]
//
// "-" is RFC 5424's word for nothing. A time without a year takes the year of `reference` (when
// the log was last written), or an earlier one if it would lie more than a day behind it or if the
// day does not exist; a time without a zone is UTC. Facts: RFC 3164, RFC 5424, rsyslog's and
// systemd's forms in practice.
//
// Ownership: views of the line. Pure. Linear in the head.
#pragma once

#include "base/arena.h"
#include "base/time.h"
#include "telemetry/decoders/document.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin::syslog {

struct SyslogLine {
  std::optional<std::uint32_t> priority;  // facility * 8 + severity
  Time time;
  bool year_guessed = false;  // the line names none
  bool zone_guessed = false;
  std::string_view host;  // empty: not named
  std::string_view tag;   // the program, without process id
  std::string_view pid;
  std::string_view message_id;
  std::string_view structured_data;  // with its brackets
  std::string_view message;
  std::size_t message_begin = 0;  // in the line
};

// Nothing when the text does not begin as a line of a system log does.
std::optional<SyslogLine> ParseSyslogLine(std::string_view line, Time reference);

// {"syslog": {"time": ..., "host": ..., "tag": ..., "pid": ..., "message": ...}}, with what there
// is; null when ParseSyslogLine gives nothing. `message`, if not empty, stands in the place of the
// line's own. `*repaired_utf8` is set when some text was not Unicode. The tree lives in the arena
// and in the texts.
doc::Node DecodeSyslogLine(std::string_view line, Time reference, std::string_view message,
                           Arena& arena, bool* repaired_utf8);

// "message repeated 3 times: [ text]" -> 3 and the text, as rsyslog writes it for a message that
// came again.
struct Repetition {
  std::uint32_t count = 0;
  std::string_view message;
};
std::optional<Repetition> ParseRepetition(std::string_view message);

}  // namespace tocsin::syslog
