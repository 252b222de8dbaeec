#include "rules/formats/elastic_toml/elastic_toml.h"

#include "plan/passes/passes.h"
#include "query/languages.h"
#include "rules/formats/elastic_toml/keys.h"
#include "rules/formats/elastic_toml/table_reader.h"
#include "rules/formats/elastic_toml/toml_string.h"
#include "rules/formats/elastic_toml/transform.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace tocsin {
namespace {

using elastic_toml::TableReader;
using elastic_toml::TomlValue;

AttackItem ReadAttackItem(const TableReader& reader) {
  AttackItem item{reader.Text("id"), reader.Text("name"), reader.Text("reference")};
  if (!item.reference.empty() && !item.reference.ends_with('/')) item.reference.push_back('/');
  return item;
}

// Reads one rule file; a throw-away object.
class RuleReader {
 public:
  RuleReader(const SourceRef& file, const FormatContext& context)
      : file_(file), context_(context) {}

  LoadedRule Read() {
    LoadedRule loaded;
    loaded.rule.format = "elastic_toml";
    loaded.rule.path = file_->name();
    const std::size_t errors_before = context_.sink.error_count();
    const auto document = elastic_toml::ParseToml(file_, context_.sink);
    if (!document) return Refuse(std::move(loaded), "the file is not well-formed TOML");
    const TomlValue* rule = document->Find("rule");
    if (rule == nullptr || rule->kind != TomlValue::Kind::kTable) {
      context_.sink.Add(
          Diagnostic(DiagCode::kRulMissingKey, file_, Span::At(0), "the file has no table [rule]"));
      return Refuse(std::move(loaded), "the file has no table [rule]");
    }
    ReadMetadata(document->Find("metadata"), &loaded.rule);
    const TableReader reader(*rule, "rule", file_, context_.sink);
    if (reader.Has("min_endpoint_version")) {
      return ReadBehaviorRule(reader, *document, std::move(loaded));
    }
    reader.WarnUnknown(elastic_toml::kRuleKeys);
    ReadIdentity(reader, &loaded.rule);
    ReadWords(reader, document->Find("transform"), &loaded.rule);
    ReadScope(reader, &loaded.rule);
    ReadOverrides(reader, &loaded.rule);
    if (context_.sink.error_count() > errors_before) {
      return Refuse(std::move(loaded), "a key of the rule is missing or wrong");
    }
    return Compile(reader, std::move(loaded));
  }

 private:
  static LoadedRule Refuse(LoadedRule loaded, std::string reason,
                           RuleState state = RuleState::kNotLoaded) {
    loaded.state = state;
    loaded.reason = std::move(reason);
    return loaded;
  }

  LoadedRule ReadBehaviorRule(const TableReader& reader, const TomlValue& document,
                              LoadedRule loaded) {
    Rule& rule = loaded.rule;
    const std::size_t errors_before = context_.sink.error_count();
    reader.WarnUnknown(elastic_toml::kBehaviorRuleKeys);
    rule.id = reader.RequiredText("id");
    rule.name = reader.RequiredText("name");
    rule.description = reader.RequiredText("description");
    rule.license = reader.Text("license");
    rule.references = reader.Texts("reference");
    rule.version = LastNumber(reader.Text("version"));
    rule.type = "eql";
    rule.severity = RuleSeverity::kMedium;
    rule.risk_score = TypicalRiskScore(rule.severity);
    rule.guide = ParseGuide(context_.guide_text);
    rule.index_patterns = {"logs-endpoint.events.*"};
    const std::vector<std::string> systems = reader.Texts("os_list");
    const TableReader whole(document, "", file_, context_.sink);
    for (const TomlValue* entry : whole.Tables("threat")) ReadThreat(*entry, &rule);
    if (context_.sink.error_count() > errors_before) {
      return Refuse(std::move(loaded), "a key of the rule is missing or wrong");
    }
    loaded = Compile(reader, std::move(loaded), "endpoint");
    if (loaded.state == RuleState::kReady && !systems.empty()) {
      NarrowToSystems(systems, &loaded.rule.plan);
    }
    return loaded;
  }

