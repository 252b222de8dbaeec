// The members of flat exports of Windows events, as NXLog and cloud tables name them.
#pragma once

#include <cstdint>
#include <string_view>

namespace tocsin::windows {

// Members of a flat export that describe the record or the collector; all others are event data.
enum class FlatKey : std::uint8_t {
  kData,       // not reserved
  kCollector,  // reserved, of no use here
  kActivityId,
  kCategory,
  kChannel,
  kComputer,
  kEventData,
  kEventId,
  kEventType,
  kKeywords,
  kLevel,
  kMessage,
  kOpcode,
  kProcessId,
  kProvider,
  kProviderGuid,
  kRecordId,
  kRelatedActivityId,
  kSeverity,
  kTask,
  kThreadId,
  kUserId,
  kVersion,
};

FlatKey FlatKeyOf(std::string_view name);

}  // namespace tocsin::windows
