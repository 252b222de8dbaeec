// tocsin help [TOPIC]: short texts about what is the same in all commands.
#include "base/diag/suggest.h"
#include "cli/commands/command.h"
#include "cli/commands/exit_code.h"
#include "cli/commands/options.h"
#include "telemetry/limits.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

namespace tocsin {
namespace {

struct Topic {
  std::string_view name;
  std::string_view title;
  std::string_view text;
};

constexpr std::array<Topic, 5> kTopics = {{
    {"formats", "forms of alerts and evidence",
     "Alerts, with --format FORMAT or --output FORMAT=FILE:\n"
     "  table  a row per alert, for people; the default on a terminal\n"
     "  jsonl  one alert a line, schema tocsin.alert/1; the default for pipes and files\n"
     "  json   the same alerts as one array\n"
     "  csv    the columns of the table with ids and places\n"
     "  ecs    kibana.alert.* documents, one a line\n"
     "--stats=json prints the books of the scan, schema tocsin.scan-stats/1.\n"
     "\n"
     "Evidence: Windows event logs (.evtx), JSON (one record a line, one array, or a search\n"
     "result), each also compressed or in archives. The content decides, not the name.\n"
     "'-' is standard input.\n"},
    {"exit-codes", "what the program ends with",
     "    0  success; scan gives it whatever it found\n"
     "    1  findings: lint errors, --fail-on reached\n"
     "    2  wrong arguments, a query with errors, a path that does not exist\n"
     "    3  rules could not be loaded: none is left, or --strict and one is broken\n"
     "    4  done, but some input could not be read: a damaged file, rejected records\n"
     "    5  internal error, or the output could not be written\n"
     "  130  interrupted; what was read until then was judged and printed\n"
     "\n"
     "When several apply, the highest of 5, 4, 3 and 1 is given.\n"},
    {"time", "whose clock decides",
     "All times are UTC. An event's time is the one its sensor wrote (@timestamp, the\n"
     "SystemTime of a Windows event), never the time of reading: the same evidence gives the\n"
     "same alerts on any day. Sequences, spans and windows are measured on that clock, over\n"
     "all evidence of a run in order of time. An event without a time can fire rules over one\n"
     "event, but is no part of a sequence.\n"
     "\n"
     "Lines of a system log often name no year and no zone. They take the year in which the\n"
     "log was last written (on standard input: today's) and UTC; scan says how many did.\n"},
    {"fields", "names that rules and queries use",
     "Events have the fields of the Elastic Common Schema (ECS): process.name, source.ip,\n"
     "registry.path. What a sensor sends beyond it is kept below the sensor's own names, such\n"
     "as winlog.event_data.*.\n"
     "\n"
     "  tocsin events schema 'process.*'    fields with their types\n"
     "  tocsin events parse FILE            records as the events that rules see\n"
     "\n"
     "A rule over fields that no event carries cannot match: scan lists it as lacking fields.\n"},
    {"eql", "the query language of events query",
     "  process where process.name == \"ssh.exe\"         = compares letter by letter\n"
     "  process where process.name : (\"ssh*\", \"scp*\")  : ignores case, * and ? are wildcards\n"
     "  process where process.args like~ \"-o*\"           like~ and regex~ ignore case too\n"
     "  file where file.size > 1000000 and not startsWith~(file.path, \"C:\\\\Windows\")\n"
     "  any where ?dns.question.name != null              ? allows a field that is not known\n"
     "\n"
     "  sequence by host.id with maxspan=1m\n"
     "    [process where process.name : \"ssh.exe\"] by process.entity_id\n"
     "    [network where true] by process.entity_id\n"
     "\n"
     "The word before 'where' is the event.category. Pipes: | head N, | tail N.\n"
     "'tocsin explain CODE' tells what a message about a query means.\n"},
}};

constexpr std::string_view kLimits = "limits";

// Made from the code that keeps them.
std::string LimitsText() {
  std::string text =
      "What evidence may ask for. Reaching a bound costs what reached it; the scan goes on, and "
      "the\n"
      "books say so. docs/reference/limits.md has the reasons.\n\n";
  for (const Limit& limit : AllLimits()) {
    text += fmt::format("  {:<41}{:<23}{}\n", limit.what, limit.value, limit.then);
  }
  return text;
}

std::string TopicList() {
  std::string text;
  text += fmt::format("  {:<12}{}\n", kLimits, "what evidence may ask for");
  for (const Topic& topic : kTopics) text += fmt::format("  {:<12}{}\n", topic.name, topic.title);
  return text;
}

int Help(const CLI::App& app, const std::vector<std::string>& words) {
  if (words.empty()) {
    Write(stdout, "'tocsin help TOPIC' explains:\n" + TopicList() +
                      "'tocsin COMMAND --help' prints the options of a command.\n");
    return kExitSuccess;
  }
  if (words.size() == 1 && words.front() == kLimits) {
    Write(stdout, LimitsText());
    return kExitSuccess;
  }
  for (const Topic& topic : kTopics) {
    if (words.size() > 1 || topic.name != words.front()) continue;
    Write(stdout, topic.text);
    return kExitSuccess;
  }
  const CLI::App* command = &app;
  for (const std::string& word : words) {
    std::vector<std::string> names;
    const CLI::App* next = nullptr;
    for (const CLI::App* sub : command->get_subcommands([](const CLI::App*) { return true; })) {
      names.push_back(sub->get_name());
      if (sub->get_name() == word) next = sub;
    }
    if (next == nullptr) {
      if (command == &app) {
        names.emplace_back(kLimits);
        for (const Topic& topic : kTopics) names.emplace_back(topic.name);
      }
      const std::vector<std::string_view> views(names.begin(), names.end());
      const std::vector<std::string_view> near = NearNames(word, views);
      PrintError("there is no help about '" + word + "'" +
                 (near.empty() ? "; 'tocsin help' lists the topics" : "; " + DidYouMean(near)));
      return kExitUsage;
    }
    command = next;
  }
  Write(stdout, command->help());
  return kExitSuccess;
}

}  // namespace

void AddHelpCommand(CLI::App& app, int* exit_code) {
  CLI::App* help = app.add_subcommand("help", "explain a topic or a command");
  const auto words = std::make_shared<std::vector<std::string>>();
  help->add_option("topic", *words, "formats, exit-codes, time, fields, eql, limits, or a command")
      ->type_name("TOPIC");
  help->footer("Topics:\n" + TopicList());
  help->callback([&app, words, exit_code] { *exit_code = Help(app, *words); });
}

}  // namespace tocsin
