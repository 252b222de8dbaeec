#include "telemetry/inputs/file/archive.h"

#include "base/check.h"
#include "base/utf8.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace tocsin::input {
namespace {

constexpr std::size_t kNameBytesMax = 1024;

// The library's object and the bytes it pulls.
class Handle {
 public:
  enum class Kind { kArchive, kFilter };

  Handle(ByteSource* packed, Kind kind) : packed_(packed), archive_(archive_read_new()) {
    TOCSIN_CHECK(archive_ != nullptr, "no memory for an archive reader");
    if (kind == Kind::kArchive) {
      archive_read_support_format_zip(archive_);
      archive_read_support_format_tar(archive_);
      archive_read_support_format_7zip(archive_);
    } else {
      archive_read_support_format_raw(archive_);
      archive_read_support_format_empty(archive_);
      archive_read_support_filter_xz(archive_);
      archive_read_support_filter_bzip2(archive_);
      archive_read_support_filter_lz4(archive_);
    }
    archive_read_set_callback_data(archive_, this);
    archive_read_set_read_callback(archive_, &Handle::OnRead);
    if (packed_->size()) archive_read_set_seek_callback(archive_, &Handle::OnSeek);
    opened_ = archive_read_open1(archive_) == ARCHIVE_OK;
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { archive_read_free(archive_); }

  archive* get() const { return archive_; }
  bool opened() const { return opened_; }

  // What the library says went wrong, or the fault of the bytes that it read.
  Error LastError() const {
    if (packed_->fault()) return *packed_->fault();
    const char* const words = archive_error_string(archive_);
    const std::string_view text = words != nullptr ? words : "unreadable";
    // The library has one code for everything that it cannot read; only its words tell.
    const bool unsupported = text.find("nsupported") != text.npos ||
                             text.find("not supported") != text.npos ||
                             text.find("ncrypt") != text.npos;
    if (unsupported) {
      return {ErrorCode::kUnsupported,
              fmt::format("not read: {}; unpack it and scan the result", text),
              {}};
    }
    return {ErrorCode::kCorrupt, fmt::format("damaged: {}", text), {}};
  }

 private:
  static la_ssize_t OnRead(archive*, void* self, const void** buffer) {
    auto* handle = static_cast<Handle*>(self);
    const std::string_view block = handle->packed_->Read();
    handle->position_ += static_cast<la_int64_t>(block.size());
    *buffer = block.data();
    return static_cast<la_ssize_t>(block.size());
  }

  static la_int64_t OnSeek(archive*, void* self, la_int64_t offset, int whence) {
    auto* handle = static_cast<Handle*>(self);
    const auto size = static_cast<la_int64_t>(*handle->packed_->size());
    const la_int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? handle->position_ : size;
    const la_int64_t target = std::clamp<la_int64_t>(base + offset, 0, size);
    if (!handle->packed_->Seek(static_cast<std::uint64_t>(target))) return ARCHIVE_FATAL;
    handle->position_ = target;
    return target;
  }

  ByteSource* packed_;
  archive* archive_;
  la_int64_t position_ = 0;
  bool opened_ = false;
};

// The data of the entry that a handle stands at. Holes of sparse members read as zeros.
class EntryData {
 public:
  EntryData(Handle* handle, ByteSource* packed, UnpackGuard* guard)
      : handle_(handle), packed_(packed), guard_(guard) {}

  std::string_view Read() {
    if (done_) return {};
    while (pending_.empty()) {
      const void* data = nullptr;
      std::size_t size = 0;
      la_int64_t offset = 0;
      const int code = archive_read_data_block(handle_->get(), &data, &size, &offset);
      if (code == ARCHIVE_EOF) return Stop(doubt_);
      if (code == ARCHIVE_RETRY) continue;
      if (code < ARCHIVE_WARN) {
        fatal_ = code <= ARCHIVE_FATAL;
        return Stop(handle_->LastError());
      }
      // A wrong checksum or size, noticed behind the data.
      if (code == ARCHIVE_WARN) doubt_ = handle_->LastError();
      pending_ = {static_cast<const char*>(data), size};
      pending_offset_ = static_cast<std::uint64_t>(offset);
    }
    std::string_view block;
    if (pending_offset_ > offset_) {
      static constexpr std::array<char, 4096> kZeros = {};
      block = {kZeros.data(), std::min<std::uint64_t>(kZeros.size(), pending_offset_ - offset_)};
    } else {
      block = std::exchange(pending_, {});
    }
    offset_ += block.size();
    if (!guard_->Charge(block.size(), packed_->stored_bytes())) {
      Stop(guard_->error());
    }
    return block;
  }

  const std::optional<Error>& fault() const { return fault_; }
  bool fatal() const { return fatal_; }

 private:
  std::string_view Stop(std::optional<Error> fault) {
    done_ = true;
    fault_ = std::move(fault);
    return {};
  }

