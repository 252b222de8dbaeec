#include "telemetry/sources/tetragon/tetragon.h"

#include "base/time.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/command_line_args.h"
#include "telemetry/sources/document_fields.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/field_list.h"
#include "telemetry/sources/flat_mapper.h"
#include "telemetry/sources/machine.h"
#include "telemetry/sources/tetragon/probe_class.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::tetragon {
namespace {

constexpr std::string_view kDataset = "cilium_tetragon.log";
constexpr std::string_view kRestPrefix = "tetragon";
constexpr std::string_view kNoLogin = "4294967295";

enum class MessageKind { kExec, kExit, kProbe, kTracepoint, kLoader, kOther };

struct Message {
  std::string_view key;
  MessageKind kind;
};
constexpr Message kMessages[] = {
    {"process_exec", MessageKind::kExec},
    {"process_exit", MessageKind::kExit},
    {"process_kprobe", MessageKind::kProbe},
    {"process_lsm", MessageKind::kProbe},
    {"process_tracepoint", MessageKind::kTracepoint},
    {"process_uprobe", MessageKind::kOther},
    {"process_usdt", MessageKind::kOther},
    {"process_loader", MessageKind::kLoader},
    {"process_throttle", MessageKind::kOther},
};

// One event: its message, and the flat object that the field map reads.
class Mapping {
 public:
  Mapping(const doc::Node& message, EventBuilder& event)
      : message_(message), event_(event), fields_(event.arena()) {}

  doc::Node Finish() { return fields_.Finish(); }

  void AddProcess() {
    AddProcessOf("process", "process.");
    AddProcessOf("parent", "parent.");
    if (fields_.Text("process.auid") == kNoLogin) fields_.Set("process.auid", "");
    const auto pod = [&](std::string_view path) {
      return Text("process.pod." + std::string(path));
    };
    fields_.Add("pod.namespace", pod("namespace"));
    fields_.Add("pod.name", pod("name"));
    fields_.Add("container.id", WithoutScheme(pod("container.id")));
    fields_.Add("container.name", pod("container.name"));
    fields_.Add("container.image", pod("container.image.name"));
  }

  void Exec() {
    // Processes that were there before the sensor are reported when it starts.
    const std::string_view flags = Text("process.flags");
    const bool is_old = flags.find("procFS") != std::string_view::npos;
    Classify("process", is_old ? "info" : "start", is_old ? "already_running" : "exec");
    fields_.Add("flags", flags);
  }

  void Exit() {
    Classify("process", "end", "end");
    fields_.Add("status", Text("status"));
    fields_.Add("signal", Text("signal"));
  }

  void Probe() {
    const std::string_view function = Text("function_name");
    const ProbeClass kind = ClassOfFunction(function);
    Classify(kind.category, kind.type, kind.action.empty() ? function : kind.action);
    fields_.Add("function_name", function);
    fields_.Add("policy_name", Text("policy_name"));
    fields_.Add("action", Text("action"));
    if (kind.subject == ProbeSubject::kAccept) fields_.Add("socket.direction", "ingress");
    if (kind.subject == ProbeSubject::kConnect) fields_.Add("socket.direction", "egress");
    const doc::Node* const arguments = message_.Find("args");
    for (std::uint32_t i = 0; arguments != nullptr && i < arguments->size(); ++i) {
      if (arguments->is_array()) AddArgument(arguments->element(i), kind.subject);
    }
    // A connection that was taken is what the function returned.
    if (const doc::Node* const result = message_.Find("return")) AddArgument(*result, kind.subject);
  }

  void Tracepoint() {
    Classify("process", "info",
             event_.arena().Copy(std::string(Text("subsys")) + "/" + std::string(Text("event"))));
    fields_.Add("policy_name", Text("policy_name"));
  }

  void Loader() {
    Classify("library", "start", "load");
    fields_.Add("library.path", Text("path"));
  }

  void Other() { Classify("process", "info", Text("symbol")); }

 private:
  std::string_view Text(std::string_view path) {
    const doc::Node* const node = FindField(message_, path);
    return node == nullptr ? std::string_view() : TextOf(*node, event_.arena());
  }

  // docker://0123..., containerd://0123...
  static std::string_view WithoutScheme(std::string_view id) {
    const std::size_t scheme = id.find("://");
    return scheme == std::string_view::npos ? id : id.substr(scheme + 3);
  }

  void AddProcessOf(std::string_view key, std::string_view prefix) {
    const doc::Node* const process = message_.Find(key);
    if (process == nullptr || !process->is_object()) return;
    Arena& arena = event_.arena();
    for (const std::string_view name : {"exec_id", "pid", "uid", "cwd", "binary", "start_time",
                                        "auid", "parent_exec_id", "docker", "tid"}) {
      const doc::Node* const node = process->Find(name);
      if (node == nullptr) continue;
      fields_.Add(arena.Copy(std::string(prefix) + std::string(name)), TextOf(*node, arena));
    }
    if (key == "process") fields_.Add("process.user.name", FieldText(*process, "user.name"));
    // The arguments lack the program's name.
    const std::string_view binary = FieldText(*process, "binary");
    const std::string_view arguments = FieldText(*process, "arguments");
    if (binary.empty()) return;
    const auto with_arguments = [&](std::string_view program) {
      std::string line(program);
      if (!arguments.empty()) line.append(" ").append(arguments);
      return arena.Copy(line);
    };
    const std::string quoted = JoinPosixArguments(std::span(&binary, 1));
    fields_.Add(arena.Copy(std::string(prefix) + "command_line"), with_arguments(binary));
    fields_.Add(arena.Copy(std::string(prefix) + "shell_line"), with_arguments(quoted));
  }

