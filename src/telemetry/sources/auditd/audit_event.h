// One audit event as a flat object: the fields of its lines under one name each, as the field map
// and rules want them.
//
// The first line that is no SYSCALL names the event; the SYSCALL line, if there is one, gives its
// fields first, then every other line adds what is new. On the way
//   * numbers get their names: architecture, system call, error; ids that are -1 are left out;
//   * success, res and result become event.result;
//   * arguments come from EXECVE lines, pieces joined, or from the title of the process;
//   * of the PATH lines one becomes the object that is acted upon, by the kind of call;
//   * the socket address becomes source or destination, as the call says;
//   * resolved names of ids become uid.name and so on.
// Names that stand for themselves keep their spelling; made ones have a point in them, so that they
// cannot be taken for a field of a record.
//
// Ownership: the object views the document or lives in the arena. Pure.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"
#include "telemetry/sources/auditd/audit_class.h"

#include <string_view>

namespace tocsin::auditd {

struct AuditEvent {
  std::string_view type;  // of the record that names the event
  std::string_view time;  // "1481077231.371"
  std::string_view serial;
  std::string_view node;             // empty: not named
  doc::Node fields;                  // the flat object
  const AuditClass* kind = nullptr;  // may be null
  const AuditClass* call = nullptr;  // of the system call behind another record; may be null
};

// `elastic` follows the published mapping where ours is better. An event of no records has no
// fields.
AuditEvent FlattenAuditEvent(const doc::Node& document, const AuditClassifier& classifier,
                             bool elastic, Arena& arena);

}  // namespace tocsin::auditd
