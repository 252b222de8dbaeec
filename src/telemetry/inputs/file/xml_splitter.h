// Event XML into records: each <Event ...>...</Event> is one, wherever line breaks stand.
//
//   content = { blanks | "<?" ... "?>" | comment | "<Events ...>" | "</Events>"
//               | "Record" number line-end | event }
//
// Only as much of XML is read as it takes to find where an event ends: CDATA sections and comments
// are passed over, so that no text of an event can end it. Whether the event is well-formed its
// decoder tells. Anything else between events is a record of its own up to the line's end, which
// the decoder rejects and counts.
//
// Recovery: an event that has no end goes on to the next <Event, so damage costs one record; only
// a CDATA section or comment that is torn takes the events with it up to where the next one ends.
#pragma once

#include "telemetry/inputs/file/record_counter.h"
#include "telemetry/inputs/file/splitter.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace tocsin::input {

// Whether `window` begins such content. Nullopt: more of it is needed.
std::optional<bool> BeginsEventXml(std::string_view window, bool at_end);

class XmlSplitter {
 public:
  // The counter outlives the splitter.
  explicit XmlSplitter(RecordCounter& counter) : counter_(counter) {}

  Cut Next(std::string_view window, bool at_end);

 private:
  Cut NextEvent(std::string_view window, bool at_end);
  std::optional<Cut> NextInEvent(std::string_view text, bool at_end);
  Cut PassMarkup(std::string_view window, std::size_t from, std::string_view end, bool at_end);
  Cut Junk(std::string_view window, bool at_end);
  Cut SkipOn(std::string_view window, bool at_end);
  Cut EmitCut();
  void Restart();

  RecordCounter& counter_;
  bool skipping_ = false;  // behind a record that was cut
  // Within an event, which then begins the window:
  bool in_event_ = false;
  std::size_t scanned_ = 0;      // bytes of it that are known not to hold its end
  std::string_view until_ = {};  // what ends the section or comment that `scanned_` lies in
};

}  // namespace tocsin::input
