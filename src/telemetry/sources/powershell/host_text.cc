#include "telemetry/sources/powershell/host_text.h"

#include "telemetry/sources/raw_text.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>

namespace tocsin::powershell {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::size_t kNone = std::string_view::npos;

// Up to the next line feed, which is taken too.
std::string_view TakeLine(std::string_view* text) {
  const std::size_t end = std::min(text->find('\n'), text->size());
  const std::string_view line = text->substr(0, end);
  text->remove_prefix(std::min(end + 1, text->size()));
  return line;
}

// A value in a text: as the text spells it, and as its data item is called.
struct KnownName {
  std::string_view spelled;
  std::string_view name;
};

constexpr std::string_view kHostApplication = "HostApplication";
constexpr std::string_view kCommandLine = "CommandLine";

// In the order in which the texts have them.
constexpr KnownName kContextNames[] = {
    {"Severity", "Severity"},
    {"Host Name", "HostName"},
    {"Host Version", "HostVersion"},
    {"Host ID", "HostId"},
    {"Host Application", kHostApplication},
    {"Engine Version", "EngineVersion"},
    {"Runspace ID", "RunspaceId"},
    {"Pipeline ID", "PipelineId"},
    {"Command Name", "CommandName"},
    {"Command Type", "CommandType"},
    {"Script Name", "ScriptName"},
    {"Command Path", "CommandPath"},
    {"Sequence Number", "SequenceNumber"},
    {"User", "User"},
    {"Connected User", "ConnectedUser"},
    {"Shell ID", "ShellId"},
};
constexpr KnownName kClassicNames[] = {
    {"NewEngineState", "NewEngineState"},
    {"PreviousEngineState", "PreviousEngineState"},
    {"ProviderName", "ProviderName"},
    {"NewProviderState", "NewProviderState"},
    {"DetailSequence", "DetailSequence"},
    {"DetailTotal", "DetailTotal"},
    {"SequenceNumber", "SequenceNumber"},
    {"UserId", "UserId"},
    {"HostName", "HostName"},
    {"HostVersion", "HostVersion"},
    {"HostId", "HostId"},
    {"HostApplication", kHostApplication},
    {"EngineVersion", "EngineVersion"},
    {"RunspaceId", "RunspaceId"},
    {"PipelineId", "PipelineId"},
    {"CommandName", "CommandName"},
    {"CommandType", "CommandType"},
    {"ScriptName", "ScriptName"},
    {"CommandPath", "CommandPath"},
    {"CommandLine", kCommandLine},
};

// How one kind of text writes a value's line.
struct TextForm {
  std::string_view indent;
  std::string_view equals;
  std::span<const KnownName> names;
};
constexpr TextForm kContextForm{"        ", " =", kContextNames};
constexpr TextForm kClassicForm{"\t", "=", kClassicNames};

struct Entry {
  std::string_view spelled;
  std::string_view name;  // empty: not known by its spelling
  std::size_t line = 0;   // where it begins in the text
  std::size_t value = 0;  // where its value does
};

std::vector<Entry> EntriesOf(std::string_view text, const TextForm& form) {
  std::vector<Entry> entries;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = std::min(text.find('\n', at), text.size()) + 1;
    const std::string_view line = text.substr(at, next - 1 - at);
    const std::size_t name = form.indent.size();
    const std::size_t equals = line.find(form.equals, name);
    if (line.starts_with(form.indent) && equals != kNone && equals > name &&
        kBlanks.find(line[name]) == kNone) {
      Entry entry{.spelled = line.substr(name, equals - name),
                  .line = at,
                  .value = at + equals + form.equals.size()};
      const auto known =
          std::find_if(form.names.begin(), form.names.end(),
                       [&](const KnownName& each) { return each.spelled == entry.spelled; });
      if (known != form.names.end()) entry.name = known->name;
      entries.push_back(entry);
    }
    at = next;
  }
  return entries;
}

// Command lines are whatever their author likes, also lines that look like those of other values.
// What stands in front of the host's command line is told by its first line, what stands behind it
// by its last.
std::vector<Entry> Trusted(const std::vector<Entry>& entries, const TextForm& form) {
  std::vector<Entry> trusted;
  bool in_front = true;
  for (const KnownName& known : form.names) {
    const auto is_it = [&](const Entry& entry) { return entry.name == known.name; };
    const auto first = std::find_if(entries.begin(), entries.end(), is_it);
    if (first == entries.end()) continue;
    trusted.push_back(in_front ? *first : *std::find_if(entries.rbegin(), entries.rend(), is_it));
    if (known.name == kHostApplication) in_front = false;
  }
  std::sort(trusted.begin(), trusted.end(),
            [](const Entry& a, const Entry& b) { return a.line < b.line; });
  return trusted;
}

void AppendValues(std::string_view text, std::span<const Entry> entries,
                  std::vector<windows::DataItem>* items) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Entry& entry = entries[i];
    const bool many_lines = entry.name == kHostApplication || entry.name == kCommandLine;
    std::size_t end = i + 1 < entries.size() ? entries[i + 1].line : text.size();
    if (!many_lines) end = std::min(end, text.find('\n', entry.value));
    const std::string_view value = Trim(text.substr(entry.value, end - entry.value));
    if (!entry.name.empty() && !value.empty()) items->push_back({entry.name, value});
  }
}

// "x" -> x, as PowerShell writes values.
std::string_view Unquote(std::string_view text) {
  text = Trim(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
  }
  return text;
}

bool Take(std::string_view prefix, std::string_view* text) {
  if (!text->starts_with(prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

}  // namespace

void AppendContextInfo(std::string_view text, std::vector<windows::DataItem>* items) {
  std::vector<Entry> entries = EntriesOf(text, kContextForm);
  const bool english = std::any_of(entries.begin(), entries.end(), [](const Entry& entry) {
    return entry.name == kHostApplication;
  });
  if (english || entries.size() != std::size(kContextNames)) {
    entries = Trusted(entries, kContextForm);
  } else {
    for (std::size_t i = 0; i < entries.size(); ++i) entries[i].name = kContextNames[i].name;
  }
  AppendValues(text, entries, items);
}

void AppendClassicText(std::string_view text, std::vector<windows::DataItem>* items) {
  AppendValues(text, Trusted(EntriesOf(text, kClassicForm), kClassicForm), items);
}

bool TakeInvocation(std::string_view* payload, Invocation* invocation) {
  while (!payload->empty()) {
    std::string_view line = Trim(TakeLine(payload));
    const std::size_t open = line.find('(');
    const std::size_t close = line.find("):");
    if (open == kNone || open == 0 || close == kNone || close <= open + 1) continue;
    *invocation = {.type = line.substr(0, open),
                   .command = line.substr(open + 1, close - open - 1)};
    line = Trim(line.substr(close + 2));
    constexpr std::string_view kValue = "; value=";
    std::size_t value = 0;
    if (Take("name=", &line) && (value = line.find(kValue)) != kNone) {
      invocation->name = Unquote(line.substr(0, value));
      line.remove_prefix(value + kValue.size());
    }
    invocation->value = Unquote(line);
    return true;
  }
  return false;
}

}  // namespace tocsin::powershell
