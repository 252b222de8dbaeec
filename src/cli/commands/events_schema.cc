// tocsin events schema [PATTERN]: the fields that queries and rules may use.
#include "base/wildcard.h"
#include "cli/commands/command.h"
#include "cli/commands/exit_code.h"
#include "cli/commands/options.h"
#include "cli/console_text/table.h"
#include "event/ecs/schema.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace tocsin {
namespace {

int ListFields(const std::string& text, const Terminal& out) {
  const Schema schema;
  const WildcardPattern pattern(text.empty() ? "*" : text, CaseMode::kAsciiFold);
  Table table({{"FIELD", 20, 0}, {"TYPE", 8, 0}, {"FROM", 4, 0}});
  std::size_t listed = 0;
  for (std::uint32_t i = 0; i < schema.size(); ++i) {
    const FieldId field(i);
    if (!pattern.Matches(schema.name(field))) continue;
    ++listed;
    table.Add({{std::string(schema.name(field)), Style::kPlain},
               {std::string(FieldTypeName(schema.type(field))), Style::kPlain},
               {schema.in_ecs(field) ? "ECS" : "extension", Style::kDim}});
  }
  if (listed > 0) {
    Write(stdout, table.Render(out));
    return kExitSuccess;
  }
  std::string near;
  for (const std::string& name : schema.Suggest(text)) near += (near.empty() ? "" : ", ") + name;
  PrintError("no field fits '" + text + "'" + (near.empty() ? "" : "; near names: " + near));
  return kExitUsage;
}

}  // namespace

void AddEventsSchemaCommand(CLI::App& events, int* exit_code) {
  CLI::App* schema =
      events.add_subcommand("schema", "list the fields that queries and rules may use");
  const auto pattern = std::make_shared<std::string>();
  const auto display = std::make_shared<DisplayOptions>();
  schema->add_option("pattern", *pattern, "only these; * and ? are wildcards")
      ->type_name("PATTERN");
  AddDisplayOptions(*schema, display.get());
  schema->callback(
      [pattern, display, exit_code] { *exit_code = ListFields(*pattern, display->Out()); });
}

}  // namespace tocsin
