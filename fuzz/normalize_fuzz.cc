// Any bytes as a text record, through every source: nothing may crash, the books balance, and an
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

namespace tocsin {
namespace {

void Run(std::string_view bytes) {
  static const Schema* const schema = new Schema();
  static const FieldDemand* const all = new FieldDemand(FieldDemand::All());
  RawBatch raw;
  raw.input = InputId(0);
  const auto copy = std::make_shared<std::string>(bytes);
  raw.records.push_back({0, 1, *copy});
  raw.memory = copy;
  for (const SourceInfo& source : AllSources()) {
    Normalizer normalizer(
        *schema, *all,
        {.forced_source = std::string(source.name), .compat_elastic = bytes.size() % 2 == 0});
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
