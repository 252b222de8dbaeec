#include "source_cases.h"

#include "base/case_fold.h"
#include "base/ip.h"
#include "base/time.h"
#include "event/batch.h"
#include "event/dataset.h"
#include "event/ecs/schema.h"
#include "event/field_demand.h"
#include "event/json_writer.h"
#include "telemetry/open_files.h"
#include "telemetry/router.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <string_view>

namespace tocsin::conformance {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Leaves = std::map<std::string, std::vector<Json>>;

// ---- Running ----------------------------------------------------------------------------------

struct Document {
  Json json;
  std::string dataset;
  KindSet kinds;
  OsType os = OsType::kUnknown;
};

class Runner {
 public:
  explicit Runner(bool compat_elastic)
      : demand_(FieldDemand::All()),
        normalizer_(schema_, demand_, {.compat_elastic = compat_elastic}) {}

  std::vector<Document> Documents(const std::string& path) {
    std::vector<Document> documents;
    const std::unique_ptr<Input> input = OpenFiles({path});
    NormalizeLedger ledger;
    while (std::optional<RawBatch> raw = input->Next()) {
      EventBatch batch;
      normalizer_.Normalize(*raw, &batch, &ledger);
      for (const Event& event : batch.events()) {
        std::string text;
        AppendEventJson(event, schema_, &text);
        documents.push_back({Json::parse(text), std::string(event.dataset), event.kinds, event.os});
      }
    }
    return documents;
  }

 private:
  Schema schema_;
  FieldDemand demand_;
  Normalizer normalizer_;
};

// ---- Comparing --------------------------------------------------------------------------------

void Flatten(const Json& json, const std::string& path, Leaves* leaves) {
  if (json.is_object()) {
    for (const auto& [key, value] : json.items()) {
      Flatten(value, path.empty() ? key : path + "." + key, leaves);
    }
  } else if (json.is_array()) {
    for (const Json& element : json) Flatten(element, path, leaves);
  } else if (!json.is_null()) {
    (*leaves)[path].push_back(json);
  }
}

bool IsHexNumber(std::string_view text) {
  return text.size() > 2 && text.starts_with("0x") &&
         text.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
}

std::string CanonicalHexText(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of('0', 2), text.size() - 1));
  return AsciiLowerCopy(text);
}

bool IsGuid(std::string_view text) {
  if (text.starts_with('{') && text.ends_with('}')) text = text.substr(1, text.size() - 2);
  return text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' &&
         text.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
}

bool SameTime(const std::string& a, const std::string& b) {
  const std::optional<Time> x = ParseTime(a);
  const std::optional<Time> y = ParseTime(b);
  constexpr std::int64_t kMillisecond = 1'000'000;
  return x && y && x->ns / kMillisecond == y->ns / kMillisecond;
}

bool SameText(const std::string& field, const std::string& expected, const std::string& got) {
  if (expected == got) return true;
  if (field == "host.name" || IsGuid(expected)) return AsciiEqualsIgnoreCase(expected, got);
  if (IsHexNumber(expected) && IsHexNumber(got)) {
    return CanonicalHexText(expected) == CanonicalHexText(got);
  }
  const auto address = IpAddress::Parse(expected);
  if (address) return address == IpAddress::Parse(got);
  return SameTime(expected, got);
}

bool SameLeaf(const std::string& field, const Json& expected, const Json& got) {
  if (expected.is_string() && got.is_string()) {
    return SameText(field, expected.get<std::string>(), got.get<std::string>());
  }
  // An index takes "0" in a numeric field for 0.
  if (expected.is_string() && got.is_number()) return expected.get<std::string>() == got.dump();
  return expected == got;  // numbers compare by value
}

std::string TextOf(const std::vector<Json>& values) {
  return values.size() == 1 ? values.front().dump() : Json(values).dump();
}

// Defender XDR: arguments cut at every blank, with their quotes, as an older published mapping did.
// Derived cases have those; the newer mapping cuts as Windows programs do. Either is right.
bool IsOlderCut(const std::string& field, const std::vector<Json>& expected, const Leaves& found) {
  constexpr std::string_view kCount = "args_count";
  const std::size_t name = field.find("args");
  if (name == std::string::npos || !found.contains("m365_defender.properties.ReportId")) {
    return false;
  }
  const auto line = found.find(field.substr(0, name) + "command_line");
  if (line == found.end()) return false;
  const std::string text = line->second.front();
  std::vector<Json> cut;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    cut.emplace_back(text.substr(start, end - start));
    start = end + 1;
  }
  if (field.ends_with(kCount)) return expected.size() == 1 && expected.front() == cut.size();
  return expected == cut;
}

