#include "telemetry/inputs/file/file_input.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

constexpr std::size_t kChunk = 65536;

// --- Making evidence -------------------------------------------------------------------------

std::string Gzip(const std::string& content) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(deflateBound(&stream, content.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string Zstd(const std::string& content) {
  std::string packed(ZSTD_compressBound(content.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), content.data(), content.size(), 3));
  return packed;
}

enum class ArchiveFormat { kZip, kZipStored, kZipLocked, kTar, kSevenZip, kXz, kBzip2 };

struct TestMember {
  std::string name;
  std::string content;
  bool link = false;
};

std::string Archive(ArchiveFormat format, const std::vector<TestMember>& members) {
  const fs::path path =
      fs::path(testing::TempDir()) / ("tocsin_archive_" + std::to_string(getpid()));
  archive* writer = archive_write_new();
  switch (format) {
    case ArchiveFormat::kZip:
      archive_write_set_format_zip(writer);
      break;
    case ArchiveFormat::kZipStored:
      archive_write_set_format_zip(writer);
      archive_write_zip_set_compression_store(writer);
      break;
    case ArchiveFormat::kZipLocked:
      archive_write_set_format_zip(writer);
      EXPECT_EQ(archive_write_set_options(writer, "zip:encryption=zipcrypt"), ARCHIVE_OK);
      EXPECT_EQ(archive_write_set_passphrase(writer, "infected"), ARCHIVE_OK);
      break;
    case ArchiveFormat::kTar:
      archive_write_set_format_ustar(writer);
      break;
    case ArchiveFormat::kSevenZip:
      archive_write_set_format_7zip(writer);
      break;
    case ArchiveFormat::kXz:
      archive_write_set_format_raw(writer);
      archive_write_add_filter_xz(writer);
      break;
    case ArchiveFormat::kBzip2:
      archive_write_set_format_raw(writer);
      archive_write_add_filter_bzip2(writer);
      break;
  }
  EXPECT_EQ(archive_write_open_filename(writer, path.c_str()), ARCHIVE_OK);
  for (const TestMember& member : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.name.c_str());
    if (member.link) {
      archive_entry_set_filetype(entry, AE_IFLNK);
      archive_entry_set_symlink(entry, member.content.c_str());
    } else {
      archive_entry_set_filetype(entry, AE_IFREG);
      archive_entry_set_size(entry, static_cast<la_int64_t>(member.content.size()));
    }
    archive_entry_set_perm(entry, 0644);
    EXPECT_EQ(archive_write_header(writer, entry), ARCHIVE_OK) << archive_error_string(writer);
    if (!member.link) {
      EXPECT_EQ(archive_write_data(writer, member.content.data(), member.content.size()),
                static_cast<la_ssize_t>(member.content.size()));
    }
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  fs::remove(path);
  return bytes;
}

std::string Lines(int count) {
  std::string lines;
  // Numbers that do not compress into nothing, so that damage has somewhere to be.
  std::uint32_t noise = 1;
  for (int i = 0; i < count; ++i) {
    noise = noise * 1664525u + 1013904223u;
    lines += "{\"n\":" + std::to_string(i) + ",\"noise\":\"" + std::to_string(noise) + "\"}\n";
  }
  return lines;
}

std::string Utf16(const std::u16string& text, bool little_endian) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xff);
    const char high = static_cast<char>(unit >> 8);
    bytes += little_endian ? low : high;
    bytes += little_endian ? high : low;
  }
  return bytes;
}

std::string EvtxHeader(std::size_t block_bytes = 4096, std::uint8_t chunks = 0) {
  std::string header(block_bytes, '\0');
  header.replace(0, 8, "ElfFile\0"s);
  header[40] = static_cast<char>(block_bytes & 0xff);
  header[41] = static_cast<char>(block_bytes >> 8);
  header[42] = static_cast<char>(chunks);
  return header;
}

std::string EvtxChunk(char fill) { return "ElfChnk\0"s + std::string(kChunk - 8, fill); }

// --- Reading it back -------------------------------------------------------------------------

struct Read {
  std::vector<std::string> records;  // "input name|number|offset|bytes"
  std::vector<InputReport> reports;
  std::size_t batches = 0;

  std::size_t count(std::string_view name) const {
    std::size_t found = 0;
    for (const std::string& record : records) found += record.starts_with(name) ? 1 : 0;
    return found;
  }
  const InputReport* report(std::string_view name) const {
    for (const InputReport& candidate : reports) {
      if (candidate.name == name) return &candidate;
    }
    return nullptr;
  }
};

class FileInputTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "tocsin_input_XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& content) const {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }
  std::string Path(const std::string& name) const { return (folder_ / name).string(); }

  // Reads all, with names relative to the test's folder, and checks the contract of Input.
  Read ReadAll(const std::vector<std::string>& paths, const FileInputOptions& options = {}) const {
    Read read;
    FileInput input(paths, options);
    const std::string prefix = folder_.string() + "/";
    const auto relative = [&prefix](const std::string& name) {
      return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
    };
    std::vector<RawBatch> kept;  // so that a view that dies too early is seen by sanitizers
    while (std::optional<RawBatch> batch = input.Next()) {
      EXPECT_EQ(batch->sequence, read.batches++);
      EXPECT_FALSE(batch->records.empty());
      EXPECT_LE(batch->records.size(), options.batch_records);
      EXPECT_LT(batch->input.index(), input.reports().size());
      kept.push_back(*std::move(batch));
    }
    EXPECT_FALSE(input.Next().has_value());
    read.reports = input.reports();
    std::vector<std::uint64_t> counts(read.reports.size());
    for (const RawBatch& batch : kept) {
      for (const RawRecord& record : batch.records) {
        const std::string& name = read.reports[batch.input.index()].name;
        read.records.push_back(relative(name) + "|" + std::to_string(record.number) + "|" +
                               std::to_string(record.offset) + "|" + std::string(record.bytes));
        ++counts[batch.input.index()];
      }
    }
    for (std::size_t i = 0; i < counts.size(); ++i) {
      EXPECT_EQ(read.reports[i].records, counts[i]) << read.reports[i].name;
      read.reports[i].name = relative(read.reports[i].name);
    }
    return read;
  }

  fs::path folder_;
};

TEST_F(FileInputTest, ReadsEveryPackingAlike) {
  const std::string lines = Lines(500);
  const std::string expected_last = "|500|";
  const struct {
    const char* file;
    const char* name;
    std::string content;
  } cases[] = {
      {"plain", "plain", lines},
      {"gzip", "gzip", Gzip(lines)},
      {"gzip_members", "gzip_members", Gzip(lines.substr(0, 1000)) + Gzip(lines.substr(1000))},
      {"gzip_padded", "gzip_padded", Gzip(lines) + std::string(512, '\0')},
      {"zstd", "zstd", Zstd(lines)},
      {"zstd_frames", "zstd_frames", Zstd(lines.substr(0, 1000)) + Zstd(lines.substr(1000))},
      {"xz", "xz", Archive(ArchiveFormat::kXz, {{"x", lines}})},
      {"bzip2", "bzip2", Archive(ArchiveFormat::kBzip2, {{"x", lines}})},
      {"zip", "zip!a/b.json", Archive(ArchiveFormat::kZip, {{"a/b.json", lines}})},
      {"stored", "stored!b.json", Archive(ArchiveFormat::kZipStored, {{"b.json", lines}})},
      {"tar", "tar!b.json", Archive(ArchiveFormat::kTar, {{"b.json", lines}})},
      {"7z", "7z!b.json", Archive(ArchiveFormat::kSevenZip, {{"b.json", lines}})},
      {"tar.gz", "tar.gz!b.json", Gzip(Archive(ArchiveFormat::kTar, {{"b.json", lines}}))},
      {"tar.zst", "tar.zst!b.json", Zstd(Archive(ArchiveFormat::kTar, {{"b.json", lines}}))},
      {"zip_of_gz", "zip_of_gz!b.json.gz",
       Archive(ArchiveFormat::kZip, {{"b.json.gz", Gzip(lines)}})},
      {"zip_of_zip", "zip_of_zip!in.zip!b.json",
       Archive(ArchiveFormat::kZip,
               {{"in.zip", Archive(ArchiveFormat::kZip, {{"b.json", lines}})}})},
  };
  const Read plain = ReadAll({Write("plain", lines)});
  ASSERT_EQ(plain.records.size(), 500u);
  for (const auto& test : cases) {
    const std::string path = Write(test.file, test.content);
    for (const std::size_t batch_records : {std::size_t{1}, std::size_t{7}, std::size_t{1024}}) {
      const Read read = ReadAll({path}, {.batch_records = batch_records, .buffer_bytes = 1000});
      ASSERT_EQ(read.records.size(), 500u) << test.file;
      for (std::size_t i = 0; i < read.records.size(); ++i) {
        ASSERT_EQ(read.records[i], test.name + plain.records[i].substr(5)) << test.file;
      }
      ASSERT_EQ(read.reports.size(), 1u) << test.file;
      EXPECT_FALSE(read.reports[0].error) << test.file << ": " << read.reports[0].error->message;
      EXPECT_EQ(read.reports[0].bytes_unpacked, lines.size()) << test.file;
      EXPECT_GT(read.reports[0].bytes_read, 0u) << test.file;
      EXPECT_LE(read.reports[0].bytes_read, test.content.size()) << test.file;
    }
  }
}

