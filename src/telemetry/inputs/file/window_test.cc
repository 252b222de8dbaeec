#include "telemetry/inputs/file/window.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

namespace tocsin::input {
namespace {

std::string Content(std::size_t size) {
  std::string content;
  while (content.size() < size) content += std::to_string(content.size()) + ",";
  content.resize(size);
  return content;
}

// A file without a name, holding `content`.
FileDescriptor Open(const std::string& content) {
  std::string path = testing::TempDir() + "tocsin_window_XXXXXX";
  const int descriptor = mkstemp(path.data());
  EXPECT_GE(descriptor, 0);
  unlink(path.c_str());
  EXPECT_EQ(write(descriptor, content.data(), content.size()),
            static_cast<ssize_t>(content.size()));
  return FileDescriptor(descriptor);
}

struct Maker {
  const char* name;
  std::function<std::unique_ptr<Window>(const std::string&, std::size_t)> make;
};

const std::vector<Maker>& Makers() {
  static const std::vector<Maker> makers = {
      {"Stream",
       [](const std::string& content, std::size_t piece) {
         return MakeStreamWindow(std::make_unique<FileSource>(Open(content)), piece);
       }},
      {"File",
       [](const std::string& content, std::size_t piece) {
         return MakeFileWindow(Open(content), content.size(), piece);
       }},
  };
  return makers;
}

TEST(Window, ShowsEverythingOnceInOrder) {
  for (const Maker& maker : Makers()) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{4096},
                                   std::size_t{4097}, std::size_t{100'000}}) {
      const std::string content = Content(size);
      for (const std::size_t piece : {std::size_t{100}, std::size_t{4096}, std::size_t{1} << 20}) {
        const std::unique_ptr<Window> window = maker.make(content, piece);
        std::string seen;
        while (!window->at_end()) {
          window->Grow();
          // Leave some behind, as a record that is not complete would.
          const std::size_t left = window->at_end() ? 0 : window->bytes().size() / 3;
          EXPECT_EQ(window->offset(), seen.size()) << maker.name;
          const std::size_t taken = window->bytes().size() - left;
          seen += window->bytes().substr(0, taken);
          window->Consume(taken);
        }
        EXPECT_EQ(seen, content) << maker.name << " " << size << " by " << piece;
        EXPECT_FALSE(window->fault()) << maker.name;
        EXPECT_EQ(window->stored_bytes(), size) << maker.name;
      }
    }
  }
}

TEST(Window, GrowsUntilARecordFits) {
  const std::string content = Content(50'000);
  for (const Maker& maker : Makers()) {
    const std::unique_ptr<Window> window = maker.make(content, 1000);
    std::size_t last = 0;
    while (!window->at_end()) {
      window->Grow();
      EXPECT_TRUE(window->bytes().size() > last || window->at_end()) << maker.name;
      last = window->bytes().size();
    }
    EXPECT_EQ(window->bytes(), content) << maker.name;
    EXPECT_EQ(window->offset(), 0u) << maker.name;
  }
}

TEST(Window, KeepsMemoryForThoseWhoHoldIt) {
  const std::string content = Content(50'000);
  for (const Maker& maker : Makers()) {
    std::unique_ptr<Window> window = maker.make(content, 5000);
    std::vector<std::pair<std::string_view, std::shared_ptr<const void>>> held;
    while (!window->at_end()) {
      window->Grow();
      held.emplace_back(window->bytes(), window->memory());
      window->Consume(window->bytes().size());
    }
    window.reset();
    std::string seen;
    for (const auto& [bytes, memory] : held) seen += bytes;
    EXPECT_EQ(seen, content) << maker.name;
  }
}

TEST(Window, ReportsAFileThatCannotBeRead) {
  const std::unique_ptr<Window> stream =
      MakeStreamWindow(std::make_unique<FileSource>(FileDescriptor()), 100);
  const std::unique_ptr<Window> file = MakeFileWindow(FileDescriptor(), 100, 100);
  for (Window* window : {stream.get(), file.get()}) {
    window->Grow();
    EXPECT_TRUE(window->at_end());
    ASSERT_TRUE(window->fault());
    EXPECT_EQ(window->fault()->code, ErrorCode::kIo);
  }
}

// A rotation by copying does this; whoever had the file mapped would die of it.
TEST(Window, OutlivesAFileThatIsShortened) {
  const std::string content = Content(50'000);
  FileDescriptor file = Open(content);
  const int descriptor = file.get();
  const std::unique_ptr<Window> window = MakeFileWindow(std::move(file), content.size(), 10'000);
  window->Grow();
  ASSERT_EQ(ftruncate(descriptor, 12'000), 0);
  EXPECT_EQ(window->bytes(), content.substr(0, 10'000));
  while (!window->at_end()) window->Grow();
  EXPECT_EQ(window->bytes(), content.substr(0, 12'000));
  ASSERT_TRUE(window->fault());
  EXPECT_EQ(window->fault()->message,
            "shortened while it was read: 12000 of 50000 bytes were there");
}

}  // namespace
}  // namespace tocsin::input
