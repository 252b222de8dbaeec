#include "cli/commands/command.h"

#include <CLI/CLI.hpp>

namespace tocsin {

void AddAllCommands(CLI::App& app, int* exit_code) {
  AddScanCommand(app, exit_code);
  AddRulesCommand(app, exit_code);
  AddEventsCommand(app, exit_code);
  AddExplainCommand(app, exit_code);
  AddHelpCommand(app, exit_code);
  AddVersionCommand(app, exit_code);
}

void AddRulesCommand(CLI::App& app, int* exit_code) {
  CLI::App* rules = app.add_subcommand("rules", "look at detection rules and check them");
  rules->require_subcommand(1);
  AddRulesListCommand(*rules, exit_code);
  AddRulesShowCommand(*rules, exit_code);
  AddRulesLintCommand(*rules, exit_code);
  AddRulesFieldsCommand(*rules, exit_code);
}

void AddEventsCommand(CLI::App& app, int* exit_code) {
  CLI::App* events = app.add_subcommand("events", "see how telemetry is read, and search it");
  events->require_subcommand(1);
  AddEventsParseCommand(*events, exit_code);
  AddEventsQueryCommand(*events, exit_code);
  AddEventsTreeCommand(*events, exit_code);
  AddEventsSchemaCommand(*events, exit_code);
}

}  // namespace tocsin
