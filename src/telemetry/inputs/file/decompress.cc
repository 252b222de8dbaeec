#include "telemetry/inputs/file/decompress.h"

#include "base/check.h"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <bit>
#include <utility>

namespace tocsin::input {
namespace {

// What the two codecs share: blocks in, blocks out, damage and limits.
class Decompressor : public ByteSource {
 public:
  Decompressor(std::unique_ptr<ByteSource> packed, std::shared_ptr<UnpackGuard> guard)
      : packed_(std::move(packed)), guard_(std::move(guard)), output_(new char[kBlockBytes]) {}

  std::string_view Read() final {
    std::size_t produced = 0;
    while (produced < kBlockBytes && !done_) {
      if (input_.empty() && !packed_end_) {
        input_ = packed_->Read();
        packed_end_ = input_.empty();
      }
      const std::size_t before = input_.size();
      const std::size_t step = Step(&input_, output_.get() + produced, kBlockBytes - produced);
      produced += step;
      if (!done_ && packed_end_ && step == 0 && input_.size() == before) {
        done_ = true;
        if (packed_->fault()) {
          fault_ = packed_->fault();
        } else if (!between_frames()) {
          fault_ = Error{ErrorCode::kCorrupt, "truncated: the compressed data ends too early", {}};
        }
      }
    }
    if (produced > 0 && !guard_->Charge(produced, stored_bytes())) {
      done_ = true;
      fault_ = guard_->error();
    }
    return {output_.get(), produced};
  }

  const std::optional<Error>& fault() const final { return fault_; }
  std::uint64_t stored_bytes() const final { return packed_->stored_bytes(); }

 protected:
  // Decodes from `*input`, which it shortens, to `output`; returns the bytes written. May be
  // called with no input to flush what it holds.
  virtual std::size_t Step(std::string_view* input, char* output, std::size_t capacity) = 0;
  // True where the data may end.
  virtual bool between_frames() const = 0;

  void Finish() { done_ = true; }
  void Damaged(std::string_view what) {
    done_ = true;
    fault_ = Error{ErrorCode::kCorrupt, fmt::format("damaged compressed data: {}", what), {}};
  }
  const FileInputLimits& limits() const { return guard_->limits(); }

 private:
  std::unique_ptr<ByteSource> packed_;
  std::shared_ptr<UnpackGuard> guard_;
  std::unique_ptr<char[]> output_;
  std::string_view input_;  // of packed_, not yet decoded
  bool packed_end_ = false;
  bool done_ = false;
  std::optional<Error> fault_;
};

class GzipSource final : public Decompressor {
 public:
  GzipSource(std::unique_ptr<ByteSource> packed, std::shared_ptr<UnpackGuard> guard)
      : Decompressor(std::move(packed), std::move(guard)) {
    constexpr int kGzipWindow = 16 + MAX_WBITS;  // gzip framing only
    TOCSIN_CHECK(inflateInit2(&stream_, kGzipWindow) == Z_OK, "no memory for inflate");
  }
  ~GzipSource() override { inflateEnd(&stream_); }

 protected:
  std::size_t Step(std::string_view* input, char* output, std::size_t capacity) override {
    if (between_members_ && !StartMember(input)) return 0;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input->data()));
    stream_.avail_in = static_cast<uInt>(input->size());
    stream_.next_out = reinterpret_cast<Bytef*>(output);
    stream_.avail_out = static_cast<uInt>(capacity);
    const int code = inflate(&stream_, Z_NO_FLUSH);
    input->remove_prefix(input->size() - stream_.avail_in);
    if (code == Z_STREAM_END) {
      between_members_ = true;
      inflateReset(&stream_);
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      Damaged(stream_.msg != nullptr ? stream_.msg : "not gzip");
    }
    return capacity - stream_.avail_out;
  }
  bool between_frames() const override { return between_members_ && members_ > 0; }

 private:
  // False when no member begins here: the input is used up, or what follows is not gzip.
  bool StartMember(std::string_view* input) {
    constexpr char kMagic = '\x1f';
    if (members_ > 0) {
      const std::size_t padding = std::min(input->find_first_not_of('\0'), input->size());
      input->remove_prefix(padding);
      if (!input->empty() && input->front() != kMagic) {
        Damaged("bytes after the end that are not gzip");
        return false;
      }
    }
    if (input->empty()) return false;
    between_members_ = false;
    ++members_;
    return true;
  }

  z_stream stream_ = {};
  std::uint64_t members_ = 0;
  bool between_members_ = true;
};

class ZstdSource final : public Decompressor {
 public:
  ZstdSource(std::unique_ptr<ByteSource> packed, std::shared_ptr<UnpackGuard> guard)
      : Decompressor(std::move(packed), std::move(guard)), context_(ZSTD_createDCtx()) {
    TOCSIN_CHECK(context_ != nullptr, "no memory for zstd");
    const auto window_log = std::bit_width(limits().window_bytes_max) - 1;
    ZSTD_DCtx_setParameter(context_, ZSTD_d_windowLogMax, static_cast<int>(window_log));
  }
  ~ZstdSource() override { ZSTD_freeDCtx(context_); }

 protected:
  std::size_t Step(std::string_view* input, char* output, std::size_t capacity) override {
    if (input->empty() && frame_done_) return 0;
    ZSTD_inBuffer in = {input->data(), input->size(), 0};
    ZSTD_outBuffer out = {output, capacity, 0};
    const std::size_t code = ZSTD_decompressStream(context_, &out, &in);
    if (ZSTD_isError(code)) {
      Damaged(ZSTD_getErrorName(code));
    } else {
      frame_done_ = code == 0;
    }
    input->remove_prefix(in.pos);
    return out.pos;
  }
  bool between_frames() const override { return frame_done_; }

 private:
  ZSTD_DCtx* context_;
  bool frame_done_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> OpenGzip(std::unique_ptr<ByteSource> packed,
                                     std::shared_ptr<UnpackGuard> guard) {
  return std::make_unique<GzipSource>(std::move(packed), std::move(guard));
}

std::unique_ptr<ByteSource> OpenZstd(std::unique_ptr<ByteSource> packed,
                                     std::shared_ptr<UnpackGuard> guard) {
  return std::make_unique<ZstdSource>(std::move(packed), std::move(guard));
}

}  // namespace tocsin::input
