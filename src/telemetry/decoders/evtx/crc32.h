// CRC-32 as event logs use it (IEEE 802.3, reflected polynomial 0xEDB88320, as in zlib).
#pragma once

#include <cstdint>
#include <string_view>

namespace tocsin::evtx {

// The checksum of everything that came before, `crc`, and `bytes`; start with 0.
std::uint32_t Crc32(std::string_view bytes, std::uint32_t crc = 0);

}  // namespace tocsin::evtx
