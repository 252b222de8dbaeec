#include "telemetry/router.h"

#include "base/check.h"
#include "event/builder.h"
#include "telemetry/all_sources.h"
#include "telemetry/decoders/document.h"
#include "telemetry/decoders/evtx/chunk_decoder.h"
#include "telemetry/decoders/json/json_decoder.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>

namespace tocsin {
namespace {

constexpr std::size_t kSamplesMax = 100;

// Members of objects that services wrap around a list of records, as event hubs do.
constexpr std::string_view kEnvelopeKey = "records";

void AddAll(const std::map<std::string, std::uint64_t, std::less<>>& from,
            std::map<std::string, std::uint64_t, std::less<>>* to) {
  for (const auto& [name, count] : from) (*to)[name] += count;
}

void Count(std::string_view name, std::uint64_t count,
           std::map<std::string, std::uint64_t, std::less<>>* counters) {
  if (count == 0) return;
  const auto found = counters->find(name);
  if (found != counters->end()) {
    found->second += count;
  } else {
    counters->emplace(name, count);
  }
}

WireForm FormOf(Framing framing) {
  return framing == Framing::kEvtxChunks ? WireForm::kEvtx : WireForm::kText;
}

// The list that a decoded value holds instead of being a record itself: an array, or an object
// whose members are `records` and at most a few words about them.
const doc::Node* ListWithin(const doc::Node& root) {
  if (root.is_array()) return &root;
  if (!root.is_object()) return nullptr;
  const doc::Node* records = root.Find(kEnvelopeKey);
  if (records == nullptr || !records->is_array()) return nullptr;
  for (const doc::Member& member : root) {
    if (member.key != kEnvelopeKey && !member.value.is_scalar()) return nullptr;
  }
  return records;
}

std::optional<std::uint64_t> UnsignedOf(const doc::Node* node) {
  if (node == nullptr) return std::nullopt;
  if (node->kind() == doc::NodeKind::kUInt) return node->unsigned_integer();
  if (node->kind() == doc::NodeKind::kInt && node->integer() >= 0) {
    return static_cast<std::uint64_t>(node->integer());
  }
  return std::nullopt;
}

}  // namespace

void NormalizeLedger::Merge(const NormalizeLedger& other) {
  records_in += other.records_in;
  records_parsed += other.records_parsed;
  AddAll(other.rejected, &rejected);
  AddAll(other.sources, &sources);
  AddAll(other.notes, &notes);
  for (const auto& [input, counts] : other.inputs) {
    inputs[input].parsed += counts.parsed;
    inputs[input].rejected += counts.rejected;
  }
  // Each ledger holds the first rejections of what it saw, so the first of all are among them.
  samples.insert(samples.end(), other.samples.begin(), other.samples.end());
  std::sort(samples.begin(), samples.end(), [](const Rejection& a, const Rejection& b) {
    return std::tie(a.input, a.offset, a.number) < std::tie(b.input, b.offset, b.number);
  });
  if (samples.size() > kSamplesMax) samples.resize(kSamplesMax);
}

std::vector<SourceInfo> AllSources() {
  std::vector<SourceInfo> infos;
  for (const std::unique_ptr<Source>& source : MakeAllSources()) {
    // Names and titles are literals of their sources.
    infos.push_back({source->name(), source->title()});
  }
  return infos;
}

struct Normalizer::Impl {
  Impl(const Schema& the_schema, const FieldDemand& the_demand, const NormalizeOptions& the_options)
      : schema(the_schema),
        demand(the_demand),
        options(the_options),
        sources(MakeAllSources()),
        events_of(sources.size()),
        json({.repair_utf8 = !the_options.strict_json}) {
    if (options.forced_source.empty()) return;
    const auto found = std::find_if(sources.begin(), sources.end(), [&](const auto& source) {
      return source->name() == options.forced_source;
    });
    TOCSIN_CHECK(found != sources.end(), "forced source must be one of AllSources()");
    forced = static_cast<std::size_t>(found - sources.begin());
  }

