// gzip and zstd as byte sources. (xz, bzip2 and lz4 come from archive.h.)
//
// Read by the codecs' own libraries rather than through the archive library, because that one
// drops up to 128 KiB in front of a fault: here everything before the damage comes out.
#pragma once

#include "telemetry/inputs/file/byte_source.h"
#include "telemetry/inputs/file/unpack_guard.h"

#include <memory>

namespace tocsin::input {

// RFC 1952, with any number of members; zero padding after the last one is ignored.
std::unique_ptr<ByteSource> OpenGzip(std::unique_ptr<ByteSource> packed,
                                     std::shared_ptr<UnpackGuard> guard);
// RFC 8878, with any number of frames, skippable ones included.
std::unique_ptr<ByteSource> OpenZstd(std::unique_ptr<ByteSource> packed,
                                     std::shared_ptr<UnpackGuard> guard);

}  // namespace tocsin::input
