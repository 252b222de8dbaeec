#include "telemetry/inputs/file/followed_files.h"

#include "base/file.h"
#include "telemetry/inputs/file/followed_file.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <compare>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace tocsin {
namespace {

using namespace tocsin::input;
using std::chrono::steady_clock;

constexpr std::string_view kStandardInput = "-";
// How long a file that has left the paths is read on.
constexpr std::chrono::seconds kReadOnFor{5};

// What a file is, whatever its name.
struct FileIdentity {
  dev_t device = 0;
  ino_t inode = 0;
  auto operator<=>(const FileIdentity&) const = default;
};

struct Found {
  std::string path;
  bool in_folder = false;
  std::int64_t changed_ns = 0;
  FileIdentity identity;
  bool is_regular = false;
};

std::optional<Found> Inspect(const std::string& path) {
  struct stat facts = {};
  if (stat(path.c_str(), &facts) != 0) return std::nullopt;
  return Found{
      .path = path,
      .changed_ns = std::int64_t{facts.st_mtim.tv_sec} * kNsPerSecond + facts.st_mtim.tv_nsec,
      .identity = {facts.st_dev, facts.st_ino},
      .is_regular = S_ISREG(facts.st_mode)};
}

std::string FolderOf(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

struct Followed {
  std::string name;
  FileIdentity identity;
  bool in_folder = false;
  std::size_t report = 0;
  FollowedFile file;
  std::optional<steady_clock::time_point> gone;  // since when it is below no path
};

}  // namespace

struct FollowedFiles::Impl {
  explicit Impl(const FollowedFilesOptions& the_options)
      : options(the_options), watch(the_options.means) {}

  FollowedFilesOptions options;
  std::vector<std::string> roots;  // without standard input
  ChangeWatch watch;
  std::vector<InputReport> reports;
  std::vector<std::unique_ptr<Followed>> files;
  std::set<FileIdentity> left_out;  // what was looked at and is not followed
  std::set<std::string> failures;   // that were reported, by path
  std::size_t next_file = 0;
  std::uint64_t next_sequence = 0;
  bool names_changed = true;
  bool content_changed = true;
  bool caught_up = false;  // all that was there at the start has been read
  bool closed = false;

