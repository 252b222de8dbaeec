// Evidence made on the spot, and what FileInput makes of it. For tests only.
#pragma once

#include "telemetry/inputs/file/file_input.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin::input_testing {

namespace fs = std::filesystem;
using namespace std::string_literals;

inline constexpr std::size_t kChunk = 65536;

// --- Making evidence -------------------------------------------------------------------------

inline std::string Gzip(const std::string& content) {
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

inline std::string Zstd(const std::string& content) {
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

inline std::string Archive(ArchiveFormat format, const std::vector<TestMember>& members) {
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

inline std::string Lines(int count) {
  std::string lines;
  // Numbers that do not compress into nothing, so that damage has somewhere to be.
  std::uint32_t noise = 1;
  for (int i = 0; i < count; ++i) {
    noise = noise * 1664525u + 1013904223u;
    lines += "{\"n\":" + std::to_string(i) + ",\"noise\":\"" + std::to_string(noise) + "\"}\n";
  }
  return lines;
}

inline std::string Utf16(const std::u16string& text, bool little_endian) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xff);
    const char high = static_cast<char>(unit >> 8);
    bytes += little_endian ? low : high;
    bytes += little_endian ? high : low;
  }
  return bytes;
}

inline std::string EvtxHeader(std::size_t block_bytes = 4096, std::uint8_t chunks = 0) {
  std::string header(block_bytes, '\0');
  header.replace(0, 8, "ElfFile\0"s);
  header[40] = static_cast<char>(block_bytes & 0xff);
  header[41] = static_cast<char>(block_bytes >> 8);
  header[42] = static_cast<char>(chunks);
  return header;
}

inline std::string EvtxChunk(char fill) { return "ElfChnk\0"s + std::string(kChunk - 8, fill); }

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

}  // namespace tocsin::input_testing
