#include "telemetry/decoders/evtx/fault.h"

namespace tocsin::evtx {

Fault FaultOf(doc::TreeFault fault) {
  switch (fault) {
    case doc::TreeFault::kNone:
      return Fault::kNone;
    case doc::TreeFault::kMisplaced:
      return Fault::kBadToken;
    case doc::TreeFault::kTooDeep:
      return Fault::kTooDeep;
    case doc::TreeFault::kTooMuchWork:
      return Fault::kTooMuchWork;
  }
  return Fault::kBadToken;
}

std::string_view FaultName(Fault fault) {
  switch (fault) {
    case Fault::kNone:
      return "none";
    case Fault::kRecordSignature:
      return "record_signature";
    case Fault::kRecordSize:
      return "record_size";
    case Fault::kRecordSizeCopy:
      return "record_size_copy";
    case Fault::kTruncated:
      return "truncated";
    case Fault::kBadToken:
      return "bad_token";
    case Fault::kBadName:
      return "bad_name";
    case Fault::kBadTemplate:
      return "bad_template";
    case Fault::kBadValue:
      return "bad_value";
    case Fault::kUnknownIndex:
      return "unknown_index";
    case Fault::kTooDeep:
      return "too_deep";
    case Fault::kTooManyValues:
      return "too_many_values";
    case Fault::kTooMuchWork:
      return "too_much_work";
    case Fault::kChunkHeader:
      return "chunk_header";
  }
  return "unknown";
}

}  // namespace tocsin::evtx
