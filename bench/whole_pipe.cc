// Records -> alerts, beside simdjson's DOM parse of the same bytes, on one core.
//
//   whole_pipe [--rules PATH] [PATH...]    default: the built-in pack over the published sets below
//                                        $TOCSIN_SHARED/data/otrf
//
// Everything is unpacked into memory first, as batches; both sides get the same records, which are
// those that are JSON. Three sides are measured: DOM parse alone, decoding and mapping (normalize),
// and the whole with matching. The answer is checked before anything is measured: every record is
// parsed by both sides, and a second run gives the same hits. Rounds alternate; the best of each is
// printed.

#include "engine/engine.h"
#include "rules/loader.h"
#include "telemetry/open_files.h"
#include "telemetry/router.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

namespace tocsin {
namespace {

constexpr int kRounds = 5;

double Seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct Evidence {
  std::vector<RawBatch> batches;
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
};

Evidence Load(const std::vector<std::string>& paths) {
  Evidence evidence;
  const std::unique_ptr<Input> input = OpenFiles(paths);
  while (std::optional<RawBatch> batch = input->Next()) {
    if (batch->framing != Framing::kRecords) continue;
    std::erase_if(batch->records, [](const RawRecord& r) { return !r.bytes.starts_with('{'); });
    for (const RawRecord& record : batch->records) evidence.bytes += record.bytes.size();
    evidence.records += batch->records.size();
    evidence.batches.push_back(*std::move(batch));
  }
  return evidence;
}

// Parses every record into simdjson's DOM; the number that parse.
std::uint64_t ParseDom(simdjson::dom::parser& parser,
                       const std::vector<simdjson::padded_string>& padded) {
  std::uint64_t parsed = 0;
  for (const simdjson::padded_string& record : padded) {
    simdjson::dom::element element;
    if (parser.parse(record).get(element) == simdjson::SUCCESS) ++parsed;
  }
  return parsed;
}

struct Answer {
  std::uint64_t events = 0;
  std::uint64_t rule_hits = 0;
  std::uint64_t stage_hits = 0;
  friend bool operator==(const Answer&, const Answer&) = default;
};

class Side {
 public:
  Side(const Catalog& catalog, std::shared_ptr<const Ruleset> ruleset)
      : ruleset_(std::move(ruleset)),
        normalizer_(catalog.schema(), ruleset_->demand(), {}),
        scratch_(*ruleset_) {}

  Answer Run(const Evidence& evidence, bool match) {
    Answer answer;
    for (const RawBatch& raw : evidence.batches) {
      batch_.Clear();
      normalizer_.Normalize(raw, &batch_, &ledger_);
      answer.events += batch_.events().size();
      if (!match) continue;
      Match(*ruleset_, batch_, scratch_, &result_);
      answer.rule_hits += result_.rules.size();
      answer.stage_hits += result_.conditions.size();
    }
    return answer;
  }

 private:
  std::shared_ptr<const Ruleset> ruleset_;
  Normalizer normalizer_;
  MatchScratch scratch_;
  EventBatch batch_;
  MatchResult result_;
  NormalizeLedger ledger_;
};

void Print(const char* name, double seconds, double reference, const Evidence& evidence) {
  fmt::print("{:<28} {:>9.0f} events/s {:>7.1f} MB/s   {:.2f} of the DOM parse\n", name,
             static_cast<double>(evidence.records) / seconds,
             static_cast<double>(evidence.bytes) / seconds / 1e6, reference / seconds);
}

int Run(std::vector<std::string> paths, const std::vector<std::string>& rules) {
  if (paths.empty()) {
    const char* shared = std::getenv("TOCSIN_SHARED");
    paths.push_back(std::string(shared == nullptr ? "../shared" : shared) + "/data/otrf");
  }
  const Evidence evidence = Load(paths);
  if (evidence.records == 0) {
    fmt::print("no records in {}: set TOCSIN_SHARED or name files\n", paths.front());
    return 0;
  }
  LoadOptions load;
  if (!rules.empty()) load.paths = rules;
  DiagnosticSink sink;
  LoadReport report;
  const Result<std::unique_ptr<Catalog>> catalog = LoadRules(load, sink, &report);
  if (!catalog) {
    fmt::print("{}\n", catalog.error().ToString());
    return 1;
  }
  const auto ruleset = Ruleset::Build((*catalog)->Plans(), (*catalog)->schema(), {});

  std::vector<simdjson::padded_string> padded;
  for (const RawBatch& batch : evidence.batches) {
    for (const RawRecord& record : batch.records) padded.emplace_back(record.bytes);
  }
  simdjson::dom::parser parser;
  Side side(**catalog, ruleset);
  const std::uint64_t by_dom = ParseDom(parser, padded);
  const Answer expected = side.Run(evidence, true);
  if (expected.events != by_dom || side.Run(evidence, true) != expected) {
    fmt::print("wrong answer: {} events of {} that parse\n", expected.events, by_dom);
    return 1;
  }

  double dom = 1e9;
  double normalize = 1e9;
  double whole = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    double start = Seconds();
    ParseDom(parser, padded);
    dom = std::min(dom, Seconds() - start);
    start = Seconds();
    side.Run(evidence, false);
    normalize = std::min(normalize, Seconds() - start);
    start = Seconds();
    side.Run(evidence, true);
    whole = std::min(whole, Seconds() - start);
  }
  fmt::print("{} records, {:.1f} MB, {} rules, {} atoms, {} rule hits, {} stage hits; CPU time\n",
             evidence.records, static_cast<double>(evidence.bytes) / 1e6, ruleset->rule_count(),
             ruleset->atom_count(), expected.rule_hits, expected.stage_hits);
  Print("simdjson DOM parse", dom, dom, evidence);
  Print("decode and map", normalize, dom, evidence);
  Print("decode, map and match", whole, dom, evidence);
  return 0;
}

}  // namespace
}  // namespace tocsin

int main(int argc, char** argv) {
  std::vector<std::string> paths;
  std::vector<std::string> rules;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--rules" && i + 1 < argc) {
      rules.emplace_back(argv[++i]);
    } else {
      paths.push_back(argument);
    }
  }
  return tocsin::Run(std::move(paths), rules);
}