  // Which source takes the document. The last one's verdict is a hint: most files are of one kind.
  std::size_t Choose(const doc::Node& document) {
    if (forced) return *forced;
    if (sources[hint]->Recognize(document) == Confidence::kCertain) return hint;
    std::size_t best = sources.size() - 1;
    Confidence confidence = Confidence::kNo;
    for (std::size_t i = 0; i < sources.size(); ++i) {
      const Confidence offer = sources[i]->Recognize(document);
      if (offer <= confidence) continue;
      best = i;
      confidence = offer;
      if (offer == Confidence::kCertain) break;
    }
    return hint = best;
  }

  void MapRecord(const doc::Node& document, WireForm form, const EventOrigin& origin,
                 std::string_view raw, EventBuilder& event) {
    const std::size_t chosen = Choose(document);
    Source& source = *sources[chosen];
    event.Begin(source.name(), origin, raw);
    source.Map({.document = document, .form = form, .compat_elastic = options.compat_elastic},
               event);
    event.Finish();
    ++events_of[chosen];
  }

  const Schema& schema;
  const FieldDemand& demand;
  NormalizeOptions options;
  std::vector<std::unique_ptr<Source>> sources;
  std::vector<std::uint64_t> events_of;  // by source, since the ledger was last told
  std::optional<std::size_t> forced;
  std::size_t hint = 0;
  JsonDecoder json;
};

namespace {

// The books of one batch.
class Bookkeeper {
 public:
  Bookkeeper(InputId input, NormalizeLedger* ledger)
      : input_(input), ledger_(*ledger), counts_(ledger->inputs[input]) {}

  void Parsed() {
    ++ledger_.records_in;
    ++ledger_.records_parsed;
    ++counts_.parsed;
  }
  void Rejected(std::string_view reason, std::uint64_t number, std::uint64_t offset) {
    ++ledger_.records_in;
    ++counts_.rejected;
    Count(reason, 1, &ledger_.rejected);
    if (ledger_.samples.size() < kSamplesMax) {
      ledger_.samples.push_back({input_, number, offset, std::string(reason)});
    }
  }
  void Note(std::string_view name, std::uint64_t count = 1) { Count(name, count, &ledger_.notes); }

