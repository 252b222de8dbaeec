#include "engine/correlate/detection.h"

#include "base/check.h"

namespace tocsin {

std::string_view DetectionKindName(DetectionKind kind) {
  switch (kind) {
    case DetectionKind::kSingle:
      return "single";
    case DetectionKind::kSequence:
      return "sequence";
    case DetectionKind::kSample:
      return "sample";
    case DetectionKind::kSignal:
      return "signal";
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace tocsin
