#include "telemetry/inputs/file/change_watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace tocsin::input {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kLookEvery{250};
constexpr milliseconds kLookAnywayEvery{1000};

constexpr std::uint32_t kOfNames =
    IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ATTRIB;
constexpr std::uint32_t kOfContent = IN_MODIFY | IN_CLOSE_WRITE;

}  // namespace

ChangeWatch::ChangeWatch(Means means) : last_look_(steady_clock::now()) {
  if (means == Means::kLooking) return;
  notices_ = FileDescriptor(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  all_noticed_ = notices_.get() >= 0;
}

void ChangeWatch::AddFolder(const std::string& path) {
  if (!all_noticed_ || !folders_.insert(path).second) return;
  all_noticed_ = inotify_add_watch(notices_.get(), path.c_str(), kOfNames | kOfContent) >= 0;
}

ChangeWatch::Changes ChangeWatch::Wait(milliseconds patience, int stream) {
  const milliseconds look_every = all_noticed_ ? kLookAnywayEvery : kLookEvery;
  const auto left =
      std::chrono::duration_cast<milliseconds>(last_look_ + look_every - steady_clock::now());
  std::array<pollfd, 2> waited_for = {{{.fd = notices_.get(), .events = POLLIN, .revents = 0},
                                       {.fd = stream, .events = POLLIN, .revents = 0}}};
  const milliseconds wait = std::clamp(left, milliseconds(0), patience);
  const int ready = poll(waited_for.data(), waited_for.size(), static_cast<int>(wait.count()));
  Changes changes;
  if (ready > 0) {
    if (waited_for[0].revents != 0) changes = TakeNotices();
    changes.stream = waited_for[1].revents != 0;
  }
  if (steady_clock::now() - last_look_ >= look_every) {
    changes.names = true;
    changes.content = true;
    last_look_ = steady_clock::now();
  }
  return changes;
}

ChangeWatch::Changes ChangeWatch::TakeNotices() {
  Changes changes;
  alignas(inotify_event) std::array<char, 16 * 1024> buffer;
  while (true) {
    const ssize_t size = read(notices_.get(), buffer.data(), buffer.size());
    if (size <= 0) return changes;
    for (std::size_t at = 0; at + sizeof(inotify_event) <= static_cast<std::size_t>(size);) {
      inotify_event notice;
      std::memcpy(&notice, buffer.data() + at, sizeof notice);
      at += sizeof notice + notice.len;
      const bool lost = (notice.mask & IN_Q_OVERFLOW) != 0;
      changes.names |= lost || (notice.mask & kOfNames) != 0;
      changes.content |= lost || (notice.mask & (kOfNames | kOfContent)) != 0;
    }
  }
}

}  // namespace tocsin::input
