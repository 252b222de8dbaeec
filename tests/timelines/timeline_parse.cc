#include "base/check.h"
#include "base/time.h"
#include "timeline.h"

#include <sstream>

namespace tocsin::timelines {
namespace {

constexpr std::int64_t kDayNs = 1'767'225'600 * kNsPerSecond;  // 2026-01-01T00:00:00Z

std::string Quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

// A number, a text, or with commas a list of texts.
std::string ValueOf(const std::string& text) {
  if (text.find_first_not_of("0123456789") == std::string::npos) return text;
  std::istringstream parts(text);
  std::string list, part;
  while (std::getline(parts, part, ',')) list += (list.empty() ? "" : ",") + Quoted(part);
  return "[" + list + "]";
}

// "log 5 b1 web1 b 4 user.name=root"
TimelineStep ParseRecord(std::istringstream& words) {
  TimelineStep step;
  std::string id, host, action, time, pair;
  words >> step.log_s >> id >> host >> action >> time;
  TOCSIN_CHECK(!time.empty(), "a record needs a log time, an id, a host, an action and a time");
  step.record = "{\"event.id\":" + Quoted(id) + ",\"host.id\":" + Quoted(host) +
                ",\"event.action\":" + Quoted(action);
  if (time != "-") {
    const Time at{kDayNs + static_cast<std::int64_t>(std::stod(time) * 1e9)};
    step.record += ",\"@timestamp\":" + Quoted(FormatTime(at));
  }
  while (words >> pair) {
    const std::size_t equals = pair.find('=');
    TOCSIN_CHECK(equals != std::string::npos, "further fields are written NAME=VALUE");
    step.record += "," + Quoted(pair.substr(0, equals)) + ":" + ValueOf(pair.substr(equals + 1));
  }
  step.record += "}";
  return step;
}

void ParseSetting(std::istringstream& words, TimelineSettings* settings) {
  std::string name;
  double value = 0;
  words >> name >> value;
  const auto count = static_cast<std::uint64_t>(value);
  if (name == "hold") {
    settings->hold_s = value;
  } else if (name == "key_hold") {
    settings->key_hold_s = value;
  } else if (name == "live_keys") {
    settings->live_keys = count;
  } else if (name == "lane_events") {
    settings->lane_events = count;
  } else if (name == "lanes") {
    settings->lanes = count;
  } else {
    TOCSIN_CHECK(name == "gaps", "no such setting");
    settings->gaps = count;
  }
}

TimelineRule ParseSignal(std::istringstream& words) {
  TimelineRule rule;
  TimelineRule::Signal signal;
  std::string word;
  words >> rule.name >> word >> signal.more_than >> word >> signal.by >> word >> signal.within_s >>
      word >> signal.keep_s;
  TOCSIN_CHECK(word == "keep" && words, "signal NAME more_than N by FIELD within N keep N");
  rule.signal = signal;
  return rule;
}

}  // namespace

Timeline ParseTimeline(const std::string& text) {
  Timeline timeline;
  std::istringstream lines(text);
  std::string line;
  bool expecting = false;
  while (std::getline(lines, line)) {
    if (expecting) {
      timeline.expected += line + "\n";
      continue;
    }
    timeline.script += line + "\n";
    std::istringstream words(line);
    std::string word;
    if (!(words >> word) || word.front() == '#') continue;
    if (line.front() == ' ') {
      TOCSIN_CHECK(!timeline.rules.empty(), "a query without a rule");
      timeline.rules.back().query += line + "\n";
    } else if (word == "set") {
      ParseSetting(words, &timeline.settings);
    } else if (word == "rule") {
      timeline.rules.emplace_back();
      words >> timeline.rules.back().name;
    } else if (word == "signal") {
      timeline.rules.push_back(ParseSignal(words));
    } else if (word == "log") {
      timeline.steps.push_back(ParseRecord(words));
    } else if (word == "tick") {
      timeline.steps.push_back({.kind = TimelineStep::Kind::kTick});
      words >> timeline.steps.back().log_s;
    } else if (word == "end") {
      timeline.steps.push_back({.kind = TimelineStep::Kind::kEnd});
    } else if (word == "same_as_run") {
      timeline.same_as_run = true;
    } else {
      TOCSIN_CHECK(word == "expect", "no such line in a timeline");
      expecting = true;
    }
  }
  return timeline;
}

}  // namespace tocsin::timelines
