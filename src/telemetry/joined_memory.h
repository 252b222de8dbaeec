// What the records of a joined batch view.
#pragma once

#include "telemetry/audit_join.h"

#include <memory>

namespace tocsin {

struct JoinedMemory {
  std::shared_ptr<const void> lines;
  AuditJoin::Texts texts;
};

}  // namespace tocsin
