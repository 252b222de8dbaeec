#include "telemetry/sources/falco/falco.h"

#include "base/ip.h"
#include "base/time.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/document_fields.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/field_list.h"
#include "telemetry/sources/flat_mapper.h"
#include "telemetry/sources/machine.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::falco {
namespace {

constexpr std::string_view kDataset = "falco.alerts";
constexpr std::string_view kRestPrefix = "falco";
constexpr std::string_view kNothing[] = {"<NA>", "-1"};

enum class Subject { kProcess, kFile, kConnect, kAccept, kSocket };

struct CallClass {
  std::string_view call;
  Subject subject;
  std::string_view category;
  std::string_view type;
};

// By the system call that the alert is about.
constexpr CallClass kCalls[] = {
    {"execve", Subject::kProcess, "process", "start"},
    {"execveat", Subject::kProcess, "process", "start"},
    {"clone", Subject::kProcess, "process", "start"},
    {"clone3", Subject::kProcess, "process", "start"},
    {"fork", Subject::kProcess, "process", "start"},
    {"vfork", Subject::kProcess, "process", "start"},
    {"procexit", Subject::kProcess, "process", "end"},
    {"connect", Subject::kConnect, "network", "start"},
    {"sendto", Subject::kConnect, "network", "info"},
    {"sendmsg", Subject::kConnect, "network", "info"},
    {"accept", Subject::kAccept, "network", "start"},
    {"accept4", Subject::kAccept, "network", "start"},
    {"recvfrom", Subject::kAccept, "network", "info"},
    {"recvmsg", Subject::kAccept, "network", "info"},
    {"bind", Subject::kSocket, "network", "info"},
    {"listen", Subject::kSocket, "network", "info"},
    {"open", Subject::kFile, "file", "access"},
    {"openat", Subject::kFile, "file", "access"},
    {"openat2", Subject::kFile, "file", "access"},
    {"creat", Subject::kFile, "file", "creation"},
    {"mkdir", Subject::kFile, "file", "creation"},
    {"mkdirat", Subject::kFile, "file", "creation"},
    {"link", Subject::kFile, "file", "creation"},
    {"linkat", Subject::kFile, "file", "creation"},
    {"symlink", Subject::kFile, "file", "creation"},
    {"symlinkat", Subject::kFile, "file", "creation"},
    {"unlink", Subject::kFile, "file", "deletion"},
    {"unlinkat", Subject::kFile, "file", "deletion"},
    {"rmdir", Subject::kFile, "file", "deletion"},
    {"rename", Subject::kFile, "file", "change"},
    {"renameat", Subject::kFile, "file", "change"},
    {"renameat2", Subject::kFile, "file", "change"},
    {"chmod", Subject::kFile, "file", "change"},
    {"fchmod", Subject::kFile, "file", "change"},
    {"fchmodat", Subject::kFile, "file", "change"},
    {"write", Subject::kFile, "file", "change"},
    {"init_module", Subject::kProcess, "driver", "start"},
    {"finit_module", Subject::kProcess, "driver", "start"},
};

constexpr CallClass kAnyCall = {"", Subject::kProcess, "process", "info"};

const CallClass& ClassOf(std::string_view call) {
  const auto* const found =
      std::find_if(std::begin(kCalls), std::end(kCalls),
                   [call](const CallClass& known) { return known.call == call; });
  return found == std::end(kCalls) ? kAnyCall : *found;
}

// "10.0.0.5:40000->9.9.9.9:443": what stands on one side.
struct Endpoint {
  std::string_view address;
  std::string_view port;
};
std::optional<Endpoint> EndpointOf(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const Endpoint endpoint{text.substr(0, colon), text.substr(colon + 1)};
  if (!IpAddress::Parse(endpoint.address)) return std::nullopt;
  return endpoint;
}

class FalcoSource final : public Source {
 public:
  FalcoSource() : mapper_({.rows = FieldRows(), .nothing = kNothing, .prefix = kRestPrefix}) {}

  std::string_view name() const override { return "falco"; }
  std::string_view title() const override { return "Falco"; }

  Confidence Recognize(const doc::Node& document) const override {
    const bool alert = document.Find("output_fields") != nullptr &&
                       document.Find("rule") != nullptr && document.Find("priority") != nullptr;
    return alert ? Confidence::kCertain : Confidence::kNo;
  }