  void Look();
  std::vector<Found> FindFiles();
  void Open(const Found& found);
  void OpenStandardInput();
  void LeaveOut(const Found& found, Error error);
  void FailOnce(const std::string& path, Error error);
  std::size_t AddReport(std::string name);
  std::optional<RawBatch> NextOf(std::size_t index);
  void Settle(const Followed& file);
  void Forget(std::size_t index);
};

// --- What there is to follow -----------------------------------------------------------------

// Opens what has come, and notes what has gone.
void FollowedFiles::Impl::Look() {
  names_changed = false;
  std::set<FileIdentity> present;
  for (const Found& found : FindFiles()) {
    present.insert(found.identity);
    const bool known = std::any_of(files.begin(), files.end(), [&](const auto& file) {
      return file->identity == found.identity;
    });
    if (!known && !left_out.contains(found.identity)) Open(found);
  }
  // A number may be given to another file once its file is gone.
  std::erase_if(left_out, [&](const FileIdentity& one) { return !present.contains(one); });
  for (const std::unique_ptr<Followed>& file : files) {
    if (present.contains(file->identity) || file->name == kStandardInput) {
      file->gone.reset();
    } else if (!file->gone) {
      file->gone = steady_clock::now();
    }
  }
}

std::vector<Found> FollowedFiles::Impl::FindFiles() {
  std::vector<Found> all;
  for (const std::string& root : roots) {
    const std::optional<Found> found = Inspect(root);
    watch.AddFolder(FolderOf(root));
    const Result<FileFacts> facts = InspectFile(root);
    if (!found || !facts) continue;  // not there yet, or not there any more
    if (facts->kind != FileKind::kDirectory) {
      all.push_back(*found);
      continue;
    }
    watch.AddFolder(root);
    Result<FileList> list = ListFiles(root);
    if (!list) {
      FailOnce(root, list.error());
      continue;
    }
    for (Error& error : list->skipped) {
      const std::string path = error.context.empty() ? root : error.context;
      FailOnce(path, std::move(error));
    }
    for (const std::string& path : list->paths) {
      watch.AddFolder(FolderOf(path));
      if (std::optional<Found> file = Inspect(path)) {
        file->in_folder = true;
        all.push_back(*std::move(file));
      }
    }
  }
  std::sort(all.begin(), all.end(), [](const Found& a, const Found& b) {
    return std::tie(a.changed_ns, a.path) < std::tie(b.changed_ns, b.path);
  });
  return all;
}

void FollowedFiles::Impl::Open(const Found& found) {
  if (!found.is_regular) {
    LeaveOut(found, {ErrorCode::kUnsupported,
                     "only files can be followed by name; give a pipe as standard input",
                     {}});
    return;
  }
  if (files.size() == kFilesMax) {
    LeaveOut(found, {ErrorCode::kLimit,
                     fmt::format("more than {} files; follow those that matter", kFilesMax),
                     {}});
    return;
  }
  Result<FileDescriptor> descriptor = FileDescriptor::OpenForReading(found.path);
  if (!descriptor) {
    FailOnce(found.path, descriptor.error());
    return;
  }
  files.push_back(std::make_unique<Followed>(
      Followed{.name = found.path,
               .identity = found.identity,
               .in_folder = found.in_folder,
               .report = AddReport(found.path),
               .file = FollowedFile(*std::move(descriptor), options.limits),
               .gone = std::nullopt}));
  content_changed = true;
}

void FollowedFiles::Impl::OpenStandardInput() {
  files.push_back(std::make_unique<Followed>(
      Followed{.name = std::string(kStandardInput),
               .identity = {},
               .report = AddReport(std::string(kStandardInput)),
               .file = FollowedFile(FileDescriptor(dup(STDIN_FILENO)), options.limits),
               .gone = std::nullopt}));
}

// --- Reports ---------------------------------------------------------------------------------

std::size_t FollowedFiles::Impl::AddReport(std::string name) {
  reports.push_back({.name = std::move(name)});
  return reports.size() - 1;
}

void FollowedFiles::Impl::LeaveOut(const Found& found, Error error) {
  left_out.insert(found.identity);
  InputReport& report = reports[AddReport(found.path)];
  report.error = std::move(error);
  report.skipped = found.in_folder;
}

// What may succeed later is tried again with every look, and reported once.
void FollowedFiles::Impl::FailOnce(const std::string& path, Error error) {
  if (!failures.insert(path).second) return;
  error.context.clear();
  reports[AddReport(path)].error = std::move(error);
}

// Brings the file's report up to date.
void FollowedFiles::Impl::Settle(const Followed& file) {
  InputReport& report = reports[file.report];
  report.bytes_read = file.file.bytes_read();
  report.bytes_unpacked = report.bytes_read;
  report.error = file.file.fault();
}

// --- From files to batches -------------------------------------------------------------------

std::optional<RawBatch> FollowedFiles::Impl::NextOf(std::size_t index) {
  Followed& file = *files[index];
  RawBatch batch;
  const FollowedFile::State state = file.file.Next(options.batch_records, &batch);
  Settle(file);
  InputReport& report = reports[file.report];
  switch (state) {
    case FollowedFile::State::kRecords:
      batch.sequence = next_sequence++;
      batch.input = InputId(static_cast<InputId::rep>(file.report));
      report.records += batch.records.size();
      return batch;
    case FollowedFile::State::kAnew:
      file.file = std::move(file.file).Restart();
      file.report = AddReport(file.name);
      return NextOf(index);
    case FollowedFile::State::kRefused:
      left_out.insert(file.identity);
      report.skipped = file.in_folder;
      Forget(index);
      return std::nullopt;
    case FollowedFile::State::kEnded:
      Forget(index);
      return std::nullopt;
    case FollowedFile::State::kQuiet:
      if (file.gone && steady_clock::now() - *file.gone > kReadOnFor) {
        file.file.Close();
        content_changed = true;  // its last words
      }
      return std::nullopt;
  }
  return std::nullopt;
}

void FollowedFiles::Impl::Forget(std::size_t index) {
  files.erase(files.begin() + static_cast<std::ptrdiff_t>(index));
  if (next_file > index) --next_file;
}

// --- The input -------------------------------------------------------------------------------

FollowedFiles::FollowedFiles(const std::vector<std::string>& paths,
                             const FollowedFilesOptions& options)
    : impl_(std::make_unique<Impl>(options)) {
  for (const std::string& path : paths) {
    if (path != kStandardInput) {
      impl_->roots.push_back(path);
    } else if (impl_->files.empty()) {
      impl_->OpenStandardInput();
    }
  }
}

FollowedFiles::~FollowedFiles() = default;

std::optional<RawBatch> FollowedFiles::Next() {
  Impl& impl = *impl_;
  if (impl.names_changed && !impl.closed) impl.Look();
  if (!impl.content_changed) return std::nullopt;
  impl.content_changed = false;
  // In turn, so that a busy file holds up no other; but first one after the other what was there.
  for (std::size_t tries = impl.files.size(); tries > 0 && !impl.files.empty(); --tries) {
    if (impl.next_file >= impl.files.size()) impl.next_file = 0;
    const std::size_t index = impl.next_file;
    const std::size_t count = impl.files.size();
    std::optional<RawBatch> batch = impl.NextOf(index);
    const bool moves_on = !batch || impl.caught_up;
    if (moves_on && impl.files.size() == count) ++impl.next_file;
    if (!batch) continue;
    impl.content_changed = true;
    return batch;
  }
  impl.caught_up = true;
  impl.next_file = 0;  // what a rotation has left in an old file comes before the new one
  return std::nullopt;
}

void FollowedFiles::Wait(std::chrono::milliseconds patience) {
  int stream = -1;
  bool reading_on = false;
  for (const std::unique_ptr<Followed>& file : impl_->files) {
    if (file->file.is_stream()) stream = file->file.descriptor();
    reading_on |= file->gone.has_value();
  }
  const ChangeWatch::Changes changes = impl_->watch.Wait(patience, stream);
  impl_->names_changed |= changes.names;
  impl_->content_changed |= changes.content || changes.stream || reading_on;
}

void FollowedFiles::Close() {
  impl_->closed = true;
  impl_->content_changed = true;
  for (const std::unique_ptr<Followed>& file : impl_->files) file->file.Close();
}

bool FollowedFiles::ended() const {
  return impl_->files.empty() && (impl_->closed || impl_->roots.empty());
}

const std::vector<InputReport>& FollowedFiles::reports() const { return impl_->reports; }

}  // namespace tocsin
