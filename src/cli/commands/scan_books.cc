#include "cli/commands/scan_books.h"

#include "base/escape.h"
#include "cli/commands/gaps_json.h"
#include "cli/commands/json_text.h"
#include "cli/commands/stream_books.h"
#include "telemetry/cures.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace tocsin {
namespace {

using Json = nlohmann::ordered_json;

Json CountsJson(const std::map<std::string, std::uint64_t, std::less<>>& counts) {
  Json json = Json::object();
  for (const auto& [name, count] : counts) json[name] = count;
  return json;
}

Json RecordsJson(const ScanResult& result) {
  const NormalizeLedger& records = result.run.records;
  Json json = {{"in", records.records_in},
               {"parsed", records.records_parsed},
               {"rejected", CountsJson(records.rejected)},
               {"repeats", result.run.repeats},
               {"notes", CountsJson(records.notes)}};
  Json samples = Json::array();
  for (const NormalizeLedger::Rejection& sample : records.samples) {
    samples.push_back({{"input", result.run.inputs.at(sample.input.value()).name},
                       {"record", sample.number},
                       {"offset", sample.offset},
                       {"reason", sample.reason}});
  }
  json["rejected_samples"] = std::move(samples);
  return json;
}

// "3 of 12 records could not be read".
std::string RejectionText(const NormalizeLedger::InputCounts& counts) {
  const std::string rejected = WithThousands(counts.rejected);
  if (counts.parsed == 0) return "none of its " + rejected + " records could be read";
  return rejected + " of " + WithThousands(counts.parsed + counts.rejected) +
         " records could not be read";
}

Json InputsJson(const ScanResult& result) {
  Json json;
  std::uint64_t read = 0;
  std::uint64_t skipped = 0;
  std::uint64_t damaged = 0;
  std::uint64_t bytes = 0;
  Json faults = Json::array();
  for (const InputReport& input : result.run.inputs) {
    bytes += input.bytes_read;
    if (input.skipped) {
      ++skipped;
    } else if (input.error) {
      ++damaged;
    } else {
      ++read;
    }
    if (input.error) {
      faults.push_back(
          {{"input", input.name}, {"skipped", input.skipped}, {"reason", input.error->message}});
    }
  }
  for (const auto& [input, counts] : result.run.records.inputs) {
    if (counts.rejected == 0) continue;
    faults.push_back({{"input", result.run.inputs.at(input.value()).name},
                      {"skipped", false},
                      {"reason", RejectionText(counts)}});
  }
  json = {{"read", read}, {"skipped", skipped}, {"damaged", damaged}, {"bytes", bytes}};
  json["faults"] = std::move(faults);
  return json;
}

// Left out by --rule, --tag or --severity (Catalog::Select): no fault and no state of the rule.
bool NotSelected(const LoadedRule& rule) {
  return rule.state == RuleState::kDisabled && rule.reason == "not selected for this run";
}

std::size_t CountNotSelected(const Catalog& catalog) {
  return static_cast<std::size_t>(
      std::count_if(catalog.rules().begin(), catalog.rules().end(), NotSelected));
}

Json RulesJson(const ScanResult& result, const Catalog& catalog, const LoadReport& report) {
  Json json = {{"files", report.files_read},
               {"loaded", catalog.rules().size()},
               {"ready", 0},
               {"cannot_match", 0},
               {"not_loaded", catalog.count(RuleState::kNotLoaded)},
               {"not_supported", catalog.count(RuleState::kNotYet) + result.refused.size()},
               {"disabled", catalog.count(RuleState::kDisabled) - CountNotSelected(catalog)},
               {"not_selected", CountNotSelected(catalog)},
               {"replaced", report.replaced}};
  std::uint64_t ready = 0;
  Json cannot = Json::array();
  for (const RuleStanding& standing : result.standings) {
    if (standing.standing.fireability == Fireability::kReady) {
      ++ready;
      continue;
    }
    const Rule& rule = catalog.at(standing.rule).rule;
    cannot.push_back({{"id", rule.id},
                      {"name", rule.name},
                      {"state", FireabilityName(standing.standing.fireability)},
                      {"missing", standing.standing.missing}});
  }
  json["ready"] = ready;
  json["cannot_match"] = cannot.size();
  json["cannot_match_rules"] = std::move(cannot);
  json["missing_fields"] = MissingFieldsJson(result.gaps);
  json["missing_events"] = MissingEventsJson(result.gaps);
  Json out = Json::array();
  for (const LoadedRule& rule : catalog.rules()) {
    if (rule.state == RuleState::kReady || NotSelected(rule)) continue;
    out.push_back({{"id", rule.rule.id},
                   {"name", rule.rule.name},
                   {"file", rule.rule.path},
                   {"state", RuleStateName(rule.state)},
                   {"reason", rule.reason}});
  }
  for (const RefusedRule& refused : result.refused) {
    const Rule& rule = catalog.at(refused.rule).rule;
    out.push_back({{"id", rule.id},
                   {"name", rule.name},
                   {"file", rule.path},
                   {"state", RuleStateName(RuleState::kNotYet)},
                   {"reason", refused.reason}});
  }
  json["not_run"] = std::move(out);
  return json;
}

Json AlertsJson(const ScanResult& result, const Catalog& catalog) {
  const AlertTotals& totals = result.totals;
  Json json = {{"total", totals.total}, {"building_blocks", totals.building_blocks}};
  Json by_severity = Json::object();
  for (int i = static_cast<int>(RuleSeverity::kCritical); i >= 0; --i) {
    const auto severity = static_cast<RuleSeverity>(i);
    const auto it = totals.by_severity.find(severity);
    by_severity[std::string(RuleSeverityName(severity))] =
        it == totals.by_severity.end() ? 0 : it->second;
  }
  json["by_severity"] = std::move(by_severity);
  Json by_rule = Json::object();
  for (const RuleStanding& standing : result.standings) {
    if (standing.alerts > 0) by_rule[catalog.at(standing.rule).rule.id] = standing.alerts;
  }
  json["by_rule"] = std::move(by_rule);
  return json;
}

// What process state was asked for and could tell.
Json ProcessStateJson(const ScanResult& result) {
  const auto lookup = [](const lineage::LineageCounts::Lookup& counts) {
    return Json{
        {"found", counts.found}, {"unknown", counts.unknown}, {"ambiguous", counts.ambiguous}};
  };
  const lineage::LineageCounts& counts = result.run.lineage;
  return {{"events_waited", result.run.waited},
          {"events_filled", counts.events},
          {"process", lookup(counts.process)},
          {"parent", lookup(counts.parent)},
          {"user", lookup(counts.user)},
          {"conflicts",
           {{"ids", counts.conflicts.ids},
            {"parents", counts.conflicts.parents},
            {"circles", counts.conflicts.circles}}}};
}

// Caps and what they cost; empty when nothing was cut.
Json LimitsJson(const ScanResult& result, const Catalog& catalog) {
  Json json = {{"correlation_keys_peak", result.run.correlation.live_keys_peak}};
  Json shed = Json::array();
  for (const CorrelationStats::Shed& entry : result.run.correlation.shed) {
    shed.push_back({{"rule", catalog.at(entry.rule).rule.id},
                    {"keys", entry.keys},
                    {"events", entry.events},
                    {"combinations", entry.combinations}});
  }
  json["correlation_shed"] = std::move(shed);
  json["interrupted"] = result.run.interrupted;
  return json;
}

// "forgot 3 keys and 1 event at its memory bounds; what they were part of may be missing".
std::string ForgottenText(const CorrelationStats::Shed& shed) {
  std::vector<std::string> parts;
  if (shed.keys > 0) parts.push_back(CountText(shed.keys, "key", "keys"));
  if (shed.events > 0) parts.push_back(CountText(shed.events, "event", "events"));
  if (shed.combinations > 0) {
    parts.push_back(CountText(shed.combinations, "combination", "combinations") + " of key values");
  }
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
    text += parts[i];
  }
  return "forgot " + text + " at its memory bounds; what they were part of may be missing";
}

