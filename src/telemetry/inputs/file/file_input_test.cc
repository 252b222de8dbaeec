#include "telemetry/inputs/file/file_input_testing.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace tocsin::input_testing {
namespace {

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

TEST_F(FileInputTest, ReadsInPiecesWithoutATrace) {
  const std::string lines = Lines(2000);  // some 80 KB
  const std::string path = Write("plain", lines);
  const Read whole = ReadAll({path});
  const Read pieces = ReadAll({path}, {.buffer_bytes = 4096});
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
}  // namespace tocsin::input_testing