void CompareDocument(const Json& expected, const Json& got, const std::string& prefix,
                     std::vector<Difference>* differences) {
  Leaves wanted;
  Leaves found;
  Flatten(expected, "", &wanted);
  Flatten(got, "", &found);
  for (const auto& [field, values] : wanted) {
    const auto other = found.find(field);
    if (other == found.end()) {
      differences->push_back({prefix + field, TextOf(values), ""});
      continue;
    }
    const bool same = std::equal(
        values.begin(), values.end(), other->second.begin(), other->second.end(),
        [&field = field](const Json& a, const Json& b) { return SameLeaf(field, a, b); });
    if (!same && !IsOlderCut(field, values, found)) {
      differences->push_back({prefix + field, TextOf(values), TextOf(other->second)});
    }
  }
}

void CompareAbsent(const Json& absent, const Json& got, std::vector<Difference>* differences) {
  Leaves found;
  Flatten(got, "", &found);
  for (const Json& name : absent) {
    const std::string field = name.get<std::string>();
    for (const auto& [key, values] : found) {
      if (key == field || key.starts_with(field + ".")) {
        differences->push_back({key, "absent", TextOf(values)});
      }
    }
  }
}

// Each name must be one that some document of the case behaves as.
void CompareIndices(const Json& names, const std::vector<Document>& documents,
                    std::vector<Difference>* differences) {
  for (const Json& name : names) {
    const std::string pattern = name.get<std::string>();
    const IndexScope scope(std::span(&pattern, 1), IndexMatch::kStrict);
    const bool named =
        std::any_of(documents.begin(), documents.end(), [&scope](const Document& document) {
          return scope.Match(document.dataset, document.kinds, document.os) == SourceMatch::kNamed;
        });
    if (!named) {
      differences->push_back(
          {"behaves_as_index", name.dump(), Json(documents.front().dataset).dump()});
    }
  }
}

void CompareCase(const Json& expectation, const std::vector<Document>& documents,
                 CaseResult* result) {
  const Json& expected = expectation.at("expected");
  if (documents.size() != expected.size()) {
    result->differences.push_back(
        {"documents", std::to_string(expected.size()), std::to_string(documents.size())});
  }
  const std::size_t count = std::min(documents.size(), expected.size());
  for (std::size_t i = 0; i < count; ++i) {
    const std::string prefix = expected.size() > 1 ? std::to_string(i + 1) + ":" : "";
    CompareDocument(expected[i], documents[i].json, prefix, &result->differences);
  }
  if (documents.empty()) return;
  CompareAbsent(expectation.value("absent", Json::array()), documents.front().json,
                &result->differences);
  CompareIndices(expectation.value("behaves_as_index", Json::array()), documents,
                 &result->differences);
}

// ---- Cases ------------------------------------------------------------------------------------

bool IsRead(const std::string& input) {
  return input.ends_with(".json") || input.ends_with(".ndjson") || input.ends_with(".evtx") ||
         input.ends_with(".log") || input.ends_with(".xml");
}

CaseResult RunFileCase(const fs::path& path, Runner& runner) {
  constexpr std::string_view kEnding = ".expected.json";
  CaseResult result;
  result.section = path.parent_path().filename().string();
  result.name = path.filename().string();
  result.name.resize(result.name.size() - kEnding.size());
  const Json expectation = Json::parse(std::ifstream(path));
  result.kind = expectation.value("kind", "");
  const std::string input = expectation.at("input");
  if (!IsRead(input)) {
    result.verdict = Verdict::kUnread;
    return result;
  }
  CompareCase(expectation, runner.Documents((path.parent_path() / input).string()), &result);
  result.verdict = result.differences.empty() ? Verdict::kPassed : Verdict::kFailed;
  return result;
}

