#include "telemetry/sources/windows/flat_key.h"

#include <algorithm>
#include <iterator>

namespace tocsin::windows {
namespace {

struct FlatName {
  std::string_view name;
  FlatKey key;

  // Shorter names first: most comparisons end at the length.
  friend constexpr bool operator<(const FlatName& a, const FlatName& b) {
    return a.name.size() != b.name.size() ? a.name.size() < b.name.size() : a.name < b.name;
  }
};

constexpr FlatName kFlatNames[] = {
    {"Task", FlatKey::kTask},
    {"host", FlatKey::kCollector},
    {"port", FlatKey::kCollector},
    {"tags", FlatKey::kCollector},
    {"Level", FlatKey::kLevel},
    {"Domain", FlatKey::kCollector},
    {"Opcode", FlatKey::kCollector},
    {"UserID", FlatKey::kUserId},
    {"Channel", FlatKey::kChannel},
    {"EventID", FlatKey::kEventId},
    {"Message", FlatKey::kMessage},
    {"Version", FlatKey::kVersion},
    {"@version", FlatKey::kCollector},
    {"Category", FlatKey::kCategory},
    {"Computer", FlatKey::kComputer},
    {"Hostname", FlatKey::kComputer},
    {"Keywords", FlatKey::kKeywords},
    {"Provider", FlatKey::kProvider},
    {"Severity", FlatKey::kSeverity},
    {"ThreadID", FlatKey::kThreadId},
    {"EventData", FlatKey::kEventData},
    {"EventTime", FlatKey::kCollector},
    {"EventType", FlatKey::kEventType},
    {"@timestamp", FlatKey::kCollector},
    {"ActivityID", FlatKey::kActivityId},
    {"EventLevel", FlatKey::kLevel},
    {"SourceName", FlatKey::kProvider},
    {"AccountName", FlatKey::kCollector},
    {"AccountType", FlatKey::kCollector},
    {"OpcodeValue", FlatKey::kOpcode},
    {"TimeCreated", FlatKey::kCollector},
    {"ProviderGuid", FlatKey::kProviderGuid},
    {"RecordNumber", FlatKey::kRecordId},
    {"EventRecordID", FlatKey::kRecordId},
    {"SeverityValue", FlatKey::kCollector},
    {"TimeGenerated", FlatKey::kCollector},
    {"EventSourceName", FlatKey::kProvider},
    {"EventTypeOrignal", FlatKey::kCollector},
    {"SourceModuleName", FlatKey::kCollector},
    {"SourceModuleType", FlatKey::kCollector},
    {"EventReceivedTime", FlatKey::kCollector},
    {"RelatedActivityID", FlatKey::kRelatedActivityId},
    {"ExecutionProcessID", FlatKey::kProcessId},
};
static_assert(std::is_sorted(std::begin(kFlatNames), std::end(kFlatNames)));

}  // namespace

FlatKey FlatKeyOf(std::string_view name) {
  const FlatName wanted{name, FlatKey::kData};
  const auto* found = std::lower_bound(std::begin(kFlatNames), std::end(kFlatNames), wanted);
  return found != std::end(kFlatNames) && found->name == name ? found->key : FlatKey::kData;
}

}  // namespace tocsin::windows
