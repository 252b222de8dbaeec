#include "cli/commands/progress_line.h"

#include "base/escape.h"
#include "cli/commands/options.h"

#include <fmt/format.h>

namespace tocsin {
namespace {

constexpr double kQuietSeconds = 1.0;

}  // namespace

void ProgressLine::Report(const State& state) {
  if (!terminal_.is_tty) return;
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  if (seconds < kQuietSeconds) return;
  const double speed = static_cast<double>(state.bytes_done) / seconds;
  const std::string_view dot = terminal_.unicode ? " · " : ", ";
  std::string line = fmt::format(
      "scanning {1}{0}{2} of {3}{0}{4}/s{0}{5} hits", dot, WithThousands(state.inputs_done + 1),
      ByteText(static_cast<double>(state.bytes_done)),
      state.bytes_total == 0 ? std::string("?") : ByteText(static_cast<double>(state.bytes_total)),
      ByteText(speed), WithThousands(state.hits));
  if (state.bytes_total > state.bytes_done && speed > 0) {
    line += fmt::format("{}{:.0f} s left", dot,
                        static_cast<double>(state.bytes_total - state.bytes_done) / speed);
  }
  Write(stderr, "\r\x1b[K" + line);
  shown_ = true;
}

void ProgressLine::Wipe() {
  if (!shown_) return;
  Write(stderr, "\r\x1b[K");
  shown_ = false;
}

}  // namespace tocsin
