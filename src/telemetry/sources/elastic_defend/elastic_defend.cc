#include "telemetry/sources/elastic_defend/elastic_defend.h"

#include "event/ecs/dictionary.h"
#include "telemetry/sources/document_fields.h"
#include "telemetry/sources/ecs_document.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/raw_text.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tocsin::elastic_defend {
namespace {

// Windows' DNS client, quoted by older agents: "DNS query is completed for the name X type 1, ..."
constexpr std::string_view kDnsMessage = "DNS query is completed for the name ";

bool IsDnsMessage(const doc::Node& body) {
  return FieldText(body, "network.protocol") == "dns" &&
         FieldText(body, "message").starts_with(kDnsMessage);
}

// What only the message tells of such a query.
void AddDnsQuestion(const doc::Node& body, EventBuilder& event) {
  constexpr std::string_view kType = " type ";
  std::string_view rest = FieldText(body, "message").substr(kDnsMessage.size());
  const std::size_t type = rest.find(kType);
  if (type == std::string_view::npos) return;
  FillText(Field("dns.question.name"), rest.substr(0, type), event);
  rest.remove_prefix(type + kType.size());
  const std::string_view number = rest.substr(0, rest.find_first_not_of("0123456789"));
  FillText(Field("dns.question.type"), DnsTypeName(number), event);
}

// The dataset by its name: as the document says it, else as its index does.
std::string_view NamedDataset(const doc::Node& body, const IndexNames& index) {
  for (const std::string_view field : {"data_stream.dataset", "event.dataset"}) {
    if (const std::string_view dataset = FieldText(body, field); !dataset.empty()) return dataset;
  }
  return index.dataset;
}

// The data stream that the endpoint package would have put the event into.
std::string_view EndpointDataset(const doc::Node& body) {
  if (FieldText(body, "event.kind") == "alert") return "endpoint.alerts";
  const doc::Node* categories = FindField(body, "event.category");
  if (categories == nullptr) return IsDnsMessage(body) ? "endpoint.events.network" : "";
  struct Stream {
    std::string_view category;
    std::string_view dataset;
  };
  constexpr Stream kStreams[] = {
      {"process", "endpoint.events.process"},      {"network", "endpoint.events.network"},
      {"dns", "endpoint.events.network"},          {"file", "endpoint.events.file"},
      {"registry", "endpoint.events.registry"},    {"library", "endpoint.events.library"},
      {"driver", "endpoint.events.library"},       {"api", "endpoint.events.api"},
      {"volume_device", "endpoint.events.device"}, {"authentication", "endpoint.events.security"},
      {"session", "endpoint.events.security"},     {"iam", "endpoint.events.security"},
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

bool IsEndpointDataset(std::string_view dataset) { return dataset.starts_with("endpoint."); }

class ElasticDefendSource final : public Source {
 public:
  std::string_view name() const override { return "elastic_defend"; }
  std::string_view title() const override { return "Elastic Defend"; }
  bool speaks_ecs() const override { return true; }

  Confidence Recognize(const doc::Node& record) const override {
    if (!record.is_object()) return Confidence::kNo;
    const doc::Node& body = EcsBody(record);
    const bool endpoint = FieldText(body, "agent.type") == "endpoint" ||
                          IsEndpointDataset(FieldText(body, "data_stream.dataset")) ||
                          IsEndpointDataset(FieldText(body, "event.dataset")) ||
                          FieldText(body, "event.module") == "endpoint" || IsDnsMessage(body) ||
                          IsEndpointDataset(IndexOf(record).dataset);
    return endpoint ? Confidence::kCertain : Confidence::kNo;
  }

  void Map(const SourceRecord& record, EventBuilder& event) override {
    const doc::Node& body = EcsBody(record.document);
    AddEcsBody(body, event);
    if (IsDnsMessage(body)) AddDnsQuestion(body, event);
    FillText(Field("event.module"), "endpoint", event);
    const IndexNames index = IndexOf(record.document);
    std::string_view dataset = NamedDataset(body, index);
    if (dataset.empty()) dataset = EndpointDataset(body);
    AddDataStream(dataset, index.name_space, event);
  }
};

class AnyEcsSource final : public Source {
 public:
  std::string_view name() const override { return "ecs"; }
  std::string_view title() const override { return "documents with ECS field names"; }
  bool speaks_ecs() const override { return true; }

  Confidence Recognize(const doc::Node& record) const override {
    if (!record.is_object()) return Confidence::kNo;
    const doc::Node& body = EcsBody(record);
    const bool ecs =
        FindField(body, "ecs.version") != nullptr || FindField(body, "event.category") != nullptr ||
        FindField(body, "event.kind") != nullptr || FindField(body, "event.dataset") != nullptr ||
        FindField(body, "data_stream.dataset") != nullptr || !IndexOf(record).dataset.empty();
    return ecs ? Confidence::kFamily : Confidence::kNo;
  }

  void Map(const SourceRecord& record, EventBuilder& event) override {
    const doc::Node& body = EcsBody(record.document);
    AddEcsBody(body, event);
    const IndexNames index = IndexOf(record.document);
    AddDataStream(NamedDataset(body, index), index.name_space, event);
  }
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<ElasticDefendSource>(); }

std::unique_ptr<Source> MakeEcsSource() { return std::make_unique<AnyEcsSource>(); }

}  // namespace tocsin::elastic_defend
