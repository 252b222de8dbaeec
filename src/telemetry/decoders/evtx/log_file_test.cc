#include "telemetry/decoders/evtx/log_file.h"

#include "telemetry/decoders/evtx/documents_testing.h"
#include "telemetry/decoders/evtx/format.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::evtx {
namespace {

class LogFile : public ::testing::Test {
 protected:
  LogFile() {
    Arena arena;
    LogWriter writer;
    for (int i = 1; i <= kRecords; ++i) {
      EXPECT_EQ(writer.Append(kSomeFileTime, ProcessStart(arena, i, std::string(200, 'c'))),
                WriteResult::kWritten);
    }
    file_ = writer.Finish();
    EXPECT_GE(file_.size(), kFileHeaderBytes + 3 * kChunkBytes);
    records_in_first_ = CountChunk(0);
    records_in_second_ = CountChunk(1);
  }

  std::uint64_t CountChunk(std::size_t i) const {
    return DecodeChunk(
               std::string_view(file_).substr(kFileHeaderBytes + i * kChunkBytes, kChunkBytes))
        .size();
  }

  static Summary Read(std::string_view file) {
    Arena arena;
    return ForEachRecord(file, arena, [](const ChunkSlot&, const Record&) {});
  }

  static constexpr int kRecords = 300;
  std::string file_;
  std::uint64_t records_in_first_ = 0;
  std::uint64_t records_in_second_ = 0;
};

TEST_F(LogFile, TheHeaderIsNotTrusted) {
  std::string file = file_;
  std::fill(file.begin() + 8, file.begin() + 128, '\xff');
  file[120] = 1;  // dirty
  file[42] = 0;   // no chunks
  file[43] = 0;
  const FileHeader header = ReadFileHeader(file);
  EXPECT_TRUE(header.dirty);
  EXPECT_FALSE(header.crc_matches);
  EXPECT_EQ(header.chunk_count, 0);
  EXPECT_EQ(Read(file).records, std::uint64_t{kRecords});
  std::fill(file.begin(), file.begin() + kFileHeaderBytes, '\0');
  EXPECT_EQ(Read(file).records, std::uint64_t{kRecords});
}

TEST_F(LogFile, CarvedChunksAreReadWithoutAFileHeader) {
  EXPECT_EQ(Read(std::string_view(file_).substr(kFileHeaderBytes)).records,
            std::uint64_t{kRecords});
}

TEST_F(LogFile, ADamagedChunkMagicIsCountedAndItsRecordsAreRead) {
  std::string file = file_;
  file[kFileHeaderBytes + kChunkBytes] = 'x';
  const Summary summary = Read(file);
  EXPECT_EQ(summary.bad_chunks, 1u);
  EXPECT_EQ(summary.records, std::uint64_t{kRecords});
}

TEST_F(LogFile, AnOverwrittenChunkIsReportedAndTheNextOnesAreRead) {
  std::string file = file_;
  std::fill_n(file.begin() + kFileHeaderBytes + kChunkBytes, kChunkBytes, 'x');
  const Summary summary = Read(file);
  EXPECT_EQ(summary.bad_chunks, 1u);
  EXPECT_EQ(summary.records, kRecords - records_in_second_);
  EXPECT_EQ(summary.bad_record_count(), 1u);
}

TEST_F(LogFile, UnusedChunksAreNothing) {
  const Summary summary = Read(file_ + std::string(3 * kChunkBytes, '\0'));
  EXPECT_EQ(summary.records, std::uint64_t{kRecords});
  EXPECT_EQ(summary.bad_chunks + summary.bad_record_count(), 0u);
}

TEST_F(LogFile, AChunkBehindUnusedSpaceIsFoundOutOfStep) {
  const std::string chunks = file_.substr(kFileHeaderBytes);
  const Summary summary = Read(file_ + std::string(kChunkBytes + 512, '\0') + chunks);
  EXPECT_EQ(summary.records, std::uint64_t{2 * kRecords});
  EXPECT_EQ(summary.bad_chunks + summary.bad_record_count(), 0u);
}

TEST_F(LogFile, MissingAndSurplusBytesAreOvercome) {
  // A page is missing from the end of the first chunk, so that the others stand too early.
  const std::size_t second = kFileHeaderBytes + kChunkBytes;
  const std::string missing = file_.substr(0, second - 4096) + file_.substr(second);
  Summary summary = Read(missing);
  EXPECT_GE(summary.records, kRecords - records_in_first_);
  EXPECT_GE(summary.records + summary.bad_record_count(), kRecords - 4096u / 500);
  EXPECT_EQ(summary.bad_chunks, 0u);
  // Bytes that belong to nothing stand before the second chunk.
  summary = Read(file_.substr(0, second) + std::string(1000, 'z') + file_.substr(second));
  EXPECT_EQ(summary.records, std::uint64_t{kRecords});
  EXPECT_EQ(summary.bad_chunks, 1u);
}

TEST_F(LogFile, TruncatedAtEverySectorGivesWhatIsWhole) {
  std::uint64_t last = 0;
  for (std::size_t size = 0; size <= file_.size(); size += 512) {
    const Summary summary = Read(std::string_view(file_).substr(0, size));
    EXPECT_GE(summary.records, last) << size;
    EXPECT_LE(summary.bad_record_count(), 1u) << size;
    last = summary.records;
  }
  EXPECT_EQ(Read(file_).records, std::uint64_t{kRecords});
}

TEST_F(LogFile, ChecksumsAreNotedOnly) {
  std::string file = file_;
  file[kFileHeaderBytes + 52] = static_cast<char>(file[kFileHeaderBytes + 52] ^ 1);
  const Summary summary = Read(file);
  EXPECT_EQ(summary.records_crc_mismatches, 1u);
  EXPECT_EQ(summary.header_crc_mismatches, 1u);
  EXPECT_EQ(summary.records, std::uint64_t{kRecords});
}

TEST(LogFileBytes, ThatAreNoLogGiveNothing) {
  Arena arena;
  for (const std::string& bytes :
       {std::string(), std::string("ElfFile"), std::string(5000, '\0'), std::string(4096, 'x')}) {
    const Summary summary = ForEachRecord(bytes, arena, [](const ChunkSlot&, const Record&) {
      ADD_FAILURE() << "a record out of nothing";
    });
    EXPECT_EQ(summary.records, 0u);
  }
}

}  // namespace
}  // namespace tocsin::evtx
