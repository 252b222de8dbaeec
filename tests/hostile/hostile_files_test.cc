// Files, archives and folders that try to lead astray.

#include "hostile/hostile_testing.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>
#include <zlib.h>

#include <functional>
#include <utility>
#include <vector>

namespace tocsin::hostile {
namespace {

using Members = std::vector<std::pair<std::string, std::string>>;

std::string Gzip(const std::string& content) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY), Z_OK);
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

enum class Format { kZip, kTar };

// A member whose name begins with "->" is a link with that name's rest, to its content.
std::string Archive(Format format, std::size_t count,
                    const std::function<std::pair<std::string, std::string>(std::size_t)>& member) {
  char path[] = "/tmp/tocsin-hostile-archive-XXXXXX";
  const int descriptor = mkstemp(path);
  struct archive* const out = archive_write_new();
  format == Format::kZip ? archive_write_set_format_zip(out) : archive_write_set_format_pax(out);
  archive_write_open_fd(out, descriptor);
  struct archive_entry* const entry = archive_entry_new();
  for (std::size_t i = 0; i < count; ++i) {
    const auto [name, content] = member(i);
    const bool is_link = name.starts_with("->");
    archive_entry_clear(entry);
    archive_entry_set_pathname(entry, name.c_str() + (is_link ? 2 : 0));
    archive_entry_set_perm(entry, 0600);
    archive_entry_set_filetype(entry, is_link ? AE_IFLNK : AE_IFREG);
    if (is_link) {
      archive_entry_set_symlink(entry, content.c_str());
    } else {
      archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    }
    // It warns of names that are no text.
    EXPECT_GE(archive_write_header(out, entry), ARCHIVE_WARN) << archive_error_string(out);
    if (!is_link) archive_write_data(out, content.data(), content.size());
  }
  archive_entry_free(entry);
  archive_write_free(out);
  close(descriptor);
  const std::string bytes = ReadFile(path).value_or("");
  unlink(path);
  return bytes;
}

std::string Archive(Format format, const Members& members) {
  return Archive(format, members.size(), [&](std::size_t i) { return members[i]; });
}

TEST_F(HostileTest, Bombs) {
  // Two gigabytes of blanks in two megabytes, and packed once more in some kilobytes.
  std::string members;
  const std::string packed = Gzip(std::string(std::size_t{64} << 20, ' '));
  for (int i = 0; i < 32; ++i) members += packed;
  Write("bomb.gz", members);
  Write("bomb.gz.gz", Gzip(members));
  Write("bomb.zip", Archive(Format::kZip, {{"a.gz", members}, {"good.ndjson", kGood}}));
  Scan(4);
  for (const char* name : {"bomb.gz", "bomb.gz.gz", "bomb.zip!a.gz"}) {
    ExpectFault(name, "times its size");
  }
}

TEST_F(HostileTest, ArchivesWithinArchives) {
  std::string nested = kGood;
  for (int i = 0; i < 20; ++i) nested = Archive(Format::kZip, {{"in", nested}});
  Write("nested.zip", nested);
  Scan(4);
  ExpectFault("nested.zip!in!in!in", "packed more than 3 times");
}

TEST_F(HostileTest, AMillionMembers) {
  Write("many.zip", Archive(Format::kZip, 1'000'000, [](std::size_t i) {
          return std::pair<std::string, std::string>(std::to_string(i), "{}\n");
        }));
  Scan(4);
  EXPECT_EQ(books_["records"]["parsed"], 100'001);
  ExpectFault("many.zip", "more than 100000 archive members");
}

TEST_F(HostileTest, NamesThatLeadAstray) {
  const std::string outside = (folder_ / "outside").string();
  Write("paths.tar", Archive(Format::kTar, {{"../../outside", kGood},
                                            {outside, kGood},
                                            {"C:\\windows\\x", kGood},
                                            {std::string(60'000, 'n'), kGood},
                                            {"\xff\xfe\x1b[2J", kGood},
                                            {"->link", "/etc/passwd"},
                                            {"link/x", kGood}}));
  Scan(0, 7);
  EXPECT_FALSE(fs::exists(outside));
  EXPECT_EQ(err_.find('\x1b'), std::string::npos);
}

TEST_F(HostileTest, TruncatedArchivesOfEachKind) {
  std::string lines;
  for (int i = 0; i < 20'000; ++i) {
    lines += R"({"@timestamp":"2026-02-01T08:00:00Z","n":)" + std::to_string(i * 7919) + "}\n";
  }
  const std::string zip = Archive(Format::kZip, {{"a", lines}, {"b", kGood}});
  const std::string tar = Archive(Format::kTar, {{"a", lines}, {"b", kGood}});
  const std::string gz = Gzip(lines);
  for (const auto& [name, whole] : Members{{"a.zip", zip}, {"a.tar", tar}, {"a.gz", gz}}) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{4}, std::size_t{20},
                                   whole.size() / 2, whole.size() / 2 + 512}) {
      Write(std::to_string(size) + name, whole.substr(0, size));
    }
  }
  Scan(4);
  for (const auto& [name, whole] : Members{{"a.zip", zip}, {"a.tar", tar}, {"a.gz", gz}}) {
    bool told = false;
    for (const auto& fault : books_["inputs"]["faults"]) {
      const std::string input = fault["input"];
      told |= input.find(std::to_string(whole.size() / 2) + name) != std::string::npos;
    }
    EXPECT_TRUE(told) << name;
  }
}

TEST_F(HostileTest, EmptyFilesPipesAndLoops) {
  Write("empty", "");
  Write("blank", "\n\n   \n");
  ASSERT_EQ(mkfifo(Path("pipe").c_str(), 0600), 0);
  fs::create_directory(Path("folder"));
  fs::create_directory_symlink(Path(""), Path("folder/loop"));
  fs::create_symlink(Path("itself"), Path("itself"));
  fs::create_symlink(Path("zz-good.ndjson"), Path("again"));
  fs::create_symlink("/dev/zero", Path("zero"));
  Scan(4);
  ExpectFault("itself", "symbolic links");
  ExpectFault("pipe", "name it to read it");
  ExpectFault("zero", "name it to read it");
}

TEST_F(HostileTest, FilesWithoutPermission) {
  Write("locked", kGood);
  fs::create_directory(Path("closed"));
  Write("closed/inside", kGood);
  fs::permissions(Path("locked"), fs::perms::none);
  fs::permissions(Path("closed"), fs::perms::none);
  for (const fs::path& open : {folder_, folder_ / "in"}) {
    fs::permissions(open, fs::perms(0755));
  }
  without_rights_ = true;  // the superuser may read everything
  Scan(4);
  ExpectFault("locked", "ermission denied");
  ExpectFault("closed", "ermission denied");
}

TEST_F(HostileTest, EventLogsThatLie) {
  std::string header("ElfFile\0", 8);
  header.resize(4096, '\xff');
  Write("counts.evtx", header);
  std::string chunk("ElfChnk\0", 8);
  for (const char fill : {'\0', '\1', '\xff', '\x7f'}) {
    std::string log("ElfFile\0", 8);
    log.resize(4096, fill);
    for (int i = 0; i < 100; ++i) log += chunk + std::string(65536 - 8, fill);
    Write("fill" + std::to_string(static_cast<unsigned char>(fill)) + ".evtx", log);
    Write("cut" + std::to_string(static_cast<unsigned char>(fill)) + ".evtx",
          log.substr(0, 4096 + 65536 + 700));
  }
  Scan(4);
  EXPECT_NE(FaultOf("counts.evtx"), "");
}

}  // namespace
}  // namespace tocsin::hostile
