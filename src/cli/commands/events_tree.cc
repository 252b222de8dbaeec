// tocsin events tree PATH...: who started whom.
#include "base/escape.h"
#include "cli/commands/command.h"
#include "cli/commands/exit_code.h"
#include "cli/commands/json_text.h"
#include "cli/commands/options.h"
#include "pipeline/process_tree.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <unordered_set>

namespace tocsin {
namespace {

struct TreeArguments {
  DisplayOptions display;
  EvidenceOptions evidence;
  std::string at;
  bool json = false;
};

using lineage::Process;

std::string_view ShownName(const Process& process) {
  const lineage::Image& image = process.images.back();
  if (!image.name.empty()) return image.name;
  return image.executable.empty() ? std::string_view("?") : image.executable;
}

std::string ShownCommand(const Process& process) {
  const lineage::Image& image = process.images.back();
  return std::string(image.command_line.empty() ? image.executable : image.command_line);
}

// Prints processes as lines with branches; a process that was printed is not printed again, so that
// wrong clocks cannot make it endless.
class TreePrinter {
 public:
  TreePrinter(const ProcessTree& tree, const Terminal& terminal)
      : tree_(tree), terminal_(terminal) {}

  // The process with everything below it.
  void Print(const Process& process, const std::string& indent, const std::string& branch) {
    if (!printed_.insert(&process).second) return;
    PrintLine(process, indent + branch);
    const auto it = tree_.children.find(&process);
    if (it == tree_.children.end()) return;
    const std::string below = indent + Below(branch);
    for (std::size_t i = 0; i < it->second.size(); ++i) {
      Print(*it->second[i], below, Branch(i + 1 == it->second.size()));
    }
  }

  // The ancestors of the process, one below the other, then the process with its descendants.
  void PrintAround(const Process& process) {
    std::vector<const Process*> line;
    for (const Process* p = &process; p != nullptr && printed_.insert(p).second; p = p->parent) {
      line.push_back(p);
    }
    printed_.clear();
    std::string indent;
    std::string branch;
    for (auto it = line.rbegin(); it != line.rend() - 1; ++it) {
      printed_.insert(*it);
      PrintLine(**it, indent + branch);
      indent += Below(branch);
      branch = Branch(true);
    }
    Print(process, indent, branch);
  }

 private:
  std::string Branch(bool last) const {
    if (!terminal_.unicode) return last ? "`- " : "|- ";
    return last ? "└─ " : "├─ ";
  }
  std::string Below(const std::string& branch) const {
    if (branch.empty()) return {};
    if (branch == Branch(true)) return "   ";
    return terminal_.unicode ? "│  " : "|  ";
  }

  void PrintLine(const Process& process, const std::string& head) const {
    const bool asked = tree_.at == &process;
    std::string line = head + Styled(EscapeTerminal(ShownName(process)),
                                     asked ? Style::kBold : Style::kPlain, terminal_);
    if (process.pid != lineage::kNoPid) line += fmt::format(" ({})", process.pid);
    std::string rest =
        process.start_known ? FormatTime(process.start) : "seen " + FormatTime(process.start);
    if (process.end_known) rest += " to " + FormatTime(process.end);
    line += "  " + Styled(rest, Style::kDim, terminal_);
    const std::string command = ShownCommand(process);
    if (!command.empty()) line += "  " + EscapeTerminal(command);
    if (asked)
      line += Styled(terminal_.unicode ? "  ◀ this record" : "  < this record", Style::kYellow,
                     terminal_);
    Write(stdout, line + "\n");
  }

