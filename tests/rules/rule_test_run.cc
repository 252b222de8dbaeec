#include "rule_test_run.h"

#include "alerts/canonical_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace tocsin {
namespace {

using Json = nlohmann::json;

std::uint64_t RecordOf(std::string_view address) {
  const std::string_view digits = address.substr(address.rfind('#') + 1);
  std::uint64_t record = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), record);
  return record;
}

std::vector<std::uint64_t> RecordsOf(const Alert& alert) {
  std::vector<std::uint64_t> records;
  for (const AlertEvent& event : alert.events) records.push_back(RecordOf(event.address));
  return records;
}

std::string Listed(const std::vector<std::uint64_t>& records) {
  std::string text = "[";
  for (const std::uint64_t record : records) {
    if (text.size() > 1) text += ", ";
    text += std::to_string(record);
  }
  return text + "]";
}

std::string TextOf(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

bool Holds(const Json& alert, const ExpectedFact& fact) {
  const Json* at = &alert;
  for (std::string_view rest = fact.path; !rest.empty();) {
    const std::string key(rest.substr(0, rest.find('.')));
    rest.remove_prefix(std::min(rest.size(), key.size() + 1));
    if (!at->is_object() || !at->contains(key)) return false;
    at = &(*at)[key];
  }
  std::vector<std::string> values;
  if (at->is_array()) {
    for (const Json& item : *at) values.push_back(TextOf(item));
  } else {
    values.push_back(TextOf(*at));
  }
  return values == fact.values;
}

bool Satisfies(const Alert& alert, const Json& json, const ExpectedAlert& expected) {
  if (!expected.records.empty() && RecordsOf(alert) != expected.records) return false;
  return std::all_of(expected.facts.begin(), expected.facts.end(),
                     [&](const ExpectedFact& fact) { return Holds(json, fact); });
}

std::string Described(const ExpectedAlert& expected) {
  std::string text = "no alert of records " + Listed(expected.records);
  for (const ExpectedFact& fact : expected.facts) {
    text += ", " + fact.path + " =";
    for (const std::string& value : fact.values) text += " " + value;
  }
  return text;
}

}  // namespace

std::vector<std::string> RunCase(const Catalog& catalog, const RuleTestCase& test,
                                 const std::string& folder, const RunSettings& settings) {
  ScanOptions options;
  for (const std::string& file : test.events) options.batch.paths.push_back(folder + "/" + file);
  options.batch.jobs = settings.jobs;
  options.batch.batch_records = settings.batch_records;
  const ScanResult result = Scan(catalog, options);

  std::vector<std::string> complaints;
  if (result.run.records.records_in == 0 ||
      result.run.records.records_in != result.run.records.records_parsed) {
    complaints.push_back(std::to_string(result.run.records.records_parsed) + " of " +
                         std::to_string(result.run.records.records_in) + " records were read");
  }
  std::string got;
  for (const Alert& alert : result.alerts) got += " " + Listed(RecordsOf(alert));
  const std::size_t count = result.alerts.size();
  switch (test.expect) {
    case RuleTestCase::Expect::kMatch:
      if (count == 0) complaints.push_back("expected a match, got none");
      break;
    case RuleTestCase::Expect::kNoMatch:
      if (count != 0) complaints.push_back("expected no match, got alerts of records" + got);
      break;
    case RuleTestCase::Expect::kCount:
      if (count != test.count) {
        complaints.push_back("expected " + std::to_string(test.count) + " alerts, got " +
                             std::to_string(count) + ":" + got);
      }
      break;
  }

  std::vector<Json> documents;
  for (const Alert& alert : result.alerts) {
    std::string text;
    AppendCanonicalJson(alert, catalog.schema(), &text);
    documents.push_back(Json::parse(text, nullptr, false));
  }
  for (const ExpectedAlert& expected : test.alerts) {
    bool found = false;
    for (std::size_t i = 0; i < count && !found; ++i) {
      found = Satisfies(result.alerts[i], documents[i], expected);
    }
    if (!found) complaints.push_back(Described(expected) + "; alerts are of records" + got);
  }
  return complaints;
}

}  // namespace tocsin
