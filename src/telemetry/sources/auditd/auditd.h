// The Linux audit system: events that the audit decoder made of their lines
// (decoders/auditd/audit_decoder.h), from audit.log, behind syslog headers or in JSON messages.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>
#include <span>

namespace tocsin::auditd {

std::span<const FieldRow> FieldRows();

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::auditd
