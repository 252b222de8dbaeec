// Scans hostile evidence with the program itself, beside evidence that is right: whatever the
// hostile part is, the program ends by itself, in bounded time and memory, says in its books what
// it could not read, and finds what stands behind.
#pragma once

#include "base/file.h"
#include "cli/child.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace tocsin::hostile {

namespace fs = std::filesystem;

inline constexpr std::size_t kPeakBytesMax = std::size_t{768} << 20;
inline constexpr std::chrono::seconds kTimeMax{60};

// An event that the built-in rules know.
inline const std::string kGood =
    R"({"@timestamp":"2026-02-01T08:00:00Z","agent":{"type":"endpoint"},)"
    R"("data_stream":{"dataset":"endpoint.events.process"},)"
    R"("event":{"category":["process"],"type":["start"]},)"
    R"("host":{"id":"h1","name":"ws-1","os":{"type":"windows"}},)"
    R"("process":{"name":"ssh.exe","command_line":"ssh -o ProxyCommand=\"cmd /c x\" h"}})"
    "\n";

class HostileTest : public testing::Test {
 protected:
  HostileTest() {
    std::string pattern = testing::TempDir() + "/tocsin-hostile-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    fs::create_directory(folder_ / "in");
    Write("zz-good.ndjson", kGood);  // behind everything else
  }
  ~HostileTest() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const { return (folder_ / "in" / name).string(); }
  void Write(const std::string& name, std::string_view content) {
    std::ofstream(Path(name), std::ios::binary) << content;
  }

  // Scans the folder. `alerts`: how many events the built-in rule finds, the good one included.
  void Scan(int exit_code, int alerts = 1) {
    const auto start = std::chrono::steady_clock::now();
    Child child({TOCSIN_PROGRAM, "scan", "-j", "2", "--stats=json", Path("")},
                (folder_ / "err").string(), without_rights_);
    child.CloseInput();
    const std::string line = child.Line();
    EXPECT_EQ(child.Wait(), exit_code);
    err_ = ReadFile((folder_ / "err").string()).value_or("");
    EXPECT_LT(std::chrono::steady_clock::now() - start, kTimeMax);
    EXPECT_LT(child.peak_bytes(), kPeakBytesMax);
    ASSERT_TRUE(nlohmann::json::accept(line)) << err_;
    books_ = nlohmann::json::parse(line);
    EXPECT_EQ(books_["alerts"]["total"], alerts) << err_;
    std::uint64_t rejected = 0;
    for (const auto& [reason, count] : books_["records"]["rejected"].items()) {
      rejected += count.get<std::uint64_t>();
    }
    EXPECT_EQ(books_["records"]["in"], books_["records"]["parsed"].get<std::uint64_t>() + rejected);
  }

  std::uint64_t Rejected(const std::string& reason) const {
    return books_["records"]["rejected"].value(reason, std::uint64_t{0});
  }
  std::uint64_t Noted(const std::string& note) const {
    return books_["records"]["notes"].value(note, std::uint64_t{0});
  }
  // What the books say about the input whose name ends so; empty: nothing.
  std::string FaultOf(const std::string& name) const {
    for (const auto& fault : books_["inputs"]["faults"]) {
      if (fault["input"].get<std::string>().ends_with(name)) return fault["reason"];
    }
    return {};
  }
  void ExpectFault(const std::string& name, const std::string& words) const {
    EXPECT_NE(FaultOf(name).find(words), std::string::npos) << name << ": " << FaultOf(name) << "\n"
                                                            << books_["inputs"]["faults"].dump(1);
  }

  fs::path folder_;
  bool without_rights_ = false;  // scan as a user who owns nothing
  nlohmann::json books_;
  std::string err_;
};

}  // namespace tocsin::hostile
