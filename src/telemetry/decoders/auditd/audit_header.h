// The head of a line of the Linux audit system, which says what the line is and to which event it
// belongs:
//
//   line = [ "node=" node " " ] "type=" type " " [ "msg=" ] "audit(" time ":" serial "):" body
//   time = seconds "." milliseconds
//
// All lines of one event carry the same node, time and serial. The line may stand behind other text
// (a syslog header, a JSON member), and the type may be a number where the kernel's own log wrote
// it. Facts: audit(8) of the kernel, audit-events documentation, auditd 3.x.
//
// Ownership: views of the line. Pure. Cost: one search for "(".
#pragma once

#include "base/time.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin::audit {

struct AuditHeader {
  std::size_t begin = 0;  // of "node=" or "type=" in the line
  std::string_view node;  // empty: not named
  std::string_view type;  // "SYSCALL"; numbers of known types have their names
  Time time;
  std::string_view time_text;  // "1481077231.371"
  std::uint64_t serial = 0;
  std::string_view serial_text;
  std::size_t body = 0;  // of what follows "):"
};

// A head lies within so many bytes of its line.
inline constexpr std::size_t kHeaderBytesMax = 4096;

std::optional<AuditHeader> FindAuditHeader(std::string_view line);

// True for types that user space sends: each is an event of one line. The kernel's events may have
// several.
bool IsUserMessage(std::string_view type);

// "SYSCALL" for "1300"; empty if the number has no name here (linux/audit.h).
std::string_view TypeName(std::string_view number);

}  // namespace tocsin::audit
