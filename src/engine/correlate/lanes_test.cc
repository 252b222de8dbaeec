#include "engine/correlate/lanes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace tocsin {
namespace {

constexpr std::int64_t kSecond = kNsPerSecond;

Time At(double second) { return Time{static_cast<std::int64_t>(second * 1e9)}; }

class LanesTest : public testing::Test {
 protected:
  explicit LanesTest(LaneOptions options = {.hold_ns = 30 * kSecond}) : lanes_(options) {}

  Event Make(double second) {
    Event event;
    event.time = At(second);
    event.origin.offset = offset_++;
    return event;
  }
  // The event is named by its time in seconds.
  Arrival Send(double log, const std::string& lane, const Event& event) {
    lanes_.AdvanceLog(At(log), Releaser());
    ReleasedEvent released{.event = RetainedEvent::RetainCopy(event)};
    return lanes_.Accept(lane, released, Releaser());
  }
  Arrival Send(double log, const std::string& lane, double second) {
    return Send(log, lane, Make(second));
  }
  void Tick(double log) { lanes_.AdvanceLog(At(log), Releaser()); }

  // What was released since the last call: "host@second ".
  std::string Taken() { return std::exchange(released_, ""); }

  Lanes::Release Releaser() {
    return [this](LaneId lane, ReleasedEvent&& event) {
      const auto second = event.event->event().time.ns / kSecond;
      released_ += std::string(lanes_.NameOf(lane)) + "@" + std::to_string(second) + " ";
      last_lane_ = lane;
    };
  }

