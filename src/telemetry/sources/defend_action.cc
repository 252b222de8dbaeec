#include "telemetry/sources/defend_action.h"

#include "base/case_fold.h"
#include "event/ecs/dictionary.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string_view>

namespace tocsin {
namespace {

constexpr FieldId kAction = Field("event.action");

// What of the event decides the word.
struct Facts {
  bool process = false, network = false, file = false, registry = false, library = false,
       driver = false;
  bool start = false, end = false, creation = false, deletion = false, change = false,
       access = false, denied = false;
  bool windows = false, ingress = false, dns_question = false, dns_answer = false,
       registry_data = false, module = false, image = false, info = false, alert = false;
  std::string_view action;
};

struct Word {
  FieldId field;
  std::string_view text;
  bool Facts::*fact;
};
constexpr Word kWords[] = {
    {Field("event.category"), "process", &Facts::process},
    {Field("event.category"), "network", &Facts::network},
    {Field("event.category"), "file", &Facts::file},
    {Field("event.category"), "registry", &Facts::registry},
    {Field("event.category"), "library", &Facts::library},
    {Field("event.category"), "driver", &Facts::driver},
    {Field("event.type"), "start", &Facts::start},
    {Field("event.type"), "end", &Facts::end},
    {Field("event.type"), "creation", &Facts::creation},
    {Field("event.type"), "deletion", &Facts::deletion},
    {Field("event.type"), "change", &Facts::change},
    {Field("event.type"), "access", &Facts::access},
    {Field("event.type"), "denied", &Facts::denied},
    {Field("event.type"), "info", &Facts::info},
    {Field("event.kind"), "alert", &Facts::alert},
    {Field("host.os.type"), "windows", &Facts::windows},
    {Field("network.direction"), "ingress", &Facts::ingress},
    {Field("network.direction"), "inbound", &Facts::ingress},
};

struct Presence {
  FieldId field;
  bool Facts::*fact;
};
constexpr Presence kPresences[] = {
    {Field("dns.question.name"), &Facts::dns_question},
    {Field("dns.resolved_ip"), &Facts::dns_answer},
    {Field("dns.answers"), &Facts::dns_answer},
    {Field("registry.data.strings"), &Facts::registry_data},
    {Field("dll.path"), &Facts::module},
    {Field("process.executable"), &Facts::image},
};

// The fields above, by id: of the many that an event has, few are looked at.
constexpr auto kLookedAt = [] {
  std::array<bool, ecs::kDictionarySize> looked_at{};
  looked_at[kAction.index()] = true;
  for (const Word& row : kWords) looked_at[row.field.index()] = true;
  for (const Presence& row : kPresences) looked_at[row.field.index()] = true;
  return looked_at;
}();

Facts ReadFacts(const EventBuilder& event) {
  Facts facts;
  event.ForEachAdded([&](FieldId field, const Value& value) {
    if (field.index() >= kLookedAt.size() || !kLookedAt[field.index()]) return;
    for (const Presence& row : kPresences) {
      if (row.field == field) facts.*row.fact = true;
    }
    if (!value.is_string()) return;
    if (field == kAction && facts.action.empty()) facts.action = value.text();
    for (const Word& row : kWords) {
      if (row.field == field && row.text == value.text()) facts.*row.fact = true;
    }
  });
  return facts;
}

bool Mentions(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) { return AsciiLower(a) == AsciiLower(b); };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

// Whether a start in the category process is that of the process itself, by the sensor's word.
bool IsProcessStart(std::string_view action) {
  constexpr std::string_view kStems[] = {"exec", "start", "creat", "fork", "rollup"};
  return action.empty() ||
         std::any_of(std::begin(kStems), std::end(kStems),
                     [action](std::string_view s) { return Mentions(action, s); });
}

bool IsListening(std::string_view action) {
  return Mentions(action, "listen") || Mentions(action, "bind") || Mentions(action, "bound");
}

// The words that fit; at most two (a name look-up seen with its answer).
struct Words {
  std::array<std::string_view, 2> list;
};

Words WordsOf(const Facts& facts) {
  if (facts.alert || facts.denied) return {};
  if (facts.library || (facts.process && facts.module && !facts.end)) return {{"load"}};
  if (facts.driver) return {{"load"}};
  if (facts.process) {
    // Logs of what a program did (a shell's commands, sudo) name no image.
    if (!facts.image || facts.info) return {};
    if (facts.end) return {{"end"}};
    if (!facts.start || !IsProcessStart(facts.action)) return {};
    if (facts.windows) return {{"start"}};
    return {{Mentions(facts.action, "fork") ? "fork" : "exec"}};
  }
  if (facts.network) {
    if (facts.dns_question) {
      return facts.dns_answer ? Words{{"lookup_requested", "lookup_result"}}
                              : Words{{"lookup_requested"}};
    }
    if (facts.end) return {{"disconnect_received"}};
    if (!facts.start || IsListening(facts.action)) return {};
    return {{facts.ingress ? "connection_accepted" : "connection_attempted"}};
  }
  if (facts.registry) {
    if (facts.deletion) return {{"deletion"}};
    if (facts.creation) return {{"creation"}};
    if (facts.change && facts.registry_data) return {{"modification"}};
    return {};
  }
  if (facts.file) {
    if (Mentions(facts.action, "pipe")) return {};
    if (facts.deletion) return {{"deletion"}};
    if (facts.creation) return {{"creation"}};
    if (facts.change) return {{Mentions(facts.action, "rename") ? "rename" : "modification"}};
    if (facts.access && Mentions(facts.action, "open")) return {{"open"}};
  }
  return {};
}

}  // namespace

void AddDefendAction(EventBuilder& event) {
  if (!event.Wants(kAction)) return;
  const Facts facts = ReadFacts(event);
  for (const std::string_view word : WordsOf(facts).list) {
    if (!word.empty() && word != facts.action) event.AddText(kAction, word);
  }
}

}  // namespace tocsin
