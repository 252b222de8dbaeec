#include "telemetry/sources/auditd/audit_event.h"

#include "telemetry/sources/auditd/audit_fields.h"
#include "telemetry/sources/auditd/kernel_names.h"
#include "telemetry/sources/auditd/process_arguments.h"
#include "telemetry/sources/auditd/socket_address.h"
#include "telemetry/sources/field_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

namespace tocsin::auditd {
namespace {

using doc::Node;

constexpr std::size_t kNone = std::string_view::npos;

std::string_view TextOf(const Node& document, std::string_view name) {
  return StringOf(document.FindPath("auditd", name));
}

bool IsId(std::string_view name) {
  return name.ends_with("uid") || name.ends_with("gid") || name == "ses";
}

// Resolved names are written in capitals: UID="root".
bool IsResolved(std::string_view name) {
  return std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; }) &&
         std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

class Flattening {
 public:
  Flattening(bool elastic, Arena& arena) : elastic_(elastic), fields_(arena), arena_(arena) {}

  void AddRecord(const AuditRecord& record) {
    const Architecture architecture = ArchitectureOf(FieldOf(record, "arch"));
    for (const doc::Member& member : record.fields) {
      const std::string_view name = member.key;
      const std::string_view text = MeaningOf(member.value);
      if (text.empty() || name == "items") continue;
      if (IsResolved(name)) {
        AddResolved(name, text);
      } else if (IsId(name)) {
        if (!IsUnset(text)) fields_.Add(name, text);
      } else if (name == "arch") {
        fields_.Add(name, Either(ArchitectureName(text), text));
      } else if (name == "syscall") {
        fields_.Add(name, Either(SystemCallName(architecture, text), text));
      } else if (name == "exit") {
        fields_.Add(name, Either(ErrorName(text), text));
      } else if (name == "success" || name == "res" || name == "result") {
        AddResult(text);
      } else if (name == "key") {
        AddKeys(text);
      } else if (name == "proctitle") {
        fields_.Add(name, TitleText(text, arena_));
      } else {
        fields_.Add(name, text);
      }
    }
    if (elastic_ && record.type == "SYSCALL") AddLostKey(record);
  }

  // Only the first result of an event is its own.
  void AddResult(std::string_view text) {
    const bool success = text == "yes" || text == "1" || text.starts_with("suc");
    fields_.Add("event.result", success ? "success" : "fail");
  }

  // "a\x01b" is two keys; a rule given as -k key=net has "key=net".
  void AddKeys(std::string_view text) {
    constexpr char kSeparator = '\x01';
    const auto count = static_cast<std::size_t>(std::count(text.begin(), text.end(), kSeparator));
    ArenaBuilder<Node> keys(arena_, count + 1);
    while (!text.empty()) {
      std::string_view key = text.substr(0, text.find(kSeparator));
      text.remove_prefix(std::min(key.size() + 1, text.size()));
      if (count == 0) key.remove_prefix(key.find('=') == kNone ? 0 : key.find('=') + 1);
      if (!key.empty()) keys.Add(Node::String(key));
    }
    const auto list = keys.Finish();
    fields_.Add("event.keys", Node::Array(list.data(), static_cast<std::uint32_t>(list.size())));
  }

  // The published mapping takes the name of the architecture for a key where the separator in front
  // of the resolved names was lost.
  void AddLostKey(const AuditRecord& record) {
    const Node* const key = record.fields.Find("key");
    if (key == nullptr || !key->is_string() || key->text() != "(null)") return;
    const std::string_view name = FieldOf(record, "ARCH");
    if (!name.empty()) AddKeys(name);
  }

  void AddResolved(std::string_view name, std::string_view text) {
    if (text == "unset" || text == "unknown" || text.starts_with("unknown(")) return;
    constexpr std::pair<std::string_view, std::string_view> kNames[] = {
        {"UID", "uid.name"},     {"GID", "gid.name"},     {"EUID", "euid.name"},
        {"EGID", "egid.name"},   {"SUID", "suid.name"},   {"SGID", "sgid.name"},
        {"FSUID", "fsuid.name"}, {"FSGID", "fsgid.name"}, {"AUID", "auid.name"},
    };
    for (const auto& [resolved, made] : kNames) {
      if (name == resolved) fields_.Add(made, text);
    }
  }

  // comm holds 15 bytes at most; the program's own name may go on.
  void CompleteName() {
    constexpr std::size_t kCommMax = 15;
    const std::string_view exe = fields_.Text("exe");
    const std::string_view program = exe.substr(exe.rfind('/') + 1);
    const std::string_view comm = fields_.Text("comm");
    if (comm.empty() || (comm.size() == kCommMax && program.starts_with(comm))) {
      if (!program.empty()) fields_.Set("comm", program);
    }
  }

