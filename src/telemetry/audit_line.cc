#include "telemetry/audit_line.h"

#include "telemetry/decoders/auditd/audit_header.h"
#include "telemetry/decoders/syslog/syslog_line.h"

#include <algorithm>

namespace tocsin {
namespace {

constexpr std::string_view kMessageKeys[] = {"message", "MESSAGE", "Message", "SyslogMessage",
                                             "msg",     "log",     "_raw",    "event.original",
                                             "original"};

// `front` ends with "key":" where key is one of kMessageKeys.
bool OpensMessage(std::string_view front) {
  if (!front.ends_with('"')) return false;
  front.remove_suffix(1);
  front = front.substr(0, front.find_last_not_of(" \t") + 1);
  if (!front.ends_with(':')) return false;
  front.remove_suffix(1);
  front = front.substr(0, front.find_last_not_of(" \t") + 1);
  if (!front.ends_with('"')) return false;
  front.remove_suffix(1);
  return std::any_of(std::begin(kMessageKeys), std::end(kMessageKeys), [front](auto key) {
    return front.ends_with(key) && front.size() > key.size() &&
           front[front.size() - key.size() - 1] == '"';
  });
}

// Programs that hand audit lines to syslog: the daemon and its dispatcher's plug-ins, journald, and
// agents that read the log themselves.
bool CarriesAuditText(std::string_view tag) {
  constexpr std::string_view kTags[] = {"",       "audit",         "auditd",       "audispd",
                                        "kernel", "audisp-syslog", "tag_audit_log"};
  return std::find(std::begin(kTags), std::end(kTags), tag) != std::end(kTags);
}

// The audit text is the whole message of a syslog line; the kernel puts its own stamp and the word
// "audit: " in front.
bool IsSyslogMessage(std::string_view line, std::size_t begin) {
  const auto parsed = syslog::ParseSyslogLine(line.substr(0, audit::kHeaderBytesMax), Time{});
  if (!parsed || parsed->message_begin > begin) return false;
  std::string_view between = line.substr(parsed->message_begin, begin - parsed->message_begin);
  // Anybody may write such a line with a tag of his own choice (logger).
  if (between.empty()) return CarriesAuditText(parsed->tag);
  if (parsed->tag != "kernel") return false;
  if (between.starts_with('[')) {
    const std::size_t close = between.find(']');
    if (close == std::string_view::npos) return false;
    between.remove_prefix(close + 1);
    between.remove_prefix(std::min(between.find_first_not_of(' '), between.size()));
  }
  return between == "audit: ";
}

}  // namespace

std::optional<audit::AuditHeader> FindAuditLine(std::string_view line) {
  const std::optional<audit::AuditHeader> header = audit::FindAuditHeader(line);
  if (!header) return std::nullopt;
  const std::string_view front = line.substr(0, header->begin);
  const bool is_line =
      front.empty() ||
      (front.front() == '{' ? OpensMessage(front) : IsSyslogMessage(line, front.size()));
  return is_line ? header : std::nullopt;
}

std::span<const std::string_view> MessageKeys() { return kMessageKeys; }

}  // namespace tocsin
