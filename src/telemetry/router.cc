#include "telemetry/router.h"

#include "base/check.h"
#include "event/builder.h"
#include "event/ecs/dictionary.h"
#include "telemetry/all_sources.h"
#include "telemetry/decoders/document.h"
#include "telemetry/decoders/evtx/chunk_decoder.h"
#include "telemetry/event_limits.h"
#include "telemetry/record_decoder.h"
#include "telemetry/sources/defend_action.h"
#include "telemetry/sources/machine.h"

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
  // The answer of a search.
  if (const doc::Node* hits = root.FindPath("hits", "hits"); hits != nullptr && hits->is_array()) {
    return hits;
  }
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
        texts(the_options.strict_json) {
    if (options.forced_source.empty()) return;
    forced = SourceNamed(options.forced_source);
  }

  // Which source takes the document: the first that is certain, else the first of the most
  // confident. It depends on the document alone, never on its neighbors.
  std::size_t Choose(const doc::Node& document, Confidence* confidence_of_best) const {
    *confidence_of_best = Confidence::kCertain;
    if (forced) return *forced;
    std::size_t best = sources.size() - 1;
    Confidence confidence = Confidence::kNo;
    for (std::size_t i = 0; i < sources.size(); ++i) {
      const Confidence offer = sources[i]->Recognize(document);
      if (offer <= confidence) continue;
      best = i;
      confidence = offer;
      if (offer == Confidence::kCertain) break;
    }
    *confidence_of_best = confidence;
    return best;
  }

  std::size_t SourceNamed(std::string_view name) const {
    const auto found = std::find_if(sources.begin(), sources.end(),
                                    [&](const auto& source) { return source->name() == name; });
    TOCSIN_CHECK(found != sources.end(), "a source must be one of AllSources()");
    return static_cast<std::size_t>(found - sources.begin());
  }

  void MapRecord(std::size_t chosen, const doc::Node& document, WireForm form,
                 const EventOrigin& origin, std::string_view raw, EventBuilder& event) {
    Source& source = *sources[chosen];
    event.Begin(source.name(), origin, raw);
    source.Map({.document = document,
                .form = form,
                .place = place,
                .compat_elastic = options.compat_elastic},
               event);
    if (!options.compat_elastic) {
      if (!source.speaks_ecs()) AddDefendAction(event);
      AddHostId(event);
    }
    if (form == WireForm::kEvtx) event.SetContent(doc::HashOf(document));
    event.Finish();
  }

  // A machine that only its name tells apart has the same id whatever sensor watches it.
  void AddHostId(EventBuilder& event) {
    constexpr FieldId kHostId = Field("host.id");
    const std::string_view name = event.Text(Field("host.name"));
    if (name.empty() || event.Has(kHostId)) return;
    event.AddText(kHostId, event.arena().Copy(machines.Of(name).id));
    event.AddText(Field("tocsin.derived"), "host.id");
  }

  std::string_view place;               // RawBatch::place of the batch at hand
  std::vector<Confidence> confidences;  // by event of the last batch
  Machines machines;
  const Schema& schema;
  const FieldDemand& demand;
  NormalizeOptions options;
  std::vector<std::unique_ptr<Source>> sources;
  std::vector<std::uint64_t> events_of;  // by source, since the ledger was last told
  std::optional<std::size_t> forced;
  RecordDecoder texts;
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
  void Note(std::string_view name, std::uint64_t count) { Count(name, count, &ledger_.notes); }

 private:
  InputId input_;
  NormalizeLedger& ledger_;
  NormalizeLedger::InputCounts& counts_;
};

// Calls `parsed(document, origin, raw)`, `rejected(reason, number, offset)` and `note(name, count)`
// for the records of a batch, in order. Stretches of the input for which `wanted(begin, end)` is
// false are passed over.
template <class Wanted, class Parsed, class Rejected, class Note>
void DecodeTexts(const RawBatch& raw, RecordDecoder& texts, Arena& arena, Wanted wanted,
                 Parsed parsed, Rejected rejected, Note note) {
  for (const RawRecord& record : raw.records) {
    if (!wanted(record.offset, record.offset + 1)) continue;
    const DecodedRecord decoded = texts.Decode(record.bytes, raw.written, arena);
    if (!decoded.ok()) {
      rejected(decoded.reason, record.number, record.offset + decoded.offset);
      continue;
    }
    const doc::Node& root = decoded.root;
    if (record.torn) note("torn_audit_event", 1);
    if (decoded.repaired_utf8) note("repaired_utf8", 1);
    if (decoded.cut) note("cut", 1);
    if (decoded.year_guessed) note("year_guessed", 1);
    if (decoded.zone_guessed) note("zone_guessed", 1);
    EventOrigin origin{raw.input, record.offset, record.number, 0};
    const doc::Node* list = ListWithin(root);
    if (list == nullptr && record.bytes.size() > EventLimits().event_bytes_max) {
      rejected("too_long", record.number, record.offset);
      continue;
    }
    const std::uint32_t count = list == nullptr ? 1 : list->size();
    for (std::uint32_t i = 0; i < count; ++i) {
      LimitedDocument event = {.document = list == nullptr ? root : list->element(i)};
      origin.part = i;
      if (!event.document.is_object()) {
        event.reason = "not_an_object";
      } else if (i >= EventLimits().events_max) {
        event.reason = "too_many_events";
      } else if (MayBreakLimits(record.bytes.size())) {
        event = KeepLimits(event.document, arena);
      }
      if (!event.reason.empty()) {
        rejected(event.reason, record.number, record.offset);
        continue;
      }
      if (event.texts_cut > 0) note("cut", 1);
      parsed(event.document, origin, record.bytes);
    }
  }
}

