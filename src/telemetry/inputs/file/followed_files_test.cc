#include "telemetry/inputs/file/followed_files.h"

#include "telemetry/inputs/file/file_input_testing.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace tocsin::input_testing {
namespace {

using input::ChangeWatch;

// Both ways to learn of changes have to tell the same.
class FollowedFilesTest : public testing::TestWithParam<ChangeWatch::Means> {
 protected:
  FollowedFilesTest() {
    std::string pattern = testing::TempDir() + "/tocsin_followed_XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~FollowedFilesTest() override { fs::remove_all(folder_); }

  void Follow(const std::vector<std::string>& names) {
    std::vector<std::string> paths;
    for (const std::string& name : names) paths.push_back(Path(name));
    input_ = std::make_unique<FollowedFiles>(paths, FollowedFilesOptions{.means = GetParam()});
  }
  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  void Append(const std::string& name, std::string_view text) {
    std::ofstream(Path(name), std::ios::app) << text;
  }

  // Reads until so many records have come, or for ten seconds; then whatever more is there.
  std::vector<std::string> Records(std::size_t count) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    std::vector<std::string> records;
    while (true) {
      const std::optional<RawBatch> batch = input_->Next();
      if (batch) {
        const std::string name = fs::path(input_->reports()[batch->input.value()].name).filename();
        for (const RawRecord& record : batch->records) {
          records.push_back(name + "|" + std::to_string(record.number) + "|" +
                            std::string(record.bytes));
        }
        continue;
      }
      if (records.size() >= count || std::chrono::steady_clock::now() > deadline) return records;
      input_->Wait(std::chrono::milliseconds(100));
    }
  }
  std::vector<std::string> Close() {
    input_->Close();
    std::vector<std::string> records = Records(0);
    EXPECT_TRUE(input_->ended());
    return records;
  }

