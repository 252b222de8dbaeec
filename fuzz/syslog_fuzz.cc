// Lines of system logs.
//
// Any bytes as one line. Whatever is taken for a line of a system log has its parts within it, in
// order; when the log was written decides about the year of its time and nothing else; its document
// is valid UTF-8. The line is copied to a block of its own size, so that reading past its end is
// seen.

#include "base/arena.h"
#include "base/check.h"
#include "base/utf8.h"
#include "telemetry/decoders/syslog/syslog_line.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tocsin {
namespace {

constexpr Time kWritten{1'772'366'400'000'000'000};  // 2026-03-01T12:00:00Z

void CheckWithin(std::string_view part, std::string_view line) {
  if (part.empty()) return;
  TOCSIN_CHECK(part.data() >= line.data());
  TOCSIN_CHECK(part.data() + part.size() <= line.data() + line.size());
}

void Check(std::string_view input) {
  const std::vector<char> exact(input.begin(), input.end());
  const std::string_view text(exact.data(), exact.size());
  const auto line = syslog::ParseSyslogLine(text, kWritten);
  Arena arena;
  bool repaired = false;
  const doc::Node root = syslog::DecodeSyslogLine(text, kWritten, {}, arena, &repaired);
  TOCSIN_CHECK(root.is_null() == !line.has_value());
  if (!line) return;
  for (const std::string_view part :
       {line->host, line->tag, line->pid, line->message_id, line->structured_data, line->message}) {
    CheckWithin(part, text);
  }
  TOCSIN_CHECK(line->message_begin + line->message.size() == text.size());
  TOCSIN_CHECK(!line->priority || *line->priority < 192);
  const doc::Node& fields = *root.Find("syslog");
  TOCSIN_CHECK(fields.is_object());
  for (const doc::Member& member : fields) {
    if (member.value.is_string()) TOCSIN_CHECK(IsValidUtf8(member.value.text()));
  }
  TOCSIN_CHECK(repaired || IsValidUtf8(line->message));

  if (const auto repetition = syslog::ParseRepetition(line->message)) {
    TOCSIN_CHECK(repetition->count > 0);
    CheckWithin(repetition->message, line->message);
  }
  // When the log was written decides about the year only.
  const auto later = syslog::ParseSyslogLine(text, kWritten + Duration(400 * kNsPerDay));
  TOCSIN_CHECK(later && (later->time - line->time).count() % kNsPerDay == 0);
}

}  // namespace
}  // namespace tocsin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
