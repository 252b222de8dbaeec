#include "telemetry/inputs/file/followed_file.h"

#include "base/clock.h"
#include "telemetry/inputs/file/content_kind.h"
#include "telemetry/inputs/file/text_splitter.h"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace tocsin::input {
namespace {

constexpr std::size_t kLastBytes = 64;

std::string_view WhyNotFollowed(ContentKind kind) {
  switch (kind) {
    case ContentKind::kEmpty:
    case ContentKind::kText:
    case ContentKind::kBinary:
      break;
    case ContentKind::kUtf16Le:
    case ContentKind::kUtf16Be:
      return "text in UTF-16 cannot be followed; scan it without --follow, or write UTF-8";
    case ContentKind::kEvtxFile:
    case ContentKind::kEvtxChunks:
      return "a Windows event log cannot be followed, its records do not come at its end; scan it "
             "without --follow, or forward its events as text";
    case ContentKind::kGzip:
    case ContentKind::kZstd:
    case ContentKind::kFiltered:
    case ContentKind::kArchive:
      return "what is compressed or packed cannot be followed; scan it without --follow";
    case ContentKind::kUnsupported:
      return "this is no text that grows; it cannot be followed";
  }
  return "binary data cannot be followed";
}

Error ReadError() { return {ErrorCode::kIo, std::strerror(errno), {}}; }

}  // namespace

FollowedFile::FollowedFile(FileDescriptor descriptor, const FileInputLimits& limits)
    : descriptor_(std::move(descriptor)), limits_(limits) {
  struct stat facts = {};
  is_stream_ = fstat(descriptor_.get(), &facts) != 0 || !S_ISREG(facts.st_mode);
}

FollowedFile FollowedFile::Restart() && { return {std::move(descriptor_), limits_}; }

void FollowedFile::Close() {
  if (closed_at_) return;
  struct stat facts = {};
  const bool is_file = fstat(descriptor_.get(), &facts) == 0 && !is_stream_;
  closed_at_ = is_file ? static_cast<std::uint64_t>(facts.st_size) : 0;
}

std::optional<Error> FollowedFile::fault() const {
  if (fault_ || splitter_ == nullptr) return fault_;
  return splitter_->fault();
}

FollowedFile::State FollowedFile::Next(std::size_t records_max, RawBatch* batch) {
  if (fault_ && splitter_ == nullptr) return State::kRefused;
  while (true) {
    while (splitter_ != nullptr && !needs_more_ && batch->records.size() < records_max) {
      const Cut cut = splitter_->Next(shown_, at_end_);
      if (cut.kind == Cut::Kind::kRecord) {
        batch->records.push_back({.offset = offset_ + cut.begin,
                                  .number = cut.number,
                                  .bytes = shown_.substr(cut.begin, cut.size)});
      }
      shown_.remove_prefix(cut.consumed);
      offset_ += cut.consumed;
      needs_more_ = cut.kind == Cut::Kind::kNeedMore || cut.kind == Cut::Kind::kEnd;
    }
    if (!batch->records.empty()) {
      batch->memory = memory_;
      batch->written = SystemClock().Now();
      return State::kRecords;
    }
    if (at_end_) return replaced_ ? State::kAnew : State::kEnded;
    const Growth growth = Grow();
    if (growth == Growth::kNone) return State::kQuiet;
    needs_more_ = false;
    at_end_ = growth == Growth::kEnd || growth == Growth::kReplaced;
    replaced_ = growth == Growth::kReplaced;
    if (splitter_ == nullptr && !Decide()) {
      if (fault_) return State::kRefused;
      if (at_end_) return replaced_ ? State::kAnew : State::kEnded;
    }
  }
}

// Chooses the splitter; false: it is not clear yet what the file holds, or it is refused.
bool FollowedFile::Decide() {
  const Sniffed sniffed = Sniff(shown_.substr(0, kSniffBytes));
  const bool is_text = sniffed.kind == ContentKind::kText || sniffed.kind == ContentKind::kEmpty;
  const bool may_become_text = is_text || sniffed.kind == ContentKind::kBinary;
  const bool shows_enough =
      shown_.size() >= kSniffBytes || at_end_ || shown_.find('\n') != std::string_view::npos;
  if (may_become_text && !shows_enough) return false;
  if (!is_text) {
    fault_ = Error{ErrorCode::kUnsupported, std::string(WhyNotFollowed(sniffed.kind)), {}};
    return false;
  }
  splitter_ = std::make_unique<TextSplitter>(limits_.record_bytes_max);
  return true;
}

FollowedFile::Growth FollowedFile::Grow() { return is_stream_ ? GrowStream() : GrowFile(); }

FollowedFile::Growth FollowedFile::GrowFile() {
  struct stat facts = {};
  if (fstat(descriptor_.get(), &facts) != 0) {
    fault_ = ReadError();
    return Growth::kEnd;
  }
  const auto size = std::min(static_cast<std::uint64_t>(facts.st_size),
                             std::max(closed_at_.value_or(UINT64_MAX), read_));
  const std::int64_t changed_ns =
      std::int64_t{facts.st_mtim.tv_sec} * kNsPerSecond + facts.st_mtim.tv_nsec;
  const bool changed = std::exchange(changed_ns_, changed_ns) != changed_ns;
  if (size < read_ || ((changed || size > read_) && Replaced(size))) return Growth::kReplaced;
  if (size > read_) {
    return ReadUpTo(static_cast<std::size_t>(std::min<std::uint64_t>(size - read_, kBlockBytes)));
  }
  return closed_at_ ? Growth::kEnd : Growth::kNone;
}

// Whether other bytes stand where the last ones were read.
bool FollowedFile::Replaced(std::uint64_t size) {
  if (last_bytes_.empty() || size < read_) return size < read_;
  char now[kLastBytes];
  const ssize_t got = pread(descriptor_.get(), now, last_bytes_.size(),
                            static_cast<off_t>(read_ - last_bytes_.size()));
  return got >= 0 && std::string_view(now, static_cast<std::size_t>(got)) != last_bytes_;
}

FollowedFile::Growth FollowedFile::GrowStream() {
  pollfd waited_for = {.fd = descriptor_.get(), .events = POLLIN, .revents = 0};
  if (closed_at_) return Growth::kEnd;
  if (poll(&waited_for, 1, 0) <= 0) return Growth::kNone;
  const Growth growth = ReadUpTo(kBlockBytes);
  return growth == Growth::kNone ? Growth::kEnd : growth;
}

FollowedFile::Growth FollowedFile::ReadUpTo(std::size_t bytes) {
  const std::size_t kept = shown_.size();
  const std::shared_ptr<char[]> memory(new char[kept + bytes]);
  if (kept > 0) std::memcpy(memory.get(), shown_.data(), kept);
  char* const fresh = memory.get() + kept;
  ssize_t got = 0;
  do {
    got = is_stream_ ? read(descriptor_.get(), fresh, bytes)
                     : pread(descriptor_.get(), fresh, bytes, static_cast<off_t>(read_));
  } while (got < 0 && errno == EINTR);
  if (got < 0) {
    fault_ = ReadError();
    return Growth::kEnd;
  }
  if (got == 0) return Growth::kNone;
  const auto size = static_cast<std::size_t>(got);
  memory_ = memory;
  shown_ = {memory.get(), kept + size};
  read_ += size;
  const std::size_t last = std::min(size, kLastBytes);
  last_bytes_.append(fresh + size - last, last);
  if (last_bytes_.size() > kLastBytes) last_bytes_.erase(0, last_bytes_.size() - kLastBytes);
  return Growth::kSome;
}

}  // namespace tocsin::input
