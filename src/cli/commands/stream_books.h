// The part of the books that only a run over growing evidence has: order, holes, and rules that
// could not be judged.
#pragma once

#include "pipeline/stream.h"
#include "rules/catalog.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace tocsin {

// The member "stream" of schemas/scan-stats-1.json.
nlohmann::ordered_json StreamJson(const StreamStats& stats, const Catalog& catalog);

struct StreamNote {
  std::string text;
  bool is_loss = false;  // something may have been missed
};
// For the summary: at least one.
std::vector<StreamNote> StreamNotes(const StreamStats& stats, const Catalog& catalog);

}  // namespace tocsin