  using Lines = std::vector<std::string>;
  fs::path folder_;
  std::unique_ptr<FollowedFiles> input_;
};

std::string NameOf(const testing::TestParamInfo<ChangeWatch::Means>& means) {
  return means.param == ChangeWatch::Means::kNotices ? "Notices" : "Looking";
}
INSTANTIATE_TEST_SUITE_P(Means, FollowedFilesTest,
                         testing::Values(ChangeWatch::Means::kNotices,
                                         ChangeWatch::Means::kLooking),
                         NameOf);

TEST_P(FollowedFilesTest, ReadsWhatIsThereAndWhatComes) {
  Append("a", "{\"n\":1}\n{\"n\"");
  Follow({"a"});
  EXPECT_EQ(Records(1), Lines{"a|1|{\"n\":1}"});
  Append("a", ":2}\n");
  EXPECT_EQ(Records(1), Lines{"a|2|{\"n\":2}"});
  Append("a", "{\"n\":3}");
  EXPECT_EQ(Records(0), Lines());  // a line without an end may go on
  EXPECT_EQ(Close(), Lines{"a|3|{\"n\":3}"});
  ASSERT_EQ(input_->reports().size(), 1U);
  EXPECT_EQ(input_->reports()[0].records, 3U);
  EXPECT_EQ(input_->reports()[0].bytes_read, 23U);
  EXPECT_FALSE(input_->reports()[0].error);
}

TEST_P(FollowedFilesTest, FollowsARotationByRenaming) {
  Append("a", "x1\n");
  Follow({"a"});
  EXPECT_EQ(Records(1), Lines{"a|1|x1"});
  fs::rename(folder_ / "a", folder_ / "a.1");
  Append("a.1", "x2\n");  // by a writer that has not reopened it yet
  Append("a", "y1\n");
  EXPECT_EQ(Records(2), (Lines{"a|2|x2", "a|1|y1"}));
  EXPECT_EQ(input_->reports().size(), 2U);
}

TEST_P(FollowedFilesTest, ReadsARotatedFileOfAFolderOnce) {
  Append("a", "x1\n");
  Follow({""});
  EXPECT_EQ(Records(1), Lines{"a|1|x1"});
  fs::rename(folder_ / "a", folder_ / "a.1");
  Append("a", "y1\n");
  EXPECT_EQ(Records(1), Lines{"a|1|y1"});
  Append("a.1", "x2\n");
  EXPECT_EQ(Records(1), Lines{"a|2|x2"});
}

TEST_P(FollowedFilesTest, FollowsARotationByCopying) {
  Append("a", "x1\nx2\nx3");
  Follow({"a"});
  EXPECT_EQ(Records(2), (Lines{"a|1|x1", "a|2|x2"}));
  fs::resize_file(folder_ / "a", 0);
  EXPECT_EQ(Records(1), Lines{"a|3|x3"});  // its end will never come
  Append("a", "y1\n");
  EXPECT_EQ(Records(1), Lines{"a|1|y1"});
}

// Between two looks the file was emptied and has grown beyond where it was.
TEST_P(FollowedFilesTest, SeesThatAFileWasWrittenAnew) {
  Append("a", "x1\nx2\n");
  Follow({"a"});
  EXPECT_EQ(Records(2), (Lines{"a|1|x1", "a|2|x2"}));
  fs::resize_file(folder_ / "a", 0);
  Append("a", "y1\ny2\ny3\ny4\n");
  EXPECT_EQ(Records(4), (Lines{"a|1|y1", "a|2|y2", "a|3|y3", "a|4|y4"}));
}

TEST_P(FollowedFilesTest, FindsWhatAppears) {
  Follow({"d", "later"});
  EXPECT_EQ(Records(0), Lines());
  fs::create_directories(folder_ / "d/e");
  Append("d/e/f", "f1\n");
  EXPECT_EQ(Records(1), Lines{"f|1|f1"});
  Append("later", "l1\n");
  EXPECT_EQ(Records(1), Lines{"later|1|l1"});
}

TEST_P(FollowedFilesTest, ReadsOldFilesFirst) {
  Append("log", "new\n");
  Append("log.1", "old\n");
  Append("log.2", "older\n");
  const auto now = fs::last_write_time(folder_ / "log");
  fs::last_write_time(folder_ / "log.1", now - std::chrono::hours(24));
  fs::last_write_time(folder_ / "log.2", now - std::chrono::hours(48));
  Follow({""});
  EXPECT_EQ(Records(3), (Lines{"log.2|1|older", "log.1|1|old", "log|1|new"}));
}

TEST_P(FollowedFilesTest, SaysWhatItCannotFollow) {
  Append("a.gz", Gzip("x\n"));
  Append("b.evtx", "ElfFile\0"s + std::string(4088, '\0'));
  Append("c", "c1\n");
  ASSERT_EQ(mkfifo(Path("p").c_str(), 0600), 0);
  Follow({"a.gz", "", "p"});
  EXPECT_EQ(Records(1), Lines{"c|1|c1"});
  Records(0);
  std::vector<std::string> told;
  for (const InputReport& report : input_->reports()) {
    if (!report.error) continue;
    told.push_back(fs::path(report.name).filename().string() + (report.skipped ? " skipped" : ""));
    EXPECT_NE(report.error->message.find("followed"), std::string::npos);
  }
  std::sort(told.begin(), told.end());
  EXPECT_EQ(told, (Lines{"a.gz", "b.evtx skipped", "p"}));
  EXPECT_FALSE(input_->ended());
}

TEST_P(FollowedFilesTest, ADeletedFileIsReadToItsEnd) {
  Append("a", "x1\n");
  Follow({"a"});
  EXPECT_EQ(Records(1), Lines{"a|1|x1"});
  std::ofstream writer(Path("a"), std::ios::app);
  fs::remove(folder_ / "a");
  EXPECT_EQ(Records(0), Lines());
  writer << "x2\nx3" << std::flush;
  EXPECT_EQ(Records(2), (Lines{"a|2|x2", "a|3|x3"}));  // the last one when its writer is silent
}

}  // namespace
}  // namespace tocsin::input_testing
