#include "cli/commands/stream_books.h"

#include "cli/console_text/terminal.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tocsin {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kNotesMax = 10;

std::string SpanText(const Gap& gap) {
  return gap.from == gap.to ? "at " + FormatTime(gap.from)
                            : "from " + FormatTime(gap.from) + " to " + FormatTime(gap.to);
}

}  // namespace

Json StreamJson(const StreamStats& stats, const Catalog& catalog) {
  Json json = {{"lanes", stats.lanes},
               {"late", stats.hosts.late + stats.keys.late},
               {"time_adjusted", stats.hosts.time_adjusted},
               {"hold_overflow", stats.hosts.hold_overflow + stats.keys.hold_overflow},
               {"gaps_beyond", stats.gaps_beyond}};
  Json gaps = Json::array();
  for (const Gap& gap : stats.gaps) {
    gaps.push_back({{"cause", GapCauseName(gap.cause)},
                    {"rule", catalog.at(gap.rule).rule.id},
                    {"lane", gap.lane},
                    {"from", FormatTime(gap.from)},
                    {"to", FormatTime(gap.to)},
                    {"count", gap.count}});
  }
  json["gaps"] = std::move(gaps);
  Json unjudged = Json::array();
  for (const Unjudged& entry : stats.unjudged) {
    unjudged.push_back({{"rule", catalog.at(entry.rule).rule.id}, {"events", entry.events}});
  }
  json["unjudged"] = std::move(unjudged);
  return json;
}

std::vector<StreamNote> StreamNotes(const StreamStats& stats, const Catalog& catalog) {
  std::vector<StreamNote> notes;
  const std::uint64_t late = stats.hosts.late + stats.keys.late;
  notes.push_back({CountText(stats.lanes, "lane", "lanes") + ", " +
                       CountText(late, "event", "events") + " too late for their order",
                   late > 0});
  std::size_t shown = 0;
  for (const Gap& gap : stats.gaps) {
    if (++shown > kNotesMax) break;
    notes.push_back({catalog.at(gap.rule).rule.name + ": may have missed something " +
                         SpanText(gap) + (gap.lane.empty() ? "" : " on " + gap.lane),
                     true});
  }
  if (stats.gaps.size() > kNotesMax || stats.gaps_beyond > 0) {
    notes.push_back(
        {"... and " +
             WithThousands(stats.gaps.size() - std::min(shown, kNotesMax) + stats.gaps_beyond) +
             " more gaps; --stats=json names them",
         true});
  }
  for (const Unjudged& entry : stats.unjudged) {
    notes.push_back({catalog.at(entry.rule).rule.name + ": not judged on " +
                         CountText(entry.events, "event", "events") +
                         ", for want of process state; scan them without --follow",
                     true});
  }
  return notes;
}

}  // namespace tocsin