  void AddArguments(std::span<const AuditRecord> records, std::string_view title) {
    const ProcessArguments arguments = ArgumentsOf(records, title, arena_);
    if (arguments.list.size() == 0) return;
    fields_.Add("event.args", arguments.list);
    fields_.Set("argc", arguments.count);
    fields_.Add("event.command_line", arguments.command_line);
  }

  void AddSocket(const AuditRecord& record, std::string_view call) {
    const std::string_view hex = FieldOf(record, "saddr");
    const std::optional<SocketAddress> socket = ParseSocketAddress(hex, arena_);
    if (!socket) {
      fields_.Add("socket.saddr", hex);
      return;
    }
    fields_.Add("socket.family", socket->family);
    fields_.Add("socket.addr", socket->address);
    fields_.Add("socket.path", socket->path);
    std::string_view port;
    if (socket->port) port = arena_.Copy(std::to_string(*socket->port));
    fields_.Add("socket.port", port);
    const bool in = call == "accept" || call == "accept4" || call.starts_with("recv");
    const bool out = call == "connect" || call.starts_with("send");
    if (!in && !out) return;
    fields_.Add("event.direction", in ? "ingress" : "egress");
    if (socket->address.empty()) return;
    fields_.Add(in ? "event.source_ip" : "event.destination_ip", socket->address);
    fields_.Add(in ? "event.source_port" : "event.destination_port", port);
    fields_.Add("event.network_type", socket->family);
  }

  // Who talks to whom, where user space says so.
  void AddPeer(std::string_view type) {
    const bool has_peer = type == "USER_LOGIN" || type == "USER_START" || type == "USER_ERR" ||
                          type == "USER_AUTH" || type == "USER_ACCT" || type == "CRYPTO_SESSION" ||
                          type == "CRYPTO_KEY_USER";
    const std::string_view address = fields_.Text("addr");
    if (!has_peer || address.empty()) return;
    fields_.Add("event.source_ip", address);
    fields_.Add("event.source_port", fields_.Text("rport"));
    fields_.Add("event.direction", "ingress");
    fields_.Add("event.destination_ip", fields_.Text("laddr"));
    fields_.Add("event.destination_port", fields_.Text("lport"));
  }

  // Whom a change of accounts is about.
  void AddTarget(const AuditClass& kind) {
    if (kind.categories[0] != "iam") return;
    const bool is_group = kind.types[0] == "group";
    const std::string_view account = fields_.Text(is_group && fields_.Has("grp") ? "grp" : "acct");
    fields_.Add(is_group ? "event.target_group" : "event.target_user", account);
  }

  // Of the PATH lines the one that `kind` acts upon.
  void AddObject(std::span<const AuditRecord> records, const AuditClass& kind) {
    if (kind.object != "file" && kind.object != "filesystem") return;
    ArenaBuilder<AuditRecord> paths(arena_, records.size());
    for (const AuditRecord& record : records) {
      if (record.type == "PATH") paths.Add(record);
    }
    const auto all = paths.Finish();
    if (all.empty()) return;
    // The records before it are directories, sources of a mount, or names that go away.
    std::size_t hint = 0;
    if (kind.action == "created-directory" || kind.action == "mounted") hint = 1;
    if (kind.action == "renamed") hint = 2;
    if (hint >= all.size()) hint = 0;
    const auto* chosen = &all[hint];
    for (std::size_t i = hint; i < all.size(); ++i) {
      const std::string_view role = RoleOf(all[i]);
      if (role == "PARENT" || role == "UNKNOWN") continue;
      chosen = &all[i];
      break;
    }
    AddPath(*chosen);
  }

  doc::Node Finish() { return fields_.Finish(); }
  std::string_view Text(std::string_view name) { return fields_.Text(name); }

 private:
  static std::string_view Either(std::string_view name, std::string_view text) {
    return name.empty() ? text : name;
  }

  // Kernels before 3.18 call it objtype; the published mapping does not know that.
  std::string_view RoleOf(const AuditRecord& path) const {
    const std::string_view role = FieldOf(path, "nametype");
    return role.empty() && !elastic_ ? FieldOf(path, "objtype") : role;
  }