std::uint64_t SumOf(const std::map<std::string, std::uint64_t, std::less<>>& counts) {
  std::uint64_t sum = 0;
  for (const auto& [name, count] : counts) sum += count;
  return sum;
}

// "3 high, 1 low".
std::string SeverityWords(const ScanResult& result) {
  std::string words;
  const auto& counts = result.totals.by_severity;
  std::for_each(counts.rbegin(), counts.rend(), [&](const auto& entry) {
    words += (words.empty() ? "" : ", ") + WithThousands(entry.second) + " " +
             std::string(RuleSeverityName(entry.first));
  });
  return words;
}

bool CouldNotBeOpened(const Error& error) {
  return error.code == ErrorCode::kPermission || error.code == ErrorCode::kNotFound;
}

class Summary {
 public:
  Summary(const ScanResult& result, const Catalog& catalog, const LoadReport& report,
          const Terminal& terminal)
      : result_(result), catalog_(catalog), report_(report), terminal_(terminal) {}

  std::string Write(double seconds, bool detailed) {
    Inputs();
    Records(detailed);
    ProcessState(detailed);
    Stream();
    Rules(detailed);
    Alerts();
    Top();
    Timing(seconds);
    return std::move(out_);
  }

 private:
  void Line(std::string_view label, const std::string& text, Style style = Style::kPlain) {
    std::string head(label);
    head.resize(10, ' ');
    out_ += Styled(head, Style::kDim, terminal_) + Styled(text, style, terminal_) + "\n";
  }
  void Detail(const std::string& text) { out_ += "          " + EscapeTerminal(text) + "\n"; }

