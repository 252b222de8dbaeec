#include "telemetry/sources/system_log/log_line.h"

#include "base/utf8.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string>

namespace tocsin::system_log {
namespace {

// RFC 5424, 6.2.1.
constexpr std::uint32_t kSeverities = 8;
constexpr std::uint32_t kAuth = 4;
constexpr std::uint32_t kAuthPrivate = 10;

constexpr std::string_view kPrograms[] = {
    "chage",   "chfn",     "chgpasswd",      "chpasswd", "chsh",      "gdm-password",
    "gpasswd", "groupadd", "groupdel",       "groupmod", "lightdm",   "login",
    "passwd",  "pkexec",   "polkitd",        "sshd",     "sshd-auth", "sshd-session",
    "su",      "sudo",     "systemd-logind", "useradd",  "userdel",   "usermod",
};

std::optional<std::uint32_t> NumberOf(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || text.empty() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// The journal's times count microseconds since 1970.
std::optional<Time> TimeOf(std::string_view text) {
  std::int64_t microseconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), microseconds);
  constexpr std::int64_t kMax = INT64_MAX / 1000;
  if (error != std::errc() || end != text.data() + text.size() || microseconds < 0 ||
      microseconds > kMax) {
    return std::nullopt;
  }
  return Time{microseconds * 1000};
}

// A text, a number in decimal, or the bytes of a text that is not Unicode.
std::string_view TextOfField(const doc::Node* node, Arena& arena) {
  if (node == nullptr) return {};
  if (!node->is_array()) return TextOf(*node, arena);
  std::string bytes;
  for (std::uint32_t i = 0; i < node->size(); ++i) {
    const doc::Node& element = node->element(i);
    // A field that was given more than once is a list of texts.
    if (element.is_string()) return element.text();
    if (element.kind() == doc::NodeKind::kInt)
      bytes.push_back(static_cast<char>(element.integer()));
  }
  return arena.Copy(ReplaceInvalidUtf8(bytes));
}

// "/usr/sbin/sshd", "sshd(pam_unix)" -> "sshd"
std::string_view ProgramOf(std::string_view tag) {
  tag = tag.substr(0, tag.find('('));
  return tag.starts_with('/') ? tag.substr(tag.rfind('/') + 1) : tag;
}

LogLine ReadSyslog(const doc::Node& entry, Arena& arena) {
  const auto text = [&](std::string_view name) { return TextOfField(entry.Find(name), arena); };
  LogLine line;
  line.time = ParseTime(text("time"));
  line.host = text("host");
  line.program = ProgramOf(text("tag"));
  line.pid = text("pid");
  line.message = text("message");
  line.message_id = text("message_id");
  const doc::Node* const priority = entry.Find("priority");
  if (priority != nullptr && priority->kind() == doc::NodeKind::kInt) {
    line.facility = static_cast<std::uint32_t>(priority->integer()) / kSeverities;
    line.severity = static_cast<std::uint32_t>(priority->integer()) % kSeverities;
  }
  return line;
}

LogLine ReadJournal(const doc::Node& entry, Arena& arena) {
  const auto text = [&](std::string_view name) { return TextOfField(entry.Find(name), arena); };
  const auto either = [&](std::string_view name, std::string_view other) {
    const std::string_view found = text(name);
    return found.empty() ? text(other) : found;
  };
  LogLine line;
  line.time = TimeOf(text("__REALTIME_TIMESTAMP"));
  line.host = text("_HOSTNAME");
  line.machine_id = text("_MACHINE_ID");
  line.program = ProgramOf(either("SYSLOG_IDENTIFIER", "_COMM"));
  line.pid = either("_PID", "SYSLOG_PID");
  line.message = text("MESSAGE");
  line.executable = text("_EXE");
  line.command_line = text("_CMDLINE");
  line.user_id = text("_UID");
  line.facility = NumberOf(text("SYSLOG_FACILITY"));
  line.severity = NumberOf(text("PRIORITY"));
  return line;
}

// Fields of the journal that ReadJournal reads, and addresses within the journal's files.
constexpr std::string_view kJournalFields[] = {
    "MESSAGE",
    "PRIORITY",
    "SYSLOG_FACILITY",
    "SYSLOG_IDENTIFIER",
    "SYSLOG_PID",
    "_CMDLINE",
    "_COMM",
    "_EXE",
    "_HOSTNAME",
    "_MACHINE_ID",
    "_PID",
    "_UID",
    "__CURSOR",
    "__MONOTONIC_TIMESTAMP",
    "__REALTIME_TIMESTAMP",
    "__SEQNUM",
    "__SEQNUM_ID",
};

}  // namespace

bool IsJournalField(std::string_view name) {
  return std::find(std::begin(kJournalFields), std::end(kJournalFields), name) !=
         std::end(kJournalFields);
}

bool IsLogLine(const doc::Node& document) {
  const doc::Node* const entry = document.Find("syslog");
  if (entry != nullptr && entry->is_object() && document.size() == 1) return true;
  return document.Find("__REALTIME_TIMESTAMP") != nullptr && document.Find("MESSAGE") != nullptr;
}

LogLine ReadLogLine(const doc::Node& document, Arena& arena) {
  const doc::Node* const entry = document.Find("syslog");
  return entry != nullptr && entry->is_object() ? ReadSyslog(*entry, arena)
                                                : ReadJournal(document, arena);
}

bool IsAuthentication(const LogLine& line) {
  const std::uint32_t facility = line.facility.value_or(0);
  if (facility == kAuth || facility == kAuthPrivate) return true;
  return std::find(std::begin(kPrograms), std::end(kPrograms), line.program) !=
             std::end(kPrograms) ||
         line.message.starts_with("pam_");
}

}  // namespace tocsin::system_log
