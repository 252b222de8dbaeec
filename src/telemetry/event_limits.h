// Bounds of one event, whatever it was decoded from: what a sensor writes stays far below them, and
// no record that breaks them may cost more than itself. Beyond them an event is rejected with a
// reason, or its text is cut; the raw record is kept as it is.
//
// Ownership: a document that was cut lives in the arena and shares all else with the given one.
// Threads: pure. Cost: one walk over the document; see MayBreakLimits for who needs none.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tocsin {

struct EventLimits {
  // Of a record that is one event, as it stands in the input; of an event within a list, its keys
  // and values.
  std::size_t event_bytes_max = std::size_t{2} << 20;
  // Keys of all objects of the event.
  std::size_t keys_max = 10'000;
  // All names, as a flat event has them ("a.b.c"): long keys around many others are written again
  // for each, so that a few kilobytes could ask for gigabytes.
  std::size_t name_bytes_max = std::size_t{1} << 20;
  // Of one text; the rest is not matched.
  std::size_t text_bytes_max = std::size_t{256} << 10;
  // Events of one record.
  std::uint32_t events_max = 100'000;
};

// Whether a document of a record of so many bytes can break any of the limits.
constexpr bool MayBreakLimits(std::size_t record_bytes) {
  constexpr std::size_t kHarmlessBytes = 4096;  // s bytes make at most s * s / 20 bytes of names
  return record_bytes > kHarmlessBytes;
}

struct LimitedDocument {
  doc::Node document;       // with texts cut; of use when there is no reason
  std::string_view reason;  // why it may not be an event, for the ledger; empty: it may
  std::uint32_t texts_cut = 0;
};

LimitedDocument KeepLimits(const doc::Node& document, Arena& arena, const EventLimits& limits = {});

}  // namespace tocsin
