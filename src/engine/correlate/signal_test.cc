#include "engine/correlate/signal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace tocsin::correlate {
namespace {

using plan::Aggregation;
using plan::Expr;
using plan::SignalCondition;

constexpr std::int64_t kSecond = kNsPerSecond;
constexpr FieldId kHost{1};
constexpr FieldId kUser{2};
constexpr FieldId kBytes{3};

Expr Field(FieldId id, const char* name) {
  Expr field = Expr::OfField(name);
  field.field = id;
  return field;
}

plan::SignalQuery Query(const char* name) {
  plan::SignalQuery query;
  query.name = name;
  query.group_by = {Field(kHost, "host")};
  return query;
}

SignalCondition Compare(std::uint32_t query, SignalCondition::Op op, double number) {
  SignalCondition condition;
  condition.op = op;
  condition.left.query = query;
  condition.right.number = number;
  return condition;
}
SignalCondition MoreThan(std::uint32_t query, double number) {
  return Compare(query, SignalCondition::Op::kGreater, number);
}
SignalCondition Join(SignalCondition::Kind kind, SignalCondition a, SignalCondition b) {
  SignalCondition condition;
  condition.kind = kind;
  condition.children = {std::move(a), std::move(b)};
  return condition;
}

// `a > more_than` over a window of 60 s, kept alive for 300 s.
plan::SignalPlan CountPlan(double more_than) {
  plan::SignalPlan plan;
  plan.queries = {Query("a")};
  plan.cases = {{.name = "", .status = "medium", .condition = MoreThan(0, more_than)}};
  plan.evaluation_window_ns = 60 * kSecond;
  plan.keep_alive_ns = 300 * kSecond;
  plan.max_duration_ns = 86'400 * kSecond;
  return plan;
}

struct Happening {
  double second = 0;
  std::vector<std::uint32_t> queries = {0};
  std::vector<std::string> hosts = {"h"};
  std::string user = {};
  std::vector<Value> bytes = {};
};

class Bench {
 public:
  explicit Bench(plan::SignalPlan plan, CorrelatorOptions options = {})
      : plan_(std::move(plan)), correlator_(RuleId(4), plan_, options, time_) {}

  void Send(const Happening& happening) {
    std::vector<FieldEntry> entries;
    std::vector<Value> hosts;
    for (const std::string& host : happening.hosts) hosts.push_back(Value::String(host));
    const Value user = Value::String(happening.user);
    if (!hosts.empty()) {
      entries.push_back({kHost, static_cast<std::uint32_t>(hosts.size()), hosts.data()});
    }
    if (!happening.user.empty()) entries.push_back({kUser, 1, &user});
    if (!happening.bytes.empty()) {
      entries.push_back(
          {kBytes, static_cast<std::uint32_t>(happening.bytes.size()), happening.bytes.data()});
    }
    Event event;
    event.fields = entries;
    event.time = Time{static_cast<std::int64_t>(happening.second * 1e9)};
    event.origin.offset = ordinal_;
    const ReleasedEvent released{.event = RetainedEvent::RetainCopy(event)};
    newest_ = std::max(newest_, event.time);
    correlator_.Process({.released = released, .ordinal = ordinal_++, .met = happening.queries},
                        Emit());
  }
  void Send(const std::vector<Happening>& happenings) {
    for (const Happening& happening : happenings) Send(happening);
  }
  void SendAt(const std::vector<double>& seconds) {
    for (const double second : seconds) Send(Happening{.second = second});
  }
  void Advance(double second) {
    time_.Set(Time{static_cast<std::int64_t>(second * 1e9)});
    correlator_.Advance(Emit());
  }
  // Ends the input; gives all detections.
  std::vector<Detection> Finish() {
    correlator_.Finish(newest_, Emit());
    return std::move(detections_);
  }
  const std::vector<Detection>& detections() const { return detections_; }
  const SignalCorrelator& correlator() const { return correlator_; }

 private:
  EmitDetection Emit() {
    return [this](Detection&& detection) { detections_.push_back(std::move(detection)); };
  }

