#include "telemetry/sources/openssh_windows/openssh_windows.h"

#include "base/case_fold.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/sshd_message.h"
#include "telemetry/sources/windows/windows_mapper.h"

#include <span>
#include <string_view>
#include <vector>

namespace tocsin::openssh_windows {
namespace {

constexpr FieldId kCategory = Field("event.category");
constexpr FieldId kType = Field("event.type");
constexpr FieldId kAction = Field("event.action");

class OpenSshSource final : public Source {
 public:
  OpenSshSource() : mapper_({.module = "windows"}) {}

  std::string_view name() const override { return "openssh_windows"; }
  std::string_view title() const override { return "OpenSSH server of Windows"; }

  Confidence Recognize(const doc::Node& document) const override {
    const std::string_view channel = windows::ChannelOf(document);
    return AsciiEqualsIgnoreCase(channel, "OpenSSH/Operational") ||
                   AsciiEqualsIgnoreCase(channel, "OpenSSH/Admin")
               ? Confidence::kCertain
               : Confidence::kNo;
  }

  void Map(const SourceRecord& source, EventBuilder& event) override {
    const windows::WindowsRecord record = mapper_.Read(source, event);
    mapper_.Map(source, record, event);
    FillText(Field("process.name"), record.Data("process"), event);
    FillText(Field("process.pid"), record.process_id, event);
    AddLine(ParseSshdLine(record.Data("payload")), event);
  }

  std::span<const FieldId> other_fields() const override { return other_fields_; }

 private:
  void AddLine(const SshdLine& line, EventBuilder& event) {
    switch (line.event) {
      case SshdEvent::kOther:
        return;
      case SshdEvent::kListening:
        Classify({"network"}, {"info"}, "ssh-server-listening", event);
        AddEndpoint(Field("server.ip"), Field("server.port"), line, event);
        return;
      case SshdEvent::kAccepted:
        Classify({"authentication", "session"}, {"info", "start"}, "ssh_login", event);
        FillText(Field("event.outcome"), "success", event);
        break;
      case SshdEvent::kFailed:
      case SshdEvent::kInvalidUser:
        Classify({"authentication"}, {"info"}, "ssh_login", event);
        FillText(Field("event.outcome"), "failure", event);
        break;
      case SshdEvent::kClosed:
        Classify({"network"}, {"end"}, "ssh-connection-closed", event);
        break;
      case SshdEvent::kDropped:
      case SshdEvent::kRefused:
        break;
    }
    AddUser(line.user, event);
    FillText(Field("system.auth.ssh.method"), line.method, event);
    FillText(Field("system.auth.ssh.signature"), line.signature, event);
    AddEndpoint(Field("source.ip"), Field("source.port"), line, event);
  }

  static void Classify(std::initializer_list<std::string_view> categories,
                       std::initializer_list<std::string_view> types, std::string_view action,
                       EventBuilder& event) {
    if (!event.Has(kCategory)) {
      for (const std::string_view category : categories) event.AddText(kCategory, category);
    }
    if (!event.Has(kType)) {
      for (const std::string_view type : types) event.AddText(kType, type);
    }
    event.Set(kAction, Value::String(action));
  }

  // Users of a domain log in as DOMAIN\name.
  void AddUser(std::string_view user, EventBuilder& event) {
    const std::size_t separator = user.find('\\');
    if (separator != std::string_view::npos) {
      FillText(Field("user.domain"), user.substr(0, separator), event);
      user.remove_prefix(separator + 1);
    }
    FillText(Field("user.name"), user, event);
  }

  void AddEndpoint(FieldId ip, FieldId port, const SshdLine& line, EventBuilder& event) {
    values_.clear();
    ConvertRaw(FieldConversion::kAddress, line.address, event.arena(), &values_);
    if (!values_.empty() && !event.Has(ip)) event.Add(ip, values_.front());
    FillText(port, line.port, event);
  }

  windows::WindowsMapper mapper_;
  const std::vector<FieldId> other_fields_ = windows::WithCommonFields(
      {Field("process.name"), Field("process.pid"), Field("server.ip"), Field("server.port"),
       Field("source.ip"), Field("source.port"), Field("system.auth.ssh.method"),
       Field("system.auth.ssh.signature"), Field("user.domain"), Field("user.name")});
  std::vector<Value> values_;
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<OpenSshSource>(); }

}  // namespace tocsin::openssh_windows
