// Waits for changes in folders, by the system's notices (inotify) where there are any. A notice
// says only that looking is worth while: what has changed is found by looking.
//
// Where notices cannot be had (none left, a file system of another machine), and once a second in
// any case, the caller is told to look without one. Threads: one.
#pragma once

#include "telemetry/inputs/file/byte_source.h"

#include <chrono>
#include <set>
#include <string>

namespace tocsin::input {

class ChangeWatch {
 public:
  enum class Means { kNotices, kLooking };

  explicit ChangeWatch(Means means = Means::kNotices);

  void AddFolder(const std::string& path);

  struct Changes {
    bool names = false;    // files may have come, gone, or changed their names
    bool content = false;  // files may have grown or shrunk
    bool stream = false;   // `stream` can be read without waiting
  };
  // At the latest after `patience`. `stream`: a descriptor to wait for as well, or -1.
  Changes Wait(std::chrono::milliseconds patience, int stream);

 private:
  Changes TakeNotices();

  FileDescriptor notices_;
  bool all_noticed_ = false;  // every folder is watched
  std::set<std::string> folders_;
  std::chrono::steady_clock::time_point last_look_;
};

}  // namespace tocsin::input