 private:
  InputId input_;
  NormalizeLedger& ledger_;
  NormalizeLedger::InputCounts& counts_;
};

// Calls `parsed(document, origin, raw, notes)` and `rejected(reason, number, offset)` for each
// record of a batch, in order. `wanted`: only the record at this offset of the input.
template <class Parsed, class Rejected, class Note>
void DecodeTexts(const RawBatch& raw, JsonDecoder& json, Arena& arena,
                 std::optional<std::uint64_t> wanted, Parsed parsed, Rejected rejected, Note note) {
  for (const RawRecord& record : raw.records) {
    if (wanted && record.offset != *wanted) continue;
    doc::Node root;
    const JsonStatus status = json.Decode(record.bytes, arena, &root);
    if (!status.ok()) {
      const bool is_json = status.offset != 0 || status.fault != JsonFault::kUnexpectedToken;
      rejected(is_json ? JsonFaultName(status.fault) : "not_json", record.number,
               record.offset + status.offset);
      continue;
    }
    if (status.repaired_utf8) note("repaired_utf8");
    EventOrigin origin{raw.input, record.offset, record.number, 0};
    const doc::Node* list = ListWithin(root);
    const std::uint32_t count = list == nullptr ? 1 : list->size();
    for (std::uint32_t i = 0; i < count; ++i) {
      const doc::Node& document = list == nullptr ? root : list->element(i);
      origin.part = i;
      if (document.is_object()) {
        parsed(document, origin, record.bytes);
      } else {
        rejected("not_an_object", record.number, record.offset);
      }
    }
  }
}

template <class Parsed, class Rejected, class Note>
void DecodeChunks(const RawBatch& raw, Arena& arena, std::optional<std::uint64_t> wanted,
                  Parsed parsed, Rejected rejected, Note note) {
  for (const RawRecord& chunk : raw.records) {
    if (wanted && (*wanted < chunk.offset || *wanted - chunk.offset >= chunk.bytes.size())) {
      continue;
    }
    evtx::ChunkDecoder decoder(chunk.bytes, arena);
    evtx::Record record;
    while (decoder.Next(&record)) {
      const std::uint64_t offset = chunk.offset + record.offset;
      if (wanted && offset != *wanted) continue;
      if (!record.ok() && !record.salvaged()) {
        rejected(evtx::FaultName(record.damage.fault), record.id, offset);
        continue;
      }
      if (record.salvaged()) note("salvaged");
      const std::optional<std::uint64_t> number =
          UnsignedOf(record.root.FindPath("Event", "System", "EventRecordID"));
      parsed(record.root, EventOrigin{raw.input, offset, number.value_or(record.id), 0},
             chunk.bytes.substr(record.offset, record.size));
      if (wanted) return;
    }
  }
}

}  // namespace

Normalizer::Normalizer(const Schema& schema, const FieldDemand& demand,
                       const NormalizeOptions& options)
    : impl_(std::make_unique<Impl>(schema, demand, options)) {}

Normalizer::~Normalizer() = default;

void Normalizer::Normalize(const RawBatch& raw, EventBatch* out, NormalizeLedger* ledger) {
  Bookkeeper books(raw.input, ledger);
  EventBuilder event(impl_->schema, impl_->demand, *out);
  const WireForm form = FormOf(raw.framing);
  std::uint64_t without_time = 0;
  const auto parsed = [&](const doc::Node& document, const EventOrigin& origin,
                          std::string_view bytes) {
    impl_->MapRecord(document, form, origin, bytes, event);
    books.Parsed();
    const auto flags = static_cast<unsigned>(out->events().back().flags);
    if ((flags & static_cast<unsigned>(EventFlags::kTimeMissing)) != 0) ++without_time;
  };
  const auto rejected = [&](std::string_view reason, std::uint64_t number, std::uint64_t offset) {
    books.Rejected(reason, number, offset);
  };
  const auto note = [&](std::string_view name) { books.Note(name); };

  out->KeepAlive(raw.memory);
  switch (raw.framing) {
    case Framing::kRecords:
      DecodeTexts(raw, impl_->json, out->arena(), std::nullopt, parsed, rejected, note);
      break;
    case Framing::kEvtxChunks:
      DecodeChunks(raw, out->arena(), std::nullopt, parsed, rejected, note);
      break;
  }
  books.Note("time_missing", without_time);
  books.Note("conversion_faults", event.conversion_faults());
  for (std::size_t i = 0; i < impl_->sources.size(); ++i) {
    Count(impl_->sources[i]->name(), std::exchange(impl_->events_of[i], 0), &ledger->sources);
  }
}

EventPtr Normalizer::RetainFull(const RawBatch& raw, const Event& event) {
  const FieldDemand everything = FieldDemand::All();
  EventBatch batch;
  EventBuilder builder(impl_->schema, everything, batch);
  const WireForm form = FormOf(raw.framing);
  const std::vector<std::uint64_t> counted = impl_->events_of;
  const auto parsed = [&](const doc::Node& document, const EventOrigin& origin,
                          std::string_view bytes) {
    if (origin.part == event.origin.part) impl_->MapRecord(document, form, origin, bytes, builder);
  };
  const auto ignore_rejected = [](std::string_view, std::uint64_t, std::uint64_t) {};
  const auto ignore_note = [](std::string_view) {};
  if (raw.framing == Framing::kEvtxChunks) {
    DecodeChunks(raw, batch.arena(), event.origin.offset, parsed, ignore_rejected, ignore_note);
  } else {
    DecodeTexts(raw, impl_->json, batch.arena(), event.origin.offset, parsed, ignore_rejected,
                ignore_note);
  }
  impl_->events_of = counted;
  TOCSIN_CHECK(!batch.events().empty(), "the event must stem from this batch");
  return RetainedEvent::RetainCopy(batch.events().front());
}

}  // namespace tocsin
