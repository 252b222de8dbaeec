// Records -> events for each source, beside decoding them alone, on one core.
//
//   sources [--rules PATH] [NAME...]     default: all sources, the built-in pack
//
// The records are those of tests/sources/NAME/*.in (run it at the root of the repository), repeated
// until there are enough; whole numbers of five digits or more differ from one repetition to the
// next, so that look-ups of values seen before work as they do on real telemetry. They are in
// memory before anything is measured. Three sides are measured: decoding into document trees,
// decoding and mapping the fields that the rules ask for, and the same for all fields.
//
// The answer is checked before that: the first repetition becomes the events of the golden files,
// each later one as many, all of the source. Rounds alternate; the best of each is printed.

#include "engine/engine.h"
#include "event/json_writer.h"
#include "rules/loader.h"
#include "telemetry/open_files.h"
#include "telemetry/record_decoder.h"
#include "telemetry/router.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <deque>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "tests/sources";
constexpr std::uint64_t kRecordsMin = 50'000;
constexpr std::size_t kBatchRecords = 1024;
constexpr int kRounds = 5;

double Seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWordSign(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// The record with `step` added to the last four digits of its long decimal numbers: what they mean
// stays (instants, identifiers, counters), and so does the record's length.
void Renumber(std::string& record, std::uint64_t step) {
  constexpr std::size_t kDigitsMin = 5;
  constexpr std::size_t kChanged = 4;
  for (std::size_t begin = 0; begin < record.size();) {
    if (!IsDigit(record[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < record.size() && IsDigit(record[end])) ++end;
    const bool whole = (begin == 0 || !IsWordSign(record[begin - 1])) &&
                       (end == record.size() || !IsWordSign(record[end]));
    if (whole && end - begin >= kDigitsMin) {
      std::uint64_t carry = step;
      for (std::size_t i = end; i-- > end - kChanged;) {
        carry += static_cast<std::uint64_t>(record[i] - '0');
        record[i] = static_cast<char>('0' + carry % 10);
        carry /= 10;
      }
    }
    begin = end;
  }
}

// The records of one file, and the events that the first repetition becomes.
struct Workload {
  std::vector<RawBatch> batches;
  std::vector<std::string> expected;
  std::uint64_t events = 0;  // of all repetitions
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
};

std::vector<std::string> LinesOf(const fs::path& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::set<fs::path> InputsOf(const std::string& source) {
  std::set<fs::path> inputs;
  for (const auto& entry : fs::directory_iterator(fs::path(kFolder) / source)) {
    if (entry.path().extension() == ".in") inputs.insert(entry.path());
  }
  return inputs;
}

// Cuts the records into batches, `repetitions` times over. `like` says all else about them.
void Repeat(const std::vector<std::string>& once, std::uint64_t repetitions, RawBatch like,
            Workload* work) {
  like.records.clear();
  std::shared_ptr<std::deque<std::string>> texts;  // of the last batch
  for (std::uint64_t repetition = 0; repetition < repetitions; ++repetition) {
    for (const std::string& original : once) {
      if (work->records % kBatchRecords == 0) {
        texts = std::make_shared<std::deque<std::string>>();
        like.sequence = work->batches.size();
        like.memory = texts;
        work->batches.push_back(like);
      }
      std::string& record = texts->emplace_back(original);
      Renumber(record, repetition);
      work->batches.back().records.push_back({work->bytes, ++work->records, record});
      work->bytes += record.size();
    }
  }
}

Workload Load(const fs::path& path, std::uint64_t records_min) {
  Workload work;
  work.expected = LinesOf(fs::path(path).replace_extension(".ecs.ndjson"));
  std::vector<std::string> once;
  RawBatch last;
  const std::unique_ptr<Input> input = OpenFiles({path.string()});
  while (std::optional<RawBatch> batch = input->Next()) {
    for (const RawRecord& record : batch->records) once.emplace_back(record.bytes);
    last = *std::move(batch);
  }
  if (once.empty()) return work;
  const std::uint64_t repetitions = (records_min + once.size() - 1) / once.size();
  work.events = repetitions * work.expected.size();
  Repeat(once, repetitions, std::move(last), &work);
  return work;
}

class Mapping {
 public:
  Mapping(const Schema& schema, const FieldDemand& demand)
      : schema_(schema), normalizer_(schema, demand, {}) {}

  // Calls `use(event)` for each event.
  template <class Use>
  void Run(const Workload& work, const Use& use) {
    for (const RawBatch& raw : work.batches) {
      batch_.Clear();
      normalizer_.Normalize(raw, &batch_, &ledger_);
      for (const Event& event : batch_.events()) use(event);
    }
  }

  double Measure(const Workload& work) {
    const double start = Seconds();
    Run(work, [](const Event&) {});
    return Seconds() - start;
  }

  // Whether the records become the events that they should; of all fields only.
  bool IsRight(const std::string& source, const Workload& work) {
    std::uint64_t events = 0;
    bool right = true;
    std::string json;
    Run(work, [&](const Event& event) {
      right = right && event.source == source;
      if (events < work.expected.size()) {
        json.clear();
        AppendEventJson(event, schema_, &json);
        right = right && json == work.expected[events];
      }
      ++events;
    });
    return right && events == work.events;
  }

 private:
  const Schema& schema_;
  Normalizer normalizer_;
  NormalizeLedger ledger_;
  EventBatch batch_;
};

double MeasureDecoding(const Workload& work) {
  RecordDecoder decoder(false);
  Arena arena;
  const double start = Seconds();
  for (const RawBatch& batch : work.batches) {
    arena.Reset();
    for (const RawRecord& record : batch.records) {
      if (!decoder.Decode(record.bytes, batch.written, arena).ok()) return 0;
    }
  }
  return Seconds() - start;
}

int Measure(const std::string& source, const Schema& schema, const FieldDemand& wanted) {
  const FieldDemand everything = FieldDemand::All();
  Mapping some(schema, wanted);
  Mapping all(schema, everything);
  const std::set<fs::path> inputs = InputsOf(source);
  double bytes = 0;
  double events = 0;
  double decode = 0;
  double map_some = 0;
  double map_all = 0;
  for (const fs::path& input : inputs) {
    const Workload work = Load(input, kRecordsMin / inputs.size() + 1);
    if (work.records == 0 || !all.IsRight(source, work)) {
      fmt::print(stderr, "{}: other events than the golden file has\n", input.string());
      return 1;
    }
    bytes += static_cast<double>(work.bytes);
    events += static_cast<double>(work.events);
    double best[3] = {1e9, 1e9, 1e9};
    for (int round = 0; round < kRounds; ++round) {
      best[0] = std::min(best[0], MeasureDecoding(work));
      best[1] = std::min(best[1], some.Measure(work));
      best[2] = std::min(best[2], all.Measure(work));
    }
    decode += best[0];
    map_some += best[1];
    map_all += best[2];
  }
  fmt::print(
      "{:<17} {:>6.0f} | {:>9.0f} {:>6.0f} | {:>9.0f} {:>6.0f} {:>5.2f} | {:>9.0f} {:>6.0f} "
      "{:>5.2f}\n",
      source, bytes / events, events / decode, bytes / decode / 1e6, events / map_some,
      bytes / map_some / 1e6, decode / map_some, events / map_all, bytes / map_all / 1e6,
      decode / map_all);
  return 0;
}

int Run(std::vector<std::string> names, const std::vector<std::string>& rules) {
  if (names.empty()) {
    for (const SourceInfo& source : AllSources()) {
      if (fs::is_directory(fs::path(kFolder) / source.name)) names.emplace_back(source.name);
    }
  }
  LoadOptions load;
  if (!rules.empty()) load.paths = rules;
  DiagnosticSink sink;
  LoadReport report;
  const Result<std::unique_ptr<Catalog>> catalog = LoadRules(load, sink, &report);
  if (!catalog) {
    fmt::print(stderr, "{}\n", catalog.error().ToString());
    return 1;
  }
  const Schema& schema = (*catalog)->schema();
  const auto ruleset = Ruleset::Build((*catalog)->Plans(), schema, {});
  fmt::print("{} rules; CPU time of one core; B, events/s, MB/s, share of decoding's speed\n\n",
             ruleset->rule_count());
  fmt::print("{:<17} {:>6} | {:>9} {:>6} | {:>9} {:>6} {:>5} | {:>9} {:>6} {:>5}\n", "source",
             "size", "decode", "MB/s", "the rules'", "MB/s", "share", "all", "MB/s", "share");
  int faults = 0;
  for (const std::string& name : names) faults += Measure(name, schema, ruleset->demand());
  return faults == 0 ? 0 : 1;
}

}  // namespace
}  // namespace tocsin

int main(int argc, char** argv) {
  std::vector<std::string> names;
  std::vector<std::string> rules;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--rules" && i + 1 < argc) {
      rules.emplace_back(argv[++i]);
    } else {
      names.push_back(argument);
    }
  }
  return tocsin::Run(std::move(names), rules);
}