  void AddArgument(const doc::Node& argument, ProbeSubject subject) {
    if (const doc::Node* const socket = argument.Find("sock_arg"))
      return AddSocket(*socket, subject);
    if (const doc::Node* const address = argument.Find("sockaddr_arg")) {
      fields_.Add("socket.destination_ip", TextOfMember(*address, "addr"));
      fields_.Add("socket.destination_port", TextOfMember(*address, "port"));
      return;
    }
    if (subject != ProbeSubject::kFile) return;
    for (const std::string_view key : {"file_arg", "path_arg"}) {
      if (const doc::Node* const file = argument.Find(key)) {
        fields_.Add("file.path", TextOfMember(*file, "path"));
      }
    }
    fields_.Add("file.path", TextOfMember(argument, "string_arg"));
  }

  void AddSocket(const doc::Node& socket, ProbeSubject subject) {
    const bool in = subject == ProbeSubject::kAccept;
    fields_.Add(in ? "socket.destination_ip" : "socket.source_ip", TextOfMember(socket, "saddr"));
    fields_.Add(in ? "socket.destination_port" : "socket.source_port",
                TextOfMember(socket, "sport"));
    fields_.Add(in ? "socket.source_ip" : "socket.destination_ip", TextOfMember(socket, "daddr"));
    fields_.Add(in ? "socket.source_port" : "socket.destination_port",
                TextOfMember(socket, "dport"));
    const std::string_view protocol = TextOfMember(socket, "protocol");
    if (protocol == "IPPROTO_TCP") fields_.Add("socket.transport", "tcp");
    if (protocol == "IPPROTO_UDP") fields_.Add("socket.transport", "udp");
    const std::string_view family = TextOfMember(socket, "family");
    if (family == "AF_INET") fields_.Add("socket.type", "ipv4");
    if (family == "AF_INET6") fields_.Add("socket.type", "ipv6");
  }

  std::string_view TextOfMember(const doc::Node& object, std::string_view name) {
    const doc::Node* const node = object.Find(name);
    return node == nullptr ? std::string_view() : TextOf(*node, event_.arena());
  }

  void Classify(std::string_view category, std::string_view type, std::string_view action) {
    event_.AddText(Field("event.category"), category);
    event_.AddText(Field("event.type"), type);
    event_.AddText(Field("event.action"), action);
  }

  const doc::Node& message_;
  EventBuilder& event_;
  FieldList fields_;
};

class TetragonSource final : public Source {
 public:
  TetragonSource() : mapper_({.rows = FieldRows(), .prefix = kRestPrefix}) {}

  std::string_view name() const override { return "tetragon"; }
  std::string_view title() const override { return "Tetragon"; }

  Confidence Recognize(const doc::Node& document) const override {
    if (!document.is_object() || document.Find("time") == nullptr) return Confidence::kNo;
    for (const Message& message : kMessages) {
      const doc::Node* const found = document.Find(message.key);
      if (found != nullptr && found->is_object()) return Confidence::kCertain;
    }
    return Confidence::kNo;
  }

  void Map(const SourceRecord& record, EventBuilder& event) override {
    const doc::Node& document = record.document;
    FillText(Field("event.kind"), "event", event);
    AddDataset("tetragon", kDataset, event);
    FillText(Field("host.os.type"), "linux", event);
    if (const std::optional<Time> time = ParseTime(FieldText(document, "time"))) {
      SetTimestamp(*time, event);
    }
    AddMachine(FieldText(document, "node_name"), {}, machines_, event);
    FillText(Field("orchestrator.cluster.name"), FieldText(document, "cluster_name"), event);
    for (const Message& message : kMessages) {
      const doc::Node* const body = document.Find(message.key);
      if (body == nullptr || !body->is_object()) continue;
      mapper_.Read(Flatten(message.kind, *body, event));
      mapper_.AddRows(0, record.compat_elastic, event);
      mapper_.AddRest(event);
      return;
    }
  }

  std::span<const FieldRow> field_rows() const override { return FieldRows(); }
  std::span<const FieldId> other_fields() const override { return other_fields_; }

 private:
  static doc::Node Flatten(MessageKind kind, const doc::Node& message, EventBuilder& event) {
    Mapping mapping(message, event);
    mapping.AddProcess();
    switch (kind) {
      case MessageKind::kExec:
        mapping.Exec();
        break;
      case MessageKind::kExit:
        mapping.Exit();
        break;
      case MessageKind::kProbe:
        mapping.Probe();
        break;
      case MessageKind::kTracepoint:
        mapping.Tracepoint();
        break;
      case MessageKind::kLoader:
        mapping.Loader();
        break;
      case MessageKind::kOther:
        mapping.Other();
        break;
    }
    return mapping.Finish();
  }

  FlatMapper mapper_;
  Machines machines_;
  const std::vector<FieldId> other_fields_ =
      WithFrameFields({Field("host.id"), Field("host.name"), Field("host.os.type"),
                       Field("orchestrator.cluster.name")});
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<TetragonSource>(); }

}  // namespace tocsin::tetragon
