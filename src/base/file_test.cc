#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace tocsin {
namespace {

class FileTest : public testing::Test {
 protected:
  FileTest() {
    std::string name = testing::TempDir() + "tocsin_file_XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  ~FileTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string Path(const std::string& name) const { return folder_ + "/" + name; }
  void Write(const std::string& name, std::string_view content) const {
    ASSERT_TRUE(WriteFileAtomically(Path(name), content));
  }

  std::string folder_;
};

TEST_F(FileTest, WritesAndReads) {
  const std::string content(200'000, 'x');
  Write("a", content);
  EXPECT_EQ(ReadFile(Path("a")).value(), content);
  Write("a", "shorter");
  EXPECT_EQ(ReadFile(Path("a")).value(), "shorter");
  EXPECT_EQ(ListFiles(folder_)->paths.size(), 1U);  // no temporary file stays
}

TEST_F(FileTest, SaysWhyItCannotRead) {
  const Result<std::string> missing = ReadFile(Path("missing"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(missing.error().context, Path("missing"));
  EXPECT_EQ(ReadFile(folder_).error().code, ErrorCode::kIo);
  Write("big", "12345");
  EXPECT_EQ(ReadFile(Path("big"), 4).error().code, ErrorCode::kLimit);
  EXPECT_TRUE(ReadFile(Path("big"), 5));
}

TEST_F(FileTest, FailedWriteLeavesTheOldContent) {
  EXPECT_EQ(WriteFileAtomically(Path("no/folder"), "x").error().code, ErrorCode::kNotFound);
  Write("sub", "");
}

TEST_F(FileTest, WritesThroughLinksAndIntoDevices) {
  Write("target", "old");
  ASSERT_EQ(::chmod(Path("target").c_str(), 0640), 0);
  ASSERT_EQ(::symlink("target", Path("link").c_str()), 0);
  Write("link", "new");
  EXPECT_EQ(ReadFile(Path("target")).value(), "new");
  struct stat facts {};
  ASSERT_EQ(::lstat(Path("link").c_str(), &facts), 0);
  EXPECT_TRUE(S_ISLNK(facts.st_mode));
  ASSERT_EQ(::stat(Path("target").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0640U);
  EXPECT_TRUE(WriteFileAtomically("/dev/null", "x").has_value());
  ASSERT_EQ(::stat("/dev/null", &facts), 0);
  EXPECT_TRUE(S_ISCHR(facts.st_mode));
}

TEST_F(FileTest, MapsFiles) {
  Write("a", "content");
  Write("empty", "");
  MappedFile file = *MappedFile::Open(Path("a"));
  EXPECT_EQ(file.bytes(), "content");
  const MappedFile moved = std::move(file);
  EXPECT_EQ(moved.bytes(), "content");
  EXPECT_EQ(MappedFile::Open(Path("empty"))->bytes(), "");
  EXPECT_EQ(MappedFile::Open(folder_).error().code, ErrorCode::kInvalid);
}

TEST_F(FileTest, ListsFilesSortedByBytes) {
  ASSERT_TRUE(MakeFolders(Path("b/c")));
  ASSERT_TRUE(MakeFolders(Path("b/c")));
  Write("b/c/1", "");
  Write("a", "");
  Write("b.x", "");
  Write("b/Z", "");
  ASSERT_EQ(::symlink("..", Path("b/loop").c_str()), 0);
  ASSERT_EQ(::symlink("Z", Path("b/link").c_str()), 0);
  ASSERT_EQ(::symlink("nowhere", Path("b/broken").c_str()), 0);
  ASSERT_EQ(::mkfifo(Path("pipe").c_str(), 0600), 0);
  const FileList list = *ListFiles(folder_);
  EXPECT_EQ(list.special, std::vector<std::string>{Path("pipe")});
  EXPECT_EQ(list.paths, (std::vector<std::string>{Path("a"), Path("b.x"), Path("b/Z"),
                                                  Path("b/c/1"), Path("b/link")}));
  ASSERT_EQ(list.skipped.size(), 1U);
  EXPECT_EQ(list.skipped[0].context, Path("b/broken"));
  EXPECT_EQ(ListFiles(Path("nowhere")).error().code, ErrorCode::kNotFound);
}

TEST_F(FileTest, Inspects) {
  Write("a", "1234");
  EXPECT_EQ(InspectFile(Path("a"))->size_bytes, 4U);
  EXPECT_EQ(InspectFile(Path("a"))->kind, FileKind::kRegular);
  EXPECT_GT(InspectFile(Path("a"))->modified_ns, 0);
  EXPECT_EQ(InspectFile(folder_)->kind, FileKind::kDirectory);
}

TEST_F(FileTest, MakeFoldersDoesNotReplaceAFile) {
  Write("a", "");
  EXPECT_FALSE(MakeFolders(Path("a")));
  EXPECT_FALSE(MakeFolders(Path("a/b")));
}

}  // namespace
}  // namespace tocsin
