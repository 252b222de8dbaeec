#include "telemetry/sources/elastic_defend/elastic_defend.h"

#include "base/case_fold.h"
#include "base/time.h"
#include "event/ecs/dictionary.h"
#include "telemetry/sources/document_fields.h"
#include "telemetry/sources/raw_text.h"

#include <optional>
#include <string_view>

namespace tocsin::elastic_defend {
namespace {

constexpr FieldId kDataset = Field("event.dataset");
constexpr FieldId kStreamDataset = Field("data_stream.dataset");

void FillText(FieldId field, std::string_view text, EventBuilder& event) {
  if (!text.empty() && event.Wants(field) && !event.Has(field)) event.AddText(field, text);
}

// Windows' DNS client, quoted by older agents: "DNS query is completed for the name X type 1, ..."
constexpr std::string_view kDnsMessage = "DNS query is completed for the name ";

bool IsDnsMessage(const doc::Node& document) {
  return FieldText(document, "network.protocol") == "dns" &&
         FieldText(document, "message").starts_with(kDnsMessage);
}

// What only the message tells of such a query.
void AddDnsQuestion(const doc::Node& document, EventBuilder& event) {
  constexpr std::string_view kType = " type ";
  std::string_view rest = FieldText(document, "message").substr(kDnsMessage.size());
  const std::size_t type = rest.find(kType);
  if (type == std::string_view::npos) return;
  FillText(Field("dns.question.name"), rest.substr(0, type), event);
  rest.remove_prefix(type + kType.size());
  const std::string_view number = rest.substr(0, rest.find_first_not_of("0123456789"));
  FillText(Field("dns.question.type"), DnsTypeName(number), event);
}

// The data stream that the endpoint package would have put the event into.
std::string_view EndpointDataset(const doc::Node& document) {
  if (FieldText(document, "event.kind") == "alert") return "endpoint.alerts";
  const doc::Node* categories = FindField(document, "event.category");
  if (categories == nullptr) return IsDnsMessage(document) ? "endpoint.events.network" : "";
  struct Stream {
    std::string_view category;
    std::string_view dataset;
  };
  constexpr Stream kStreams[] = {
      {"process", "endpoint.events.process"},
      {"network", "endpoint.events.network"},
      {"dns", "endpoint.events.network"},
      {"file", "endpoint.events.file"},
      {"registry", "endpoint.events.registry"},
      {"library", "endpoint.events.library"},
      {"driver", "endpoint.events.library"},
      {"api", "endpoint.events.api"},
      {"authentication", "endpoint.events.security"},
      {"session", "endpoint.events.security"},
      {"iam", "endpoint.events.security"},
  };
  const std::uint32_t count = categories->is_array() ? categories->size() : 1;
  for (std::uint32_t i = 0; i < count; ++i) {
    const doc::Node& category = categories->is_array() ? categories->element(i) : *categories;
    if (!category.is_string()) continue;
    for (const Stream& stream : kStreams) {
      if (category.text() == stream.category) return stream.dataset;
    }
  }
  return {};
}

// host.os.type where the document names its system in another way only.
std::string_view OsTypeFrom(const doc::Node& document) {
  for (const std::string_view name : {"host.os.family", "host.os.platform", "host.os.name"}) {
    const std::string_view text = FieldText(document, name);
    if (AsciiStartsWithIgnoreCase(text, "windows")) return "windows";
    if (AsciiEqualsIgnoreCase(text, "darwin") || AsciiStartsWithIgnoreCase(text, "macos")) {
      return "macos";
    }
    for (const std::string_view distribution : {"linux", "debian", "redhat", "suse", "arch"}) {
      if (AsciiEqualsIgnoreCase(text, distribution)) return "linux";
    }
  }
  return {};
}

// Both sources read the same way; they differ in what they recognize and how they name datasets.
class EcsSource : public Source {
 public:
  void Map(const SourceRecord& record, EventBuilder& event) override {
    const doc::Node& document = record.document;
    AddDocumentFields(document, event);
    FillText(Field("host.os.type"), OsTypeFrom(document), event);
    if (IsDnsMessage(document)) AddDnsQuestion(document, event);
    std::string_view dataset = FieldText(document, "data_stream.dataset");
    if (dataset.empty()) dataset = FieldText(document, "event.dataset");
    if (dataset.empty()) dataset = DatasetOf(document);
    if (!dataset.empty()) {
      FillText(kDataset, dataset, event);
      FillText(kStreamDataset, dataset, event);
      FillText(Field("data_stream.type"), "logs", event);
      FillText(Field("data_stream.namespace"), "default", event);
      event.SetDataset(dataset);
    }
    if (!event.Has(Field("@timestamp"))) AddTime(document, event);
    AddSequence(document, event);
  }

 protected:
  virtual std::string_view DatasetOf(const doc::Node&) const { return {}; }

 private:
  static void AddTime(const doc::Node& document, EventBuilder& event) {
    for (const std::string_view name : {"event.created", "event.start", "event.ingested"}) {
      if (const std::optional<Time> time = ParseTime(FieldText(document, name))) {
        event.SetTime(*time);
        return;
      }
    }
  }

  // Agents number their events.
  static void AddSequence(const doc::Node& document, EventBuilder& event) {
    const doc::Node* sequence = FindField(document, "event.sequence");
    if (sequence == nullptr || sequence->kind() != doc::NodeKind::kInt || sequence->integer() < 0) {
      return;
    }
    const std::string_view agent = FieldText(document, "agent.id");
    if (!agent.empty()) {
      event.SetChannel(agent, static_cast<std::uint64_t>(sequence->integer()));
    }
  }
};

class ElasticDefendSource final : public EcsSource {
 public:
  std::string_view name() const override { return "elastic_defend"; }
  std::string_view title() const override { return "Elastic Defend"; }

  Confidence Recognize(const doc::Node& document) const override {
    if (!document.is_object()) return Confidence::kNo;
    const bool endpoint = FieldText(document, "agent.type") == "endpoint" ||
                          FieldText(document, "data_stream.dataset").starts_with("endpoint.") ||
                          FieldText(document, "event.dataset").starts_with("endpoint.") ||
                          FieldText(document, "event.module") == "endpoint" ||
                          IsDnsMessage(document);
    return endpoint ? Confidence::kCertain : Confidence::kNo;
  }

 protected:
  std::string_view DatasetOf(const doc::Node& document) const override {
    return EndpointDataset(document);
  }
};

class AnyEcsSource final : public EcsSource {
 public:
  std::string_view name() const override { return "ecs"; }
  std::string_view title() const override { return "documents with ECS field names"; }

  Confidence Recognize(const doc::Node& document) const override {
    if (!document.is_object()) return Confidence::kNo;
    const bool ecs = FindField(document, "ecs.version") != nullptr ||
                     FindField(document, "event.category") != nullptr ||
                     FindField(document, "event.kind") != nullptr ||
                     FindField(document, "event.dataset") != nullptr ||
                     FindField(document, "data_stream.dataset") != nullptr;
    return ecs ? Confidence::kFamily : Confidence::kNo;
  }
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<ElasticDefendSource>(); }

std::unique_ptr<Source> MakeEcsSource() { return std::make_unique<AnyEcsSource>(); }

}  // namespace tocsin::elastic_defend
