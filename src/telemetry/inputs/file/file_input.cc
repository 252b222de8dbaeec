#include "telemetry/inputs/file/file_input.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/file.h"
#include "telemetry/inputs/file/archive.h"
#include "telemetry/inputs/file/byte_source.h"
#include "telemetry/inputs/file/chunk_splitter.h"
#include "telemetry/inputs/file/content_kind.h"
#include "telemetry/inputs/file/decompress.h"
#include "telemetry/inputs/file/text_splitter.h"
#include "telemetry/inputs/file/unpack_guard.h"
#include "telemetry/inputs/file/utf16_source.h"
#include "telemetry/inputs/file/window.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <utility>

namespace tocsin {
namespace {

// All of an input's name before its last part, however the current folder is written.
std::string PlaceOf(std::string_view name) {
  if (name.starts_with("./")) name.remove_prefix(2);
  return std::string(name.substr(0, name.find_last_of("/!") + 1));
}

using namespace tocsin::input;

constexpr std::string_view kStandardInput = "-";

// A file to read, or to leave out because it was named before.
struct Listed {
  std::string path;
  std::optional<std::string> same_as;
};

// What tells whether two names stand for one file.
struct FileIdentity {
  dev_t device;
  ino_t inode;
  auto operator<=>(const FileIdentity&) const = default;
};

std::optional<FileIdentity> IdentityOf(const std::string& path) {
  struct stat facts = {};
  const int code =
      path == kStandardInput ? fstat(STDIN_FILENO, &facts) : stat(path.c_str(), &facts);
  if (code != 0) return std::nullopt;
  return FileIdentity{facts.st_dev, facts.st_ino};
}

// The content that is being cut into batches.
struct Content {
  std::size_t report = 0;  // index of its InputReport
  Framing framing = Framing::kRecords;
  std::unique_ptr<Window> window;
  std::unique_ptr<Splitter> splitter;
};

// An archive whose members are being read. Members of nested archives come first.
struct OpenArchive {
  std::string name;
  std::uint32_t layers = 0;  // of packing around its members
  std::unique_ptr<ArchiveReader> reader;
};

// A stream whose kind is not known yet.
struct Unopened {
  std::string name;
  std::uint32_t layers = 0;
  std::unique_ptr<HeadedSource> source;
};

}  // namespace

struct FileInput::Impl {
  FileInputOptions options;
  std::vector<Listed> files;  // in order
  std::map<FileIdentity, std::string> first_names;
  std::size_t next_file = 0;
  std::uint64_t total_bytes = 0;
  std::uint64_t next_sequence = 0;
  std::vector<InputReport> reports;

  std::vector<OpenArchive> archives;        // innermost last
  std::shared_ptr<UnpackGuard> guard;       // of the file that is open
  std::optional<std::uint64_t> file_bytes;  // its size
  Time file_written;                        // or when a stream was opened
  std::uint64_t counted_bytes = 0;          // of it, in reports so far
  std::optional<Content> content;

  void List(const std::string& path);
  void ListFile(std::string path, std::uint64_t size);
  std::size_t AddReport(std::string name);
  void Fail(std::string name, Error error);
  void Skip(std::string name, Error error);