template <class Wanted, class Parsed, class Rejected, class Note>
void DecodeChunks(const RawBatch& raw, Arena& arena, Wanted wanted, Parsed parsed,
                  Rejected rejected, Note note) {
  for (const RawRecord& chunk : raw.records) {
    const std::uint64_t chunk_end = chunk.offset + chunk.bytes.size();
    if (!wanted(chunk.offset, chunk_end)) continue;
    evtx::ChunkDecoder decoder(chunk.bytes, arena);
    evtx::Record record;
    while (wanted(chunk.offset, chunk_end) && decoder.Next(&record)) {
      const std::uint64_t offset = chunk.offset + record.offset;
      if (!record.ok() && !record.salvaged()) {
        rejected(evtx::FaultName(record.damage.fault), record.id, offset);
        continue;
      }
      // A record may stand for far more than its bytes: templates are shared.
      const LimitedDocument event = KeepLimits(record.root, arena);
      if (!event.reason.empty()) {
        rejected(event.reason, record.id, offset);
        continue;
      }
      if (record.salvaged()) note("salvaged", 1);
      if (event.texts_cut > 0) note("cut", 1);
      const std::optional<std::uint64_t> number =
          UnsignedOf(record.root.FindPath("Event", "System", "EventRecordID"));
      parsed(event.document, EventOrigin{raw.input, offset, number.value_or(record.id), 0},
             chunk.bytes.substr(record.offset, record.size));
    }
  }
}

}  // namespace

Normalizer::Normalizer(const Schema& schema, const FieldDemand& demand,
                       const NormalizeOptions& options)
    : impl_(std::make_unique<Impl>(schema, demand, options)) {}

Normalizer::~Normalizer() = default;

void Normalizer::Normalize(const RawBatch& raw, EventBatch* out, NormalizeLedger* ledger) {
  impl_->confidences.clear();
  impl_->place = raw.place;
  Bookkeeper books(raw.input, ledger);
  EventBuilder event(impl_->schema, impl_->demand, *out);
  const WireForm form = FormOf(raw.framing);
  std::uint64_t without_time = 0;
  const auto parsed = [&](const doc::Node& document, const EventOrigin& origin,
                          std::string_view bytes) {
    const std::size_t chosen = impl_->Choose(document, &impl_->confidences.emplace_back());
    impl_->MapRecord(chosen, document, form, origin, bytes, event);
    ++impl_->events_of[chosen];
    books.Parsed();
    if (HasFlag(out->events().back().flags, EventFlags::kTimeMissing)) ++without_time;
  };
  const auto rejected = [&](std::string_view reason, std::uint64_t number, std::uint64_t offset) {
    books.Rejected(reason, number, offset);
  };
  const auto note = [&](std::string_view name, std::uint64_t count) { books.Note(name, count); };
  const auto everything = [](std::uint64_t, std::uint64_t) { return true; };

  out->KeepAlive(raw.memory);
  switch (raw.framing) {
    case Framing::kRecords:
      DecodeTexts(raw, impl_->texts, out->arena(), everything, parsed, rejected, note);
      break;
    case Framing::kEvtxChunks:
      DecodeChunks(raw, out->arena(), everything, parsed, rejected, note);
      break;
  }
  books.Note("time_missing", without_time);
  books.Note("conversion_faults", event.conversion_faults());
  for (std::size_t i = 0; i < impl_->sources.size(); ++i) {
    Count(impl_->sources[i]->name(), std::exchange(impl_->events_of[i], 0), &ledger->sources);
  }
}

std::string_view Normalizer::RecognitionOf(std::size_t event) const {
  if (impl_->forced) return "as told";
  switch (impl_->confidences.at(event)) {
    case Confidence::kNo:
    case Confidence::kFallback:
      return "not recognised";
    case Confidence::kFamily:
      return "likely";
    case Confidence::kCertain:
      return "certain";
  }
  TOCSIN_UNREACHABLE();
}

std::vector<EventPtr> Normalizer::RetainFull(const RawBatch& raw,
                                             std::span<const Event* const> events) {
  const FieldDemand everything = FieldDemand::All();
  Arena documents;
  EventBatch batch;
  EventBuilder builder(impl_->schema, everything, batch);
  const WireForm form = FormOf(raw.framing);
  impl_->place = raw.place;
  std::vector<EventPtr> retained;
  const auto wanted = [&](std::uint64_t begin, std::uint64_t end) {
    if (retained.size() == events.size()) return false;
    const std::uint64_t offset = events[retained.size()]->origin.offset;
    return begin <= offset && offset < end;
  };
  const auto parsed = [&](const doc::Node& document, const EventOrigin& origin,
                          std::string_view bytes) {
    if (!wanted(origin.offset, origin.offset + 1)) return;
    const Event& event = *events[retained.size()];
    if (origin.part != event.origin.part) return;
    batch.Clear();
    impl_->MapRecord(impl_->SourceNamed(event.source), document, form, origin, bytes, builder);
    retained.push_back(RetainedEvent::RetainCopy(batch.events().front()));
  };
  const auto ignore_rejected = [](std::string_view, std::uint64_t, std::uint64_t) {};
  const auto ignore_note = [](std::string_view, std::uint64_t) {};
  if (raw.framing == Framing::kEvtxChunks) {
    DecodeChunks(raw, documents, wanted, parsed, ignore_rejected, ignore_note);
  } else {
    DecodeTexts(raw, impl_->texts, documents, wanted, parsed, ignore_rejected, ignore_note);
  }
  TOCSIN_CHECK(retained.size() == events.size(), "the events must stem from this batch, in order");
  return retained;
}

}  // namespace tocsin
