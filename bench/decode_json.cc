// JSON records -> document trees, beside simdjson's own DOM parse of the same bytes.
//
//   decode_json [PATH...]     default: the published sets below $TOCSIN_SHARED/data/otrf
//
// Everything is unpacked into memory first. Both sides get one record at a time; simdjson gets it
// with the padding that it wants, for free. The answer is checked before anything is measured:
// record counts where they are known, and as many values and text bytes in both trees. Rounds
// alternate between the two; the best of each is printed, for one core.

#include "base/arena.h"
#include "telemetry/decoders/json/json_decoder.h"
#include "telemetry/inputs/file/file_input.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin {
namespace {

struct PublishedSet {
  const char* path;
  std::size_t records;
};

// OTRF/Security-Datasets, revision d9d40ef123d2.
constexpr PublishedSet kPublishedSets[] = {
    {"atomic/windows/defense_evasion/host/empire_wmic_add_user_backdoor.zip", 12278},
    {"atomic/windows/lateral_movement/host/schtask_create.zip", 1041},
    {"compound/LSASS_campaign_03/metasploit_comsvcs_lsass_memory_dump.zip", 41954},
    {"compound/Log4Shell/syslog_auoms_auditd_log4shell_cve2021_44228_jndi_reference.zip", 50},
    {"compound/Log4Shell/syslog_sysmon_log4shell_cve2021_44228_jndi_reference.zip", 93},
    {"compound/Log4Shell/securityauditing_log4shell_cve2021_44228_java_serialized_object.zip", 39},
    {"compound/Log4Shell/sysmon_log4shell_cve2021_44228_java_serialized_object.zip", 487},
};

// What a tree holds; equal for equal trees.
struct Tally {
  std::size_t values = 0;
  std::size_t text_bytes = 0;