  void Inputs() {
    std::uint64_t bytes = 0;
    std::size_t skipped = 0;
    std::size_t damaged = 0;
    std::size_t unopened = 0;
    for (const InputReport& input : result_.run.inputs) {
      bytes += input.bytes_read;
      skipped += input.skipped ? 1 : 0;
      if (!input.error || input.skipped) continue;
      ++(CouldNotBeOpened(*input.error) ? unopened : damaged);
    }
    const std::size_t read = result_.run.inputs.size() - skipped - unopened;
    std::string text =
        CountText(read, "input", "inputs") + ", " + ByteText(static_cast<double>(bytes));
    if (skipped > 0) text += ", " + WithThousands(skipped) + " skipped";
    if (unopened > 0) text += ", " + WithThousands(unopened) + " could not be opened";
    if (damaged > 0) text += ", " + WithThousands(damaged) + " damaged";
    Line("read", text, damaged + unopened > 0 ? Style::kYellow : Style::kPlain);
    constexpr std::size_t kShown = 20;
    std::size_t shown = 0;
    for (const InputReport& input : result_.run.inputs) {
      if (!input.error) continue;
      if (++shown > kShown) continue;
      Detail(input.name + (input.skipped ? ": skipped: " : ": ") + input.error->message);
    }
    for (const auto& [input, counts] : result_.run.records.inputs) {
      if (counts.rejected == 0 || ++shown > kShown) continue;
      Detail(result_.run.inputs.at(input.value()).name + ": " + RejectionText(counts));
    }
    if (shown > kShown) {
      Detail("... and " + WithThousands(shown - kShown) + " more; --stats=json names all");
    }
    if (result_.run.interrupted) {
      Line("", "interrupted: the rest of the evidence was not read", Style::kYellow);
    }
  }

  void Records(bool detailed) {
    const NormalizeLedger& records = result_.run.records;
    const std::uint64_t rejected = SumOf(records.rejected);
    std::string text = WithThousands(records.records_in) +
                       " in = " + WithThousands(records.records_parsed) + " parsed + " +
                       WithThousands(rejected) + " rejected";
    if (result_.run.repeats > 0) {
      text += "; " + CountText(result_.run.repeats, "repeat", "repeats") + " of another record";
    }
    Line("records", text, rejected > 0 ? Style::kYellow : Style::kPlain);
    if (const auto guessed = records.notes.find("year_guessed"); guessed != records.notes.end()) {
      Detail(CountText(guessed->second, "time has", "times have") +
             " no year: taken from when the log was last written");
    }
    if (const auto guessed = records.notes.find("zone_guessed"); guessed != records.notes.end()) {
      Detail(CountText(guessed->second, "time has", "times have") + " no zone: taken as UTC");
    }
    if (const auto torn = records.notes.find("torn_audit_event"); torn != records.notes.end()) {
      Detail(CountText(torn->second, "audit event is", "audit events are") +
             " torn: lines came too late, or too many events were open at once");
    }
    for (const auto& [reason, count] : records.rejected) {
      Detail(WithThousands(count) + " rejected: " + reason + FirstPlaceOf(reason));
    }
    if (result_.run.first_event <= result_.run.last_event) {
      Line("span",
           FormatTime(result_.run.first_event) + " to " + FormatTime(result_.run.last_event));
    }
    if (const auto note = records.notes.find("time_missing"); note != records.notes.end()) {
      Detail(CountText(note->second, "event has", "events have") +
             " no usable time: shown at 1970, left out of sequences and counts");
    }
    std::vector<std::pair<std::uint64_t, std::string>> sources;
    for (const auto& [name, count] : records.sources) sources.emplace_back(count, name);
    std::sort(sources.rbegin(), sources.rend());
    std::string list;
    for (const auto& [count, name] : sources) {
      list += (list.empty() ? "" : ", ") + name + " " + WithThousands(count);
    }
    if (!list.empty()) Line("sources", list);
    if (!detailed) return;
    for (const auto& [note, count] : records.notes) Detail(note + ": " + WithThousands(count));
  }