TEST_F(FileInputTest, MapsInPiecesWithoutATrace) {
  const std::string lines = Lines(2000);  // some 80 KB
  const std::string path = Write("plain", lines);
  const Read whole = ReadAll({path});
  const Read pieces = ReadAll({path}, {.map_bytes = 4096});
  EXPECT_EQ(whole.records, pieces.records);
  EXPECT_GT(pieces.batches, 15u);
  EXPECT_EQ(whole.batches, 2u);
}

TEST_F(FileInputTest, LimitsTheBytesOfABatch) {
  const Read read = ReadAll({Write("plain", Lines(1000))}, {.batch_bytes = 1000});
  EXPECT_EQ(read.records.size(), 1000u);
  EXPECT_GT(read.batches, 25u);
}

TEST_F(FileInputTest, WalksFoldersInOrderOfPaths) {
  for (const char* name : {"b.json", "a/z.json", "a.json", "a/b/c.json", "a-b.json", "Z.json"}) {
    Write(name, "{}\n");
  }
  fs::create_symlink(folder_, folder_ / "a" / "loop");
  const Read read = ReadAll({folder_.string()});
  std::vector<std::string> names;
  for (const InputReport& report : read.reports) names.push_back(report.name);
  EXPECT_EQ(names, (std::vector<std::string>{"Z.json", "a-b.json", "a.json", "a/b/c.json",
                                             "a/z.json", "b.json"}));
  EXPECT_EQ(read.records.size(), 6u);
}

TEST_F(FileInputTest, KeepsTheOrderOfItsArguments) {
  const std::string b = Write("b", "{}");
  const std::string a = Write("a", "{}");
  const Read read = ReadAll({b, a});
  EXPECT_EQ(read.records, (std::vector<std::string>{"b|1|0|{}", "a|1|0|{}"}));
  EXPECT_EQ(FileInput({b, a}).total_bytes(), 4u);
}

TEST_F(FileInputTest, ReadsAFileOnceWhateverItsNames) {
  const std::string a = Write("a", "{}");
  const std::string b = Write("b", "{}");
  fs::create_hard_link(a, Path("hard"));
  fs::create_symlink(a, Path("soft"));
  const std::vector<std::string> names = {
      a, Path("./a"), b, Path("hard"), Path("soft"), folder_.string()};
  const Read read = ReadAll(names);
  EXPECT_EQ(read.records, (std::vector<std::string>{"a|1|0|{}", "b|1|0|{}"}));
  EXPECT_EQ(FileInput(names).total_bytes(), 4u);
  ASSERT_EQ(read.reports.size(), 9u);
  for (std::size_t i = 0; i < read.reports.size(); ++i) {
    const InputReport& report = read.reports[i];
    const bool first = i == 0 || i == 2;
    EXPECT_EQ(report.skipped, !first) << i << " " << report.name;
    ASSERT_EQ(report.error.has_value(), !first) << i << " " << report.name;
    if (first) continue;
    EXPECT_EQ(report.error->code, ErrorCode::kInvalid);
    const std::string& same = report.name == "b" ? b : a;
    EXPECT_EQ(report.error->message, "the same file as " + same + ", read once");
  }
}

TEST_F(FileInputTest, ReadsStandardInputOnce) {
  const std::string path = Write("piped", "{}\n");
  const int saved = dup(STDIN_FILENO);
  ASSERT_NE(std::freopen(path.c_str(), "r", stdin), nullptr);
  const Read read = ReadAll({"-", "-", path});
  dup2(saved, STDIN_FILENO);
  close(saved);
  EXPECT_EQ(read.records, (std::vector<std::string>{"-|1|0|{}"}));
  ASSERT_EQ(read.reports.size(), 3u);
  EXPECT_FALSE(read.reports[0].error);
  EXPECT_EQ(read.reports[1].error->message, "the same input as -, read once");
  EXPECT_EQ(read.reports[2].error->message, "the same file as -, read once");
}

TEST_F(FileInputTest, ReportsWhatIsNotThere) {
  const Read read = ReadAll({Path("missing"), Write("here", "{}")});
  ASSERT_NE(read.report("missing"), nullptr);
  ASSERT_TRUE(read.report("missing")->error);
  EXPECT_EQ(read.report("missing")->error->code, ErrorCode::kNotFound);
  EXPECT_FALSE(read.report("missing")->skipped);
  EXPECT_EQ(read.report("missing")->error->ToString().find("missing"), std::string::npos)
      << "the report has the name";
  EXPECT_EQ(read.count("here"), 1u);
}

