// tocsin: the one program. Reads its arguments, runs a command, gives its exit code.
#include "base/diag/suggest.h"
#include "cli/commands/command.h"
#include "cli/commands/exit_code.h"
#include "cli/commands/options.h"

#include <CLI/CLI.hpp>

#include <array>
#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {
namespace {

constexpr std::string_view kIntroduction =
    "tocsin runs detection rules over telemetry: Elastic EQL and Datadog rules on Windows\n"
    "event logs, Elastic Defend and JSON, without a SIEM.\n"
    "\n"
    "  tocsin scan evidence/                      run the built-in rules over a folder\n"
    "  tocsin scan --rules my-rules/ Security.evtx | jq .reason\n"
    "  tocsin events query 'process where process.name : \"ssh*\"' evidence/\n"
    "\n"
    "  tocsin rules list | show | lint            look at rules and check them\n"
    "  tocsin events parse | query | schema       see how records are read, and search them\n"
    "  tocsin explain CODE                        what a message means\n"
    "  tocsin help TOPIC                          formats, exit-codes, time, fields, eql, limits\n"
    "\n"
    "'tocsin COMMAND --help' prints the options of a command.\n"
    "The guide: docs/guide/ in the repository.\n";

// The deepest subcommand that was named.
const CLI::App* Deepest(const CLI::App* app) {
  for (const CLI::App* sub : app->get_subcommands()) return Deepest(sub);
  return app;
}

// Names that the user may have meant instead of `word`.
std::string NearWords(const CLI::App& app, std::string_view word) {
  std::vector<std::string> names;
  if (word.starts_with("-")) {
    for (const CLI::Option* option : app.get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    word = word.substr(0, word.find('='));
  } else {
    for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
      names.push_back(sub->get_name());
    }
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  const std::vector<std::string_view> near = NearNames(word, views);
  return near.empty() ? std::string() : DidYouMean(near);
}

// What a command needs and was not given, in our words; empty if nothing is missing.
std::string MissingPart(const CLI::App& app) {
  struct Need {
    std::string_view argument;
    std::string_view message;
  };
  constexpr std::array<Need, 3> kNeeds = {
      {{"query", "no query is given"},
       {"rule", "no rule is named"},
       {"paths", "no evidence is given: name files or folders, or '-' for standard input"}}};
  for (const Need& need : kNeeds) {
    for (const CLI::Option* option : app.get_options()) {
      if (!option->get_positional() || !option->get_required() || option->count() > 0) continue;
      if (option->get_name() == need.argument) return std::string(need.message);
    }
  }
  if (app.get_require_subcommand_min() == 0 || !app.get_subcommands().empty()) return {};
  std::string list;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    list += (list.empty() ? "" : ", ") + sub->get_name();
  }
  return "'" + app.get_name() + "' alone does nothing; its commands are " + list;
}

// The parser's message about a value, in our words.
std::string ValueMessage(std::string message) {
  constexpr std::string_view kOverride = " was given a disallowed flag override";
  constexpr std::string_view kNotIn = " not in {";
  const std::size_t colon = message.find(": ");
  if (message.ends_with(kOverride)) {
    return "--" + message.substr(0, message.size() - kOverride.size()) + " takes no value";
  }
  if (colon == std::string::npos) return message;
  const std::string option = message.substr(0, colon);
  if (message.ends_with(" missing")) return option + " needs a value";
  const std::size_t not_in = message.find(kNotIn, colon);
  if (not_in == std::string::npos || !message.ends_with('}')) return message;
  const std::string value = message.substr(colon + 2, not_in - colon - 2);
  const std::size_t list = not_in + kNotIn.size();
  return option + ": '" + value + "' is none of " + message.substr(list, message.size() - 1 - list);
}

int ExplainMisuse(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* deepest = Deepest(&app);
  std::string message = ValueMessage(error.what());
  const std::vector<std::string> rest = deepest->remaining();
  const std::string missing = MissingPart(*deepest);
  if (!rest.empty()) {
    message = "unknown argument '" + rest.front() + "'";
    const std::string near = NearWords(*deepest, rest.front());
    if (!near.empty()) message += "; " + near;
  } else if (error.get_name() == "RequiredError" && !missing.empty()) {
    message = missing;
  }
  PrintError(message);
  std::string name = deepest->get_name();
  for (const CLI::App* parent = deepest->get_parent(); parent != nullptr;
       parent = parent->get_parent()) {
    name.insert(0, parent->get_name() + " ");
  }
  Write(stderr, "'" + name + " --help' lists what it takes\n");
  return kExitUsage;
}

int Main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away ends the program quietly (Write)
  if (argc == 1) {
    Write(stdout, kIntroduction);
    return kExitSuccess;
  }
  CLI::App app("runs detection rules over telemetry, without a SIEM", "tocsin");
  app.require_subcommand(1);
  int exit_code = kExitSuccess;
  AddAllCommands(app, &exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    Write(stdout, Deepest(&app)->help());
    return kExitSuccess;
  } catch (const CLI::CallForVersion& version) {
    Write(stdout, version.what());
    return kExitSuccess;
  } catch (const CLI::ParseError& error) {
    return ExplainMisuse(app, error);
  }
  return exit_code;
}

}  // namespace
}  // namespace tocsin

int main(int argc, char** argv) {
  const int exit_code = tocsin::Main(argc, argv);
  tocsin::FlushOutput();
  return exit_code;
}