  plan::SignalPlan plan_;
  RunTime time_;
  SignalCorrelator correlator_;
  std::vector<Detection> detections_;
  std::uint64_t ordinal_ = 0;
  Time newest_ = kMinTime;
};

// "matched@first-last" for each signal.
std::string Summary(const std::vector<Detection>& detections) {
  std::string text;
  for (const Detection& detection : detections) {
    const SignalFacts& facts = *detection.signal;
    text += std::to_string(facts.events_matched) + "@" +
            std::to_string(facts.first_seen.ns / kSecond) + "-" +
            std::to_string(facts.last_seen.ns / kSecond) + " ";
  }
  return text;
}

// The default rule for OpenSSH listening on Windows, on the times of the published sample.
TEST(Signal, PairsOfListeningEvents) {
  const std::vector<double> times = {0, 0.0001, 532.752, 532.7521, 433'808.2, 433'808.2001};
  plan::SignalPlan plan = CountPlan(0);
  plan.evaluation_window_ns = 300 * kSecond;
  plan.keep_alive_ns = 3600 * kSecond;
  Bench with_long_life(plan);
  with_long_life.SendAt(times);
  EXPECT_EQ(Summary(with_long_life.Finish()), "4@0-532 2@433808-433808 ");
  plan.keep_alive_ns = 300 * kSecond;
  Bench with_short_life(plan);
  with_short_life.SendAt(times);
  EXPECT_EQ(Summary(with_short_life.Finish()), "2@0-0 2@532-532 2@433808-433808 ");
}

TEST(Signal, OpensWhenTheCountIsReachedWithinTheWindow) {
  Bench bench(CountPlan(2));
  bench.SendAt({0, 50, 100, 150, 200});  // never three within 60 s
  EXPECT_EQ(Summary(bench.Finish()), "");
  Bench reached(CountPlan(2));
  reached.SendAt({0, 100, 130, 160});  // 100 is exactly 60 s before 160
  EXPECT_EQ(Summary(reached.Finish()), "3@100-160 ");
}

TEST(Signal, CountsEveryEventOfItsEvidenceOnce) {
  Bench bench(CountPlan(2));
  bench.SendAt({0, 1, 2, 3, 100, 101, 102, 103});
  EXPECT_EQ(Summary(bench.Finish()), "8@0-103 ");
}

TEST(Signal, KeepAliveIsInclusive) {
  Bench bench(CountPlan(0));
  bench.SendAt({0, 300, 600.5});
  EXPECT_EQ(Summary(bench.Finish()), "2@0-300 1@600-600 ");
}

TEST(Signal, MaximumDurationEndsASignalThatNeverRests) {
  plan::SignalPlan plan = CountPlan(0);
  plan.evaluation_window_ns = 0;
  plan.max_duration_ns = 500 * kSecond;
  Bench bench(plan);
  bench.SendAt({0, 200, 400, 500, 600, 700});
  EXPECT_EQ(Summary(bench.Finish()), "4@0-500 2@600-700 ");
}

TEST(Signal, WithoutKeepAliveEveryMatchIsASignal) {
  plan::SignalPlan plan = CountPlan(0);
  plan.evaluation_window_ns = 0;
  plan.keep_alive_ns = 0;
  plan.max_duration_ns = 0;
  Bench bench(plan);
  bench.SendAt({5, 5, 6});
  const auto detections = bench.Finish();
  EXPECT_EQ(Summary(detections), "1@5-5 1@5-5 1@6-6 ");
  // Such a signal is over at once, but at the very end of the input something may follow.
  EXPECT_FALSE(detections[0].signal->open);
}

TEST(Signal, ZeroWindowJudgesEachEventAlone) {
  plan::SignalPlan plan = CountPlan(1);
  plan.evaluation_window_ns = 0;
  Bench bench(plan);
  bench.SendAt({5, 5, 5});
  EXPECT_EQ(Summary(bench.Finish()), "");
}

TEST(Signal, GroupsAreApartAndListsGiveOneEach) {
  Bench bench(CountPlan(1));
  bench.Send({{.second = 0, .hosts = {"x", "y"}},
              {.second = 1, .hosts = {"y", "z"}},
              {.second = 2, .hosts = {}}});
  const auto detections = bench.Finish();
  ASSERT_EQ(detections.size(), 1U);
  EXPECT_EQ(detections[0].key, (std::vector<KeyPart>{{"host", ValueKind::kString, "y"}}));
}

TEST(Signal, OptionalGroupsKeepEventsWithoutTheField) {
  plan::SignalPlan plan = CountPlan(1);
  plan.queries[0].group_optional = true;
  Bench bench(plan);
  bench.Send({{.second = 0, .hosts = {}}, {.second = 1, .hosts = {}}});
  const auto detections = bench.Finish();
  ASSERT_EQ(detections.size(), 1U);
  EXPECT_EQ(detections[0].key, (std::vector<KeyPart>{{"host", ValueKind::kNull, ""}}));
}

TEST(Signal, QueriesJoinByGroupValuesInPosition) {
  plan::SignalPlan plan = CountPlan(0);
  plan.queries = {Query("a"), Query("b")};
  plan.queries[1].group_by = {Field(kUser, "user")};
  plan.cases[0].condition = Join(SignalCondition::Kind::kAnd, MoreThan(0, 0), MoreThan(1, 0));
  Bench bench(plan);
  bench.Send({{.second = 0, .queries = {0}, .hosts = {"n"}},
              {.second = 1, .queries = {1}, .hosts = {}, .user = "other"},
              {.second = 2, .queries = {1}, .hosts = {}, .user = "n"}});
  const auto detections = bench.Finish();
  EXPECT_EQ(Summary(detections), "2@0-2 ");
  EXPECT_EQ(detections[0].signal->queries[0].events, 1U);
  EXPECT_EQ(detections[0].signal->queries[1].events, 1U);
}

TEST(Signal, FirstCaseThatHoldsAndRisingSeverity) {
  plan::SignalPlan plan = CountPlan(0);
  plan.cases = {{.name = "many", .status = "high", .condition = MoreThan(0, 2)},
                {.name = "some", .status = "low", .condition = MoreThan(0, 0)}};
  Bench low(plan);
  low.SendAt({0, 1});
  EXPECT_EQ(low.Finish()[0].signal->case_index, 1U);
  Bench rises(plan);
  rises.SendAt({0, 1, 2, 200});  // the last one alone only makes the second case hold
  const auto detections = rises.Finish();
  EXPECT_EQ(Summary(detections), "4@0-200 ");
  EXPECT_EQ(detections[0].signal->case_index, 0U);
}

TEST(Signal, LessThanCountsMissingQueriesAsZero) {
  plan::SignalPlan plan = CountPlan(0);
  plan.queries = {Query("a"), Query("b")};
  plan.cases[0].condition =
      Join(SignalCondition::Kind::kAnd, MoreThan(0, 0), Compare(1, SignalCondition::Op::kLess, 1));
  Bench bench(plan);
  bench.Send({{.second = 0, .queries = {1}}, {.second = 10}, {.second = 61}});
  EXPECT_EQ(Summary(bench.Finish()), "2@10-61 ");
}

TEST(Signal, FactorsAndQueriesOnBothSides) {
  plan::SignalPlan plan = CountPlan(0);
  plan.queries = {Query("a"), Query("b")};
  SignalCondition condition = MoreThan(0, 0);
  condition.right = {.query = 1, .number = 2};  // a > 2 * b
  plan.cases[0].condition = condition;
  Bench bench(plan);
  bench.Send({{.second = 0, .queries = {1}}, {.second = 1}, {.second = 2}, {.second = 3}});
  EXPECT_EQ(Summary(bench.Finish()), "4@0-3 ");  // b's event made it hold as well
}

TEST(Signal, ThenNeedsOrder) {
  plan::SignalPlan plan = CountPlan(0);
  plan.queries = {Query("a"), Query("b")};
  plan.cases[0].condition = Join(SignalCondition::Kind::kThen, MoreThan(0, 1), MoreThan(1, 0));
  Bench wrong_order(plan);
  wrong_order.Send({{.second = 0, .queries = {1}}, {.second = 1}, {.second = 2}});
  EXPECT_EQ(Summary(wrong_order.Finish()), "");
  Bench same_event(plan);
  same_event.Send({{.second = 0}, {.second = 1, .queries = {0, 1}}});
  EXPECT_EQ(Summary(same_event.Finish()), "");
  Bench right_order(plan);
  right_order.Send({{.second = 0}, {.second = 1}, {.second = 2, .queries = {1}}});
  EXPECT_EQ(Summary(right_order.Finish()), "3@0-2 ");
  Bench too_late(plan);
  too_late.Send({{.second = 0}, {.second = 1}, {.second = 62, .queries = {1}}});
  EXPECT_EQ(Summary(too_late.Finish()), "");
}

TEST(Signal, DistinctTuples) {
  plan::SignalPlan plan = CountPlan(1);
  plan.queries[0].aggregation = Aggregation::kCardinality;
  plan.queries[0].distinct = {Field(kUser, "user")};
  Bench bench(plan);
  bench.Send({{.second = 0, .user = "u"}, {.second = 1, .user = "u"}, {.second = 2}});
  EXPECT_TRUE(bench.detections().empty());
  bench.Send(Happening{.second = 70, .user = "v"});  // u has left the window
  bench.Send(Happening{.second = 80, .user = "w"});
  const auto detections = bench.Finish();
  EXPECT_EQ(Summary(detections), "2@70-80 ");
  EXPECT_EQ(detections[0].signal->queries[0].value, 2);
}

TEST(Signal, SumsAndMaxima) {
  for (const Aggregation aggregation : {Aggregation::kSum, Aggregation::kMax}) {
    plan::SignalPlan plan = CountPlan(99);
    plan.queries[0].aggregation = aggregation;
    plan.queries[0].metric = Field(kBytes, "bytes");
    Bench bench(plan);
    bench.Send({{.second = 0, .bytes = {Value::Int(60), Value::String("40")}},
                {.second = 50, .bytes = {Value::String("text")}},
                {.second = 61, .bytes = {Value::Double(99.5)}}});
    const auto detections = bench.Finish();
    EXPECT_EQ(Summary(detections), aggregation == Aggregation::kSum ? "3@0-61 " : "2@50-61 ");
    EXPECT_EQ(detections[0].signal->queries[0].value, 99.5);
  }
}

TEST(Signal, SumsOutliveInfinities) {
  plan::SignalPlan plan = CountPlan(99);
  plan.queries[0].aggregation = Aggregation::kSum;
  plan.queries[0].metric = Field(kBytes, "bytes");
  Bench bench(plan);
  bench.Send({{.second = 0, .bytes = {Value::Double(std::numeric_limits<double>::infinity())}},
              {.second = 50, .bytes = {Value::Int(60)}},
              {.second = 70, .bytes = {Value::Int(60)}}});
  EXPECT_EQ(Summary(bench.Finish()), "2@50-70 ");
}

TEST(Signal, SignalsOfCoarserGroups) {
  plan::SignalPlan plan = CountPlan(1);
  plan.queries[0].group_by = {Field(kHost, "host"), Field(kUser, "user")};
  plan.group_signals_by = {0};
  Bench bench(plan);
  bench.Send({{.second = 0, .user = "u"},
              {.second = 1, .user = "v"},
              {.second = 2, .user = "u"},    // u has two: opens
              {.second = 3, .user = "v"}});  // v has two: goes on
  const auto detections = bench.Finish();
  EXPECT_EQ(Summary(detections), "4@0-3 ");
  EXPECT_EQ(detections[0].key, (std::vector<KeyPart>{{"host", ValueKind::kString, "h"}}));
}

TEST(Signal, SamplesAreTheFirstAndTheLast) {
  Bench bench(CountPlan(0), {.signal_samples_max = 3});
  for (int i = 0; i < 20; ++i) bench.Send(Happening{.second = static_cast<double>(i)});
  const auto detections = bench.Finish();
  std::vector<std::uint64_t> offsets;
  for (const DetectedEvent& sample : detections[0].events) {
    offsets.push_back(sample.event->event().origin.offset);
  }
  EXPECT_EQ(offsets, (std::vector<std::uint64_t>{0, 1, 19}));
  EXPECT_EQ(detections[0].signal->events_matched, 20U);
}

TEST(Signal, ClosedByTheFrontierOrOpenAtTheEnd) {
  Bench bench(CountPlan(0));
  bench.SendAt({0});
  bench.Advance(300);
  EXPECT_TRUE(bench.detections().empty());  // an event at 300 could still come
  bench.Advance(300.001);
  ASSERT_EQ(bench.detections().size(), 1U);
  EXPECT_FALSE(bench.detections()[0].signal->open);
  bench.SendAt({400});
  const auto detections = bench.Finish();
  EXPECT_TRUE(detections.back().signal->open);
  EXPECT_EQ(bench.correlator().live_keys(), 0U);
}

TEST(Signal, LateEventsCountWithinTheWindow) {
  Bench bench(CountPlan(2));
  bench.SendAt({100, 110, 45, 60});  // 45 is out of the window that ends at 110, 60 is in it
  EXPECT_EQ(Summary(bench.Finish()), "3@60-110 ");
}

TEST(Signal, OldestGroupsAreShedAndCounted) {
  Bench bench(CountPlan(1), {.live_keys_max = 2});
  for (int i = 0; i < 5; ++i) {
    bench.Send(Happening{.second = static_cast<double>(i), .hosts = {std::to_string(i)}});
  }
  EXPECT_EQ(bench.correlator().shed().keys, 3U);
  EXPECT_EQ(bench.correlator().live_keys(), 2U);
}

// Each signal counts its whole window; in a time that does not grow with the window.
TEST(Signal, WithoutKeepAliveEachMatchCountsTheWindow) {
  constexpr int kEvents = 30'000;
  plan::SignalPlan plan = CountPlan(0);
  plan.queries = {Query("a"), Query("b")};
  plan.cases[0].condition = Join(SignalCondition::Kind::kAnd, MoreThan(0, 0), MoreThan(1, -1));
  plan.keep_alive_ns = 0;
  plan.evaluation_window_ns = 1'000'000 * kSecond;
  Bench bench(plan);
  for (int i = 0; i < kEvents; ++i) {
    std::vector<std::uint32_t> queries = {0};
    if (i % 3 == 0) queries = {0, 1};
    if (i % 3 == 1) queries = {1};
    bench.Send(Happening{.second = static_cast<double>(i), .queries = queries});
  }
  const std::vector<Detection> detections = bench.Finish();
  ASSERT_EQ(detections.size(), static_cast<std::size_t>(kEvents));
  for (std::size_t i = 0; i < detections.size(); ++i) {
    const SignalFacts& facts = *detections[i].signal;
    ASSERT_EQ(facts.events_matched, i + 1);
    ASSERT_EQ(facts.queries[0].events, i / 3 + 1 + (i + 1) / 3);
    ASSERT_EQ(facts.queries[1].events, i / 3 + 1 + (i + 2) / 3);
  }
}

// Whatever the rhythm of Advance, the same signals leave in the same order.
TEST(Signal, RhythmOfAdvanceDoesNotMatter) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    std::mt19937_64 engine(seed);
    std::vector<Happening> happenings;
    double second = 0;
    for (int i = 0; i < 300; ++i) {
      second += static_cast<double>(engine() % 40);
      happenings.push_back({.second = second, .hosts = {std::to_string(engine() % 4)}});
    }
    plan::SignalPlan plan = CountPlan(static_cast<double>(engine() % 3));
    plan.keep_alive_ns = static_cast<std::int64_t>(engine() % 3) * 60 * kSecond;
    plan.max_duration_ns = 400 * kSecond;
    std::string first;
    for (const std::size_t every : {1000, 1, 7}) {
      Bench bench(plan);
      for (std::size_t i = 0; i < happenings.size(); ++i) {
        if (i % every == every - 1) bench.Advance(happenings[i].second);
        bench.Send(happenings[i]);
      }
      std::string summary;
      for (const Detection& detection : bench.Finish()) {
        summary += detection.key[0].text + ":" + Summary({detection});
      }
      if (first.empty()) first = summary;
      EXPECT_EQ(summary, first) << "seed " << seed << ", every " << every;
    }
    EXPECT_FALSE(first.empty());
  }
}

}  // namespace
}  // namespace tocsin::correlate