  Handle* handle_;
  ByteSource* packed_;
  UnpackGuard* guard_;
  std::string_view pending_;  // a block, not yet handed out
  std::uint64_t pending_offset_ = 0;
  std::uint64_t offset_ = 0;
  bool done_ = false;
  bool fatal_ = false;
  std::optional<Error> doubt_;  // becomes the fault at the end
  std::optional<Error> fault_;
};

std::string MemberName(archive_entry* entry, std::uint64_t number) {
  const char* name = archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = archive_entry_pathname(entry);
  if (name == nullptr || *name == '\0') return fmt::format("member {}", number);
  const std::string_view text(name);
  return ReplaceInvalidUtf8(text.substr(0, kNameBytesMax));
}

class FilteredSource final : public ByteSource {
 public:
  FilteredSource(std::unique_ptr<ByteSource> packed, std::shared_ptr<UnpackGuard> guard)
      : packed_(std::move(packed)),
        guard_(std::move(guard)),
        handle_(packed_.get(), Handle::Kind::kFilter),
        data_(&handle_, packed_.get(), guard_.get()) {
    archive_entry* entry = nullptr;
    const int code =
        handle_.opened() ? archive_read_next_header(handle_.get(), &entry) : ARCHIVE_FATAL;
    if (code == ARCHIVE_EOF) {
      open_ = false;
    } else if (code < ARCHIVE_WARN) {
      open_ = false;
      open_fault_ = handle_.LastError();
    }
  }

  std::string_view Read() override { return open_ ? data_.Read() : std::string_view(); }
  const std::optional<Error>& fault() const override { return open_ ? data_.fault() : open_fault_; }
  std::uint64_t stored_bytes() const override { return packed_->stored_bytes(); }

 private:
  std::unique_ptr<ByteSource> packed_;
  std::shared_ptr<UnpackGuard> guard_;
  Handle handle_;
  EntryData data_;
  bool open_ = true;
  std::optional<Error> open_fault_;
};

}  // namespace

struct ArchiveReader::Impl {
  std::unique_ptr<ByteSource> packed;
  std::shared_ptr<UnpackGuard> guard;
  std::unique_ptr<Handle> handle;
  std::uint64_t entries = 0;  // headers read so far, folders included
  bool must_reopen = false;   // the library gave up inside the last entry's data
  bool done = false;
  std::optional<Error> fault;

  int NextHeader(archive_entry** entry);
  bool Reopen();
};

// Starts over and skips the entries that were seen.
bool ArchiveReader::Impl::Reopen() {
  must_reopen = false;
  if (!packed->Seek(0)) return false;
  handle = std::make_unique<Handle>(packed.get(), Handle::Kind::kArchive);
  archive_entry* entry = nullptr;
  for (std::uint64_t i = 0; i < entries; ++i) {
    if (!handle->opened() || archive_read_next_header(handle->get(), &entry) < ARCHIVE_WARN) {
      return false;
    }
  }
  return true;
}

int ArchiveReader::Impl::NextHeader(archive_entry** entry) {
  if (must_reopen) {
    const Error damage = handle->LastError();
    if (!Reopen()) {
      fault = damage;
      fault->message += "; members behind the damage could not be read";
      return ARCHIVE_FATAL;
    }
  }
  int code = ARCHIVE_FATAL;
  if (handle->opened()) {
    do {
      if (!guard->ChargeMember()) {
        fault = guard->error();
        return ARCHIVE_FATAL;
      }
      code = archive_read_next_header(handle->get(), entry);
    } while (code == ARCHIVE_RETRY);
  }
  if (code < ARCHIVE_WARN) fault = handle->LastError();
  return code;
}

ArchiveReader::ArchiveReader(std::unique_ptr<ByteSource> packed, std::shared_ptr<UnpackGuard> guard)
    : impl_(std::make_unique<Impl>()) {
  impl_->packed = std::move(packed);
  impl_->guard = std::move(guard);
  impl_->handle = std::make_unique<Handle>(impl_->packed.get(), Handle::Kind::kArchive);
}

ArchiveReader::~ArchiveReader() = default;

const std::optional<Error>& ArchiveReader::fault() const { return impl_->fault; }

std::optional<ArchiveMember> ArchiveReader::Next() {
  while (!impl_->done) {
    archive_entry* entry = nullptr;
    const int code = impl_->NextHeader(&entry);
    if (code == ARCHIVE_EOF || code < ARCHIVE_WARN) {
      impl_->done = true;
      break;
    }
    ++impl_->entries;
    if (archive_entry_filetype(entry) == AE_IFDIR) continue;
    ArchiveMember member;
    member.name = MemberName(entry, impl_->entries);
    if (archive_entry_hardlink(entry) != nullptr || archive_entry_filetype(entry) != AE_IFREG) {
      member.has_content = false;
      member.obstacle = Error{
          ErrorCode::kUnsupported, "a link or device inside an archive, which has no content", {}};
    } else if (archive_entry_is_data_encrypted(entry) != 0) {
      member.obstacle = Error{ErrorCode::kUnsupported,
                              "encrypted; unpack it with its password and scan the result",
                              {}};
    }
    return member;
  }
  return std::nullopt;
}

class ArchiveReader::MemberSource final : public ByteSource {
 public:
  explicit MemberSource(Impl* impl)
      : impl_(impl), data_(impl->handle.get(), impl->packed.get(), impl->guard.get()) {}

  std::string_view Read() override {
    const std::string_view block = data_.Read();
    if (data_.fatal()) impl_->must_reopen = true;
    return block;
  }
  const std::optional<Error>& fault() const override { return data_.fault(); }
  std::uint64_t stored_bytes() const override { return impl_->packed->stored_bytes(); }

 private:
  Impl* impl_;
  EntryData data_;
};

std::unique_ptr<ByteSource> ArchiveReader::Open() {
  return std::make_unique<MemberSource>(impl_.get());
}

std::unique_ptr<ByteSource> OpenFiltered(std::unique_ptr<ByteSource> packed,
                                         std::shared_ptr<UnpackGuard> guard) {
  return std::make_unique<FilteredSource>(std::move(packed), std::move(guard));
}

}  // namespace tocsin::input
