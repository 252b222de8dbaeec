// An oracle that shares nothing with us: the Python package `eql` answers random queries over
// random events, and we must find the same.
//
// Asked is what the two languages have in common:
//   * every event has every field, with one value (there, the negation of null is null);
//   * all text is in lower case (there, case does not count);
//   * no regular expressions (there, they find parts of a value), and no `?` (there, a letter);
//   * no function that may give null (indexOf, between);
//   * `until` is never an event of a stage (there, it comes before the stages).
//
// TOCSIN_PYTHON names the interpreter (default: python3), TOCSIN_ORACLE_QUERIES the number of
// queries, TOCSIN_SEED the seed. Without the package the test is skipped; see requirements.txt.
#include "base/diag/render_text.h"
#include "base/file.h"
#include "plan/random_testing.h"
#include "query/languages.h"
#include "query_run.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace tocsin {
namespace {

using Json = nlohmann::json;

std::string Python() {
  const char* const named = std::getenv("TOCSIN_PYTHON");
  return named != nullptr ? named : "python3";
}

bool Runs(const std::string& command) { return std::system(command.c_str()) == 0; }

class RandomCases {
 public:
  explicit RandomCases(std::uint64_t seed) : random_(seed) {}

  std::string Query() { return OneIn(3) ? Sequence() : Stage(); }

  Json Events() {
    Json events = Json::array();
    std::int64_t time = 0;
    for (std::uint64_t count = 5 + random_.Below(25); count > 0; --count) {
      time += static_cast<std::int64_t>(1 + random_.Below(9)) * 1'000'000;  // tenths of a second
      events.push_back({{"event_type", Pick(kCategories)},
                        {"timestamp", time},
                        {"process", {{"name", Word()}, {"pid", random_.Below(6)}}},
                        {"user", {{"name", Word()}}},
                        {"source", {{"ip", Pick(kAddresses)}}}});
    }
    return events;
  }

 private:
  static constexpr std::array kCategories = {"process", "file", "network", "registry"};
  static constexpr std::array kWords = {"a", "ab", "abc", "b", "ba", "cab", "x.exe", "ab.exe"};
  static constexpr std::array kPatterns = {"a*", "*b", "*.exe", "a*c", "*", "ab", "*a*", "*b*"};
  static constexpr std::array kAddresses = {"10.0.0.1", "10.1.2.3", "192.168.1.1", "8.8.8.8"};
  static constexpr std::array kBlocks = {"10.0.0.0/8", "10.0.0.0/16", "192.168.0.0/16"};
  static constexpr std::array kTextFields = {"process.name", "user.name"};
  static constexpr std::array kComparisons = {"==", "!=", "<", "<=", ">", ">="};

  template <std::size_t N>
  const char* Pick(const std::array<const char*, N>& list) {
    return list[random_.Below(N)];
  }
  bool OneIn(std::uint64_t n) { return random_.OneIn(n); }
  const char* Word() { return Pick(kWords); }
  std::string Quoted(const char* text) { return "\"" + std::string(text) + "\""; }
  std::string Number() { return std::to_string(random_.Below(7)); }

  template <class Make>
  std::string List(const Make& make) {
    std::string list = "(" + make();
    for (std::uint64_t more = random_.Below(3); more > 0; --more) list += ", " + make();
    return list + ")";
  }

  std::string NumberValue() {
    switch (random_.Below(6)) {
      case 0:
        return "length(" + TextValue() + ")";
      case 1:
        return "process.pid + " + Number();
      case 2:
        return "multiply(process.pid, " + Number() + ")";
      case 3:
        return "process.pid % 4";
      default:
        return "process.pid";
    }
  }
  std::string TextValue() {
    const std::string field = Pick(kTextFields);
    switch (random_.Below(8)) {
      case 0:
        return "concat(" + field + ", " + Pick(kTextFields) + ")";
      case 1:
        return "substring(" + field + ", " + std::to_string(random_.Below(3)) + ")";
      case 2:
        return "substring(" + field + ", -" + std::to_string(1 + random_.Below(2)) + ")";
      default:
        return field;
    }
  }
  std::string Leaf() {
    const auto word = [this] { return Quoted(Word()); };
    const auto pattern = [this] { return Quoted(Pick(kPatterns)); };
    const std::string field = Pick(kTextFields);
    switch (random_.Below(10)) {
      case 0:
        return "(" + NumberValue() + ") in " + List([this] { return Number(); });
      case 1:
      case 2:
        return NumberValue() + " " + Pick(kComparisons) + " " + Number();
      case 3:
        return field + (OneIn(2) ? " not in " : " in ") + List(word);
      case 4:
        return field + " : " + (OneIn(2) ? pattern() : List(pattern));
      case 5:
        return field + (OneIn(2) ? " like " : " like~ ") + (OneIn(2) ? pattern() : List(pattern));
      case 6:
        return (OneIn(2) ? "startsWith(" : "endsWith(") + TextValue() + ", " + word() + ")";
      case 7:
        return "stringContains(" + field + ", " + word() + ")";
      case 8:
        return "cidrMatch(source.ip, " + Quoted(Pick(kBlocks)) + ")";
      default:
        return TextValue() + " " + Pick(kComparisons) + " " + word();
    }
  }
  std::string Condition(int depth) {
    if (depth == 0 || OneIn(3)) return Leaf();
    switch (random_.Below(4)) {
      case 0:
        return "not (" + Condition(depth - 1) + ")";
      case 1:
        return "(" + Condition(depth - 1) + " or " + Condition(depth - 1) + ")";
      default:
        return "(" + Condition(depth - 1) + " and " + Condition(depth - 1) + ")";
    }
  }
  std::string Stage() {
    return std::string(kCategories[random_.Below(3)]) + " where " +
           (OneIn(4) ? "true" : Condition(2));
  }
  std::string Sequence() {
    std::string query = "sequence";
    const bool keys = OneIn(2);
    if (keys) query += OneIn(2) ? " by process.pid" : " by user.name, process.pid";
    if (OneIn(2)) query += " with maxspan=" + std::to_string(1 + random_.Below(3)) + "s";
    for (std::uint64_t stages = 2 + random_.Below(2); stages > 0; --stages) {
      query += " [" + Stage() + "]";
      if (OneIn(6)) query += " with runs=2";
    }
    if (OneIn(3)) query += " until [registry where true]";
    return query;
  }

