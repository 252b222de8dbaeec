// Any bytes as a text record, through the source that a first byte from 0x80 on chooses (beyond
// their number: by recognition), else through all: nothing may crash, the books balance, and an
// event can be retained in full and shown.

#include "base/check.h"
#include "event/ecs/schema.h"
#include "event/json_writer.h"
#include "telemetry/router.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {
namespace {

// Seeds are text, so that they go through all sources; the fuzzer soon finds the choosers.
constexpr unsigned char kFirstChooser = 0x80;

void Run(std::string_view bytes) {
  static const Schema* const schema = new Schema();
  static const FieldDemand* const all = new FieldDemand(FieldDemand::All());
  static const std::vector<SourceInfo>* const sources = new std::vector<SourceInfo>(AllSources());
  std::vector<std::string> names;
  const auto first = static_cast<unsigned char>(bytes.empty() ? 0 : bytes.front());
  if (first < kFirstChooser) {
    names.emplace_back();
    for (const SourceInfo& source : *sources) names.emplace_back(source.name);
  } else {
    const std::size_t chosen = first - kFirstChooser;
    names.emplace_back(chosen < sources->size() ? (*sources)[chosen].name : std::string_view());
    bytes.remove_prefix(1);
  }
  RawBatch raw;
  raw.input = InputId(0);
  const auto copy = std::make_shared<std::string>(bytes);
  raw.records.push_back({0, 1, *copy});
  raw.memory = copy;
  for (const std::string& name : names) {
    Normalizer normalizer(*schema, *all,
                          {.forced_source = name, .compat_elastic = bytes.size() % 2 == 0});
    EventBatch batch;
    NormalizeLedger ledger;
    normalizer.Normalize(raw, &batch, &ledger);
    std::uint64_t rejected = 0;
    for (const auto& [reason, count] : ledger.rejected) rejected += count;
    TOCSIN_CHECK(ledger.records_in == ledger.records_parsed + rejected);
    TOCSIN_CHECK(ledger.records_parsed == batch.events().size());
    if (batch.events().empty()) continue;
    const Event& last = batch.events().back();
    const Event* const wanted[] = {&last};
    const EventPtr full = normalizer.RetainFull(raw, wanted).front();
    TOCSIN_CHECK(full->event().time == last.time && full->event().lane == last.lane);
    std::string json;
    AppendEventJson(full->event(), *schema, &json);
  }
}

}  // namespace
}  // namespace tocsin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