  const ProcessTree& tree_;
  const Terminal& terminal_;
  std::unordered_set<const Process*> printed_;
};

void PrintForest(const ProcessTree& tree, const Terminal& terminal) {
  TreePrinter printer(tree, terminal);
  std::string_view host;
  for (const Process* root : tree.roots) {
    if (host != root->lane) {
      host = root->lane;
      const std::string_view name = tree.timeline->FindHostName(host);
      const std::string text =
          name.empty() ? std::string(host) : std::string(name) + "  " + std::string(host);
      Write(stdout, Styled("host " + EscapeTerminal(text), Style::kBold, terminal) + "\n");
    }
    printer.Print(*root, {}, {});
  }
}

void PrintJson(const ProcessTree& tree) {
  using Json = nlohmann::ordered_json;
  const auto id = [](const Process* process) {
    return process == nullptr ? std::string_view() : process->IdFor({});
  };
  for (const auto& process : tree.timeline->processes()) {
    Json json = {{"host", process->lane},
                 {"host_name", tree.timeline->FindHostName(process->lane)},
                 {"entity_id", id(process.get())}};
    if (process->pid != lineage::kNoPid) json["pid"] = process->pid;
    json["parent"] = {
        {"entity_id", process->parent != nullptr ? id(process->parent) : process->parent_entity}};
    if (process->parent_pid != lineage::kNoPid) json["parent"]["pid"] = process->parent_pid;
    json[process->start_known ? "start" : "seen"] = FormatTime(process->start);
    if (process->end_known) json["end"] = FormatTime(process->end);
    Json images = Json::array();
    for (const lineage::Image& image : process->images) {
      images.push_back({{"since", FormatTime(image.since)},
                        {"executable", image.executable},
                        {"name", image.name},
                        {"command_line", image.command_line}});
    }
    json["images"] = std::move(images);
    if (tree.at == process.get()) json["asked"] = true;
    Write(stdout, JsonText(json) + "\n");
  }
}

int PrintTree(const TreeArguments& arguments) {
  if (!EvidenceExists(arguments.evidence)) return kExitUsage;
  std::optional<EvidenceAddress> at;
  if (!arguments.at.empty()) {
    at = EvidenceAddress::Parse(arguments.at);
    if (!at) {
      PrintError("--at " + arguments.at + ": expected FILE#RECORD, as alerts name their evidence");
      return kExitUsage;
    }
  }
  const Schema schema;
  const BatchOptions options = arguments.evidence.Batch();
  const ProcessTree tree = ReadProcessTree(options.paths, schema, options.normalize, at);
  bool readable = tree.records.rejected.empty();
  for (const InputReport& report : tree.inputs) {
    if (!report.error) continue;
    PrintError(report.name + ": " + report.error->message);
    readable = readable && report.skipped;
  }
  if (at && !tree.at_found) {
    PrintError("--at " + arguments.at + ": no such record in the evidence");
    return kExitUsage;
  }
  const Terminal out = arguments.display.Out();
  if (arguments.json) {
    PrintJson(tree);
  } else if (tree.at != nullptr) {
    TreePrinter(tree, out).PrintAround(*tree.at);
  } else if (at) {
    PrintError("--at " + arguments.at + ": the record names no process that the evidence tells of");
  } else {
    PrintForest(tree, out);
  }
  FlushOutput();
  if (!arguments.display.quiet) {
    Write(stderr, fmt::format("{} in {} records\n",
                              CountText(tree.timeline->processes().size(), "process", "processes"),
                              WithThousands(tree.records.records_in)));
  }
  return readable ? kExitSuccess : kExitUnreadable;
}

}  // namespace

void AddEventsTreeCommand(CLI::App& events, int* exit_code) {
  CLI::App* tree = events.add_subcommand("tree", "print who started whom");
  const auto arguments = std::make_shared<TreeArguments>();
  AddEvidenceOptions(*tree, &arguments->evidence);
  tree->add_option("--at", arguments->at,
                   "only the ancestors and descendants of this record's process")
      ->type_name("FILE#RECORD");
  tree->add_flag("--json", arguments->json, "one JSON object a line for each process");
  AddDisplayOptions(*tree, &arguments->display);
  tree->footer(
      "Example:\n"
      "  tocsin events tree evidence/ --at evidence/security.evtx#4711");
  tree->callback([arguments, exit_code] { *exit_code = PrintTree(*arguments); });
}

}  // namespace tocsin