// What surely is no evidence is skipped; what may be, and is not read, is a fault of the run.
TEST_F(FileInputTest, TellsNoEvidenceFromUnreadEvidence) {
  const std::string zeros(200, '\0');
  const struct {
    const char* name;
    std::string content;
    const char* words;
    bool skipped;
  } cases[] = {
      {"program.exe", "MZ\x90" + zeros, "a Windows program", true},
      {"document.pdf", "%PDF-1.7\nx", "a PDF document", true},
      {"picture.png", "\x89PNG\r\n\x1a\n" + zeros, "an image", true},
      {"table.db", "SQLite format 3" + zeros, "an SQLite database", false},
      {"hive", "regf" + zeros, "a Windows registry hive", false},
      {"old.evt", "\x30\0\0\0LfLe"s + zeros, "an old Windows event log", false},
      {"journal", "LPKSHHRH" + zeros, "a systemd journal", false},
      {"packets", "\xd4\xc3\xb2\xa1" + zeros, "a packet capture", false},
      {"noise", zeros + "\x01\x02\x03", "binary data", false},
      {"noise.gz", Gzip(zeros + "\x01\x02\x03"), "binary data", false},
  };
  for (const auto& test : cases) {
    const Read read = ReadAll({Write(test.name, test.content)});
    ASSERT_EQ(read.reports.size(), 1u) << test.name;
    EXPECT_EQ(read.reports[0].skipped, test.skipped) << test.name;
    ASSERT_TRUE(read.reports[0].error) << test.name;
    EXPECT_EQ(read.reports[0].error->code, ErrorCode::kUnsupported) << test.name;
    EXPECT_NE(read.reports[0].error->message.find(test.words), std::string::npos)
        << read.reports[0].error->message;
    EXPECT_TRUE(read.records.empty()) << test.name;
  }
}

TEST_F(FileInputTest, CountsUnreadableMembersAsUnread) {
  // The method's number stands in the member's header and in the archive's directory.
  std::string strange = Archive(ArchiveFormat::kZipStored, {{"m.json", "{}"}});
  strange[8] = 97;
  strange[strange.find("PK\x01\x02") + 10] = 97;
  const std::pair<const char*, std::string> cases[] = {
      {"strange.zip", strange},
      {"locked.zip", Archive(ArchiveFormat::kZipLocked, {{"m.json", "{}"}})},
  };
  for (const auto& [name, zip] : cases) {
    const Read read = ReadAll({Write(name, zip)});
    EXPECT_TRUE(read.records.empty()) << name;
    ASSERT_EQ(read.reports.size(), 1u) << name;
    EXPECT_FALSE(read.reports[0].skipped) << name;
    ASSERT_TRUE(read.reports[0].error) << name;
    EXPECT_EQ(read.reports[0].error->code, ErrorCode::kUnsupported)
        << name << ": " << read.reports[0].error->message;
    EXPECT_NE(read.reports[0].error->message.find("scan the result"), std::string::npos) << name;
  }
}

TEST_F(FileInputTest, EmptyIsNoError) {
  const Read read = ReadAll({Write("empty", ""), Write("blank", "\n \n"), Write("gz", Gzip("")),
                             Write("zip", Archive(ArchiveFormat::kZip, {})),
                             Write("log.evtx", EvtxHeader() + std::string(kChunk, '\0'))});
  for (const InputReport& report : read.reports) {
    EXPECT_FALSE(report.error) << report.name << ": " << report.error->message;
    EXPECT_FALSE(report.skipped) << report.name;
    EXPECT_EQ(report.records, 0u) << report.name;
  }
  EXPECT_NE(read.report("empty"), nullptr);
}

TEST_F(FileInputTest, ReadsUtf16) {
  const std::u16string text = u"{\"a\":\"\u00fc\u20ac\U0001f600\"}\r\n{\"b\":2}\r\n";
  const std::vector<std::string> expected = {
      "|1|3|{\"a\":\"\u00fc\u20ac\U0001f600\"}",
      "|2|22|{\"b\":2}",
  };
  for (const bool little_endian : {true, false}) {
    const Read marked = ReadAll({Write("marked", Utf16(u"\ufeff" + text, little_endian))});
    ASSERT_EQ(marked.records.size(), 2u);
    EXPECT_EQ(marked.records[0], "marked" + expected[0]);
    EXPECT_EQ(marked.records[1], "marked" + expected[1]);
    const Read bare = ReadAll({Write("bare", Gzip(Utf16(text, little_endian)))});
    ASSERT_EQ(bare.records.size(), 2u);
    EXPECT_EQ(bare.records[1], "bare|2|19|{\"b\":2}");
  }
  std::string odd = Utf16(u"\ufeff{}\n\xd83dx", true);
  odd.push_back('!');
  const Read read = ReadAll({Write("odd", odd)});
  EXPECT_EQ(read.records, (std::vector<std::string>{"odd|1|3|{}", "odd|2|6|\ufffdx\ufffd"}));
}

