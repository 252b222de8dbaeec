#include "telemetry/sources/windows/flat_key.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

namespace tocsin::windows {
namespace {

struct FlatName {
  std::string_view name;
  FlatKey key;

  // Shorter names first, so that those of one length stand together.
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

constexpr std::size_t kLengthMax = std::rbegin(kFlatNames)->name.size();

// Where the names of each length begin; those of length n end where those of n + 1 begin.
constexpr auto kFirstOfLength = [] {
  std::array<std::uint8_t, kLengthMax + 2> first{};
  for (std::size_t length = 0; length < first.size(); ++length) {
    for (const FlatName& entry : kFlatNames) {
      if (entry.name.size() < length) ++first[length];
    }
  }
  return first;
}();

}  // namespace

FlatKey FlatKeyOf(std::string_view name) {
  const std::size_t length = name.size();
  if (length == 0 || length > kLengthMax) return FlatKey::kData;
  for (std::size_t i = kFirstOfLength[length]; i < kFirstOfLength[length + 1]; ++i) {
    const FlatName& entry = kFlatNames[i];
    if (entry.name.front() == name.front() && entry.name == name) return entry.key;
  }
  return FlatKey::kData;
}

}  // namespace tocsin::windows
