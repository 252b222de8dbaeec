// Archives (zip, tar, 7z) member by member, and the compressions that the archive library reads
// for us (xz, bzip2, lz4).
//
// Member names are text for reports. Nothing is ever written to disk and no name is ever opened,
// so "../", absolute names, drives and links in an archive mean nothing here.
//
// Faults: a damaged member ends with a fault of its own. If the file can seek, the archive is
// opened again behind the damage and the other members follow; else what is behind is lost and
// ArchiveReader::fault() says so. (The library holds back at most 256 KiB in front of a fault.)
#pragma once

#include "telemetry/inputs/file/byte_source.h"
#include "telemetry/inputs/file/unpack_guard.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace tocsin::input {

struct ArchiveMember {
  std::string name;               // valid UTF-8, at most 1 KiB
  bool has_content = true;        // false: a link or a device
  std::optional<Error> obstacle;  // what keeps the member from being read
};

class ArchiveReader {
 public:
  ArchiveReader(std::unique_ptr<ByteSource> packed, std::shared_ptr<UnpackGuard> guard);
  ~ArchiveReader();

  // The next member that is no folder; nullopt at the end. Ends the previous member's source.
  std::optional<ArchiveMember> Next();
  // The current member's content; it borrows this reader and dies with the next call of Next().
  std::unique_ptr<ByteSource> Open();

  // Why the members ended early. Final once Next() has returned nullopt.
  const std::optional<Error>& fault() const;

 private:
  struct Impl;
  class MemberSource;
  std::unique_ptr<Impl> impl_;
};

std::unique_ptr<ByteSource> OpenFiltered(std::unique_ptr<ByteSource> packed,
                                         std::shared_ptr<UnpackGuard> guard);

}  // namespace tocsin::input
