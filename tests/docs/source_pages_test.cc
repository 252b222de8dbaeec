// The pages of docs/reference/sources, printed from the field maps: one per source. `./dev golden`
// writes them anew; this test says when they are out of date.

#include "event/ecs/schema.h"
#include "page.h"
#include "rules/loader.h"
#include "telemetry/all_sources.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace tocsin {
namespace {

constexpr std::string_view kFolder = "docs/reference/sources/";

// ---- What built-in rules read -----------------------------------------------------------------

// For each field, the number of built-in rules with a condition or a key on it.
std::map<FieldId, std::size_t> RulesByField(const Schema& schema) {
  DiagnosticSink sink;
  LoadReport report;
  const auto catalog = LoadRules({}, sink, &report);
  EXPECT_TRUE(catalog.has_value());
  std::map<FieldId, std::size_t> rules;
  if (!catalog) return rules;
  for (const RulePlan& rule : (*catalog)->Plans()) {
    std::set<FieldId> fields;
    // Ids of the dictionary are the same in every schema; names beyond it are in no map.
    const auto note = [&](const plan::Expr& field) {
      if (field.field.value() < schema.size()) fields.insert(field.field);
    };
    plan::ForEachCondition(
        rule.plan, [&](const plan::Predicate& condition) { plan::ForEachField(condition, note); });
    std::visit(
        [&](const auto& form) {
          using Form = std::decay_t<decltype(form)>;
          if constexpr (std::is_same_v<Form, plan::SequencePlan> ||
                        std::is_same_v<Form, plan::SamplePlan>) {
            for (const plan::Stage& stage : form.stages) {
              for (const plan::Key& key : stage.keys) plan::ForEachField(key.field, note);
            }
          }
        },
        rule.plan);
    for (const FieldId field : fields) ++rules[field];
  }
  return rules;
}

std::string CountText(const std::map<FieldId, std::size_t>& rules, FieldId field) {
  const auto found = rules.find(field);
  return found == rules.end() ? std::string() : std::to_string(found->second);
}

// ---- Pages ------------------------------------------------------------------------------------

// Where a source tells how to collect it: in the folder of its name, or of a relative.
std::string ReadmeOf(std::string_view source) {
  constexpr std::pair<std::string_view, std::string_view> kElsewhere[] = {
      {"ecs", "elastic_defend"},    {"syslog", "system_log"},         {"system_auth", "system_log"},
      {"windows_event", "windows"}, {"windows_forwarded", "windows"},
  };
  std::string_view folder = source;
  for (const auto& [name, other] : kElsewhere) {
    if (name == source) folder = other;
  }
  return fmt::format("src/telemetry/sources/{}/README.md", folder);
}

// A table must not be cut by a bar in a cell.
std::string Cell(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|') cell += '\\';
    cell += c;
  }
  return cell;
}

std::string EventsText(const EventSet& events, std::span<const EventKindName> kinds) {
  if (events.all()) return "all";
  std::string text = events.all_but() ? "all but " : "";
  bool first = true;
  for (const std::uint16_t code : events.codes()) {
    if (!first) text += ", ";
    first = false;
    const auto named = std::ranges::find(kinds, code, &EventKindName::code);
    text += named == kinds.end() ? std::to_string(code) : std::string(named->name);
  }
  return text;
}

std::string ConversionText(const FieldRow& row) {
  if (row.names.empty()) return std::string(ConversionName(row));
  std::string text;
  for (const RawName& name : row.names) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{} → `{}`", name.raw.empty() ? "else" : "`" + Cell(name.raw) + "`",
                        Cell(name.value));
  }
  return text;
}

std::string_view ModeText(MapMode mode) {
  switch (mode) {
    case MapMode::kAlways:
      return "";
    case MapMode::kOwn:
      return "own";
    case MapMode::kElastic:
      return "published";
  }
  return "";
}