  // What other records of the hosts told about the processes of events.
  void ProcessState(bool detailed) {
    const lineage::LineageCounts& counts = result_.run.lineage;
    const std::uint64_t asked = counts.process.found + counts.process.unknown;
    if (asked == 0) return;
    Line("lineage", "the process of " + WithThousands(counts.process.found) + " of " +
                        CountText(asked, "event", "events") + " is known, the parent of " +
                        WithThousands(counts.parent.found));
    if (!detailed) return;
    Detail(CountText(result_.run.waited, "event", "events") + " waited for process state; " +
           WithThousands(counts.events) + " got fields from it");
    Detail("users from logon sessions: " + WithThousands(counts.user.found) + " found, " +
           WithThousands(counts.user.unknown) + " unknown");
    Detail("pids that changed their owner at that very time: " +
           WithThousands(counts.process.ambiguous + counts.parent.ambiguous));
    Detail("records that contradict each other: " + WithThousands(counts.conflicts.ids) +
           " process ids given twice, " + WithThousands(counts.conflicts.parents) +
           " parents that cannot be, " + WithThousands(counts.conflicts.circles) +
           " circles of parents");
  }

  // What is said of a run that followed its evidence.
  void Stream() {
    if (!result_.stream) return;
    std::string_view label = "stream";
    for (const StreamNote& note : StreamNotes(*result_.stream, catalog_)) {
      Line(std::exchange(label, ""), EscapeTerminal(note.text),
           note.is_loss ? Style::kYellow : Style::kPlain);
    }
  }

  std::string FirstPlaceOf(const std::string& reason) const {
    for (const NormalizeLedger::Rejection& sample : result_.run.records.samples) {
      if (sample.reason != reason) continue;
      return ", first at " + result_.run.inputs.at(sample.input.value()).name + "#" +
             std::to_string(sample.number);
    }
    return {};
  }

  void Rules(bool detailed) {
    std::size_t ready = 0;
    std::size_t no_data = 0;
    std::size_t missing = 0;
    for (const RuleStanding& standing : result_.standings) {
      switch (standing.standing.fireability) {
        case Fireability::kReady:
          ++ready;
          break;
        case Fireability::kNoData:
          ++no_data;
          break;
        case Fireability::kMissingFields:
          ++missing;
          break;
      }
    }
    std::string text = WithThousands(ready) + " ready";
    if (no_data > 0) text += ", " + WithThousands(no_data) + " without matching data";
    if (missing > 0)
      text += ", " + WithThousands(missing) + (missing == 1 ? " lacks fields" : " lack fields");
    const std::size_t broken = catalog_.count(RuleState::kNotLoaded);
    const std::size_t later = catalog_.count(RuleState::kNotYet) + result_.refused.size();
    const std::size_t off = catalog_.count(RuleState::kDisabled) - CountNotSelected(catalog_);
    if (broken > 0) text += ", " + WithThousands(broken) + " not loaded";
    if (later > 0) text += ", " + WithThousands(later) + " of kinds not supported yet";
    if (off > 0) text += ", " + WithThousands(off) + " switched off";
    Line("rules", text, broken > 0 ? Style::kYellow : Style::kPlain);
    for (const std::string& replaced : report_.replaced) Detail(replaced);
    std::set<std::string_view> cured;  // each is said once
    std::size_t shown = 0;
    const std::size_t most = detailed ? SIZE_MAX : 5;
    for (const RuleStanding& standing : result_.standings) {
      if (standing.standing.fireability != Fireability::kMissingFields) continue;
      if (++shown > most) continue;
      std::string fields;
      for (const std::string& field : standing.standing.missing) {
        fields += (fields.empty() ? "" : ", ") + field;
      }
      Detail(catalog_.at(standing.rule).rule.name + ": no event it reads carries " + fields);
      const std::string_view cure =
          CureForField(standing.standing.nearest_source, standing.standing.missing.front());
      if (!cure.empty() && cured.insert(cure).second) Detail("  " + std::string(cure));
    }
    if (shown > most) {
      Detail("... and " + WithThousands(shown - most) + " more; --stats prints all");
    }
    if (detailed) {
      for (const RuleStanding& standing : result_.standings) {
        if (standing.standing.fireability != Fireability::kNoData) continue;
        Detail(catalog_.at(standing.rule).rule.name + ": no event of the kind that it reads");
      }
    }
    for (const LoadedRule& rule : catalog_.rules()) {
      if (rule.state != RuleState::kNotLoaded) continue;
      Detail(rule.rule.path + ": " + rule.reason);
    }
    for (const RefusedRule& refused : result_.refused) {
      Detail(catalog_.at(refused.rule).rule.name + ": " + refused.reason);
    }
    for (const CorrelationStats::Shed& shed : result_.run.correlation.shed) {
      Line("", catalog_.at(shed.rule).rule.name + ": " + ForgottenText(shed), Style::kYellow);
    }
  }

