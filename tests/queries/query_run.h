// A query over a handful of events, answered twice: by the engine, cut into batches and spread over
// threads as asked for, and by the reference evaluator. What suites of queries share.
//
// The engine's way is that of a scan: records are decoded and mapped, conditions decided batch by
// batch, hits put into the order of the run and correlated, limits applied. The reference has its
// own order, its own sequences and its own limits.
//
// Ownership: plain values. Threads: any number of calls; RunEngine starts its own. Errors: an event
// that is no JSON object is a mistake in the suite and stops the program.
#pragma once

#include "base/time.h"
#include "event/ecs/schema.h"
#include "event/value.h"
#include "plan/plan.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tocsin::queries {

struct QueryEvent {
  std::string id;
  std::string json;          // an object; its names are field names
  std::optional<Time> time;  // none: that of @timestamp
  // Orders events of equal time; those without come last. None anywhere: the order given.
  std::optional<std::uint64_t> tiebreaker;
};

struct KeyText {
  ValueKind kind = ValueKind::kNull;
  std::string text;  // canonical
  friend bool operator==(const KeyText&, const KeyText&) = default;
};

// An event, a sequence or a sample.
struct FoundResult {
  std::vector<std::string> events;  // ids; empty text in the place of a missing event
  std::vector<KeyText> key;
  friend bool operator==(const FoundResult&, const FoundResult&) = default;
};
using Found = std::vector<FoundResult>;

// How the engine gets the events.
struct Cut {
  std::size_t batch_size = 1024;
  std::size_t threads = 1;
};

struct RunOptions {
  std::uint32_t samples_per_key = 1;
  // A limit of the caller's: in the direction of the first pipe, else the last ones.
  std::optional<std::uint64_t> size;
};

// The plan must have passed plan/passes. A plan that the engine refuses gives one result whose only
// event is "refused: " and the reason.
Found RunEngine(const plan::Plan& plan, const Schema& schema, std::span<const QueryEvent> events,
                const Cut& cut, const RunOptions& options = {});
Found RunReference(const plan::Plan& plan, const Schema& schema, std::span<const QueryEvent> events,
                   const RunOptions& options = {});

// One result a line: "a b - [root, null]".
std::string Print(const Found& found);

}  // namespace tocsin::queries
