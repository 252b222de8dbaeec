// The arguments of a process that starts, from the EXECVE lines of its event, or, without any, from
// its title.
//
// The kernel spreads long lists over several lines, and long arguments over pieces a1[0], a1[1]
// ...; argc is the number of arguments that the program was given, also where lines are missing.
//
// Ownership: results live in the arena and the records. Pure.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"
#include "telemetry/sources/auditd/audit_fields.h"

#include <span>
#include <string_view>

namespace tocsin::auditd {

struct ProcessArguments {
  doc::Node list;  // an array of texts; empty: unknown
  std::string_view count;
  std::string_view command_line;  // the arguments with blanks between
};

// `title`: arguments with NUL between them; used only when no record gives arguments.
ProcessArguments ArgumentsOf(std::span<const AuditRecord> records, std::string_view title,
                             Arena& arena);

// A title for people: blanks for its NULs, without those at its end.
std::string_view TitleText(std::string_view title, Arena& arena);

}  // namespace tocsin::auditd
