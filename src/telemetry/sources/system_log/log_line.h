// One entry of a system log, whichever way it came: a decoded syslog line, or an entry of the
// systemd journal.
//
// Facts: systemd.journal-fields(7); of a field that is no text the journal's JSON gives the bytes
// as a list of numbers.
//
// Ownership: views of the document and the arena. Pure.
#pragma once

#include "base/arena.h"
#include "base/time.h"
#include "telemetry/decoders/document.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin::system_log {

struct LogLine {
  std::optional<Time> time;
  std::string_view host;
  std::string_view machine_id;  // /etc/machine-id
  std::string_view program;     // without process id and PAM's module
  std::string_view pid;
  std::string_view message;
  std::string_view executable;
  std::string_view command_line;
  std::string_view user_id;  // the program's, not the one that the message is about
  std::string_view message_id;
  std::optional<std::uint32_t> facility;
  std::optional<std::uint32_t> severity;
};

bool IsLogLine(const doc::Node& document);

// Whether `name` is a field of the journal that a LogLine has, or says where the entry stands.
bool IsJournalField(std::string_view name);

LogLine ReadLogLine(const doc::Node& document, Arena& arena);

// Whether the entry belongs to the log of logins and accounts: by its facility (auth, authpriv),
// else by its program, or because PAM speaks.
bool IsAuthentication(const LogLine& line);

}  // namespace tocsin::system_log