  void AddPath(const AuditRecord& path) {
    const std::string_view name = WholePath(FieldOf(path, "name"));
    fields_.Add("object.path", name);
    std::string_view trimmed = name;
    while (trimmed.size() > 1 && trimmed.ends_with('/')) trimmed.remove_suffix(1);
    const std::size_t slash = trimmed.rfind('/');
    const std::string_view last = trimmed.substr(slash == kNone ? 0 : slash + 1);
    fields_.Add("object.name", last);
    if (slash != kNone)
      fields_.Add("object.directory", trimmed.substr(0, std::max<std::size_t>(slash, 1)));
    const std::size_t dot = last.rfind('.');
    if (dot != kNone && dot > 0) fields_.Add("object.extension", last.substr(dot + 1));
    fields_.Add("object.inode", FieldOf(path, "inode"));
    fields_.Add("object.device", FieldOf(path, elastic_ ? "rdev" : "dev"));
    fields_.Add("object.mode", Permissions(FieldOf(path, "mode")));
    fields_.Add("object.ouid", FieldOf(path, "ouid"));
    fields_.Add("object.ogid", FieldOf(path, "ogid"));
    fields_.Add("object.ouid.name", FieldOf(path, "OUID"));
    fields_.Add("object.ogid.name", FieldOf(path, "OGID"));
  }

  // A name is as the program gave it. One that begins in the working directory is completed; one
  // that begins in another open directory cannot be. The published mapping leaves all as they are.
  std::string_view WholePath(std::string_view name) {
    const std::string_view directory = fields_.Text("cwd");
    if (elastic_ || name.empty() || name.starts_with('/') || directory.empty()) return name;
    const std::string_view call = fields_.Text("syscall");
    const std::string_view first = fields_.Text("a0");
    const bool is_relative = call.ends_with("at") || call.ends_with("at2");
    if (is_relative && first != "ffffff9c" && first != "ffffffffffffff9c") return name;  // AT_FDCWD
    while (name.starts_with("./")) name.remove_prefix(2);
    return arena_.Copy(fmt::format("{}{}{}", directory, directory.ends_with('/') ? "" : "/", name));
  }

  // "0100750" -> "0750"
  std::string_view Permissions(std::string_view octal) {
    constexpr int kOctal = 8;
    constexpr unsigned kBits = 0777;
    unsigned mode = 0;
    const char* const last = octal.data() + octal.size();
    const auto [end, error] = std::from_chars(octal.data(), last, mode, kOctal);
    if (error != std::errc() || end != last || octal.empty()) return {};
    return arena_.Copy(fmt::format("0{:03o}", mode & kBits));
  }

  const bool elastic_;
  FieldList fields_;
  Arena& arena_;
};

// The title as the kernel gave it, with NUL between arguments.
std::string_view RawTitle(std::span<const AuditRecord> records) {
  for (const AuditRecord& record : records) {
    if (record.type == "PROCTITLE") return FieldOf(record, "proctitle");
  }
  return {};
}

}  // namespace

AuditEvent FlattenAuditEvent(const Node& document, const AuditClassifier& classifier, bool elastic,
                             Arena& arena) {
  AuditEvent event;
  event.time = TextOf(document, "time");
  event.serial = TextOf(document, "serial");
  event.node = TextOf(document, "node");
  const Node* const list = document.FindPath("auditd", "records");
  if (list == nullptr || list->size() == 0) return event;

  const std::span<AuditRecord> records = arena.AllocateArray<AuditRecord>(list->size());
  const AuditRecord* call_record = nullptr;
  for (std::uint32_t i = 0; i < list->size(); ++i) {
    records[i] = RecordOf(list->element(i));
    if (call_record == nullptr && records[i].type == "SYSCALL") call_record = &records[i];
  }
  event.type = records.front().type;

  Flattening flat(elastic, arena);
  if (call_record != nullptr) flat.AddRecord(*call_record);
  for (const AuditRecord& record : records) {
    const bool apart = record.type == "SYSCALL" || record.type == "PATH" ||
                       record.type == "SOCKADDR" || record.type == "EXECVE";
    if (!apart || (records.size() == 1 && call_record == nullptr)) flat.AddRecord(record);
  }

  std::string_view call = flat.Text("syscall");
  if (call == "socketcall") call = SocketCallName(flat.Text("a0"));
  const AuditClass* call_kind = call.empty() ? nullptr : classifier.OfSystemCall(call);
  if (event.type == "SYSCALL") {
    event.kind = call_kind;
  } else {
    const bool apparmor = event.type == "AVC" && !flat.Text("apparmor").empty();
    event.kind = classifier.OfRecordType(apparmor ? "APPARMOR" : event.type);
    event.call = call_kind;
  }

  for (const AuditRecord& record : records) {
    if (record.type == "SOCKADDR") flat.AddSocket(record, call);
  }
  flat.AddPeer(event.type);
  const bool executes = call == "execve" || call == "execveat";
  flat.AddArguments(records, executes ? RawTitle(records) : std::string_view());
  flat.CompleteName();
  for (const AuditClass* kind : {event.kind, event.call}) {
    if (kind != nullptr) flat.AddObject(records, *kind);
  }
  if (event.kind != nullptr) flat.AddTarget(*event.kind);
  event.fields = flat.Finish();
  return event;
}

}  // namespace tocsin::auditd
