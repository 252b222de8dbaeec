// Windows event logs (.evtx) into their 64 KiB chunks, each of which decodes on its own.
//
//   file   = header, chunk*
//   header = "ElfFile\0", u64 first chunk, u64 last chunk, u64 next record, u32 header size,
//            u16 minor, u16 major, u16 header block size (at 40), u16 chunk count (at 42), ...
//   chunk  = 65536 bytes that begin with "ElfChnk\0"
//   (libyal, "Windows XML Event Log format"; little endian)
//
// Chunks are taken where they are: where one does not follow in step, because bytes were lost or
// put in, the next signature is looked for, wherever it is. What lies between chunks is handed out
// too, in pieces of up to a chunk: a chunk with a destroyed signature may still hold records.
// Pieces of zeros are room that Windows set aside and hold nothing; they are passed over.
//
// The header's count is a promise of chunks, and the fault tells when it is not kept. It may count
// too few: logs that were copied while open do.
#pragma once

#include "telemetry/inputs/file/splitter.h"

namespace tocsin::input {

inline constexpr std::size_t kEvtxChunkBytes = 65536;
inline constexpr std::string_view kEvtxChunkMagic{"ElfChnk\0", 8};

class ChunkSplitter final : public Splitter {
 public:
  enum class Start : std::uint8_t {
    kHeader,    // a file
    kChunk,     // bare chunks
    kSomewhere  // unknown bytes: what lies in front of the first chunk is not handed out, unless
                // it is in step with it
  };
  explicit ChunkSplitter(Start start) : start_(start), searching_(start == Start::kSomewhere) {}

  Cut Next(std::string_view window, bool at_end) override;
  std::optional<Error> fault() const override;

 private:
  Cut PassHeader(std::string_view window, bool at_end);
  Cut Search(std::string_view window, bool at_end);
  Cut Piece(std::string_view window, std::size_t size, bool is_chunk);
  std::optional<Error> HeaderFault() const;

  const Start start_;
  bool header_passed_ = false;
  bool searching_;
  std::uint64_t offset_ = 0;  // of the window in the content
  std::uint64_t pieces_ = 0;  // passed so far; a chunk's number is its place in the file

  // For the fault.
  std::uint64_t header_bytes_ = 0;    // that are there
  std::uint64_t stated_chunks_ = 0;   // by the header
  std::uint64_t whole_slots_ = 0;     // full pieces, also those of zeros
  std::uint64_t first_chunk_at_ = 0;  // kSomewhere: where reading began
  std::uint64_t short_chunks_ = 0;    // with a signature, but not all their bytes
  std::uint64_t unsigned_pieces_ = 0;
  std::uint64_t first_unsigned_at_ = 0;
};

}  // namespace tocsin::input