  // "1.0.29": the last part counts up.
  static int LastNumber(std::string_view version) {
    const std::string_view last = version.substr(version.rfind('.') + 1);
    int number = 1;
    std::from_chars(last.data(), last.data() + last.size(), number);
    return std::max(number, 1);
  }

  void NarrowToSystems(const std::vector<std::string>& systems, plan::Plan* plan) {
    plan::Expr field = plan::Expr::OfField("host.os.type");
    field.field = context_.schema.Intern(field.name);
    field.type = plan::Type::kKeyword;
    std::vector<plan::Expr> list = {std::move(field)};
    for (const std::string& system : systems) list.push_back(plan::Expr::Of(system));
    const auto on_system =
        plan::Predicate::Leaf(plan::Expr::Call(plan::Function::kIn, std::move(list)));
    plan::ForEachCondition(*plan, [&](plan::Predicate& condition) {
      std::vector<plan::Predicate> both = {on_system};
      both.push_back(std::move(condition));
      condition = plan::Predicate::And(std::move(both));
    });
    plan::Normalize(*plan);
  }

  void ReadMetadata(const TomlValue* metadata, Rule* rule) {
    if (metadata == nullptr || metadata->kind != TomlValue::Kind::kTable) return;
    const TableReader reader(*metadata, "metadata", file_, context_.sink);
    reader.WarnUnknown(elastic_toml::kMetadataKeys);
    rule->created = reader.Text("creation_date");
    rule->updated = reader.Text("updated_date");
    rule->maturity = reader.Text("maturity");
    for (std::string& package : reader.Texts("integration")) {
      rule->related_integrations.push_back({std::move(package), {}, {}});
    }
  }

  void ReadIdentity(const TableReader& reader, Rule* rule) {
    rule->id = reader.RequiredText("rule_id");
    rule->name = reader.RequiredText("name");
    rule->description = reader.RequiredText("description");
    rule->type = reader.RequiredText("type");
    rule->enabled = reader.Bool("enabled", true);
    if (const auto version = reader.Integer("version")) {
      rule->version =
          static_cast<int>(std::clamp<std::int64_t>(*version, 1, std::numeric_limits<int>::max()));
    }
    const std::string severity = reader.RequiredText("severity");
    if (const auto parsed = ParseRuleSeverity(severity)) {
      rule->severity = *parsed;
    } else if (!severity.empty()) {
      reader.Wrong(*reader.table().Find("severity"), "severity",
                   "one of low, medium, high, critical");
    }
    if (const auto risk = reader.Integer("risk_score")) {
      rule->risk_score = static_cast<int>(std::clamp<std::int64_t>(*risk, 0, 100));
      if (*risk < 0 || *risk > 100) {
        reader.Wrong(*reader.table().Find("risk_score"), "risk_score", "from 0 to 100");
      }
    } else {
      rule->risk_score = TypicalRiskScore(rule->severity);
    }
    rule->building_block = reader.Has("building_block_type");
  }

  void ReadWords(const TableReader& reader, const TomlValue* transform, Rule* rule) {
    rule->tags = reader.Texts("tags");
    rule->references = reader.Texts("references");
    rule->false_positives = reader.Texts("false_positives");
    rule->authors = reader.Texts("author");
    rule->license = reader.Text("license");
    std::string note = elastic_toml::FillPlaceholders(reader.Text("note"), transform);
    if (note.empty()) note = context_.guide_text;
    rule->guide = ParseGuide(std::move(note));
    for (const GuideFault& fault : rule->guide.faults) {
      const TomlValue* value = reader.table().Find("note");
      context_.sink.Add(Diagnostic(DiagCode::kRulGuideBlock, file_,
                                   Span::At(value == nullptr ? 0 : value->offset),
                                   "the investigation guide of `" + rule->name +
                                       "` has a block that cannot be read: " + fault.message));
    }
    rule->setup = reader.Text("setup");
    if (rule->setup.empty()) rule->setup = SectionOf(rule->guide.markdown, "## Setup");
    for (const TomlValue* entry : reader.Tables("threat")) ReadThreat(*entry, rule);
    if (const TomlValue* fields = reader.Table("investigation_fields")) {
      rule->investigation_fields =
          TableReader(*fields, "rule.investigation_fields", file_, context_.sink)
              .Texts("field_names");
    }
  }

