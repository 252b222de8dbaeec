#include "base/result.h"

namespace tocsin {

std::string_view ErrorCodeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::kNotFound:
      return "not found";
    case ErrorCode::kPermission:
      return "permission denied";
    case ErrorCode::kIo:
      return "input/output error";
    case ErrorCode::kCorrupt:
      return "corrupt data";
    case ErrorCode::kUnsupported:
      return "unsupported";
    case ErrorCode::kLimit:
      return "limit reached";
    case ErrorCode::kInvalid:
      return "invalid argument";
    case ErrorCode::kInternal:
      return "internal error";
  }
  TOCSIN_UNREACHABLE();
}

std::string Error::ToString() const { return context.empty() ? message : context + ": " + message; }

}  // namespace tocsin
