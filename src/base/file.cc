#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

namespace tocsin {
namespace {

ErrorCode CodeOfErrno(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR:
      return ErrorCode::kNotFound;
    case EACCES:
    case EPERM:
      return ErrorCode::kPermission;
    case ENAMETOOLONG:
    case EINVAL:
      return ErrorCode::kInvalid;
    case EMFILE:
    case ENFILE:
    case EFBIG:
      return ErrorCode::kLimit;
    default:
      return ErrorCode::kIo;
  }
}

Error SystemError(const std::string& context) {
  const int number = errno;
  char text[128];
  // The GNU variant: returns the text, which may or may not be in the buffer.
  return {CodeOfErrno(number), strerror_r(number, text, sizeof text), context};
}

// Owns a descriptor.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }
  // False, with errno set, if closing reports an error that writing did not.
  bool Close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

FileFacts FactsOf(const struct stat& status) {
  FileFacts facts;
  facts.kind = S_ISREG(status.st_mode)   ? FileKind::kRegular
               : S_ISDIR(status.st_mode) ? FileKind::kDirectory
                                         : FileKind::kOther;
  facts.size_bytes = static_cast<uint64_t>(status.st_size);
  facts.modified_ns = int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  return facts;
}

std::string Join(const std::string& folder, const char* name) {
  return folder.ends_with('/') ? folder + name : folder + '/' + name;
}

// Reads one folder; adds files to the list and subfolders to `folders`.
std::optional<Error> ListFolder(const std::string& folder, FileList& list,
                                std::vector<std::string>& folders) {
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()), ::closedir);
  if (!stream) return SystemError(folder);
  for (;;) {
    errno = 0;
    const dirent* const entry = ::readdir(stream.get());
    if (entry == nullptr) break;
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    std::string path = Join(folder, entry->d_name);
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) {
      list.skipped.push_back(SystemError(path));
    } else if (S_ISDIR(status.st_mode)) {
      folders.push_back(std::move(path));
    } else if (::stat(path.c_str(), &status) != 0) {
      list.skipped.push_back(SystemError(path));  // a link that leads nowhere
    } else if (S_ISREG(status.st_mode)) {
      list.paths.push_back(std::move(path));
    } else if (!S_ISDIR(status.st_mode)) {
      list.special.push_back(std::move(path));
    }
  }
  if (errno != 0) return SystemError(folder);
  return std::nullopt;
}

bool WriteAll(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    content.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

Result<std::string> ReadDescriptor(int descriptor, const std::string& name, size_t bytes_max) {
  constexpr size_t kStep = size_t{64} * 1024;
  std::string content;
  for (;;) {
    const size_t size = content.size();
    const size_t room = std::max(kStep, size / 2);
    content.resize(size + room);
    const ssize_t count = ::read(descriptor, content.data() + size, room);
    if (count < 0) {
      if (errno == EINTR) {
        content.resize(size);
        continue;
      }
      return Fail(SystemError(name));
    }
    content.resize(size + static_cast<size_t>(count));
    if (content.size() > bytes_max) {
      return Fail(ErrorCode::kLimit, "larger than " + std::to_string(bytes_max) + " bytes", name);
    }
    if (count == 0) return content;
  }
}

Result<std::string> ReadFile(const std::string& path, size_t bytes_max) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return Fail(SystemError(path));
  return ReadDescriptor(file.number(), path, bytes_max);
}

Result<MappedFile> MappedFile::Open(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return Fail(SystemError(path));
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return Fail(SystemError(path));
  if (!S_ISREG(status.st_mode)) return Fail(ErrorCode::kInvalid, "not a regular file", path);
  const auto size = static_cast<size_t>(status.st_size);
  if (size == 0) return MappedFile();
  void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
  if (memory == MAP_FAILED) return Fail(SystemError(path));
  ::madvise(memory, size, MADV_SEQUENTIAL);
  return MappedFile(static_cast<const char*>(memory), size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

Result<FileFacts> InspectFile(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return Fail(SystemError(path));
  return FactsOf(status);
}

Result<FileList> ListFiles(const std::string& folder) {
  FileList list;
  std::vector<std::string> folders;
  if (std::optional<Error> error = ListFolder(folder, list, folders))
    return Fail(*std::move(error));
  while (!folders.empty()) {
    const std::string next = std::move(folders.back());
    folders.pop_back();
    if (std::optional<Error> error = ListFolder(next, list, folders)) {
      list.skipped.push_back(*std::move(error));
    }
  }
  std::ranges::sort(list.paths);
  std::ranges::sort(list.special);
  std::ranges::sort(list.skipped, {}, &Error::context);
  return list;
}

namespace {

// Devices, pipes and sockets cannot be replaced, only written to.
Result<void> WriteInPlace(const std::string& path, std::string_view content) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file.is_open() || !WriteAll(file.number(), content) || !file.Close()) {
    return Fail(SystemError(path));
  }
  return {};
}

// What a symbolic link leads to; the path itself when it is none or leads nowhere yet.
std::string Resolved(const std::string& path) {
  char* const resolved = ::realpath(path.c_str(), nullptr);
  if (resolved == nullptr) return path;
  std::string target = resolved;
  std::free(resolved);
  return target;
}

}  // namespace

Result<void> WriteFileAtomically(const std::string& given_path, std::string_view content) {
  const std::string path = Resolved(given_path);
  struct stat old {};
  const bool exists = ::stat(path.c_str(), &old) == 0;
  if (exists && !S_ISREG(old.st_mode)) return WriteInPlace(path, content);
  std::string temporary = path + ".XXXXXX";
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.is_open()) return Fail(SystemError(path));
  // mkostemp makes the file private; keep the mode of the old one, or give what open() would give.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  const mode_t mode = exists ? old.st_mode & 07777 : 0666 & ~mask;
  if (!WriteAll(file.number(), content) || ::fchmod(file.number(), mode) != 0 ||
      ::fsync(file.number()) != 0 || !file.Close() ||
      ::rename(temporary.c_str(), path.c_str()) != 0) {
    Error error = SystemError(path);
    ::unlink(temporary.c_str());
    return Fail(std::move(error));
  }
  // The new name itself is durable once the folder is.
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const Descriptor parent(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!parent.is_open() || ::fsync(parent.number()) != 0) return Fail(SystemError(folder));
  return {};
}

Result<void> MakeFolders(const std::string& path) {
  for (size_t end = 0; end != std::string::npos;) {
    end = path.find('/', end + 1);
    const std::string part = path.substr(0, end);
    if (::mkdir(part.c_str(), 0777) == 0) continue;
    if (errno != EEXIST) return Fail(SystemError(part));
  }
  TOCSIN_TRY(const FileFacts facts, InspectFile(path));
  if (facts.kind != FileKind::kDirectory) return Fail(ErrorCode::kInvalid, "not a folder", path);
  return {};
}

}  // namespace tocsin
