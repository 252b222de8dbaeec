#include "rules/formats/datadog_json/rule_reader.h"

#include "base/time.h"
#include "base/uuid.h"
#include "event/ecs/datadog_names.h"
#include "query/languages.h"
#include "rules/formats/datadog_json/case_condition.h"
#include "rules/formats/datadog_json/keys.h"
#include "rules/formats/datadog_json/message_text.h"
#include "rules/formats/datadog_json/object_reader.h"
#include "rules/formats/datadog_json/windows.h"

#include <algorithm>
#include <utility>

namespace tocsin::datadog_json {
namespace {

// Our own, made once at random; a change would rename every rule without an id.
constexpr Uuid kRuleNamespace{{0x8e, 0x21, 0x5f, 0x0c, 0x7b, 0x3a, 0x4d, 0x96, 0xb1, 0x04, 0xe7,
                               0x52, 0xc8, 0x6d, 0x19, 0xaf}};

bool Contains(std::span<const std::string_view> list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// The tactics and techniques of tags: a technique belongs to the tactic before it, else to the
// first one.
std::vector<Threat> ThreatsOf(const std::vector<std::string>& tags) {
  std::vector<Threat> threats;
  std::vector<Technique> early;
  for (const std::string& tag : tags) {
    AttackItem item = AttackFromTag(tag);
    if (item.id.empty()) continue;
    if (item.id.starts_with("TA")) {
      threats.emplace_back().tactic = std::move(item);
      continue;
    }
    Technique technique;
    const std::size_t dot = item.id.find('.');
    if (dot == std::string::npos) {
      technique.item = std::move(item);
    } else {
      const std::string parent = item.id.substr(0, dot);
      technique.item = {parent, {}, AttackReference(parent)};
      technique.subtechniques.push_back(std::move(item));
    }
    (threats.empty() ? early : threats.back().techniques).push_back(std::move(technique));
  }
  if (early.empty()) return threats;
  if (threats.empty()) threats.emplace_back();
  std::vector<Technique>& first = threats.front().techniques;
  first.insert(first.begin(), early.begin(), early.end());
  return threats;
}

// Reads one rule; a throw-away object.
class RuleReader {
 public:
  RuleReader(const JsonValue& object, const SourceRef& file, const FormatContext& context)
      : rule_reader_(object, "", file, context.sink), file_(file), context_(context) {}

  LoadedRule Read() {
    const std::size_t errors_before = context_.sink.error_count();
    Rule& rule = loaded_.rule;
    rule.format = "datadog_json";
    rule.path = file_->name();
    rule.language = "datadog";
    rule.signal.emplace();
    if (rule_reader_.object().kind != JsonValue::Kind::kObject) {
      context_.sink.Add(Diagnostic(
          DiagCode::kRulBadValue, file_, rule_reader_.object().span,
          "a rule must be an object, not " + std::string(KindName(rule_reader_.object().kind))));
      return Refuse("the file holds something that is no rule");
    }
    rule_reader_.WarnMisspelled(kRuleKeys);
    ReadIdentity();
    ReadWords();
    ReadOptions();
    ReadQueries();
    ReadCases();
    ReadNarrowing();
    if (context_.sink.error_count() > errors_before) {
      return Refuse("a key of the rule is missing or wrong");
    }
    if (!not_yet_.empty()) return Refuse(not_yet_, RuleState::kNotYet);
    Compile();
    if (context_.sink.error_count() > errors_before)
      return Refuse("its queries or cases have errors");
    if (!rule.enabled) return Refuse("the file switches it off", RuleState::kDisabled);
    return std::move(loaded_);
  }

 private:
  struct Query {
    const JsonValue* object = nullptr;
    const JsonValue* text = nullptr;
    const JsonValue* extension = nullptr;
    std::string aggregation;
    std::vector<std::string> distinct;
    std::vector<std::string> metrics;
    bool group_optional = false;
  };

  LoadedRule Refuse(std::string reason, RuleState state = RuleState::kNotLoaded) {
    loaded_.state = state;
    loaded_.reason = std::move(reason);
    return std::move(loaded_);
  }
  // Something in the rule cannot run in this version; the first reason is told.
  void NotYet(std::string reason) {
    if (not_yet_.empty()) not_yet_ = std::move(reason);
  }
  bool threshold() const { return loaded_.rule.signal->detection_method == "threshold"; }

  ObjectReader ReaderOf(const JsonValue& object, std::string name) const {
    return ObjectReader(object, std::move(name), file_, context_.sink);
  }

  void ReadIdentity() {
    Rule& rule = loaded_.rule;
    rule.name = rule_reader_.RequiredText("name");
    rule.id = rule_reader_.Text("id");
    if (rule.id.empty()) rule.id = rule_reader_.Text("defaultRuleId");
    if (rule.id.empty()) rule.id = Uuid::V5(kRuleNamespace, rule.name).ToString();
    rule.type = rule_reader_.Text("type", "log_detection");
    if (!Contains(kTypes, rule.type)) {
      rule_reader_.Wrong(*rule_reader_.Find("type"), "type",
                         "a type of rule, such as log_detection");
    } else if (rule.type != "log_detection") {
      NotYet("rules of type `" + rule.type + "` cannot run in this version");
    }
    rule_reader_.Require("isEnabled");
    rule.enabled = rule_reader_.Bool("isEnabled", true);
    if (const auto version = rule_reader_.Integer("version")) {
      rule.version = static_cast<int>(std::clamp<std::int64_t>(*version, 1, 1'000'000'000));
    }
    rule.created = ReadTime("createdAt");
    rule.updated = ReadTime("updatedAt");
    rule.maturity = rule_reader_.Bool("isDeprecated", false) ? "deprecated"
                    : rule_reader_.Bool("isBeta", false)     ? "beta"
                                                             : "production";
  }

  // Milliseconds since 1970, as a date.
  std::string ReadTime(std::string_view key) const {
    const auto ms = rule_reader_.Integer(key);
    static constexpr std::int64_t kMsMax = 4'102'444'800'000;  // the year 2100
    if (!ms || *ms <= 0 || *ms > kMsMax) return {};
    return FormatTime(Time{*ms * 1'000'000});
  }

  void ReadWords() {
    Rule& rule = loaded_.rule;
    rule.tags = rule_reader_.Texts("tags");
    rule.threat = ThreatsOf(rule.tags);
    const JsonValue* message = rule_reader_.Require("message");
    rule.signal->message = message == nullptr ? std::string() : rule_reader_.Text("message");
    rule.signal->has_extended_title = rule_reader_.Bool("hasExtendedTitle", false);
    rule.description = GoalOf(rule.signal->message);
    rule.references = LinksOf(rule.signal->message);
    // The message is a text for signals; a guide of its own says more.
    rule.guide =
        ParseGuide(context_.guide_text.empty() ? rule.signal->message : context_.guide_text);
  }

  void ReadOptions() {
    SignalTexts& signal = *loaded_.rule.signal;
    const JsonValue* object = rule_reader_.Require("options");
    signal.detection_method = "threshold";
    if (object == nullptr) return;
    if (rule_reader_.Object("options") == nullptr) return;
    const ObjectReader options = ReaderOf(*object, "options");
    options.WarnMisspelled(kOptionKeys);
    signal.detection_method = options.Text("detectionMethod", "threshold");
    if (!Contains(kMethods, signal.detection_method)) {
      options.Wrong(*options.Find("detectionMethod"), "detectionMethod",
                    "a detection method, such as threshold");
    } else if (!threshold()) {
      NotYet("the detection method `" + signal.detection_method + "` cannot run in this version");
    }
    ReadWindows(options, threshold(), &signal);
    if (options.Bool("decreaseCriticalityBasedOnEnv", false)) {
      context_.sink.Add(Diagnostic(DiagCode::kRulUnsupportedKey, file_,
                                   options.Find("decreaseCriticalityBasedOnEnv")->span,
                                   "`decreaseCriticalityBasedOnEnv` has no effect in this version")
                            .Note("signals of test environments keep the severity of their case"));
    }
  }

  void ReadQueries() {
    if (loaded_.rule.signal->detection_method != "third_party") rule_reader_.Require("queries");
    SignalTexts& signal = *loaded_.rule.signal;
    std::size_t number = 0;
    for (const JsonValue* object : rule_reader_.Objects("queries")) {
      const ObjectReader reader = ReaderOf(*object, "queries[" + std::to_string(number) + "]");
      reader.WarnMisspelled(kQueryKeys);
      Query query;
      query.object = object;
      query.text = reader.Find("query");
      query.extension = reader.Find("customQueryExtension");
      query.aggregation = reader.Text("aggregation", "count");
      query.distinct = reader.Texts("distinctFields");
      query.metrics = reader.Texts("metrics");
      // The single form; exports mirror the first of the list into it, or write it empty.
      if (const std::string metric = reader.Text("metric");
          query.metrics.empty() && !metric.empty()) {
        query.metrics.push_back(metric);
      }
      query.group_optional = reader.Bool("hasOptionalGroupByFields", false);
      SignalTexts::Query texts;
      texts.name = reader.Text("name");
      if (texts.name.empty()) texts.name = LetterOf(number);
      texts.text = reader.Text("query");
      reader.Text("customQueryExtension");
      texts.aggregation = query.aggregation;
      texts.group_by = reader.Texts("groupByFields");
      CheckQuery(reader, query, texts);
      signal.queries.push_back(std::move(texts));
      queries_.push_back(std::move(query));
      ++number;
    }
    if (number == 0 && threshold() && rule_reader_.Find("queries") != nullptr) {
      rule_reader_.Wrong(*rule_reader_.Find("queries"), "queries", "a list of at least one query");
    }
    Rule& rule = loaded_.rule;
    for (const SignalTexts::Query& query : signal.queries) {
      if (!rule.query.empty()) rule.query += '\n';
      rule.query += signal.queries.size() == 1 ? query.text : query.name + ": " + query.text;
    }
  }

  // Queries without a name are a, b, c ...
  static std::string LetterOf(std::size_t number) {
    std::string name(1, static_cast<char>('a' + number % 26));
    if (number >= 26) name += std::to_string(number / 26);
    return name;
  }

  void CheckQuery(const ObjectReader& reader, const Query& query, const SignalTexts::Query& texts) {
    const auto same = [&](const SignalTexts::Query& other) { return other.name == texts.name; };
    const std::vector<SignalTexts::Query>& before = loaded_.rule.signal->queries;
    if (std::any_of(before.begin(), before.end(), same)) {
      const JsonValue* name = reader.Find("name");
      reader.Wrong(name != nullptr ? *name : reader.object(), "name", "different for each query");
    }
    if (!Contains(kAggregations, query.aggregation)) {
      reader.Wrong(*reader.Find("aggregation"), "aggregation", "an aggregation, such as count");
      return;
    }
    CheckAggregation(reader, query, texts);
    const std::string source = reader.Text("dataSource", "logs");
    if (source != "logs") {
      NotYet("the data source `" + source + "` cannot be searched in this version");
    }
    if (reader.Find("ruleId") != nullptr || reader.Find("defaultRuleId") != nullptr) {
      NotYet("queries over the signals of other rules cannot run in this version");
      return;
    }
    if (reader.Find("index") != nullptr || !reader.Texts("indexes").empty()) {
      NotYet("scheduled rules cannot run in this version");
    }
    if (threshold() && loaded_.rule.type == "log_detection") reader.Require("query");
  }

  void CheckAggregation(const ObjectReader& reader, const Query& query,
                        const SignalTexts::Query& texts) {
    const std::string& aggregation = query.aggregation;
    const auto needs = [&](std::string_view key, bool has) {
      if (!has) {
        const JsonValue* value = reader.Find(key);
        reader.Wrong(value != nullptr ? *value : reader.object(), key,
                     "given for the aggregation " + aggregation);
      }
    };
    const auto lacks = [&](std::string_view key, bool has) {
      if (has) reader.Wrong(*reader.Find(key), key, "empty for the aggregation " + aggregation);
    };
    const bool bare = aggregation == "event_count" || aggregation == "none";
    const std::string_view metric_key = reader.Find("metrics") != nullptr ? "metrics" : "metric";
    if (aggregation == "cardinality") needs("distinctFields", !query.distinct.empty());
    if (aggregation == "sum" || aggregation == "max" || aggregation == "new_value" ||
        aggregation == "geo_data") {
      needs("metrics", !query.metrics.empty());
    }
    if (aggregation == "count" || bare) {
      lacks("distinctFields", !query.distinct.empty());
      lacks(metric_key, !query.metrics.empty() && reader.Find(metric_key) != nullptr);
    }
    if (bare && loaded_.rule.type == "log_detection") {
      lacks("groupByFields", !texts.group_by.empty());
    }
    const bool runs = aggregation == "count" || aggregation == "cardinality" ||
                      aggregation == "sum" || aggregation == "max";
    if (!runs) NotYet("the aggregation `" + aggregation + "` cannot run in this version");
    if (runs && query.metrics.size() > 1) {
      reader.Wrong(*reader.Find("metrics"), "metrics", "one field");
    }
  }

  void ReadCases() {
    SignalTexts& signal = *loaded_.rule.signal;
    const bool third_party = signal.detection_method == "third_party";
    if (!third_party) rule_reader_.Require("cases");
    std::size_t number = 0;
    RuleSeverity highest = RuleSeverity::kInformational;
    for (const JsonValue* object : rule_reader_.Objects("cases")) {
      const ObjectReader reader = ReaderOf(*object, "cases[" + std::to_string(number++) + "]");
      reader.WarnMisspelled(kCaseKeys);
      SignalTexts::Case one;
      one.name = reader.Text("name");
      one.condition = reader.Text("condition");
      one.notifications = reader.Texts("notifications");
      const std::string status = reader.RequiredText("status");
      if (const auto severity = ParseRuleSeverity(status)) {
        one.severity = *severity;
      } else if (!status.empty()) {
        reader.Wrong(*reader.Find("status"), "status", "one of info, low, medium, high, critical");
      }
      if (threshold()) reader.Require("condition");
      highest = std::max(highest, one.severity);
      conditions_.push_back(reader.Find("condition"));
      signal.cases.push_back(std::move(one));
    }
    for (const JsonValue* object : rule_reader_.Objects("thirdPartyCases")) {
      const auto severity = ParseRuleSeverity(ReaderOf(*object, "thirdPartyCases").Text("status"));
      if (severity) highest = std::max(highest, *severity);
    }
    if (number == 0 && threshold() && rule_reader_.Find("cases") != nullptr) {
      rule_reader_.Wrong(*rule_reader_.Find("cases"), "cases", "a list of at least one case");
    }
    loaded_.rule.severity = highest;
    loaded_.rule.risk_score = TypicalRiskScore(highest);
  }

  // What narrows the events of a rule: leaving it out would change what the rule finds.
  void ReadNarrowing() {
    if (!rule_reader_.Objects("referenceTables").empty()) {
      NotYet("reference tables narrow this rule and cannot be applied in this version");
    }
    if (!rule_reader_.Objects("calculatedFields").empty() ||
        rule_reader_.Find("schedulingOptions") != nullptr) {
      NotYet("scheduled rules cannot run in this version");
    }
    std::size_t number = 0;
    for (const JsonValue* object : rule_reader_.Objects("filters")) {
      const ObjectReader reader = ReaderOf(*object, "filters[" + std::to_string(number++) + "]");
      const std::string action = reader.RequiredText("action");
      reader.RequiredText("query");
      if (action != "require" && action != "suppress" && !action.empty()) {
        reader.Wrong(*reader.Find("action"), "action", "`require` or `suppress`");
      }
      if (const JsonValue* query = reader.Find("query")) {
        filters_.push_back({query, action == "suppress"});
      }
    }
  }

  // ---- From texts to a plan ------------------------------------------------------------------

  SourceRef SliceOf(const JsonValue& text) const {
    std::size_t fault = 0;
    auto read = ReadJsonString(file_->text(), text.span.begin, &fault);
    if (!read) return SourceText::Make(file_->name(), text.text);
    return SourceText::MakeSlice(file_, std::move(read->text), std::move(read->map));
  }

  std::optional<plan::Predicate> CompileSearch(const JsonValue& text) {
    QueryOptions options;
    options.exact = context_.exact;
    const SourceRef source = SliceOf(text);
    if (loaded_.rule.query_text == nullptr) loaded_.rule.query_text = source;
    auto plan = CompileQuery("datadog", source, options, context_.schema, context_.sink);
    if (!plan) return std::nullopt;
    return std::get<plan::EventPlan>(*std::move(plan)).condition;
  }

  plan::Expr FieldOf(const ObjectReader& reader, std::string_view list, const std::string& key) {
    plan::Expr field = plan::Expr::OfField(datadog::FieldOfKey(key));
    const FieldRef ref = context_.schema.InternRef(field.name);
    field.field = ref.id;
    field.name = context_.schema.name(ref.id);
    field.type = plan::TypeOf(context_.schema.type(ref.id));
    if (is_container(context_.schema.type(ref.id))) {
      const JsonValue* value = reader.Find(list);
      reader.Wrong(value != nullptr ? *value : reader.object(), list,
                   "fields with values; `" + key + "` only has members");
    }
    return field;
  }

  void Compile() {
    plan::SignalPlan plan;
    const SignalTexts& signal = *loaded_.rule.signal;
    plan.evaluation_window_ns = signal.evaluation_window_s * kNsPerSecond;
    plan.keep_alive_ns = signal.keep_alive_s * kNsPerSecond;
    plan.max_duration_ns = signal.max_signal_duration_s * kNsPerSecond;
    for (std::size_t i = 0; i < queries_.size(); ++i) {
      plan.queries.push_back(CompileQueryObject(queries_[i], signal.queries[i], i));
    }
    ApplyFilters(&plan);
    CompileCases(&plan);
    CheckGroups(plan);
    loaded_.rule.plan = std::move(plan);
    ListRequiredFields();
  }

  plan::SignalQuery CompileQueryObject(const Query& query, const SignalTexts::Query& texts,
                                       std::size_t number) {
    const ObjectReader reader = ReaderOf(*query.object, "queries[" + std::to_string(number) + "]");
    plan::SignalQuery compiled;
    compiled.name = texts.name;
    std::vector<plan::Predicate> all;
    for (const JsonValue* text : {query.text, query.extension}) {
      if (text == nullptr) continue;
      if (auto condition = CompileSearch(*text)) all.push_back(*std::move(condition));
    }
    compiled.condition =
        all.size() == 1 ? std::move(all.front()) : plan::Predicate::And(std::move(all));
    if (query.aggregation == "cardinality") compiled.aggregation = plan::Aggregation::kCardinality;
    if (query.aggregation == "sum") compiled.aggregation = plan::Aggregation::kSum;
    if (query.aggregation == "max") compiled.aggregation = plan::Aggregation::kMax;
    for (const std::string& key : query.distinct) {
      compiled.distinct.push_back(FieldOf(reader, "distinctFields", key));
    }
    if (!query.metrics.empty()) {
      compiled.metric = FieldOf(reader, "metrics", query.metrics.front());
    }
    for (const std::string& key : texts.group_by) {
      compiled.group_by.push_back(FieldOf(reader, "groupByFields", key));
    }
    compiled.group_optional = query.group_optional;
    return compiled;
  }

  // Every query must meet what is required and nothing that is suppressed.
  void ApplyFilters(plan::SignalPlan* plan) {
    std::vector<plan::Predicate> narrow;
    for (const auto& [text, suppress] : filters_) {
      std::optional<plan::Predicate> condition = CompileSearch(*text);
      if (!condition) continue;
      narrow.push_back(suppress ? plan::Predicate::Not(*std::move(condition))
                                : *std::move(condition));
    }
    if (narrow.empty()) return;
    for (plan::SignalQuery& query : plan->queries) {
      std::vector<plan::Predicate> all = narrow;
      all.insert(all.begin(), std::move(query.condition));
      query.condition = plan::Predicate::And(std::move(all));
    }
    // The conditions were normal one by one; now they are again.
    plan::Plan whole = std::move(*plan);
    plan::Normalize(whole);
    *plan = std::get<plan::SignalPlan>(std::move(whole));
  }

  void CompileCases(plan::SignalPlan* plan) {
    std::vector<std::string> names;
    for (const plan::SignalQuery& query : plan->queries) names.push_back(query.name);
    const std::vector<SignalTexts::Case>& cases = loaded_.rule.signal->cases;
    bool only_nothing = !cases.empty();
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const SourceRef source = SliceOf(*conditions_[i]);
      auto condition = ParseCondition(source, {names, false}, context_.sink);
      if (!condition) continue;
      only_nothing = only_nothing && HoldsOnNothing(*condition);
      if (HoldsOnNothing(*condition) && names.size() == 1) {
        context_.sink.Add(Diagnostic(DiagCode::kDdsTrivialCondition, source, source->whole(),
                                     "the condition holds when there are no events"));
      }
      plan::SignalCase one;
      one.name = cases[i].name;
      one.status = RuleSeverityName(cases[i].severity);
      one.condition = *std::move(condition);
      plan->cases.push_back(std::move(one));
    }
  }

  // Queries are joined by the positions of their group fields, so there must be equally many.
  void CheckGroups(plan::SignalPlan& plan) {
    const std::vector<SignalTexts::Query>& texts = loaded_.rule.signal->queries;
    for (std::size_t i = 1; i < texts.size(); ++i) {
      if (texts[i].group_by.size() == texts.front().group_by.size()) continue;
      const ObjectReader reader =
          ReaderOf(*queries_[i].object, "queries[" + std::to_string(i) + "]");
      const JsonValue* value = reader.Find("groupByFields");
      context_.sink.Add(Diagnostic(DiagCode::kRulUnsupportedKey, file_,
                                   value != nullptr ? value->span : reader.object().span,
                                   "the queries `" + texts.front().name + "` and `" +
                                       texts[i].name + "` group by different numbers of fields")
                            .Note("their groups never meet, so no case can join them"));
    }
    const std::vector<std::string> wanted = rule_reader_.Texts("groupSignalsBy");
    if (wanted.empty() || texts.empty()) return;
    const std::vector<std::string>& known = texts.front().group_by;
    for (const std::string& field : wanted) {
      const auto found = std::find(known.begin(), known.end(), field);
      if (found == known.end()) {
        rule_reader_.Wrong(*rule_reader_.Find("groupSignalsBy"), "groupSignalsBy",
                           "fields that the queries group by; `" + field + "` is none");
        continue;
      }
      plan.group_signals_by.push_back(static_cast<std::uint32_t>(found - known.begin()));
    }
  }

  // The fields that somebody would have to send. A name that stands only beside better known ones
  // is left out.
  void ListRequiredFields() {
    std::vector<RequiredField>& fields = loaded_.rule.required_fields;
    const auto add = [&](const plan::Expr& expr) {
      if (!context_.schema.known(expr.field) && datadog::FieldsOfAttribute(expr.name).size() > 1) {
        return;
      }
      fields.push_back({expr.name, std::string(FieldTypeName(context_.schema.type(expr.field))),
                        context_.schema.in_ecs(expr.field)});
    };
    plan::ForEachCondition(loaded_.rule.plan, [&](const plan::Predicate& condition) {
      plan::ForEachField(condition, add);
    });
    plan::ForEachKeyField(loaded_.rule.plan, add);
    std::sort(fields.begin(), fields.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    fields.erase(std::unique(fields.begin(), fields.end(),
                             [](const auto& a, const auto& b) { return a.name == b.name; }),
                 fields.end());
  }

  const ObjectReader rule_reader_;
  const SourceRef& file_;
  const FormatContext& context_;
  LoadedRule loaded_;
  std::string not_yet_;
  std::vector<Query> queries_;
  std::vector<const JsonValue*> conditions_;                // by case; null when it has none
  std::vector<std::pair<const JsonValue*, bool>> filters_;  // text, and whether it suppresses
};

}  // namespace

LoadedRule ReadRule(const JsonValue& object, const SourceRef& file, const FormatContext& context) {
  return RuleReader(object, file, context).Read();
}

}  // namespace tocsin::datadog_json
