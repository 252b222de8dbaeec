#include "telemetry/sources/system_log/auth_message.h"

#include "base/ip.h"
#include "telemetry/sources/sshd_message.h"

#include <algorithm>
#include <optional>

namespace tocsin::system_log {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

constexpr AuthClass kNothing = {};
constexpr AuthClass kUserChange = {{"iam"}, {"user", "change"}, "", "success"};

bool Take(std::string_view prefix, std::string_view* text) {
  if (!text->starts_with(prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

// What stands before the first `mark`, which is taken too; nothing if there is none.
std::optional<std::string_view> TakeUntil(std::string_view mark, std::string_view* text) {
  const std::size_t end = text->find(mark);
  if (end == kNone) return std::nullopt;
  const std::string_view front = text->substr(0, end);
  text->remove_prefix(end + mark.size());
  return front;
}

// The value of "name=value" in a list separated by `separator`; empty if it is not there.
std::string_view ValueIn(std::string_view list, std::string_view name, std::string_view separator) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(separator), list.size());
    const std::string_view item = list.substr(0, end);
    if (item.starts_with(name) && item.substr(name.size()).starts_with('=')) {
      return item.substr(name.size() + 1);
    }
    list.remove_prefix(std::min(end + separator.size(), list.size()));
  }
  return {};
}

void AddPeer(std::string_view address, std::string_view port, FieldList* fields) {
  if (address.empty()) return;
  fields->Add("source.address", address);
  fields->Add(IpAddress::Parse(address) ? "source.ip" : "source.domain", address);
  fields->Add("source.port", port);
}

// ---- sshd ---------------------------------------------------------------------------------------

AuthClass ReadSshd(std::string_view message, FieldList* fields) {
  const SshdLine line = ParseSshdLine(message);
  if (line.event == SshdEvent::kListening) {
    fields->Add("server.ip", line.address);
    fields->Add("server.port", line.port);
    return {{"network"}, {"info"}, "ssh-server-listening", ""};
  }
  fields->Add("user", line.user);
  fields->Add("ssh.method", line.method);
  fields->Add("ssh.signature", line.signature);
  AddPeer(line.address, line.port, fields);
  switch (line.event) {
    case SshdEvent::kAccepted:
      fields->Add("ssh.event", "Accepted");
      return {{"authentication", "session"}, {"info"}, "ssh_login", "success"};
    case SshdEvent::kFailed:
      fields->Add("ssh.event", "Failed");
      return {{"authentication"}, {"info"}, "ssh_login", "failure"};
    case SshdEvent::kInvalidUser:
      fields->Add("ssh.event", "Invalid");
      return {{"authentication"}, {"info"}, "ssh_login", "failure"};
    case SshdEvent::kClosed:
      return {{"network"}, {"end"}, "ssh-connection-closed", ""};
    case SshdEvent::kDropped:
      fields->Add("ssh.dropped_ip", line.address);
      return kNothing;
    case SshdEvent::kRefused:  // a "Failed" line counts the attempt
    case SshdEvent::kListening:
    case SshdEvent::kOther:
      return kNothing;
  }
  return kNothing;
}

// ---- PAM ----------------------------------------------------------------------------------------

// "ann", "ann(uid=1000)"
void AddUser(std::string_view text, std::string_view name, std::string_view id, FieldList* fields) {
  constexpr std::string_view kId = "(uid=";
  const std::size_t open = text.rfind(kId);
  if (open != kNone && text.ends_with(')')) {
    fields->Add(id, text.substr(open + kId.size(), text.size() - open - kId.size() - 1));
    text = text.substr(0, open);
  }
  fields->Add(name, text);
}

AuthClass ReadSession(std::string_view message, FieldList* fields) {
  const bool opened = Take("session opened for user ", &message);
  if (!opened && !Take("session closed for user ", &message)) return kNothing;
  constexpr std::string_view kBy = " by ";
  const std::size_t by = message.rfind(kBy);
  const std::string_view target = message.substr(0, by);
  const std::string_view actor = by == kNone ? std::string_view() : message.substr(by + kBy.size());
  // Whoever becomes another is the user; a service that opens a session for someone is not named.
  if (actor.empty() || actor.starts_with('(')) {
    AddUser(target, "user", "user.id", fields);
  } else {
    AddUser(actor, "user", "user.id", fields);
    AddUser(target, "effective", "effective.id", fields);
  }
  return {{"session"}, {opened ? "start" : "end"}, opened ? "logged-on" : "logged-off", "success"};
}

AuthClass ReadPam(std::string_view message, FieldList* fields) {
  const std::optional<std::string_view> module = TakeUntil("(", &message);
  const std::optional<std::string_view> service = TakeUntil(":", &message);
  const std::optional<std::string_view> kind = TakeUntil("): ", &message);
  if (!module || !service || !kind) return kNothing;
  if (*kind == "session") return ReadSession(message, fields);
  if (*kind == "chauthtok" && Take("password changed for ", &message)) {
    fields->Add("user", message);
    return {{"iam"}, {"user", "change"}, "changed-password", "success"};
  }
  if (*kind == "auth" && Take("authentication failure; ", &message)) {
    fields->Add("user", ValueIn(message, "user", " "));
    AddPeer(ValueIn(message, "rhost", " "), {}, fields);
    // sshd's own line counts the attempt.
    if (service->starts_with("sshd")) return kNothing;
    return {{"authentication"}, {"info"}, "authenticated", "failure"};
  }
  return kNothing;
}

// ---- sudo and su --------------------------------------------------------------------------------

AuthClass ReadSudo(std::string_view message, FieldList* fields) {
  constexpr std::string_view kBetween = " ; ";
  const std::optional<std::string_view> user = TakeUntil(" : ", &message);
  if (!user) return kNothing;
  // The command is the last, and may hold anything.
  const std::size_t command = message.find("COMMAND=");
  const std::string_view front = message.substr(0, command);
  if (ValueIn(front, "PWD", kBetween).empty() && ValueIn(front, "TTY", kBetween).empty()) {
    return kNothing;
  }
  fields->Add("user", user->substr(std::min(user->find_first_not_of(' '), user->size())));
  fields->Add("effective", ValueIn(front, "USER", kBetween));
  fields->Add("sudo.tty", ValueIn(front, "TTY", kBetween));
  fields->Add("sudo.pwd", ValueIn(front, "PWD", kBetween));
  fields->Add("sudo.user", ValueIn(front, "USER", kBetween));
  if (command != kNone) {
    constexpr std::string_view kCommand = "COMMAND=";
    fields->Add("sudo.command", message.substr(command + kCommand.size()));
  }
  const std::string_view first = message.substr(0, message.find(kBetween));
  const bool complains = first.find('=') == kNone;
  if (complains) fields->Add("sudo.error", first);
  return {{"process"}, {"info"}, "", complains ? "failure" : "success"};
}

AuthClass ReadSu(std::string_view message, FieldList* fields) {
  constexpr AuthClass kSuccess = {{"authentication"}, {"info"}, "authenticated", "success"};
  constexpr AuthClass kFailure = {{"authentication"}, {"info"}, "authenticated", "failure"};
  const bool success = Take("Successful su for ", &message);
  if (success || Take("FAILED su for ", &message)) {
    const std::optional<std::string_view> target = TakeUntil(" by ", &message);
    if (!target) return kNothing;
    fields->Add("user", message);
    fields->Add("effective", *target);
    return success ? kSuccess : kFailure;
  }
  if (Take("(to ", &message)) {
    const std::optional<std::string_view> target = TakeUntil(") ", &message);
    const std::optional<std::string_view> user = TakeUntil(" on ", &message);
    if (!target || !user) return kNothing;
    fields->Add("user", *user);
    fields->Add("effective", *target);
    return kSuccess;
  }
  const bool allowed = message.starts_with("+ ");
  if (!allowed && !message.starts_with("- ")) return kNothing;
  message.remove_prefix(2);
  const std::optional<std::string_view> terminal = TakeUntil(" ", &message);
  const std::optional<std::string_view> user = TakeUntil(":", &message);
  if (!terminal || !user) return kNothing;
  fields->Add("user", *user);
  fields->Add("effective", message);
  return allowed ? kSuccess : kFailure;
}

// ---- Accounts -----------------------------------------------------------------------------------

// The text between the next two quotes; empty if there are none.
std::string_view TakeQuoted(std::string_view* text) {
  if (!TakeUntil("'", text)) return {};
  return TakeUntil("'", text).value_or(std::string_view());
}

AuthClass ReadNewAccount(std::string_view message, FieldList* fields) {
  constexpr std::string_view kBetween = ", ";
  if (Take("new user: ", &message)) {
    fields->Add("user", ValueIn(message, "name", kBetween));
    fields->Add("user.id", ValueIn(message, "UID", kBetween));
    fields->Add("group.id", ValueIn(message, "GID", kBetween));
    fields->Add("useradd.home", ValueIn(message, "home", kBetween));
    fields->Add("useradd.shell", ValueIn(message, "shell", kBetween));
    return {{"iam"}, {"user", "creation"}, "added-user-account", "success"};
  }
  if (message.starts_with("group added to ")) {
    if (!TakeUntil(": ", &message)) return kNothing;
  } else if (!Take("new group: ", &message)) {
    return kNothing;
  }
  fields->Add("group", ValueIn(message, "name", kBetween));
  fields->Add("group.id", ValueIn(message, "GID", kBetween));
  return {{"iam"}, {"group", "creation"}, "added-group-account-to", "success"};
}

AuthClass ReadMembership(std::string_view message, FieldList* fields) {
  const bool add = message.starts_with("add '");
  if (!add && !message.starts_with("delete '")) return kNothing;
  const std::string_view user = TakeQuoted(&message);
  const bool is_group = message.find(" group '") != kNone;
  const std::string_view group = TakeQuoted(&message);
  if (!is_group || group.empty()) return kNothing;
  fields->Add("user", user);
  fields->Add("group", group);
  return {{"iam"},
          {"group", "change"},
          add ? "added-user-to-group" : "removed-user-from-group",
          "success"};
}

AuthClass ReadAccounts(std::string_view message, FieldList* fields) {
  for (const auto read : {ReadNewAccount, ReadMembership}) {
    const AuthClass kind = read(message, fields);
    if (!kind.categories[0].empty()) return kind;
  }
  const std::string_view whole = message;
  if (whole.starts_with("failed adding user '")) {
    fields->Add("user", TakeQuoted(&message));
    return {{"iam"}, {"user", "creation"}, "added-user-account", "failure"};
  }
  if (whole.starts_with("delete user '")) {
    fields->Add("user", TakeQuoted(&message));
    return {{"iam"}, {"user", "deletion"}, "deleted-user-account", "success"};
  }
  const bool removed = whole.starts_with("removed group '") ||
                       (whole.starts_with("group '") && whole.find("' removed") != kNone);
  if (removed) {
    fields->Add("group", TakeQuoted(&message));
    return {{"iam"}, {"group", "deletion"}, "deleted-group-account-from", "success"};
  }
  if (Take("password for ", &message)) {
    const std::string_view user = TakeQuoted(&message);
    if (!Take(" changed", &message)) return kNothing;
    fields->Add("user", user);
    return {{"iam"}, {"user", "change"}, "changed-password", "success"};
  }
  for (const std::string_view change :
       {"change user '", "change user name '", "lock user '", "unlock user '"}) {
    if (!whole.starts_with(change)) continue;
    fields->Add("user", TakeQuoted(&message));
    AuthClass kind = kUserChange;
    kind.action = whole.find("' password") != kNone && whole.starts_with("change")
                      ? "changed-password"
                      : "modified-user-account";
    return kind;
  }
  return kNothing;
}

// ---- Consoles -----------------------------------------------------------------------------------

AuthClass ReadLogin(std::string_view message, FieldList* fields) {
  if (message.starts_with("FAILED LOGIN ")) {
    const std::size_t user = message.rfind(" FOR ");
    if (user == kNone) return kNothing;
    message.remove_prefix(user);
    fields->Add("user", TakeQuoted(&message));
    return {{"authentication"}, {"info"}, "logged-in", "failure"};
  }
  const bool root = Take("ROOT LOGIN ", &message);
  if (!root && !Take("LOGIN ON ", &message)) return kNothing;
  if (root) {
    fields->Add("user", "root");
  } else {
    const std::size_t by = message.find(" BY ");
    if (by == kNone) return kNothing;
    fields->Add("user", message.substr(by + 4));
  }
  return {{"authentication"}, {"start"}, "logged-in", "success"};
}

bool IsOneOf(std::string_view program, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), program) != names.end();
}

}  // namespace

AuthClass ReadAuthMessage(std::string_view program, std::string_view message, FieldList* fields) {
  if (message.starts_with("pam_")) return ReadPam(message, fields);
  if (IsOneOf(program, {"sshd", "sshd-session", "sshd-auth"})) return ReadSshd(message, fields);
  if (program == "sudo") return ReadSudo(message, fields);
  if (program == "su") return ReadSu(message, fields);
  if (program == "login") return ReadLogin(message, fields);
  if (IsOneOf(program, {"useradd", "userdel", "usermod", "groupadd", "groupdel", "groupmod",
                        "passwd", "chpasswd", "gpasswd", "chage", "newusers"})) {
    return ReadAccounts(message, fields);
  }
  return kNothing;
}

}  // namespace tocsin::system_log
