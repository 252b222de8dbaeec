#include "telemetry/sources/ecs_document.h"

#include "base/case_fold.h"
#include "base/time.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/document_fields.h"
#include "telemetry/sources/event_frame.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace tocsin {
namespace {

constexpr FieldId kOsType = Field("host.os.type");

// Families and identifiers of Linux distributions, as /etc/os-release has them in ID and ID_LIKE.
constexpr std::string_view kLinuxNames[] = {
    "linux", "debian",    "ubuntu", "rhel",    "redhat",     "centos", "fedora",
    "rocky", "almalinux", "ol",     "amzn",    "suse",       "sles",   "opensuse",
    "arch",  "alpine",    "gentoo", "mariner", "azurelinux",
};

// host.os.type where the document names its system in another way only.
std::string_view SystemOf(const doc::Node& body) {
  for (const std::string_view name : {"host.os.family", "host.os.platform", "host.os.name"}) {
    const std::string_view text = FieldText(body, name);
    if (AsciiStartsWithIgnoreCase(text, "windows")) return "windows";
    if (AsciiEqualsIgnoreCase(text, "darwin") || AsciiStartsWithIgnoreCase(text, "macos")) {
      return "macos";
    }
    if (std::any_of(std::begin(kLinuxNames), std::end(kLinuxNames),
                    [text](std::string_view id) { return AsciiEqualsIgnoreCase(id, text); })) {
      return "linux";
    }
  }
  return {};
}

void AddTime(const doc::Node& body, EventBuilder& event) {
  for (const std::string_view name : {"event.created", "event.start", "event.ingested"}) {
    if (const std::optional<Time> time = ParseTime(FieldText(body, name))) {
      event.SetTime(*time);
      return;
    }
  }
}

// Agents number their events.
void AddSequence(const doc::Node& body, EventBuilder& event) {
  const doc::Node* sequence = FindField(body, "event.sequence");
  if (sequence == nullptr || sequence->kind() != doc::NodeKind::kInt || sequence->integer() < 0) {
    return;
  }
  const std::string_view agent = FieldText(body, "agent.id");
  if (!agent.empty()) event.SetChannel(agent, static_cast<std::uint64_t>(sequence->integer()));
}

// Takes the text before the next dash.
std::string_view TakePart(std::string_view* rest) {
  const std::size_t dash = std::min(rest->find('-'), rest->size());
  const std::string_view part = rest->substr(0, dash);
  rest->remove_prefix(std::min(dash + 1, rest->size()));
  return part;
}

}  // namespace

const doc::Node& EcsBody(const doc::Node& record) {
  const doc::Node* source = record.Find("_source");
  return source != nullptr && source->is_object() ? *source : record;
}

IndexNames IndexOf(const doc::Node& record) {
  constexpr std::string_view kBacking = ".ds-";
  const doc::Node* index = record.Find("_index");
  if (index == nullptr || !index->is_string()) return {};
  std::string_view rest = index->text();
  if (rest.starts_with(kBacking)) rest.remove_prefix(kBacking.size());
  IndexNames names{.type = TakePart(&rest), .dataset = {}, .name_space = {}};
  if (names.type != "logs" && names.type != "metrics") return names;
  names.dataset = TakePart(&rest);
  names.name_space = TakePart(&rest);
  return names;
}

void AddEcsBody(const doc::Node& body, EventBuilder& event) {
  AddDocumentFields(body, event);
  FillText(kOsType, SystemOf(body), event);
  if (!event.Has(Field("@timestamp"))) AddTime(body, event);
  AddSequence(body, event);
}

}  // namespace tocsin