  void Map(const SourceRecord& record, EventBuilder& event) override {
    const doc::Node& document = record.document;
    FieldList fields(event.arena());
    for (const std::string_view key : {"rule", "priority", "output", "source", "tags", "uuid"}) {
      if (const doc::Node* const node = document.Find(key)) {
        fields.Add(event.arena().Copy(std::string("alert.").append(key)), *node);
      }
    }
    if (const doc::Node* const given = document.Find("output_fields")) {
      for (const doc::Member& member : *given) fields.Add(member.key, member.value);
    }
    const CallClass& kind = ClassOf(fields.Text("evt.type"));
    AddObject(kind, &fields);

    FillText(Field("event.kind"), "alert", event);
    AddDataset("falco", kDataset, event);
    FillText(Field("host.os.type"), "linux", event);
    // Alerts of plugins are about something else than a host's processes.
    if (!fields.Text("evt.type").empty()) {
      FillText(Field("event.category"), kind.category, event);
      FillText(Field("event.type"), kind.type, event);
      FillText(Field("event.action"), fields.Text("evt.type"), event);
    }
    std::optional<Time> time = ParseTime(FieldText(document, "time"));
    if (const doc::Node* const count = fields.Find("evt.time"); !time && count != nullptr) {
      time = ParseEpoch(TextOf(*count, event.arena()));
    }
    if (time) {
      SetTimestamp(*time, event);
    }
    const std::string_view host = FieldText(document, "hostname");
    AddMachine(host, {}, machines_, event);
    FillText(Field("observer.hostname"), host, event);
    mapper_.Read(fields.Finish());
    mapper_.AddRows(0, record.compat_elastic, event);
    mapper_.AddRest(event);
  }

  std::span<const FieldRow> field_rows() const override { return FieldRows(); }
  std::span<const FieldId> other_fields() const override { return other_fields_; }

 private:
  static void AddObject(const CallClass& kind, FieldList* fields) {
    // Outside of containers both are "host".
    for (const std::string_view key : {"container.id", "container.name"}) {
      if (fields->Text(key) == "host") fields->Set(key, "");
    }
    const std::string_view name = fields->Text("fd.name");
    if (kind.subject == Subject::kFile) {
      if (name.starts_with('/')) fields->Add("file.path", name);
      for (const std::string_view key : {"fs.path.name", "evt.arg.name", "evt.arg.path"}) {
        const std::string_view path = fields->Text(key);
        if (path.starts_with('/')) fields->Add("file.path", path);
      }
      return;
    }
    if (kind.subject == Subject::kProcess || kind.subject == Subject::kSocket) return;
    fields->Add("network.direction", kind.subject == Subject::kConnect ? "egress" : "ingress");
    // The client is on the left, whoever it is.
    const std::size_t arrow = name.find("->");
    if (arrow != std::string_view::npos) {
      AddEndpoint(EndpointOf(name.substr(0, arrow)), "source.ip", "source.port", fields);
      AddEndpoint(EndpointOf(name.substr(arrow + 2)), "destination.ip", "destination.port", fields);
    }
    fields->Add("source.ip", fields->Text("fd.cip"));
    fields->Add("destination.ip", fields->Text("fd.sip"));
    AddValue("fd.cport", "source.port", fields);
    AddValue("fd.sport", "destination.port", fields);
  }

  static void AddEndpoint(const std::optional<Endpoint>& endpoint, std::string_view ip,
                          std::string_view port, FieldList* fields) {
    if (!endpoint) return;
    fields->Add(ip, endpoint->address);
    fields->Add(port, endpoint->port);
  }

  // Ports are numbers in JSON.
  static void AddValue(std::string_view from, std::string_view to, FieldList* fields) {
    if (const doc::Node* const value = fields->Find(from)) fields->Add(to, doc::Node(*value));
  }

  FlatMapper mapper_;
  Machines machines_;
  const std::vector<FieldId> other_fields_ = WithFrameFields(
      {Field("host.id"), Field("host.name"), Field("host.os.type"), Field("observer.hostname")});
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<FalcoSource>(); }

}  // namespace tocsin::falco
