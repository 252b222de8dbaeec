// Events per second of the matcher by the number of rules, one thread.
//
// Rules and events are made up and only resemble real ones: most rules ask for a kind of event, a
// name or a path and an argument, with exceptions; values repeat roughly as Zipf has it, some
// command lines are new every time. The shares are guesses, not measured on a rule set, and nearly
// every rule has a rare atom, which is kind to the prefilter: read the figures as growth with the
// number of rules, not as what a real pack costs. Before it measures, each ruleset's answers are
// compared with plan::Holds on a sample (few events where there are many rules).
//
//   match [EVENTS]        default 200000

#include "base/check.h"
#include "engine/match/matcher.h"
#include "engine/match/random_testing.h"
#include "plan/reference_eval.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <span>
#include <string>
#include <vector>

namespace tocsin::match {
namespace {

using plan::Expr;
using plan::Fold;
using plan::Function;
using plan::Predicate;

class Workload {
 public:
  explicit Workload(std::uint32_t events) {
    for (std::uint32_t i = 0; i < events; ++i) events_.push_back(MakeEvent(i));
  }

  std::span<const Event> events() const { return events_; }

  std::vector<Predicate> MakeRules(std::uint32_t count) {
    std::vector<Predicate> rules;
    for (std::uint32_t i = 0; i < count; ++i) rules.push_back(MakeRule(i));
    return rules;
  }

 private:
  // A rank below n; low ranks are much likelier (roughly Zipf).
  std::uint32_t Rank(std::uint32_t n) {
    const double u = (dice_.Below(1'000'000) + 1) / 1e6;
    return std::min(n - 1, static_cast<std::uint32_t>(std::pow(n, u)) - 1);
  }

  void Add(std::string_view name, std::vector<std::string> texts, std::vector<FieldEntry>* to) {
    std::vector<Value> values;
    for (const std::string& text : texts) values.push_back(Value::String(arena_.Copy(text)));
    const auto kept = arena_.CopyArray(std::span<const Value>(values));
    to->push_back({schema_.Intern(name), static_cast<std::uint32_t>(kept.size()), kept.data()});
  }

  Event MakeEvent(std::uint32_t serial) {
    static constexpr std::string_view kKinds[] = {"process", "process", "file", "network",
                                                  "registry"};
    std::vector<FieldEntry> fields;
    const std::string kind(dice_.Pick(kKinds));
    const std::uint32_t program = Rank(400);
    const std::uint32_t parent = Rank(400);
    Add("event.category", {kind}, &fields);
    Add("event.type", {dice_.OneIn(3) ? "end" : "start"}, &fields);
    Add("event.action", {kind + std::to_string(Rank(6))}, &fields);
    Add("host.os.type", {"windows"}, &fields);
    Add("host.id", {"host-" + std::to_string(Rank(50))}, &fields);
    Add("user.name", {"user" + std::to_string(Rank(60))}, &fields);
    Add("process.name", {Program(program)}, &fields);
    Add("process.executable", {Directory(program) + Program(program)}, &fields);
    Add("process.parent.name", {Program(parent)}, &fields);
    Add("process.parent.executable", {Directory(parent) + Program(parent)}, &fields);
    std::vector<std::string> args = {Program(program)};
    for (std::uint32_t n = dice_.Below(4); n > 0; --n) args.push_back(Argument(Rank(3000)));
    if (dice_.OneIn(20)) args.push_back("--id=" + std::to_string(serial));
    std::string line;
    for (const std::string& arg : args) line += arg + " ";
    Add("process.args", args, &fields);
    Add("process.command_line", {line}, &fields);
    Add("process.entity_id", {"{" + std::to_string(serial / 3) + "}"}, &fields);
    Add("file.path", {"C:\\Data\\" + std::to_string(Rank(5000)) + ".log"}, &fields);
    Add("file.extension", {"log"}, &fields);
    Add("process.hash.sha256", {std::to_string(program * 7919U)}, &fields);
    Add("process.code_signature.subject_name", {"Vendor " + std::to_string(program % 40)}, &fields);
    if (kind == "network") {
      Add("destination.ip", {"10.0." + std::to_string(Rank(200)) + ".7"}, &fields);
    }
    std::sort(fields.begin(), fields.end(),
              [](const FieldEntry& a, const FieldEntry& b) { return a.field < b.field; });
    Event event;
    event.fields = arena_.CopyArray(std::span<const FieldEntry>(fields));
    event.dataset = "endpoint.events";
    return event;
  }

  static std::string Program(std::uint32_t i) { return "program" + std::to_string(i) + ".exe"; }
  static std::string Directory(std::uint32_t i) {
    return i % 3 == 0 ? "C:\\Windows\\System32\\"
                      : "C:\\Program Files\\Vendor" + std::to_string(i) + "\\";
  }
  static std::string Argument(std::uint32_t i) { return "-option" + std::to_string(i); }

  Predicate Leaf(std::string_view field, Function function, std::vector<std::string> texts) {
    Expr left = Expr::OfField(std::string(field));
    left.field = schema_.Intern(field);
    left.type = plan::TypeOf(schema_.type(left.field));
    std::vector<Expr> args = {std::move(left)};
    for (std::string& text : texts) args.push_back(Expr::Of(std::move(text)));
    const bool folds = function != Function::kEqual && function != Function::kCidrMatch;
    return Predicate::Leaf(
        Expr::Call(function, std::move(args), folds ? Fold::kAscii : Fold::kNone));
  }
  // Names from a vocabulary that is larger than what the events have.
  std::string RuleProgram() { return Program(dice_.Below(5000)); }

