// Event logs, and evidence that is damaged or cut.
#include "telemetry/inputs/file/file_input_testing.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace tocsin::input_testing {
namespace {

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

}  // namespace
}  // namespace tocsin::input_testing
