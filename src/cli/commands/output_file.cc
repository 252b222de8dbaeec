#include "cli/commands/output_file.h"

#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace tocsin {
namespace {

tl::unexpected<Error> FailWith(int error_number, const std::string& path) {
  ErrorCode code = ErrorCode::kIo;
  if (error_number == ENOENT || error_number == ENOTDIR) code = ErrorCode::kNotFound;
  if (error_number == EACCES || error_number == EPERM || error_number == EROFS) {
    code = ErrorCode::kPermission;
  }
  return Fail(code, "cannot be written: " + std::system_category().message(error_number), path);
}

}  // namespace

Result<OutputFile> OutputFile::Open(const std::string& path) {
  const Result<FileFacts> facts = InspectFile(path);
  if (facts && facts->kind == FileKind::kDirectory) return FailWith(EISDIR, path);
  const bool in_place = facts && facts->kind == FileKind::kOther;
  std::string temporary = in_place ? std::string() : path + ".XXXXXX";
  const int descriptor = in_place ? ::open(path.c_str(), O_WRONLY | O_CLOEXEC)
                                  : ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return FailWith(errno, path);
  std::FILE* file = ::fdopen(descriptor, "w");
  if (file == nullptr) {
    const int error_number = errno;
    ::close(descriptor);
    if (!in_place) ::unlink(temporary.c_str());
    return FailWith(error_number, path);
  }
  return OutputFile(path, std::move(temporary), file);
}

OutputFile::~OutputFile() {
  if (file_ && !temporary_.empty()) ::unlink(temporary_.c_str());
}

void OutputFile::Write(std::string_view text) {
  if (error_number_ != 0) return;
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) error_number_ = errno;
}

Result<void> OutputFile::Commit() {
  const int descriptor = ::fileno(file_.get());
  if (error_number_ == 0 && std::fflush(file_.get()) != 0) error_number_ = errno;
  if (error_number_ == 0 && !temporary_.empty()) {
    // mkostemp makes the file private; give it what open() would have given.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    if (::fchmod(descriptor, 0666 & ~mask) != 0 || ::fsync(descriptor) != 0 ||
        ::rename(temporary_.c_str(), path_.c_str()) != 0) {
      error_number_ = errno;
    }
  }
  if (error_number_ != 0) return FailWith(error_number_, path_);
  temporary_.clear();
  if (std::fclose(file_.release()) != 0) return FailWith(errno, path_);
  return {};
}

}  // namespace tocsin
