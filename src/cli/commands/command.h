// The commands of the program. Each file of this folder adds one to the argument parser and runs
// it; a new command is one line in all_commands.cc.
#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace tocsin {

// Adds every command below `app`. The one that runs stores its exit code.
void AddAllCommands(CLI::App& app, int* exit_code);

void AddScanCommand(CLI::App& app, int* exit_code);
void AddRulesCommand(CLI::App& app, int* exit_code);  // with list, show, lint, fields below
void AddRulesListCommand(CLI::App& rules, int* exit_code);
void AddRulesShowCommand(CLI::App& rules, int* exit_code);
void AddRulesLintCommand(CLI::App& rules, int* exit_code);
void AddRulesFieldsCommand(CLI::App& rules, int* exit_code);
void AddEventsCommand(CLI::App& app, int* exit_code);  // with parse, query, tree, schema below
void AddEventsParseCommand(CLI::App& events, int* exit_code);
void AddEventsQueryCommand(CLI::App& events, int* exit_code);
void AddEventsTreeCommand(CLI::App& events, int* exit_code);
void AddEventsSchemaCommand(CLI::App& events, int* exit_code);
void AddExplainCommand(CLI::App& app, int* exit_code);
void AddHelpCommand(CLI::App& app, int* exit_code);
void AddVersionCommand(CLI::App& app, int* exit_code);

}  // namespace tocsin