void RunEventLogCases(const fs::path& path, const fs::path& data_folder, Runner& runner,
                      std::vector<CaseResult>* results) {
  std::ifstream file(path);
  std::string line;
  std::string open_name;
  std::vector<Document> documents;
  while (std::getline(file, line)) {
    const Json expectation = Json::parse(line);
    const std::string name = expectation.at("file");
    const std::string record_id = expectation.at("record_id");
    if (name != open_name) {
      documents = runner.Documents((data_folder / name).string());
      open_name = name;
    }
    CaseResult result{"evtx", name + "#" + record_id, "derived", Verdict::kFailed, {}};
    const auto found =
        std::find_if(documents.begin(), documents.end(), [&](const Document& document) {
          const Json::json_pointer kRecordId("/winlog/record_id");
          return document.json.contains(kRecordId) && document.json.at(kRecordId) == record_id;
        });
    if (found == documents.end()) {
      result.differences.push_back({"winlog.record_id", record_id, ""});
    } else {
      CompareDocument(expectation.at("expected"), found->json, "", &result.differences);
    }
    result.verdict = result.differences.empty() ? Verdict::kPassed : Verdict::kFailed;
    results->push_back(std::move(result));
  }
}

void Add(Verdict verdict, Tally* tally) {
  switch (verdict) {
    case Verdict::kPassed:
      ++tally->passed;
      break;
    case Verdict::kFailed:
      ++tally->failed;
      break;
    case Verdict::kUnread:
      ++tally->unread;
      break;
  }
}

std::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return "passed";
    case Verdict::kFailed:
      return "failed";
    case Verdict::kUnread:
      return "unread";
  }
  return "";
}

void PrintTallies(std::string_view title, const std::map<std::string, Tally>& tallies,
                  std::ostream& out) {
  out << title << "\n";
  for (const auto& [name, tally] : tallies) {
    out << "  " << name << std::string(name.size() < 28 ? 28 - name.size() : 1, ' ') << tally.passed
        << " passed, " << tally.failed << " failed";
    if (tally.unread > 0) out << ", " << tally.unread << " not read yet";
    out << "\n";
  }
}

}  // namespace

std::vector<CaseResult> RunSourceCases(const std::string& folder, const std::string& data_folder,
                                       bool compat_elastic) {
  Runner runner(compat_elastic);
  std::set<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".expected.json") || name == "expected.ndjson") paths.insert(entry.path());
  }
  std::vector<CaseResult> results;
  for (const fs::path& path : paths) {
    if (path.filename() == "expected.ndjson") {
      RunEventLogCases(path, data_folder, runner, &results);
    } else {
      results.push_back(RunFileCase(path, runner));
    }
  }
  return results;
}

std::map<std::string, Tally> TallyBySection(const std::vector<CaseResult>& results) {
  std::map<std::string, Tally> tallies;
  for (const CaseResult& result : results) Add(result.verdict, &tallies[result.section]);
  return tallies;
}

std::map<std::string, Tally> TallyByKind(const std::vector<CaseResult>& results) {
  std::map<std::string, Tally> tallies;
  for (const CaseResult& result : results) Add(result.verdict, &tallies[result.kind]);
  return tallies;
}

void PrintReport(const std::vector<CaseResult>& results, std::ostream& out) {
  PrintTallies("by source", TallyBySection(results), out);
  PrintTallies("by kind", TallyByKind(results), out);
  for (const CaseResult& result : results) {
    if (result.verdict != Verdict::kFailed) continue;
    out << "FAILED " << result.section << "/" << result.name << " (" << result.kind << ")\n";
    for (const Difference& difference : result.differences) {
      out << "    " << difference.field << "\n      expected " << difference.expected
          << "\n      got      " << (difference.got.empty() ? "nothing" : difference.got) << "\n";
    }
  }
}

void PrintLines(const std::vector<CaseResult>& results, std::ostream& out) {
  for (const CaseResult& result : results) {
    Json line = {{"section", result.section},
                 {"case", result.name},
                 {"kind", result.kind},
                 {"verdict", VerdictName(result.verdict)}};
    for (const Difference& difference : result.differences) {
      line["differences"].push_back({{"field", difference.field},
                                     {"expected", difference.expected},
                                     {"got", difference.got}});
    }
    out << line.dump() << "\n";
  }
}

}  // namespace tocsin::conformance
