// A file that a command writes while it works, such as the alerts of a scan.
//
// A regular file is written beside its place and moved there by Commit: a reader sees the old
// content or the whole new one, and a run that fails leaves the old. Devices and pipes are written
// in place. Opening is the test whether the file can be written, so it comes before the work.
// Threads: one at a time. Errors carry the path as context.
#pragma once

#include "base/result.h"

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace tocsin {

class OutputFile {
 public:
  static Result<OutputFile> Open(const std::string& path);

  OutputFile(OutputFile&& other) noexcept = default;
  OutputFile& operator=(OutputFile&& other) = delete;
  ~OutputFile();  // without Commit nothing of it stays

  // A failure is kept for Commit.
  void Write(std::string_view text);
  Result<void> Commit();

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  OutputFile(std::string path, std::string temporary, std::FILE* file)
      : path_(std::move(path)), temporary_(std::move(temporary)), file_(file) {}

  std::string path_;
  std::string temporary_;  // empty: written in place
  std::unique_ptr<std::FILE, Closer> file_;
  int error_number_ = 0;
};

}  // namespace tocsin