  void Alerts() {
    const std::string words = SeverityWords(result_);
    const std::uint64_t blocks = result_.totals.building_blocks;
    std::string text = WithThousands(result_.totals.total - blocks);
    if (!words.empty()) text += ": " + words;
    if (blocks > 0) {
      text += "; and " + WithThousands(blocks) + " of building-block rules";
    }
    Line("alerts", text, result_.totals.total == 0 ? Style::kGreen : Style::kBold);
  }

  // The rules with most alerts.
  void Top() {
    constexpr std::size_t kShown = 3;
    std::vector<const RuleStanding*> firing;
    for (const RuleStanding& standing : result_.standings) {
      if (standing.alerts > 0) firing.push_back(&standing);
    }
    if (firing.empty()) return;
    std::stable_sort(firing.begin(), firing.end(),
                     [](const auto* a, const auto* b) { return a->alerts > b->alerts; });
    std::string list;
    for (std::size_t i = 0; i < std::min(firing.size(), kShown); ++i) {
      list += (list.empty() ? "" : ", ") + catalog_.at(firing[i]->rule).rule.name + " " +
              WithThousands(firing[i]->alerts);
    }
    Line("top", EscapeTerminal(list));
  }

  void Timing(double total) {
    std::uint64_t unpacked = 0;
    for (const InputReport& input : result_.run.inputs) unpacked += input.bytes_unpacked;
    const double seconds = std::max(result_.seconds_run, 1e-9);
    const auto events = static_cast<double>(result_.run.records.records_parsed);
    Line("time", SecondsText(total) + " in all; evidence " + SecondsText(result_.seconds_run) +
                     ", " + WithThousands(static_cast<unsigned long long>(events / seconds)) +
                     " events/s, " + ByteText(static_cast<double>(unpacked) / seconds) + "/s");
  }

  const ScanResult& result_;
  const Catalog& catalog_;
  const LoadReport& report_;
  const Terminal& terminal_;
  std::string out_;
};

}  // namespace

std::string ScanBooksJson(const ScanResult& result, const Catalog& catalog,
                          const LoadReport& report) {
  Json json = {{"schema", "tocsin.scan-stats/1"},
               {"records", RecordsJson(result)},
               {"inputs", InputsJson(result)},
               {"sources", CountsJson(result.run.records.sources)},
               {"rules", RulesJson(result, catalog, report)},
               {"process_state", ProcessStateJson(result)},
               {"alerts", AlertsJson(result, catalog)},
               {"limits", LimitsJson(result, catalog)}};
  if (result.stream) json["stream"] = StreamJson(*result.stream, catalog);
  if (result.run.first_event <= result.run.last_event) {
    json["first_event"] = FormatTime(result.run.first_event);
    json["last_event"] = FormatTime(result.run.last_event);
  }
  json["ruleset"] = result.ruleset_hash;
  json["seconds"] = result.seconds_run;
  return JsonText(json);
}

std::string ScanSummary(const ScanResult& result, const Catalog& catalog, const LoadReport& report,
                        double seconds, bool detailed, const Terminal& terminal) {
  return Summary(result, catalog, report, terminal).Write(seconds, detailed);
}

bool SomethingWasUnreadable(const ScanResult& result) {
  if (!result.run.records.rejected.empty()) return true;
  return std::any_of(
      result.run.inputs.begin(), result.run.inputs.end(),
      [](const InputReport& input) { return input.error.has_value() && !input.skipped; });
}

}  // namespace tocsin
