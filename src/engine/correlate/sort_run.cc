#include "base/hash.h"
#include "engine/correlate/released_event.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace tocsin {
namespace {

const Event& EventOf(const ReleasedEvent& released) { return released.event->event(); }

using Channel = std::tuple<std::string_view, std::string_view, std::string_view>;

Channel ChannelOf(const Event& event) { return {event.source, event.lane, event.channel}; }

bool IsNumbered(const Event& event) { return event.sequence != kNoSequence; }

// What makes two numbered events of one time the same record.
auto IdentityOf(const Event& event) {
  return std::make_tuple(event.sequence, event.origin.part, ChannelOf(event), event.content,
                         event.content != 0 ? std::string_view() : event.raw);
}

// Drops repeats from events of one time that stand in the order of position.
std::uint64_t DropRepeats(std::vector<ReleasedEvent>* events, std::size_t begin) {
  std::map<decltype(IdentityOf(std::declval<const Event&>())), bool> seen;
  const auto is_repeat = [&](const ReleasedEvent& released) {
    const Event& event = EventOf(released);
    return IsNumbered(event) && !seen.emplace(IdentityOf(event), true).second;
  };
  const auto kept = std::remove_if(events->begin() + static_cast<std::ptrdiff_t>(begin),
                                   events->end(), is_repeat);
  const auto dropped = static_cast<std::uint64_t>(events->end() - kept);
  events->erase(kept, events->end());
  return dropped;
}

// Puts events of one time, which stand in the order of position, into lane order.
void OrderEqualTimes(std::vector<ReleasedEvent>* events, std::size_t begin) {
  struct Place {
    std::size_t group;  // earliest rank by position within the channel
    std::uint64_t sequence;
    std::size_t rank;  // by position

    auto operator<=>(const Place&) const = default;
  };
  std::map<Channel, std::size_t> first_rank;
  std::vector<std::pair<Place, ReleasedEvent>> placed;
  placed.reserve(events->size() - begin);
  for (std::size_t rank = 0; begin + rank < events->size(); ++rank) {
    ReleasedEvent& released = (*events)[begin + rank];
    const Event& event = EventOf(released);
    Place place{.group = rank, .sequence = 0, .rank = rank};
    if (IsNumbered(event)) {
      place.group = first_rank.emplace(ChannelOf(event), rank).first->second;
      place.sequence = event.sequence;
    }
    placed.emplace_back(place, std::move(released));
  }
  std::sort(placed.begin(), placed.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < placed.size(); ++i) {
    (*events)[begin + i] = std::move(placed[i].second);
  }
}

}  // namespace

std::uint64_t SortRun(std::vector<ReleasedEvent>* events) {
  std::vector<ReleasedEvent> sorted = std::move(*events);
  std::sort(sorted.begin(), sorted.end(), [](const ReleasedEvent& a, const ReleasedEvent& b) {
    const Event& left = EventOf(a);
    const Event& right = EventOf(b);
    if (left.time != right.time) return left.time < right.time;
    return StandsBefore(left.origin, right.origin);
  });
  events->clear();
  events->reserve(sorted.size());
  std::uint64_t dropped = 0;
  for (std::size_t i = 0; i < sorted.size();) {
    const Time time = EventOf(sorted[i]).time;
    const std::size_t begin = events->size();
    for (; i < sorted.size() && EventOf(sorted[i]).time == time; ++i) {
      events->push_back(std::move(sorted[i]));
    }
    if (events->size() - begin == 1) continue;
    dropped += DropRepeats(events, begin);
    OrderEqualTimes(events, begin);
  }
  return dropped;
}

}  // namespace tocsin
