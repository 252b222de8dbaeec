// Typed values of binary XML to document scalars, with the text that Windows prints.
//
//   integers          kInt or kUInt by the sign of their type
//   HexInt, size_t    "0x3e7": lower case, not padded
//   GUID              "{54849625-5478-4994-A5BA-3E3B0328C30D}"
//   SID               "S-1-5-18"
//   FILETIME          "2021-04-22T10:10:37.0412345Z"; SYSTEMTIME alike
//   binary            upper-case hexadecimal digits
//   real              the shortest decimal that reads back as the same value
//   null, no bytes    kNull, except for strings: the empty string
//
// Arrays (type | 0x80) become kArray, an array of one its element: Windows repeats the enclosing
// element for each value, so one value cannot be told from an array of one.
#pragma once

#include "telemetry/decoders/document.h"
#include "telemetry/decoders/evtx/fault.h"
#include "telemetry/decoders/evtx/limits.h"

#include <cstdint>
#include <string_view>

namespace tocsin::evtx {

// `type` is a ValueType, with kArrayBit for arrays, but not kBinXml, which is no scalar. Faults:
// kBadValue for bytes that do not fit, kTooMuchWork.
Fault DecodeValue(std::uint8_t type, std::string_view bytes, BudgetedArena& memory, doc::Node* out);

}  // namespace tocsin::evtx
