#include "engine/lineage/sighting.h"

#include "engine/lineage/lineage_testing.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tocsin::lineage {
namespace {

// The kinds of what was noted: s for a start, e for an end, r for a running process.
std::string Noted(std::string_view words) {
  SightingBook book;
  const EventPtr event = MakeEvent(words);
  book.Observe(event->event());
  std::string kinds;
  for (const Sighting& sighting : book.sightings()) {
    switch (sighting.kind) {
      case SightingKind::kStart:
        kinds += 's';
        break;
      case SightingKind::kEnd:
        kinds += 'e';
        break;
      case SightingKind::kRunning:
        kinds += 'r';
        break;
      default:
        kinds += '?';
    }
  }
  return kinds;
}

TEST(SightingBook, TellsProcessesFromWhatRunsInThem) {
  const struct {
    const char* name;
    std::string_view words;
    std::string_view noted;
  } kCases[] = {
      {"a start by path",
       "t=1 host=h event.category=process event.type=start process.pid=7 "
       "process.executable=/bin/sh",
       "s"},
      {"a start by name",
       "t=1 host=h event.category=process event.type=start process.pid=7 "
       "process.name=sh",
       "s"},
      {"a script block starts", "t=1 host=h event.category=process event.type=start process.pid=7",
       ""},
      {"an engine starts",
       "t=1 host=h event.category=process event.type=start "
       "process.entity_id=x process.command_line=sh",
       ""},
      {"an end by path",
       "t=1 host=h event.category=process event.type=end process.pid=7 "
       "process.executable=/bin/sh",
       "e"},
      {"an end by identity",
       "t=1 host=h event.category=process event.type=end "
       "process.entity_id=x",
       "e"},
      {"a script block ends", "t=1 host=h event.category=process event.type=end process.pid=7", ""},
      {"a connection",
       "t=1 host=h event.category=network event.type=start process.pid=7 "
       "process.executable=/bin/sh",
       "r"},
  };
  for (const auto& c : kCases) EXPECT_EQ(Noted(c.words), c.noted) << c.name;
}

}  // namespace
}  // namespace tocsin::lineage