  Lanes lanes_;
  std::string released_;
  LaneId last_lane_;
  std::uint64_t offset_ = 0;
};

TEST_F(LanesTest, R5_3HoldByEventTime) {
  Send(100, "a", 100);
  Send(101, "a", 129.999);
  EXPECT_EQ(Taken(), "");
  Send(102, "a", 130);
  EXPECT_EQ(Taken(), "a@100 ");
}

TEST_F(LanesTest, R5_3HoldByLogTimeWithEverythingBefore) {
  Send(100, "a", 90);
  Send(110, "a", 80);  // waits less, but stands before
  Send(120, "a", 95);
  Tick(129.999);
  EXPECT_EQ(Taken(), "");
  Tick(130);
  EXPECT_EQ(Taken(), "a@80 a@90 ");
  Tick(150);
  EXPECT_EQ(Taken(), "a@95 ");
}

TEST_F(LanesTest, R5_5LanesDoNotKnowOfEachOther) {
  Send(100, "slow", 10);
  Send(100, "fast", 10);
  Send(101, "fast", 390);
  EXPECT_EQ(Taken(), "fast@10 ");
  EXPECT_EQ(Send(102, "slow", 5), Arrival::kHeld);
  EXPECT_EQ(lanes_.counts().late, 0U);
}

TEST_F(LanesTest, LateIsWhatStandsBeforeTheFrontier) {
  Send(100, "a", 100);
  Send(101, "a", 140);
  EXPECT_EQ(Taken(), "a@100 ");
  EXPECT_EQ(Send(102, "a", 99), Arrival::kLate);
  EXPECT_EQ(lanes_.counts().late, 1U);
  // Behind the hold, but not behind what was released.
  EXPECT_EQ(Send(102, "a", 101), Arrival::kBehind);
  EXPECT_EQ(Taken(), "a@101 ");
}

TEST_F(LanesTest, R5_1WaitingIsJudgedBeforeLateness) {
  Send(100, "a", 100);
  // The log alone decides: at 130 the frontier has moved before the record is looked at.
  EXPECT_EQ(Send(130, "a", 99), Arrival::kLate);
}

TEST_F(LanesTest, R4_6EqualTimesOfOneChannelStandByTheirNumber) {
  const auto numbered = [&](double second, std::uint64_t number) {
    Event event = Make(second);
    event.channel = "security";
    event.sequence = number;
    return event;
  };
  Send(100, "a", numbered(100, 7));
  Tick(130);
  EXPECT_EQ(Send(131, "a", numbered(100, 6)), Arrival::kLate);
  EXPECT_NE(Send(131, "a", numbered(100, 8)), Arrival::kLate);
  Event other = numbered(100, 1);
  other.channel = "system";
  EXPECT_NE(Send(131, "a", other), Arrival::kLate);
  EXPECT_EQ(lanes_.counts().ties, 2U);
}

TEST_F(LanesTest, R4_2RepeatsAmongTheHeldAreDropped) {
  Event event = Make(100);
  event.channel = "security";
  event.sequence = 7;
  event.raw = "the record";
  Send(100, "a", event);
  event.origin.offset = 99;
  Send(101, "a", event);
  Tick(140);
  EXPECT_EQ(Taken(), "a@100 ");
  EXPECT_EQ(lanes_.counts().repeats, 1U);
}

TEST_F(LanesTest, R4_4TheFutureMovesNeitherClockNorFrontier) {
  Send(1000, "a", 100);  // a backlog
  Send(1001, "a", 5000);
  EXPECT_EQ(lanes_.counts().time_adjusted, 1U);
  Send(1002, "a", 110);
  EXPECT_EQ(Taken(), "");  // the clock stands at 110
  Tick(1031);              // 100 and the adjusted event, which stands at 100, are released
  EXPECT_EQ(Taken(), "a@100 a@100 ");
  EXPECT_NE(Send(1031.5, "a", 101), Arrival::kLate);
}

TEST_F(LanesTest, R4_4WithoutAClockTheFutureStandsAtLogTime) {
  Send(1000, "a", 5000);
  EXPECT_EQ(Send(1000, "a", 10), Arrival::kHeld);
  Tick(1030);
  EXPECT_EQ(Taken(), "a@10 a@1000 ");
  EXPECT_EQ(Send(1031, "a", 20), Arrival::kHeld);
}

TEST_F(LanesTest, R4_3WithoutATimeAnEventStandsAtLogTime) {
  Event event = Make(0);
  event.flags = EventFlags::kTimeMissing;
  Send(1000, "a", event);
  Tick(1030);
  EXPECT_EQ(Taken(), "a@1000 ");
  EXPECT_EQ(lanes_.counts().time_missing, 1U);
}

TEST_F(LanesTest, LaneTimeRunsOnInSilence) {
  Send(100, "a", 40);
  Send(105, "a", 80);
  EXPECT_EQ(Taken(), "a@40 ");
  EXPECT_EQ(lanes_.Of(last_lane_), At(50));  // the clock less the hold
  Tick(134);
  EXPECT_EQ(lanes_.Of(last_lane_), At(79));
  Tick(200);
  EXPECT_EQ(Taken(), "a@80 ");
  EXPECT_EQ(lanes_.Of(last_lane_), At(145));  // 80 + 95 of silence - 30
}

TEST_F(LanesTest, LaneTimeWaitsForWhatIsHeld) {
  Send(100, "a", 100);
  Tick(130);
  EXPECT_EQ(Taken(), "a@100 ");
  EXPECT_EQ(Send(160, "a", 125), Arrival::kBehind);  // silence has reached 130
  EXPECT_EQ(lanes_.counts().behind, 1U);
  EXPECT_EQ(lanes_.Of(last_lane_), At(125));
  EXPECT_EQ(Send(161, "a", 126), Arrival::kBehind);
  Tick(191);
  EXPECT_EQ(Taken(), "a@125 a@126 ");
  EXPECT_EQ(lanes_.Of(last_lane_), At(130));  // it does not go back for good
}

// Several events can leave at once; while one is looked at, those behind it are still to come.
TEST_F(LanesTest, LaneTimeIsNeverBeyondTheEventThatIsReleased) {
  Send(100, "a", 100);
  Send(101, "a", 110);
  Send(102, "a", 120);
  std::vector<std::int64_t> ahead;
  lanes_.AdvanceLog(At(200), [&](LaneId lane, ReleasedEvent&& event) {
    ahead.push_back(lanes_.Of(lane).ns - event.event->event().time.ns);
  });
  EXPECT_EQ(ahead, (std::vector<std::int64_t>{0, 0, 0}));
}

TEST_F(LanesTest, UnaskedEventsMoveTheClock) {
  Send(100, "a", 100);
  Event event = Make(130);
  event.lane = "a";
  lanes_.Hear(event, Releaser());
  EXPECT_EQ(Taken(), "a@100 ");
  event.time = At(99);
  lanes_.Hear(event, Releaser());
  event.time = At(9999);  // a wrong clock
  lanes_.Hear(event, Releaser());
  EXPECT_EQ(lanes_.counts().late_unasked, 1U);
  EXPECT_EQ(Send(101, "a", 101), Arrival::kHeld);
}

TEST_F(LanesTest, DrainReleasesEverything) {
  Send(100, "a", 100);
  Send(100, "b", 90);
  Send(100, "a", 95);
  lanes_.Drain(Releaser());
  EXPECT_EQ(Taken(), "a@95 a@100 b@90 ");
  EXPECT_EQ(lanes_.held_events(), 0U);
  EXPECT_EQ(lanes_.held_bytes(), 0U);
}

TEST_F(LanesTest, LogTimeNeverGoesBack) {
  Tick(100);
  Tick(50);
  EXPECT_EQ(lanes_.log_time(), At(100));
}

class NarrowLanesTest : public LanesTest {
 protected:
  NarrowLanesTest() : LanesTest({.hold_ns = 30 * kSecond, .lane_events_max = 3, .lanes_max = 2}) {}
};

TEST_F(NarrowLanesTest, AFullLaneReleasesItsOldestEarly) {
  for (int i = 0; i < 5; ++i) Send(100, "a", 100 + i);
  EXPECT_EQ(Taken(), "a@100 a@101 ");
  EXPECT_EQ(lanes_.counts().hold_overflow, 2U);
  EXPECT_EQ(lanes_.held_events(), 3U);
}

TEST_F(NarrowLanesTest, TheLongestSilentLaneIsForgotten) {
  Send(100, "a", 100);
  Send(101, "b", 100);
  Send(102, "c", 100);  // all three hold something: none can go
  EXPECT_EQ(lanes_.lane_count(), 3U);
  Tick(140);
  const LaneId last = last_lane_;
  Send(141, "c", 141);
  EXPECT_EQ(lanes_.lane_count(), 2U);
  EXPECT_EQ(lanes_.counts().lanes_forgotten, 1U);
  EXPECT_LT(lanes_.Of(last), kMaxTime);
  EXPECT_EQ(Send(142, "b", 90), Arrival::kLate);  // still known
}

class SmallNodeTest : public LanesTest {
 protected:
  SmallNodeTest()
      : LanesTest({.hold_ns = 30 * kSecond, .lane_bytes_max = 100'000, .held_bytes_max = 20'000}) {}
};

TEST_F(SmallNodeTest, TheFullestLaneGivesWay) {
  const std::string raw(1000, 'x');
  for (int i = 0; i < 60; ++i) {
    Event event = Make(100 + i * 0.01);
    event.raw = raw;
    Send(100, i % 10 == 0 ? "small" : "big", event);
    ASSERT_LE(lanes_.held_bytes(), 20'000U);
  }
  EXPECT_GT(lanes_.counts().hold_overflow, 30U);
  EXPECT_EQ(Taken().find("small"), std::string::npos);
}

// What is released in which lane depends on the log alone, not on lanes beside it (I12), and comes
// in lane order.
TEST(Lanes, I12OtherLanesChangeNothing) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    struct Record {
      double log;
      std::string lane;
      double second;
    };
    std::mt19937_64 engine(seed);
    std::vector<Record> log;
    double now = 1000;
    for (int i = 0; i < 400; ++i) {
      now += static_cast<double>(engine() % 50) / 10;
      log.push_back({now, std::string(1, static_cast<char>('a' + engine() % 3)),
                     now - static_cast<double>(engine() % 500) / 10});
    }
    const auto released_of = [&](const std::string& only) {
      Lanes lanes({.hold_ns = 30 * kSecond});
      std::vector<std::int64_t> times;
      const Lanes::Release release = [&](LaneId lane, ReleasedEvent&& event) {
        if (lanes.NameOf(lane) == "a") times.push_back(event.event->event().time.ns);
      };
      std::uint64_t offset = 0;
      for (const Record& record : log) {
        ++offset;
        lanes.AdvanceLog(At(record.log), release);
        if (!only.empty() && record.lane != only) continue;
        Event event;
        event.time = At(record.second);
        event.origin.offset = offset;
        ReleasedEvent released{.event = RetainedEvent::RetainCopy(event)};
        lanes.Accept(record.lane, released, release);
      }
      lanes.Drain(release);
      EXPECT_EQ(lanes.held_events(), 0U);
      return times;
    };
    const std::vector<std::int64_t> all = released_of("");
    EXPECT_EQ(all, released_of("a"));
    EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
    EXPECT_GT(all.size(), 80U);
  }
}

}  // namespace
}  // namespace tocsin