  friend bool operator==(const Tally&, const Tally&) = default;
};

void Count(const doc::Node& node, Tally* tally) {
  ++tally->values;
  switch (node.kind()) {
    case doc::NodeKind::kString:
      tally->text_bytes += node.text().size();
      break;
    case doc::NodeKind::kArray:
      for (std::uint32_t i = 0; i < node.size(); ++i) Count(node.element(i), tally);
      break;
    case doc::NodeKind::kObject:
      for (const doc::Member& member : node) {
        tally->text_bytes += member.key.size();
        Count(member.value, tally);
      }
      break;
    default:
      break;
  }
}

void Count(simdjson::dom::element element, Tally* tally) {
  ++tally->values;
  switch (element.type()) {
    case simdjson::dom::element_type::STRING:
      tally->text_bytes += element.get_string().value_unsafe().size();
      break;
    case simdjson::dom::element_type::ARRAY: {
      const simdjson::dom::array array = element.get_array().value_unsafe();
      for (const simdjson::dom::element child : array) Count(child, tally);
      break;
    }
    case simdjson::dom::element_type::OBJECT: {
      const simdjson::dom::object object = element.get_object().value_unsafe();
      for (const simdjson::dom::key_value_pair field : object) {
        tally->text_bytes += field.key.size();
        Count(field.value, tally);
      }
      break;
    }
    default:
      break;
  }
}

struct Workload {
  std::vector<RawBatch> batches;
  std::vector<std::string_view> records;
  std::string padded;  // the records again, each with simdjson's padding
  std::vector<std::string_view> padded_records;
  std::size_t bytes = 0;
};

bool Load(const std::string& path, Workload* work) {
  FileInput input({path});
  while (std::optional<RawBatch> batch = input.Next()) {
    for (const RawRecord& record : batch->records) {
      work->records.push_back(record.bytes);
      work->bytes += record.bytes.size();
    }
    work->batches.push_back(*std::move(batch));
  }
  for (const InputReport& report : input.reports()) {
    if (report.error) {
      fmt::print(stderr, "{}\n", report.error->ToString());
      return false;
    }
  }
  return true;
}

void Pad(Workload* work) {
  work->padded.reserve(work->bytes + work->records.size() * simdjson::SIMDJSON_PADDING);
  for (const std::string_view record : work->records) {
    const std::size_t start = work->padded.size();
    work->padded.append(record).append(simdjson::SIMDJSON_PADDING, '\0');
    work->padded_records.push_back(std::string_view(work->padded).substr(start, record.size()));
  }
}

// Number of records accepted.
std::size_t RunTocsin(const Workload& work, JsonDecoder& decoder, Arena& arena, Tally* tally) {
  constexpr std::size_t kBatch = 1024;
  std::size_t accepted = 0;
  std::size_t in_batch = 0;
  for (const std::string_view record : work.records) {
    doc::Node root;
    if (decoder.Decode(record, arena, &root).ok()) {
      ++accepted;
      if (tally != nullptr) Count(root, tally);
    }
    if (++in_batch == kBatch) {
      arena.Reset();
      in_batch = 0;
    }
  }
  arena.Reset();
  return accepted;
}

std::size_t RunDom(const Workload& work, simdjson::dom::parser& parser, Tally* tally) {
  std::size_t accepted = 0;
  for (const std::string_view record : work.padded_records) {
    simdjson::dom::element root;
    if (parser.parse(record.data(), record.size(), false).get(root) == simdjson::SUCCESS) {
      ++accepted;
      if (tally != nullptr) Count(root, tally);
    }
  }
  return accepted;
}

template <class Run>
double Seconds(Run run) {
  const auto start = std::chrono::steady_clock::now();
  run();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void Print(std::string_view name, const Workload& work, double seconds) {
  fmt::print("{:<12} {:>12.0f} events/s {:>9.1f} MB/s\n", name,
             static_cast<double>(work.records.size()) / seconds,
             static_cast<double>(work.bytes) / seconds / 1e6);
}

int Main(const std::vector<std::string>& paths) {
  Workload work;
  if (!paths.empty()) {
    for (const std::string& path : paths) {
      if (!Load(path, &work)) return 1;
    }
  } else {
    const char* shared = std::getenv("TOCSIN_SHARED");
    const std::string folder =
        std::string(shared != nullptr ? shared : "../shared") + "/data/otrf/";
    for (const PublishedSet& set : kPublishedSets) {
      const std::size_t before = work.records.size();
      if (!Load(folder + set.path, &work)) return 1;
      if (work.records.size() - before != set.records) {
        fmt::print(stderr, "{}: {} records, not {}\n", set.path, work.records.size() - before,
                   set.records);
        return 1;
      }
    }
  }
  Pad(&work);

  JsonDecoder decoder;
  Arena arena(std::size_t{1} << 20);
  simdjson::dom::parser parser;
  Tally ours;
  Tally theirs;
  const std::size_t accepted = RunTocsin(work, decoder, arena, &ours);
  if (accepted != RunDom(work, parser, &theirs) || ours != theirs) {
    fmt::print(stderr, "the trees differ: {} values and {} text bytes, {} and {} by simdjson\n",
               ours.values, ours.text_bytes, theirs.values, theirs.text_bytes);
    return 1;
  }
  fmt::print("{} records, {} accepted, {} bytes, {} values; simdjson kernel {}\n",
             work.records.size(), accepted, work.bytes, ours.values,
             simdjson::get_active_implementation()->name());

  constexpr int kRounds = 15;
  double our_best = std::numeric_limits<double>::max();
  double their_best = our_best;
  for (int round = 0; round < kRounds; ++round) {
    our_best = std::min(our_best, Seconds([&] { RunTocsin(work, decoder, arena, nullptr); }));
    their_best = std::min(their_best, Seconds([&] { RunDom(work, parser, nullptr); }));
  }
  Print("tocsin", work, our_best);
  Print("simdjson DOM", work, their_best);
  fmt::print("ratio {:.2f}\n", their_best / our_best);
  return 0;
}

}  // namespace
}  // namespace tocsin

int main(int argc, char** argv) {
  return tocsin::Main(std::vector<std::string>(argv + 1, argv + argc));
}
