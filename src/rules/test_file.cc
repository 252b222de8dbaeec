#include "rules/test_file.h"

#include "base/diag/suggest.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

namespace tocsin {
namespace {

std::optional<std::uint64_t> Number(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string Joined(std::initializer_list<std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

// Reads one file; a throw-away object. Faults go to the sink and reading goes on.
class Reader {
 public:
  Reader(const SourceRef& file, DiagnosticSink& sink) : file_(file), sink_(sink) {}

  RuleTest Read(const YAML::Node& root) {
    RuleTest test;
    if (!IsMap(root, "the file")) return test;
    CheckKeys(root, {"rule", "cases"});
    test.rule = RequiredText(root, "rule");
    const YAML::Node cases = root["cases"];
    if (!cases || !cases.IsSequence() || cases.size() == 0) {
      Wrong(cases ? cases : root, "`cases` must be a list of at least one case");
      return test;
    }
    for (const YAML::Node& node : cases) {
      if (IsMap(node, "a case")) test.cases.push_back(ReadCase(node));
    }
    return test;
  }

 private:
  RuleTestCase ReadCase(const YAML::Node& node) {
    CheckKeys(node, {"name", "events", "expect", "alerts"});
    RuleTestCase read;
    read.name = RequiredText(node, "name");
    read.events = Texts(node["events"]);
    if (read.events.empty()) Wrong(node, "a case needs `events`: a file or a list of files");
    ReadExpect(node, &read);
    const YAML::Node alerts = node["alerts"];
    if (!alerts) return read;
    if (!alerts.IsSequence()) {
      Wrong(alerts, "`alerts` must be a list");
      return read;
    }
    if (read.expect == RuleTestCase::Expect::kNoMatch && alerts.size() > 0) {
      Wrong(alerts, "a case that expects no match cannot list alerts");
    }
    for (const YAML::Node& alert : alerts) {
      if (IsMap(alert, "an alert")) read.alerts.push_back(ReadAlert(alert));
    }
    return read;
  }

  void ReadExpect(const YAML::Node& node, RuleTestCase* read) {
    const YAML::Node expect = node["expect"];
    if (expect && expect.IsMap()) {
      CheckKeys(expect, {"count"});
      const std::string text = RequiredText(expect, "count");
      if (const auto count = Number(text)) {
        read->expect = RuleTestCase::Expect::kCount;
        read->count = *count;
        return;
      }
      if (!text.empty()) Wrong(expect["count"], "`count` must be a number");
      return;
    }
    const std::string word = expect && expect.IsScalar() ? expect.Scalar() : std::string();
    if (word == "match") {
      read->expect = RuleTestCase::Expect::kMatch;
    } else if (word == "no_match") {
      read->expect = RuleTestCase::Expect::kNoMatch;
    } else {
      Wrong(expect ? expect : node, "`expect` must be match, no_match or {count: N}");
    }
  }

  ExpectedAlert ReadAlert(const YAML::Node& node) {
    CheckKeys(node, {"records", "facts"});
    ExpectedAlert read;
    for (const std::string& text : Texts(node["records"])) {
      const std::optional<std::uint64_t> number = Number(text);
      if (number && *number > 0) {
        read.records.push_back(*number);
      } else {
        Wrong(node["records"], "record numbers count from 1");
      }
    }
    const YAML::Node facts = node["facts"];
    if (facts && IsMap(facts, "`facts`")) {
      CheckRepeats(facts);
      for (const auto& fact : facts) {
        read.facts.push_back({fact.first.Scalar(), Texts(fact.second)});
      }
    }
    if (read.records.empty() && read.facts.empty()) {
      Wrong(node, "an alert needs `records` or `facts`");
    }
    return read;
  }

  // A scalar, or a list of scalars.
  std::vector<std::string> Texts(const YAML::Node& node) {
    if (!node) return {};
    if (node.IsScalar()) return {node.Scalar()};
    if (!node.IsSequence()) {
      Wrong(node, "a value or a list of values is expected here");
      return {};
    }
    std::vector<std::string> texts;
    for (const YAML::Node& item : node) {
      if (item.IsScalar()) {
        texts.push_back(item.Scalar());
      } else {
        Wrong(item, "a plain value is expected here");
      }
    }
    return texts;
  }

  std::string RequiredText(const YAML::Node& map, const char* key) {
    const YAML::Node node = map[key];
    if (node && node.IsScalar() && !node.Scalar().empty()) return node.Scalar();
    if (node) {
      Wrong(node, "`" + std::string(key) + "` must be a text");
    } else {
      sink_.Add(Diagnostic(DiagCode::kRulMissingKey, file_, SpanOf(map),
                           "`" + std::string(key) + "` is missing"));
    }
    return {};
  }

  bool IsMap(const YAML::Node& node, std::string_view what) {
    if (node.IsMap()) return true;
    Wrong(node, std::string(what) + " must be a map of keys and values");
    return false;
  }

  void CheckKeys(const YAML::Node& map, std::initializer_list<std::string_view> known) {
    CheckRepeats(map);
    for (const auto& entry : map) {
      const std::string& key = entry.first.Scalar();
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      const auto near = NearNames(key, {known.begin(), known.size()});
      sink_.Add(Diagnostic(DiagCode::kRulUnknownKey, file_, SpanOf(entry.first),
                           "unknown key `" + key + "`")
                    .Help(near.empty() ? "known keys here: " + Joined(known) : DidYouMean(near)));
    }
  }

  // The YAML reader takes repeated keys without a word and keeps one of them.
  void CheckRepeats(const YAML::Node& map) {
    std::vector<std::string> seen;
    for (const auto& entry : map) {
      const std::string& key = entry.first.Scalar();
      if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
        Wrong(entry.first, "the key `" + key + "` stands here twice");
      }
      seen.push_back(key);
    }
  }

  void Wrong(const YAML::Node& node, std::string message) {
    sink_.Add(Diagnostic(DiagCode::kRulBadValue, file_, SpanOf(node), std::move(message)));
  }

  Span SpanOf(const YAML::Node& node) const {
    const int at = node.Mark().pos;
    return Span::At(std::min(at < 0 ? 0 : static_cast<std::size_t>(at), file_->text().size()));
  }

  const SourceRef& file_;
  DiagnosticSink& sink_;
};

}  // namespace

Result<RuleTest, Reported> ReadRuleTest(const SourceRef& file, DiagnosticSink& sink) {
  const std::size_t errors_before = sink.error_count();
  try {
    const YAML::Node root = YAML::Load(std::string(file->text()));
    RuleTest test = Reader(file, sink).Read(root);
    if (sink.error_count() > errors_before) return Fail(Reported{});
    return test;
  } catch (const YAML::Exception& fault) {
    const std::size_t at = fault.mark.pos < 0 ? 0 : static_cast<std::size_t>(fault.mark.pos);
    sink.Add(Diagnostic(DiagCode::kRulMalformedFile, file,
                        Span::At(std::min(at, file->text().size())), fault.msg));
    return Fail(Reported{});
  }
}

}  // namespace tocsin