  plan::RandomPlans random_;
};

// Positions of the events of each result.
Json OurAnswer(const std::string& query, const Json& events) {
  std::vector<queries::QueryEvent> own;
  for (const Json& event : events) {
    own.push_back({.id = std::to_string(own.size()),
                   .json = event.dump(),
                   .time = Time{event.at("timestamp").get<std::int64_t>() * 100},
                   .tiebreaker = std::nullopt});
  }
  QueryOptions options;
  options.category_field = "event_type";
  options.unknown_fields = plan::UnknownFields::kIgnore;
  Schema schema;
  DiagnosticSink sink;
  const auto plan = CompileQuery("eql", SourceText::Make("<query>", query), options, schema, sink);
  if (!plan) return RenderText(sink.diagnostics());
  Json found = Json::array();
  for (const queries::FoundResult& result : queries::RunEngine(*plan, schema, own, {})) {
    Json positions = Json::array();
    for (const std::string& id : result.events) positions.push_back(std::stoul(id));
    found.push_back(positions);
  }
  return found;
}

TEST(PythonEql, FindsTheSame) {
  if (!Runs(Python() + " -c 'import eql' 2>/dev/null")) {
    GTEST_SKIP() << Python() << " has no package `eql`: python3 -m venv DIR && DIR/bin/pip install "
                 << "--require-hashes -r tests/oracle/requirements.txt, then set TOCSIN_PYTHON to "
                 << "DIR/bin/python";
  }
  const std::uint64_t seed = plan::NumberFromEnv("TOCSIN_SEED", 1);
  const std::uint64_t queries = plan::NumberFromEnv("TOCSIN_ORACLE_QUERIES", 500);
  RandomCases random(seed);
  std::vector<Json> cases;
  std::string input;
  for (std::uint64_t i = 0; i < queries; ++i) {
    cases.push_back({{"query", random.Query()}, {"events", random.Events()}});
    input += cases.back().dump() + "\n";
  }
  const std::string asked = testing::TempDir() + "python_eql_asked.jsonl";
  const std::string answered = testing::TempDir() + "python_eql_answered.jsonl";
  ASSERT_TRUE(WriteFileAtomically(asked, input).has_value());
  ASSERT_TRUE(Runs(Python() + " tests/oracle/python_eql.py < " + asked + " > " + answered));
  const Result<std::string> output = ReadFile(answered);
  ASSERT_TRUE(output.has_value());

  std::istringstream lines(*output);
  std::string line;
  std::size_t results = 0;
  std::size_t refused = 0;
  for (const Json& one : cases) {
    ASSERT_TRUE(std::getline(lines, line)) << "the oracle stopped";
    const Json theirs = Json::parse(line);
    const auto query = one.at("query").get<std::string>();
    if (theirs.contains("error")) {
      ++refused;
      std::cout << "refused: " << query << "\n  " << theirs.at("error") << "\n";
      continue;
    }
    const Json ours = OurAnswer(query, one.at("events"));
    ASSERT_EQ(ours, theirs.at("found")) << "seed " << seed << "\n"
                                        << query << "\n"
                                        << one.at("events");
    results += ours.size();
  }
  std::cout << queries << " queries from seed " << seed << ", " << results << " results, "
            << refused << " refused by the oracle\n";
  EXPECT_GT(results, queries);
  EXPECT_LT(refused, queries / 20);
}

}  // namespace
}  // namespace tocsin
