// Raw batches -> events: the door of telemetry/. For each record it finds the decoder by framing,
// the source by a look at the document, and lets that source fill an event.
//
// Ownership: a Normalizer belongs to one worker and borrows schema and demand. Events view the
// batch they are written to and the raw batch's memory, which the event batch keeps alive.
// Cost: decoding dominates; see docs/internals.
#pragma once

#include "event/batch.h"
#include "event/ecs/schema.h"
#include "event/field_demand.h"
#include "event/retained_event.h"
#include "telemetry/inputs/input.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct NormalizeOptions {
  std::string forced_source;    // name of a source: no recognition; empty: by content
  bool compat_elastic = false;  // reproduce the published mappings where ours is better
  bool strict_json = false;
};

// The books of normalization. Every record is in exactly one of parsed and rejected:
//   records_in == records_parsed + sum(rejected)
struct NormalizeLedger {
  std::uint64_t records_in = 0;
  std::uint64_t records_parsed = 0;
  std::map<std::string, std::uint64_t, std::less<>> rejected;  // reason -> count
  std::map<std::string, std::uint64_t, std::less<>> sources;   // source -> events
  std::map<std::string, std::uint64_t, std::less<>> notes;     // repaired_utf8, time_missing, ...
  // The same by input, for "nothing in this file could be read".
  struct InputCounts {
    std::uint64_t parsed = 0;
    std::uint64_t rejected = 0;
  };
  std::map<InputId, InputCounts> inputs;
  // The first rejections of the run with their places, for messages; bounded.
  struct Rejection {
    InputId input;
    std::uint64_t number = 0;
    std::uint64_t offset = 0;
    std::string reason;
  };
  std::vector<Rejection> samples;

  // The sum of both; does not depend on the order of merging.
  void Merge(const NormalizeLedger& other);
};

class Normalizer {
 public:
  Normalizer(const Schema& schema, const FieldDemand& demand, const NormalizeOptions& options);
  ~Normalizer();

  // Appends the events of `raw` to `out`, in record order, and keeps the books.
  void Normalize(const RawBatch& raw, EventBatch* out, NormalizeLedger* ledger);

  // How sure it is what an event of the last Normalize was taken for: "certain", "likely" (the
  // shape of the family, not the member's own), "not recognised", or "as told" by forced_source.
  std::string_view RecognitionOf(std::size_t event) const;

  // The same events again with every field of their records, as copies that live on. `events` stem
  // from Normalize(raw), in the order in which it gave them. Each record is decoded once.
  std::vector<EventPtr> RetainFull(const RawBatch& raw, std::span<const Event* const> events);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Names of all sources with a short title each, for --source and help.
struct SourceInfo {
  std::string_view name;
  std::string_view title;
};
std::vector<SourceInfo> AllSources();

}  // namespace tocsin
