// Why a record, a chunk or a value could not be decoded. No text is built on the data path;
// FaultName gives the stable word for reports.
#pragma once

#include "telemetry/decoders/event_tree.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tocsin::evtx {

enum class Fault : std::uint8_t {
  kNone,
  kRecordSignature,  // bytes where a record should begin are something else
  kRecordSize,       // the size in the header is impossible
  kRecordSizeCopy,   // the size at the record's end differs from the one in its header
  kTruncated,        // a token or value needs more bytes than there are
  kBadToken,         // a token that is unknown or not allowed here
  kBadName,          // a name offset outside of the chunk
  kBadTemplate,      // a template offset outside of the chunk
  kBadValue,         // a value whose bytes do not fit its type, or an unknown type
  kUnknownIndex,     // a substitution without a value
  kTooDeep,          // more nested elements or templates than kDepthMax
  kTooManyValues,    // more substitution values than kValuesMax
  kTooMuchWork,      // the chunk asks for more output than kWorkMax
  kChunkHeader,      // the chunk's magic is wrong or the chunk is cut before its first record
};
inline constexpr std::size_t kFaultCount = static_cast<std::size_t>(Fault::kChunkHeader) + 1;

// A fault and where in the chunk it was met; what decoding steps return.
struct [[nodiscard]] Damage {
  Fault fault = Fault::kNone;
  std::uint32_t offset = 0;

  constexpr bool ok() const { return fault == Fault::kNone; }
};

// What a fault of the tree is called here.
Fault FaultOf(doc::TreeFault fault);

// The stable name: "none", "record_signature", ...
std::string_view FaultName(Fault fault);

}  // namespace tocsin::evtx