  Predicate MakeRule(std::uint32_t i) {
    static constexpr std::string_view kKinds[] = {"process", "process", "process",
                                                  "file",    "network", "registry"};
    std::vector<Predicate> all = {
        Leaf("event.category", Function::kEqual, {std::string(dice_.Pick(kKinds))}),
        Leaf("host.os.type", Function::kEqual, {"windows"})};
    if (dice_.OneIn(2)) all.push_back(Leaf("event.type", Function::kEqual, {"start"}));
    switch (dice_.Below(6)) {
      case 0:
        all.push_back(
            Leaf("process.name", Function::kIn, {RuleProgram(), RuleProgram(), RuleProgram()}));
        break;
      case 1:
        all.push_back(
            Leaf("process.executable", Function::kWildcard,
                 {"?:\\Users\\*\\tool" + std::to_string(i) + "*", "*\\" + RuleProgram()}));
        break;
      case 2:
        all.push_back(
            Leaf("process.command_line", Function::kWildcard,
                 {"*" + Argument(dice_.Below(20000)) + "*" + std::to_string(i % 10) + "*"}));
        break;
      case 3:
        all.push_back(
            Leaf("file.path", Function::kWildcard, {"*\\drop" + std::to_string(i) + "\\*.dll"}));
        break;
      case 4:
        all.push_back(Leaf("destination.ip", Function::kCidrMatch,
                           {"10." + std::to_string(i % 256) + ".0.0/16", "192.168.0.0/16"}));
        all.push_back(Leaf("process.name", Function::kIn, {RuleProgram(), RuleProgram()}));
        break;
      default:
        all.push_back(Predicate::Or(
            {Leaf("process.parent.name", Function::kIn, {RuleProgram()}),
             Leaf("process.args", Function::kEqual, {Argument(dice_.Below(20000))})}));
    }
    if (dice_.OneIn(2)) {
      all.push_back(
          Leaf("process.args", Function::kWildcard, {Argument(dice_.Below(20000)) + "*"}));
    }
    if (dice_.OneIn(2)) {
      all.push_back(Predicate::Not(
          Leaf("process.parent.executable", Function::kWildcard,
               {"?:\\Program Files\\Vendor" + std::to_string(dice_.Below(400)) + "\\*"})));
    }
    if (dice_.OneIn(3)) {
      all.push_back(Predicate::Not(Leaf("process.code_signature.subject_name", Function::kEqual,
                                        {"Vendor " + std::to_string(dice_.Below(40))})));
    }
    return Predicate::And(std::move(all));
  }

  Dice dice_{20261124};
  Schema schema_;
  Arena arena_{std::size_t{1} << 20};
  std::vector<Event> events_;
};

void CheckAnswers(const Matcher& matcher, const std::vector<Predicate>& rules,
                  std::span<const Event> events) {
  MatcherScratch scratch(matcher);
  std::vector<Hit> hits;
  const std::size_t samples = std::max<std::size_t>(10, 200'000 / rules.size());
  for (std::size_t i = 0; i < std::min(samples, events.size()); ++i) {
    matcher.Match(events[i], scratch, &hits);
    std::size_t next = 0;
    for (ConditionIndex c = 0; c < rules.size(); ++c) {
      const bool matched = next < hits.size() && hits[next].condition == c;
      if (matched) ++next;
      TOCSIN_CHECK(matched == plan::Holds(rules[c], events[i]), "wrong answer");
    }
  }
}

double Seconds(std::chrono::steady_clock::time_point since) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
}

void Measure(Workload& workload, std::uint32_t rule_count) {
  const std::vector<Predicate> rules = workload.MakeRules(rule_count);
  std::vector<ConditionSpec> specs;
  for (const Predicate& rule : rules) specs.push_back({.predicate = &rule});
  const auto build_start = std::chrono::steady_clock::now();
  const auto matcher = Matcher::Build(specs);
  const double build_seconds = Seconds(build_start);
  CheckAnswers(*matcher, rules, workload.events());

  MatcherScratch scratch(*matcher);
  std::vector<Hit> hits;
  std::uint64_t hit_count = 0;
  const std::clock_t start = std::clock();
  for (const Event& event : workload.events()) {
    matcher->Match(event, scratch, &hits);
    hit_count += hits.size();
  }
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  const auto n = static_cast<double>(workload.events().size());
  const ValueMemo::Stats& memo = scratch.memo_stats();
  fmt::print(
      "{:>6} rules {:>6} atoms {:>6} patterns  build {:>6.1f} ms  {:>9.0f} events/s  "
      "{:>5.2f} us/event  memo {:>5.2f} %  candidates {:>6.2f}/event  hits {}\n",
      rule_count, matcher->facts().atoms, matcher->facts().patterns, build_seconds * 1e3,
      n / seconds, seconds / n * 1e6,
      100.0 * static_cast<double>(memo.hits) / static_cast<double>(memo.hits + memo.misses),
      static_cast<double>(scratch.candidates()) / n, hit_count);
}

}  // namespace
}  // namespace tocsin::match

int main(int argc, char** argv) {
  const auto events = static_cast<std::uint32_t>(argc > 1 ? std::atoi(argv[1]) : 200'000);
  tocsin::match::Workload workload(events);
  for (const std::uint32_t rules : {10U, 100U, 1'000U, 10'000U}) {
    tocsin::match::Measure(workload, rules);
  }
  return 0;
}
