// The lines of one event of the Linux audit system -> a document tree:
//
//   {"auditd": {"node": "web-01",               if a line or the caller names it
//               "time": "1481077231.371",
//               "serial": "479",
//               "records": [{"type": "SYSCALL", "fields": {"arch": "c000003e", ...}}, ...]}}
//
//   body     = { blank | word | field }                 words without "=" say nothing, see AVC
//   field    = key "=" value
//   value    = '"' text '"' | "{" text "}" | text       text up to a blank
//   message  = "msg='" { field } "'"                    its fields become fields of the record
//   enriched = 0x1D { field }                           names, resolved by auditd: UID="root"
//
// What the format hides is undone: texts that the kernel writes as hexadecimal bytes because of
// blanks or control characters are text again (a NUL in a process title stays one); an SELinux
// "avc: denied { read } for" becomes seresult and seperms; "old auid=0" becomes old-auid. Values
// that mean nothing ("?", "(null)") stay as they are. A repeated key keeps every occurrence, in
// order. End-of-event lines are left out. Text that is no UTF-8 is repaired.
//
// Ownership: the tree lives in the arena and in the lines. Pure. Linear in the lines' bytes.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/auditd/audit_header.h"
#include "telemetry/decoders/document.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tocsin::audit {

struct AuditStatus {
  bool ok = false;             // false: no line has a head
  bool repaired_utf8 = false;  // some text was not Unicode and was repaired
  std::uint32_t dropped = 0;   // lines without a head; lines, fields and texts above limits
};

// Lines of one event, and fields of one line; later ones are dropped and counted.
inline constexpr std::size_t kLinesMax = 1024;
inline constexpr std::size_t kFieldsMax = 1024;
// Text of one field in bytes; it is cut there, and counted.
inline constexpr std::size_t kValueBytesMax = std::size_t{256} << 10;

// `node` names the machine where no line does.
AuditStatus DecodeAuditEvent(std::span<const std::string_view> lines, std::string_view node,
                             Arena& arena, doc::Node* root);

}  // namespace tocsin::audit