  bool OpenNext();
  void OpenPath(const std::string& path);
  void OpenMember();
  void Open(Unopened thing);
  void OpenBinary(Unopened thing);
  bool MayUnpack(const Unopened& thing);
  void StartContent(Unopened thing, ContentKind kind);
  void SetSplitter(ContentKind kind);
  std::optional<RawBatch> Cut();
  void FinishContent();
  void CountStoredBytes(InputReport& report);
};

// --- What there is to read -------------------------------------------------------------------

void FileInput::Impl::List(const std::string& path) {
  if (path == kStandardInput) {
    ListFile(path, 0);
    return;
  }
  const Result<FileFacts> facts = InspectFile(path);
  if (!facts) {
    Fail(path, facts.error());
    return;
  }
  if (facts->kind != FileKind::kDirectory) {
    ListFile(path, facts->size_bytes);
    return;
  }
  Result<FileList> list = ListFiles(path);
  if (!list) {
    Fail(path, list.error());
    return;
  }
  for (Error& error : list->skipped) Fail(error.context.empty() ? path : error.context, error);
  for (std::string& special : list->special) {
    Skip(std::move(special), Error{ErrorCode::kUnsupported,
                                   "a pipe, socket or device in a folder; name it to read it",
                                   {}});
  }
  for (std::string& file : list->paths) {
    const Result<FileFacts> file_facts = InspectFile(file);
    ListFile(std::move(file), file_facts ? file_facts->size_bytes : 0);
  }
}

void FileInput::Impl::ListFile(std::string path, std::uint64_t size) {
  Listed file{.path = std::move(path), .same_as = std::nullopt};
  if (const std::optional<FileIdentity> identity = IdentityOf(file.path)) {
    const auto [first, is_new] = first_names.emplace(*identity, file.path);
    if (!is_new) file.same_as = first->second;
  }
  if (!file.same_as) total_bytes += size;
  files.push_back(std::move(file));
}

// --- Reports ---------------------------------------------------------------------------------

std::size_t FileInput::Impl::AddReport(std::string name) {
  reports.push_back({.name = std::move(name)});
  return reports.size() - 1;
}

void FileInput::Impl::Fail(std::string name, Error error) {
  error.context.clear();  // the report has the name
  reports[AddReport(std::move(name))].error = std::move(error);
}

void FileInput::Impl::Skip(std::string name, Error error) {
  Fail(std::move(name), std::move(error));
  reports.back().skipped = true;
}

// --- From path to content --------------------------------------------------------------------

// Moves on to the next thing; it may turn out to have no content. False when nothing is left.
bool FileInput::Impl::OpenNext() {
  if (!archives.empty()) {
    OpenMember();
    return true;
  }
  if (next_file == files.size()) return false;
  const Listed& file = files[next_file++];
  if (file.same_as) {
    Skip(file.path,
         Error{ErrorCode::kInvalid,
               fmt::format("the same {} as {}, read once",
                           file.path == kStandardInput ? "input" : "file", *file.same_as),
               {}});
  } else {
    OpenPath(file.path);
  }
  return true;
}

void FileInput::Impl::OpenPath(const std::string& path) {
  guard = std::make_shared<UnpackGuard>(options.limits);
  Result<FileDescriptor> descriptor = path == kStandardInput
                                          ? Result<FileDescriptor>(FileDescriptor(dup(0)))
                                          : FileDescriptor::OpenForReading(path);
  if (!descriptor) {
    Fail(path, descriptor.error());
    return;
  }
  auto file = std::make_unique<FileSource>(*std::move(descriptor));
  file_bytes = file->size();
  const Result<FileFacts> facts = InspectFile(path);
  file_written = facts ? Time{facts->modified_ns} : SystemClock().Now();
  counted_bytes = 0;
  Open({.name = path, .source = std::make_unique<HeadedSource>(std::move(file))});
}

void FileInput::Impl::OpenMember() {
  OpenArchive& archive = archives.back();
  std::optional<ArchiveMember> member = archive.reader->Next();
  if (!member) {
    if (archive.reader->fault()) Fail(archive.name, *archive.reader->fault());
    archives.pop_back();
    return;
  }
  std::string name = archive.name + "!" + member->name;
  if (member->obstacle) {
    Fail(std::move(name), *std::move(member->obstacle));
    reports.back().skipped = !member->has_content;
    return;
  }
  std::unique_ptr<ByteSource> source = archive.reader->Open();
  Open({.name = std::move(name),
        .layers = archive.layers,
        .source = std::make_unique<HeadedSource>(std::move(source))});
}

// False, with a report, when the thing is packed too deeply.
bool FileInput::Impl::MayUnpack(const Unopened& thing) {
  if (thing.layers < options.limits.nesting_max) return true;
  Fail(thing.name,
       Error{ErrorCode::kLimit,
             fmt::format("packed more than {} times over; unpack it and scan the result",
                         options.limits.nesting_max),
             {}});
  return false;
}

// Takes off layers of compression until archive or content appears.
void FileInput::Impl::Open(Unopened thing) {
  while (true) {
    const Sniffed sniffed = Sniff(thing.source->Head(kSniffBytes));
    std::unique_ptr<ByteSource> unpacked;
    switch (sniffed.kind) {
      case ContentKind::kGzip:
        if (!MayUnpack(thing)) return;
        unpacked = OpenGzip(std::move(thing.source), guard);
        break;
      case ContentKind::kZstd:
        if (!MayUnpack(thing)) return;
        unpacked = OpenZstd(std::move(thing.source), guard);
        break;
      case ContentKind::kFiltered:
        if (!MayUnpack(thing)) return;
        unpacked = OpenFiltered(std::move(thing.source), guard);
        break;
      case ContentKind::kArchive:
        if (!MayUnpack(thing)) return;
        archives.push_back(
            {.name = std::move(thing.name),
             .layers = thing.layers + 1,
             .reader = std::make_unique<ArchiveReader>(std::move(thing.source), guard)});
        return;
      case ContentKind::kUnsupported:
        Fail(std::move(thing.name),
             Error{
                 ErrorCode::kUnsupported, fmt::format("{}; {}", sniffed.what, sniffed.remedy), {}});
        reports.back().skipped = sniffed.no_evidence;
        return;
      case ContentKind::kBinary:
        OpenBinary(std::move(thing));
        return;
      case ContentKind::kEmpty:
      case ContentKind::kText:
      case ContentKind::kUtf16Le:
      case ContentKind::kUtf16Be:
      case ContentKind::kEvtxFile:
      case ContentKind::kEvtxChunks:
        StartContent(std::move(thing), sniffed.kind);
        return;
    }
    thing.source = std::make_unique<HeadedSource>(std::move(unpacked));
    ++thing.layers;
  }
}

// Logs with a damaged front: the records behind it are looked for.
void FileInput::Impl::OpenBinary(Unopened thing) {
  const std::string_view look = thing.source->Head(kLookBytes);
  const bool has_chunk = look.find(kEvtxChunkMagic) != std::string_view::npos;
  const bool is_text = !has_chunk && HoldsJsonLine(look);
  StartContent(std::move(thing), is_text ? ContentKind::kText : ContentKind::kBinary);
}

void FileInput::Impl::StartContent(Unopened thing, ContentKind kind) {
  const bool is_utf16 = kind == ContentKind::kUtf16Le || kind == ContentKind::kUtf16Be;
  const std::optional<std::uint64_t> size = thing.source->size();
  content.emplace();
  content->report = AddReport(thing.name);
  // Kernel files claim to be empty and are not: those stream.
  const bool is_whole = size && *size >= thing.source->Head(kSniffBytes).size();
  if (thing.layers == 0 && is_whole && !is_utf16 && thing.name != kStandardInput) {
    if (Result<FileDescriptor> file = FileDescriptor::OpenForReading(thing.name)) {
      content->window = MakeFileWindow(*std::move(file), *size, options.buffer_bytes);
    }
  }
  if (content->window == nullptr) {
    std::unique_ptr<ByteSource> stream = std::move(thing.source);
    if (is_utf16) {
      stream = std::make_unique<Utf16Source>(std::move(stream), kind == ContentKind::kUtf16Le
                                                                    ? Utf16Order::kLittleEndian
                                                                    : Utf16Order::kBigEndian);
    }
    content->window = MakeStreamWindow(std::move(stream), options.buffer_bytes);
  }
  SetSplitter(kind);
}

void FileInput::Impl::SetSplitter(ContentKind kind) {
  using Start = ChunkSplitter::Start;
  const bool is_chunks = kind == ContentKind::kEvtxFile || kind == ContentKind::kEvtxChunks ||
                         kind == ContentKind::kBinary;
  if (is_chunks) {
    const Start start = kind == ContentKind::kEvtxFile     ? Start::kHeader
                        : kind == ContentKind::kEvtxChunks ? Start::kChunk
                                                           : Start::kSomewhere;
    content->framing = Framing::kEvtxChunks;
    content->splitter = std::make_unique<ChunkSplitter>(start);
  } else {
    content->splitter = std::make_unique<TextSplitter>(options.limits.record_bytes_max);
  }
}

// --- From content to batches -----------------------------------------------------------------

// The next batch of the content; nullopt, with the content closed, when it is used up.
std::optional<RawBatch> FileInput::Impl::Cut() {
  using Kind = input::Cut::Kind;
  Window& window = *content->window;
  RawBatch batch;
  std::size_t bytes = 0;
  while (batch.records.size() < options.batch_records && bytes < options.batch_bytes) {
    const std::string_view shown = window.bytes();
    const input::Cut cut = content->splitter->Next(shown, window.at_end());
    if (cut.kind == Kind::kRecord) {
      batch.records.push_back({.offset = window.offset() + cut.begin,
                               .number = cut.number,
                               .bytes = shown.substr(cut.begin, cut.size)});
      bytes += cut.size;
    }
    window.Consume(cut.consumed);
    if (cut.kind == Kind::kEnd) break;
    if (cut.kind == Kind::kNeedMore) {
      if (!batch.records.empty()) break;  // its memory is not the next piece's
      window.Grow();
    }
  }
  if (batch.records.empty()) {
    FinishContent();
    return std::nullopt;
  }
  batch.sequence = next_sequence++;
  batch.input = InputId(static_cast<InputId::rep>(content->report));
  batch.framing = content->framing;
  batch.written = file_written;
  batch.place = PlaceOf(reports[content->report].name);
  batch.memory = window.memory();
  InputReport& report = reports[content->report];
  report.records += batch.records.size();
  report.bytes_unpacked = window.offset();
  CountStoredBytes(report);
  return batch;
}

void FileInput::Impl::FinishContent() {
  InputReport& report = reports[content->report];
  CountStoredBytes(report);
  report.bytes_unpacked = content->window->offset();
  report.error = content->window->fault();
  if (!report.error) report.error = content->splitter->fault();
  if (report.error) report.error->context.clear();
  content.reset();
}

// Adds to the report what was taken from the file since the last count. An archive's directory is
// read more than once; the reports of a file add up to its size at most.
void FileInput::Impl::CountStoredBytes(InputReport& report) {
  std::uint64_t stored = content->window->stored_bytes();
  if (file_bytes) stored = std::min(stored, *file_bytes);
  if (stored <= counted_bytes) return;
  report.bytes_read += stored - counted_bytes;
  counted_bytes = stored;
}

// --- The input -------------------------------------------------------------------------------

FileInput::FileInput(const std::vector<std::string>& paths, const FileInputOptions& options)
    : impl_(std::make_unique<Impl>()) {
  impl_->options = options;
  TOCSIN_CHECK(options.batch_records > 0 && options.batch_bytes > 0 && options.buffer_bytes > 0);
  for (const std::string& path : paths) impl_->List(path);
}

FileInput::~FileInput() = default;

std::optional<RawBatch> FileInput::Next() {
  while (true) {
    if (impl_->content) {
      if (std::optional<RawBatch> batch = impl_->Cut()) return batch;
    } else if (!impl_->OpenNext()) {
      return std::nullopt;
    }
  }
}

const std::vector<InputReport>& FileInput::reports() const { return impl_->reports; }

std::uint64_t FileInput::total_bytes() const { return impl_->total_bytes; }

}  // namespace tocsin