std::string RowText(const FieldRow& row, const Source& source, const Schema& schema,
                    const std::map<FieldId, std::size_t>& rules) {
  const bool derived = row.provenance == Provenance::kDerived;
  return fmt::format("| {} | `{}` | {} | {} | {} | {} | {} |\n",
                     derived ? std::string() : "`" + Cell(row.raw) + "`", schema.name(row.field),
                     derived ? std::string() : ConversionText(row),
                     EventsText(row.events, source.event_kinds()), derived ? "derived" : "native",
                     ModeText(row.mode), CountText(rules, row.field));
}

std::string PageOf(const Source& source, const Schema& schema,
                   const std::map<FieldId, std::size_t>& rules) {
  std::string page = fmt::format("# {}\n\n`--source {}`. [How to collect it](../../../{}).\n\n",
                                 source.title(), source.name(), ReadmeOf(source.name()));
  if (source.field_rows().empty()) {
    return page + "There is no table: fields keep their names, or come from text that is parsed.\n";
  }
  page +=
      "The first row whose raw field has a value gives the field. *derived*: not in the record;\n"
      "process state fills it from earlier events of the host. *own*, *published*: only without, "
      "or\n"
      "only with, `--compat elastic`. *Rules*: how many built-in rules read the field; for other\n"
      "rules and your data, see `tocsin rules fields`.\n\n"
      "| Raw field | ECS field | Conversion | Events | From | Mapping | Rules |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n";
  for (const FieldRow& row : source.field_rows()) page += RowText(row, source, schema, rules);
  if (source.other_fields().empty()) return page;
  page +=
      "\nFields that come from several raw values, or are the same for every record:\n\n"
      "| ECS field | Rules |\n| --- | --- |\n";
  for (const FieldId field : source.other_fields()) {
    page += fmt::format("| `{}` | {} |\n", schema.name(field), CountText(rules, field));
  }
  return page;
}

// Windows events keep their data under its own names, and documents of shippers keep theirs.
bool IsOpenName(std::string_view name) {
  return name.starts_with("winlog.event_data.") || name.starts_with("winlog.user_data.") ||
         name.starts_with("agent.") || name == "winlog.api";
}

TEST(SourcePages, EverySourceHasItsPage) {
  const Schema schema;
  const std::map<FieldId, std::size_t> rules = RulesByField(schema);
  EXPECT_FALSE(rules.empty());
  std::string index =
      "# Sources\n\nOne page per source, printed from its field map. Records are recognized by\n"
      "their content, in this order; `--source NAME` forces one.\n\n"
      "| Source | What it reads | Rows |\n| --- | --- | --- |\n";
  for (const std::unique_ptr<Source>& source : MakeAllSources()) {
    const std::string name(source->name());
    EXPECT_TRUE(std::filesystem::exists(ReadmeOf(name))) << ReadmeOf(name);
    ExpectPage(std::string(kFolder) + name + ".md", PageOf(*source, schema, rules));
    index += fmt::format("| [{}]({}.md) | {} | {} |\n", name, name, source->title(),
                         source->field_rows().size());
  }
  ExpectPage(std::string(kFolder) + "README.md", index);
}

// A page that leaves nothing out: whatever the golden events of a source hold is in its map or
// among its other fields. Sources whose documents are ECS already pass everything, and are not
// asked.
TEST(SourcePages, NameEveryFieldOfTheGoldenEvents) {
  const Schema schema;
  for (const std::unique_ptr<Source>& source : MakeAllSources()) {
    if (source->other_fields().empty() || source->speaks_ecs()) continue;
    if (source->name() == "windows_forwarded") continue;  // has those of its channels
    std::set<FieldId> named(source->other_fields().begin(), source->other_fields().end());
    for (const FieldRow& row : source->field_rows()) named.insert(row.field);
    std::size_t checked = 0;
    for (const std::string& name : GoldenFieldNames(std::string(source->name()))) {
      const std::optional<FieldId> field = schema.Find(name);
      if (!field || IsOpenName(name)) continue;  // under a name of the sensor's own
      EXPECT_TRUE(named.contains(*field)) << source->name() << ": " << name;
      ++checked;
    }
    EXPECT_GT(checked, 0U) << source->name();
  }
}

}  // namespace
}  // namespace tocsin
