// Windows event logs (.evtx) into their 64 KiB chunks, each of which decodes on its own.
//
//   file   = header, chunk*
//   header = "ElfFile\0", u64 first chunk, u64 last chunk, u64 next record, u32 header size,
//            u16 minor, u16 major, u16 header block size (at 40), u16 chunk count, ...
//   chunk  = 65536 bytes that begin with "ElfChnk\0"
//   (libyal, "Windows XML Event Log format"; little endian)
//
// Of the header only the block size is used: counts are wrong in logs that were copied while open.
// What is not a chunk is handed out too, as is a last partial piece: the decoder keeps the books.
// Pieces of zeros are room that Windows set aside and hold nothing; they are passed over.
#pragma once

#include "telemetry/inputs/file/splitter.h"

namespace tocsin::input {

inline constexpr std::size_t kEvtxChunkBytes = 65536;

class ChunkSplitter final : public Splitter {
 public:
  // `has_header`: the content is a file; else bare chunks.
  explicit ChunkSplitter(bool has_header) : header_pending_(has_header) {}

  Cut Next(std::string_view window, bool at_end) override;
  std::optional<Error> fault() const override { return std::nullopt; }

 private:
  bool header_pending_;
  std::uint64_t pieces_ = 0;  // passed so far; a chunk's number is its place in the file
};

}  // namespace tocsin::input