// A crash or a torn write leaves zeros; the records around them are read all the same.
TEST_F(FileInputTest, ReadsTextAroundHolesOfZeros) {
  const std::string tail(10'000, '\0');
  const std::string line(512, '\0');
  const struct {
    std::string content;
    std::vector<std::string> records;
  } cases[] = {
      {"{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n" + tail,
       {"f|1|0|{\"a\":1}", "f|2|8|{\"a\":2}", "f|3|16|{\"a\":3}"}},
      {line + "\n{\"a\":1}\n{\"a\":2}\n", {"f|1|513|{\"a\":1}", "f|2|521|{\"a\":2}"}},
      {line + "{\"a\":1}\n{\"a\":2}\n", {"f|1|512|{\"a\":1}", "f|2|520|{\"a\":2}"}},
      {line + "{\n  \"a\":1\n}\n{\n  \"a\":2\n}\n",
       {"f|1|512|{\n  \"a\":1\n}", "f|2|524|{\n  \"a\":2\n}"}},
  };
  for (const auto& test : cases) {
    for (const std::string& content : {test.content, Gzip(test.content)}) {
      for (const std::size_t buffer : {std::size_t{10}, std::size_t{1} << 20}) {
        const Read read = ReadAll({Write("f", content)}, {.buffer_bytes = buffer});
        EXPECT_EQ(read.records, test.records);
        ASSERT_EQ(read.reports.size(), 1u);
        EXPECT_FALSE(read.reports[0].skipped);
        ASSERT_TRUE(read.reports[0].error);
        EXPECT_EQ(read.reports[0].error->code, ErrorCode::kCorrupt);
        EXPECT_NE(read.reports[0].error->message.find("zero bytes"), std::string::npos);
      }
    }
  }
}

// --- Event logs ------------------------------------------------------------------------------

TEST_F(FileInputTest, CutsEventLogsIntoChunks) {
  const std::string first = EvtxChunk('a');
  const std::string bad = std::string(kChunk, 'x');
  const std::string third = EvtxChunk('c');
  const std::string partial = EvtxChunk('d').substr(0, 1000);
  const std::string zeros(kChunk, '\0');
  const std::string header = EvtxHeader();
  const std::string no_magic = "elfFile" + header.substr(7);
  const std::string long_noise = std::string(3 << 20, '\x01') + "E";
  const struct {
    const char* name;
    std::string content;
    std::vector<std::string> records;
    const char* fault = nullptr;
  } cases[] = {
      {"file", header + first + third + zeros, {"1|4096|" + first, "2|69632|" + third}},
      {"zeros_between", header + zeros + third, {"2|69632|" + third}},
      {"wide_header", EvtxHeader(8192) + first, {"1|8192|" + first}},
      {"odd_header", EvtxHeader().replace(40, 2, "\x07\x00"s) + first, {"1|4096|" + first}},
      {"carved", first + third, {"1|0|" + first, "2|65536|" + third}},
      {"no_signature",
       header + first + bad + third + zeros,
       {"1|4096|" + first, "2|69632|" + bad, "3|135168|" + third},
       "1 piece(s) without the signature of a chunk, the first at byte 69632"},
      {"partial",
       header + first + partial,
       {"1|4096|" + first, "2|69632|" + partial},
       "truncated: 1 chunk(s)"},
      {"bytes_lost",
       header + first.substr(0, 60'000) + third + zeros,
       {"1|4096|" + first.substr(0, 60'000), "2|64096|" + third},
       "truncated: 1 chunk(s)"},
      {"bytes_put_in",
       header + first + "12345" + third,
       {"1|4096|" + first, "2|69632|12345", "3|69637|" + third},
       "the first at byte 69632"},
      {"no_file_signature",
       no_magic + first + third,
       {"1|4096|" + first, "2|69632|" + third},
       "read from byte 4096 on"},
      {"shifted",
       "\x01\x02\x03\x04\x05" + header + first + third,
       {"1|4101|" + first, "2|69637|" + third},
       "read from byte 4101 on"},
      {"no_signatures_in_front",
       no_magic + bad + third,
       {"1|4096|" + bad, "2|69632|" + third},
       "the first at byte 4096"},
      {"far_behind", long_noise + third, {"1|3145729|" + third}, "read from byte 3145729 on"},
  };
  for (const auto& test : cases) {
    for (const bool zipped : {false, true}) {
      for (const std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{1024}}) {
        const std::string path = Write(
            test.name, zipped ? Archive(ArchiveFormat::kZip, {{"m", test.content}}) : test.content);
        FileInputOptions options = {.batch_records = size, .buffer_bytes = 1000};
        const Read read = ReadAll({path}, options);
        std::vector<std::string> expected;
        for (const std::string& record : test.records) {
          expected.push_back(test.name + (zipped ? "!m|"s : "|"s) + record);
        }
        EXPECT_TRUE(read.records == expected) << test.name << (zipped ? " zipped" : "");
        const std::optional<Error>& error = read.reports.at(0).error;
        EXPECT_FALSE(read.reports[0].skipped) << test.name;
        ASSERT_EQ(error.has_value(), test.fault != nullptr) << test.name;
        if (!error) continue;
        EXPECT_EQ(error->code, ErrorCode::kCorrupt) << test.name;
        EXPECT_NE(error->message.find(test.fault), std::string::npos)
            << test.name << ": " << error->message;
      }
    }
  }
}

TEST_F(FileInputTest, MissesTheChunksThatTheHeaderStates) {
  const std::string zeros(kChunk, '\0');
  const std::string chunks = EvtxChunk('a') + EvtxChunk('b');
  const std::string log = EvtxHeader(4096, 3) + chunks + EvtxChunk('c');
  const struct {
    std::string content;
    const char* message;  // nullptr: none
  } cases[] = {
      {log, nullptr},
      {EvtxHeader(4096, 3) + chunks + zeros, nullptr},  // room set aside
      {EvtxHeader(4096, 1) + chunks + zeros, nullptr},  // copied while open
      {log.substr(0, 8), "truncated: it ends after 8 bytes of its header, without a chunk"},
      {log.substr(0, 100), "truncated: the header states 3 chunks, 0 are there"},
      {log.substr(0, 4095), "truncated: the header states 3 chunks, 0 are there"},
      {log.substr(0, 4096), "truncated: the header states 3 chunks, 0 are there"},
      {log.substr(0, 4608), "truncated: the header states 3 chunks, 0 are there"},
      {log.substr(0, 4096 + kChunk), "truncated: the header states 3 chunks, 1 are there"},
      {log.substr(0, log.size() - 1), "truncated: the header states 3 chunks, 2 are there"},
      {EvtxHeader(), "truncated: it ends after 4096 bytes of its header, without a chunk"},
  };
  for (const auto& test : cases) {
    for (const std::string& content : {test.content, Gzip(test.content)}) {
      const Read read = ReadAll({Write("log.evtx", content)});
      ASSERT_EQ(read.reports.size(), 1u);
      const std::optional<Error>& error = read.reports[0].error;
      EXPECT_EQ(error ? error->message : "none", test.message != nullptr ? test.message : "none")
          << test.content.size();
      EXPECT_FALSE(read.reports[0].skipped);
      EXPECT_TRUE(!error || error->code == ErrorCode::kCorrupt);
    }
  }
}

TEST_F(FileInputTest, NamesTheFramingOfEachBatch) {
  FileInput input({Write("log.json", EvtxHeader() + EvtxChunk('a')), Write("log.evtx", "{}")});
  EXPECT_EQ(input.Next()->framing, Framing::kEvtxChunks);
  EXPECT_EQ(input.Next()->framing, Framing::kRecords);
}

// --- Damage ----------------------------------------------------------------------------------

// Every record that lies wholly before the cut comes out; the report says that there was more.
TEST_F(FileInputTest, ReadsUpToTheCutOfATruncatedFile) {
  const std::string lines = Lines(20'000);
  const struct {
    const char* name;
    std::string content;
  } cases[] = {
      {"gzip", Gzip(lines)},
      {"zstd", Zstd(lines)},
      {"zip", Archive(ArchiveFormat::kZip, {{"b.json", lines}})},
      {"tar", Archive(ArchiveFormat::kTar, {{"b.json", lines}})},
      {"tar.gz", Gzip(Archive(ArchiveFormat::kTar, {{"b.json", lines}}))},
  };
  for (const auto& test : cases) {
    std::size_t last = 0;
    for (const int percent : {20, 50, 90}) {
      const std::size_t size = test.content.size() * static_cast<std::size_t>(percent) / 100;
      const Read read = ReadAll({Write(test.name, test.content.substr(0, size))});
      EXPECT_GT(read.records.size(), 200u * static_cast<std::size_t>(percent) * 4 / 5)
          << test.name << " at " << percent;
      EXPECT_GT(read.records.size(), last) << test.name << " at " << percent;
      last = read.records.size();
      bool told = false;
      for (const InputReport& report : read.reports) told |= report.error.has_value();
      EXPECT_TRUE(told) << test.name << " at " << percent;
    }
  }
}

TEST_F(FileInputTest, ReadsTheMembersBehindADamagedOne) {
  const std::string lines = Lines(20'000);
  std::string zip = Archive(ArchiveFormat::kZip, {{"a.json", lines}, {"b.json", lines}});
  for (std::size_t i = zip.size() / 4; i < zip.size() / 4 + 200; ++i) zip[i] = '\x55';
  const Read read = ReadAll({Write("z.zip", zip)});
  ASSERT_NE(read.report("z.zip!a.json"), nullptr);
  EXPECT_TRUE(read.report("z.zip!a.json")->error);
  EXPECT_LT(read.count("z.zip!a.json"), 20'000u);
  EXPECT_EQ(read.count("z.zip!b.json"), 20'000u);
  EXPECT_FALSE(read.report("z.zip!b.json")->error);
}

TEST_F(FileInputTest, NoticesWrongChecksums) {
  for (std::string content :
       {Archive(ArchiveFormat::kZipStored, {{"a", "{\"key\":1}"}}), Gzip("{\"key\":1}")}) {
    const bool is_zip = content.starts_with("PK");
    if (is_zip) {
      content[content.find("key")] = 'K';
    } else {
      content[content.size() - 6] ^= 1;  // in the checksum behind the data
    }
    const Read read = ReadAll({Write("f", content)});
    EXPECT_EQ(read.records.size(), 1u) << is_zip;
    ASSERT_TRUE(read.reports.at(0).error) << is_zip;
    EXPECT_EQ(read.reports.at(0).error->code, ErrorCode::kCorrupt) << is_zip;
  }
}

TEST_F(FileInputTest, NoticesBytesBehindCompressedData) {
  const Read read = ReadAll({Write("g", Gzip("{}\n") + "tail")});
  EXPECT_EQ(read.records.size(), 1u);
  ASSERT_TRUE(read.report("g")->error);
  EXPECT_EQ(read.report("g")->error->code, ErrorCode::kCorrupt);
}

TEST_F(FileInputTest, SurvivesEveryFlippedByte) {
  const std::string lines = Lines(40);
  for (const std::string& content :
       {Gzip(lines), Zstd(lines), Archive(ArchiveFormat::kZip, {{"a", lines}, {"b", Gzip(lines)}}),
        Archive(ArchiveFormat::kTar, {{"a", "{}"}})}) {
    for (std::size_t at = 0; at < content.size(); at += 1 + content.size() / 500) {
      std::string damaged = content;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x5a);
      ReadAll({Write("f", damaged)});  // checks the contract of Input on its way
    }
  }
}

// --- Limits and tricks -----------------------------------------------------------------------

TEST_F(FileInputTest, StopsDecompressionBombs) {
  const std::string blanks(std::size_t{4} << 20, ' ');
  FileInputOptions by_ratio;
  by_ratio.limits.ratio_window_bytes = std::uint64_t{1} << 20;
  by_ratio.limits.ratio_max = 100;
  FileInputOptions by_size;
  by_size.limits.unpacked_bytes_max = 100'000;
  for (const FileInputOptions& options : {by_ratio, by_size}) {
    for (const std::string& bomb :
         {Gzip("{}\n" + blanks), Zstd("{}\n" + blanks), Gzip(Gzip("{}\n" + blanks)),
          Archive(ArchiveFormat::kZip, {{"m", "{}\n" + blanks}})}) {
      const Read read = ReadAll({Write("bomb", bomb)}, options);
      EXPECT_EQ(read.records.size(), 1u) << "what came before the limit is read";
      ASSERT_FALSE(read.reports.empty());
      ASSERT_TRUE(read.reports[0].error);
      EXPECT_EQ(read.reports[0].error->code, ErrorCode::kLimit);
      EXPECT_LT(read.reports[0].bytes_unpacked, blanks.size());
    }
  }
}

TEST_F(FileInputTest, CountsUnpackedBytesOverAllMembers) {
  FileInputOptions options;
  options.limits.unpacked_bytes_max = 10'000;
  std::vector<TestMember> members;
  for (int i = 0; i < 10; ++i) members.push_back({"m" + std::to_string(i), Lines(100)});
  const Read read = ReadAll({Write("z", Archive(ArchiveFormat::kZip, members))}, options);
  EXPECT_LT(read.records.size(), 600u);
  ASSERT_NE(read.report("z"), nullptr) << "the archive's own report";
  EXPECT_EQ(read.report("z")->error->code, ErrorCode::kLimit);
}

TEST_F(FileInputTest, LimitsMembersAndNesting) {
  FileInputOptions options;
  options.limits.members_max = 3;
  options.limits.nesting_max = 2;
  std::vector<TestMember> members;
  for (int i = 0; i < 5; ++i) members.push_back({"m" + std::to_string(i), "{}"});
  const Read many = ReadAll({Write("many", Archive(ArchiveFormat::kZip, members))}, options);
  EXPECT_EQ(many.records.size(), 3u);
  ASSERT_NE(many.report("many"), nullptr);
  EXPECT_EQ(many.report("many")->error->code, ErrorCode::kLimit);

  const Read two = ReadAll({Write("two", Gzip(Gzip("{}")))}, options);
  EXPECT_EQ(two.records.size(), 1u);
  const Read three = ReadAll({Write("three", Gzip(Gzip(Gzip("{}"))))}, options);
  EXPECT_TRUE(three.records.empty());
  EXPECT_FALSE(three.report("three")->skipped);
  EXPECT_EQ(three.report("three")->error->code, ErrorCode::kLimit);
}

TEST_F(FileInputTest, MemberNamesAreOnlyText) {
  const std::string tar = Archive(ArchiveFormat::kTar, {{"../../escape.json", "{}"},
                                                        {"/etc/absolute.json", "{}"},
                                                        {"C:\\drive.json", "{}"},
                                                        {"latin\xfc.json", "{}"},
                                                        {"link.json", "/etc/passwd", true}});
  const Read read = ReadAll({Write("t", tar)});
  EXPECT_EQ(read.records.size(), 4u);
  EXPECT_NE(read.report("t!../../escape.json"), nullptr);
  EXPECT_NE(read.report("t!/etc/absolute.json"), nullptr);
  EXPECT_NE(read.report("t!latin\ufffd.json"), nullptr);
  ASSERT_NE(read.report("t!link.json"), nullptr);
  EXPECT_TRUE(read.report("t!link.json")->skipped);
  EXPECT_FALSE(fs::exists(folder_ / "escape.json"));
}

TEST_F(FileInputTest, CutsRecordsThatAreTooLong) {
  FileInputOptions options;
  options.limits.record_bytes_max = 100;
  const std::string content = "{\"a\":1}\n{\"b\":\"" + std::string(5000, 'x') + "\"}\n{\"c\":3}\n";
  for (const std::string& packed : {content, Gzip(content)}) {
    const Read read = ReadAll({Write("f", packed)}, options);
    ASSERT_EQ(read.records.size(), 3u);
    EXPECT_EQ(read.records[2], "f|3|5017|{\"c\":3}");
    ASSERT_TRUE(read.report("f")->error);
    EXPECT_EQ(read.report("f")->error->code, ErrorCode::kLimit);
    EXPECT_NE(read.report("f")->error->message.find("record 2"), std::string::npos);
  }
}

// --- Published evidence ----------------------------------------------------------------------

TEST(FileInputOnSharedData, CountsTheRecordsOfPublishedSets) {
  const char* shared = std::getenv("TOCSIN_SHARED");
  const fs::path otrf = fs::path(shared != nullptr ? shared : "../shared") / "data" / "otrf";
  if (!fs::exists(otrf)) GTEST_SKIP() << "set TOCSIN_SHARED to the folder that has data/otrf";
  const struct {
    const char* zip;
    std::uint64_t records;
    std::uint64_t bytes;
  } sets[] = {
      {"atomic/windows/defense_evasion/host/empire_wmic_add_user_backdoor.zip", 12278, 27157614},
      {"atomic/windows/lateral_movement/host/schtask_create.zip", 1041, 2036014},
      {"compound/LSASS_campaign_03/metasploit_comsvcs_lsass_memory_dump.zip", 41954, 89445270},
      {"atomic/linux/discovery/host/sh_arp_cache.zip", 12, 1884},
      {"atomic/linux/defense_evasion/host/sh_binary_padding_dd.zip", 6, 995},
      {"compound/Log4Shell/syslog_auoms_auditd_log4shell_cve2021_44228_jndi_reference.zip", 50,
       123398},
      {"compound/Log4Shell/syslog_sysmon_log4shell_cve2021_44228_jndi_reference.zip", 93, 194767},
      {"compound/Log4Shell/securityauditing_log4shell_cve2021_44228_java_serialized_object.zip", 39,
       77934},
      {"compound/Log4Shell/sysmon_log4shell_cve2021_44228_java_serialized_object.zip", 487, 540891},
  };
  for (const auto& set : sets) {
    FileInput input({(otrf / set.zip).string()});
    std::uint64_t records = 0;
    while (const std::optional<RawBatch> batch = input.Next()) records += batch->records.size();
    EXPECT_EQ(records, set.records) << set.zip;
    ASSERT_EQ(input.reports().size(), 1u) << set.zip;
    EXPECT_EQ(input.reports()[0].bytes_unpacked, set.bytes) << set.zip;
    EXPECT_FALSE(input.reports()[0].error) << set.zip;
  }
}

}  // namespace
}  // namespace tocsin