  // The text below a level-2 heading, up to the next one.
  static std::string SectionOf(std::string_view markdown, std::string_view heading) {
    std::size_t at = markdown.find(heading);
    while (at != std::string_view::npos && at != 0 && markdown[at - 1] != '\n') {
      at = markdown.find(heading, at + 1);
    }
    if (at == std::string_view::npos) return {};
    const std::size_t next = markdown.find("\n## ", at + heading.size());
    return std::string(markdown.substr(at, next == std::string_view::npos ? next : next - at));
  }

  void ReadThreat(const TomlValue& entry, Rule* rule) {
    const TableReader reader(entry, "rule.threat", file_, context_.sink);
    Threat threat;
    threat.framework = reader.Text("framework", threat.framework);
    if (const TomlValue* tactic = reader.Table("tactic")) {
      threat.tactic =
          ReadAttackItem(TableReader(*tactic, "rule.threat.tactic", file_, context_.sink));
    }
    for (const TomlValue* item : reader.Tables("technique")) {
      const TableReader technique(*item, "rule.threat.technique", file_, context_.sink);
      Technique read{ReadAttackItem(technique), {}};
      for (const TomlValue* sub : technique.Tables("subtechnique")) {
        read.subtechniques.push_back(ReadAttackItem(
            TableReader(*sub, "rule.threat.technique.subtechnique", file_, context_.sink)));
      }
      threat.techniques.push_back(std::move(read));
    }
    rule->threat.push_back(std::move(threat));
  }

  void ReadScope(const TableReader& reader, Rule* rule) {
    rule->index_patterns = reader.Texts("index");
    rule->schedule.interval = reader.Text("interval", rule->schedule.interval);
    rule->schedule.from = reader.Text("from", rule->schedule.from);
    rule->schedule.to = reader.Text("to", rule->schedule.to);
    if (!ParseInterval(rule->schedule.interval)) {
      reader.Wrong(*reader.table().Find("interval"), "interval", "a duration such as \"5m\"");
    }
    if (const auto limit = reader.Integer("max_signals")) {
      rule->max_signals = static_cast<std::uint32_t>(
          std::clamp<std::int64_t>(*limit, 1, std::numeric_limits<std::uint32_t>::max()));
      if (*limit < 1) {
        reader.Wrong(*reader.table().Find("max_signals"), "max_signals", "at least 1");
      }
    }
    rule->timestamp_override = reader.Text("timestamp_override");
    rule->timestamp_override_fallback_disabled =
        reader.Bool("timestamp_override_fallback_disabled", false);
    const std::vector<const TomlValue*> integrations = reader.Tables("related_integrations");
    if (!integrations.empty()) rule->related_integrations.clear();
    for (const TomlValue* entry : integrations) {
      const TableReader item(*entry, "rule.related_integrations", file_, context_.sink);
      rule->related_integrations.push_back(
          {item.RequiredText("package"), item.Text("version"), item.Text("integration")});
    }
    for (const TomlValue* entry : reader.Tables("required_fields")) {
      const TableReader item(*entry, "rule.required_fields", file_, context_.sink);
      rule->required_fields.push_back(
          {item.RequiredText("name"), item.Text("type"), item.Bool("ecs", false)});
    }
  }

