// Lines of the Linux audit system on whatever they travel: by themselves, behind a syslog header,
// or as the message of a JSON document.
//
// A line counts only where the audit text is the whole message. Text in the middle of another
// message is data: whoever may put words into a log (a user name, an argument) must not be able to
// make an audit record of it.
//
// Ownership: views of the line. Pure. Cost: as FindAuditHeader; more only where that finds a head.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace tocsin {

namespace audit {
struct AuditHeader;  // telemetry/decoders/auditd/audit_header.h
}

// The head, or nothing when the line is not an audit line. Places are in `line`.
std::optional<audit::AuditHeader> FindAuditLine(std::string_view line);

// Members of JSON documents in which shippers put the line that they read.
std::span<const std::string_view> MessageKeys();

}  // namespace tocsin
