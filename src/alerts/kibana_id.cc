#include "alerts/kibana_id.h"

#include "base/check.h"
#include "base/hash.h"
#include "base/uuid.h"
#include "event/dataset.h"

namespace tocsin {
namespace {

constexpr std::string_view kThresholdNamespace = "0684ec03-7201-4ee0-8ee0-3a3f6b2479b2";

}  // namespace

std::string KibanaIndexOf(const Event& event) {
  const DatasetFacts facts = DescribeDataset(event.dataset);
  return facts.index_stems.empty() ? std::string() : facts.index_stems.front() + "default";
}

std::string KibanaEventAlertId(const KibanaEvent& event, const KibanaRule& rule) {
  std::string text;
  for (const std::string_view part :
       {event.index, event.id, event.version, rule.space, std::string_view(":"), rule.uuid}) {
    text.append(part);
  }
  return Sha256Hex(text);
}

KibanaSequenceIds KibanaSequenceAlertIds(std::span<const KibanaEvent> events,
                                         const KibanaRule& rule) {
  // Each stage contributes its ancestors' id and index, then the rule; an event is its own only
  // ancestor.
  std::string base;
  for (const KibanaEvent& event : events) {
    base.append(event.id).append(event.index).append(rule.uuid);
  }
  KibanaSequenceIds ids;
  for (std::size_t i = 0; i < events.size(); ++i) {
    ids.building_blocks.push_back(Sha256Hex(base + std::to_string(i)));
  }
  std::string shell;
  for (std::size_t i = 0; i < events.size(); ++i) {
    // A building block is an ancestor of the shell with an empty index.
    shell.append(events[i].id).append(events[i].index).append(ids.building_blocks[i]);
  }
  ids.shell = Sha256Hex(shell.append(rule.uuid));
  return ids;
}

std::string KibanaThresholdBucket(std::string_view rule_id, std::string_view started,
                                  std::string_view fields, std::string_view values) {
  const std::optional<Uuid> name_space = Uuid::Parse(kThresholdNamespace);
  TOCSIN_CHECK(name_space.has_value(), "the namespace is a constant");
  std::string name;
  name.append(rule_id).append(started).append(fields).append(values);
  return Uuid::V5(*name_space, name).ToString();
}

}  // namespace tocsin