  void ReadOverrides(const TableReader& reader, Rule* rule) {
    rule->rule_name_override = reader.Text("rule_name_override");
    for (const TomlValue* entry : reader.Tables("severity_mapping")) {
      const TableReader item(*entry, "rule.severity_mapping", file_, context_.sink);
      FieldOverride mapping{item.RequiredText("field"), item.Text("value"), std::nullopt,
                            std::nullopt};
      mapping.severity = ParseRuleSeverity(item.RequiredText("severity"));
      rule->severity_mapping.push_back(std::move(mapping));
    }
    for (const TomlValue* entry : reader.Tables("risk_score_mapping")) {
      const TableReader item(*entry, "rule.risk_score_mapping", file_, context_.sink);
      FieldOverride mapping{item.RequiredText("field"), item.Text("value"), std::nullopt,
                            std::nullopt};
      if (const auto score = item.Integer("risk_score")) {
        mapping.risk_score = static_cast<int>(std::clamp<std::int64_t>(*score, 0, 100));
      }
      rule->risk_score_mapping.push_back(std::move(mapping));
    }
  }

  // Fields that the query reads, when the file does not list them itself.
  void ListRequiredFields(Rule* rule) {
    if (!rule->required_fields.empty()) return;
    std::vector<RequiredField> fields;
    const auto add = [&](const plan::Expr& expr) {
      fields.push_back({expr.name, std::string(FieldTypeName(context_.schema.type(expr.field))),
                        context_.schema.in_ecs(expr.field)});
    };
    plan::ForEachCondition(
        rule->plan, [&](const plan::Predicate& condition) { plan::ForEachField(condition, add); });
    plan::ForEachKeyField(rule->plan, add);
    std::sort(fields.begin(), fields.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    fields.erase(std::unique(fields.begin(), fields.end(),
                             [](const auto& a, const auto& b) { return a.name == b.name; }),
                 fields.end());
    rule->required_fields = std::move(fields);
  }

  LoadedRule Compile(const TableReader& reader, LoadedRule loaded, std::string dialect = {}) {
    Rule& rule = loaded.rule;
    const TomlValue* query = reader.table().Find("query");
    rule.language = reader.Text("language", rule.type == "eql" ? "eql" : "kuery");
    rule.query = reader.Text("query");
    if (rule.type != "eql") {
      return Refuse(std::move(loaded),
                    "rules of type `" + rule.type + "` cannot run in this version",
                    RuleState::kNotYet);
    }
    if (query == nullptr) {
      context_.sink.Add(Diagnostic(DiagCode::kRulMissingKey, file_, Span::At(reader.table().offset),
                                   "a rule of type `eql` needs a `query`"));
      return Refuse(std::move(loaded), "the rule has no query");
    }
    for (const std::string_view key : {"filters", "exceptions_list"}) {
      const TomlValue* value = reader.table().Find(key);
      if (value != nullptr && !value->list.empty()) {
        return Refuse(std::move(loaded),
                      "`" + std::string(key) +
                          "` narrows this rule and cannot be applied in this version; without it "
                          "the rule would alert too often",
                      RuleState::kNotYet);
      }
    }
    rule.query_text = QueryText(*query);
    QueryOptions options;
    options.dialect = std::move(dialect);
    options.exact = context_.exact;
    options.category_field = reader.Text("event_category_override", options.category_field);
    auto plan = CompileQuery("eql", rule.query_text, options, context_.schema, context_.sink);
    if (!plan) return Refuse(std::move(loaded), "its query has errors");
    rule.plan = *std::move(plan);
    ListRequiredFields(&rule);
    if (!rule.enabled) {
      return Refuse(std::move(loaded), "the file switches it off", RuleState::kDisabled);
    }
    return loaded;
  }

  SourceRef QueryText(const TomlValue& query) const {
    auto read = elastic_toml::ReadTomlString(file_->text(), query.offset);
    if (read && read->text == query.text) {
      return SourceText::MakeSlice(file_, std::move(read->text), std::move(read->map));
    }
    return SourceText::Make(file_->name(), query.text);
  }

  const SourceRef& file_;
  const FormatContext& context_;
};

}  // namespace

// Every TOML file: one that was pointed at as a rule and is none must be named, not passed over.
bool ElasticTomlFormat::Claims(std::string_view /*text*/) const { return true; }

std::vector<LoadedRule> ElasticTomlFormat::Read(const SourceRef& file,
                                                const FormatContext& context) const {
  std::vector<LoadedRule> rules;
  rules.push_back(RuleReader(file, context).Read());
  return rules;
}

}  // namespace tocsin
