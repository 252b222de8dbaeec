// Facts: the event types of Deep Visibility as the Cloud Funnel 2.0 schema lists them, and the
// published ECS mapping of the data stream sentinel_one_cloud_funnel.event.
#include "telemetry/sources/sentinel_one/event_class.h"

#include "base/case_fold.h"

namespace tocsin::sentinel_one {
namespace {

constexpr EventKindName kFamilyNames[] = {
    {kProcess, "process"},
    {kCrossProcess, "cross process"},
    {kConnect, "IP connect"},
    {kListen, "IP listen"},
    {kDns, "DNS"},
    {kFile, "file"},
    {kRegKey, "registry key"},
    {kRegValue, "registry value"},
    {kModule, "module"},
    {kDriver, "driver"},
    {kLogin, "login"},
    {kUrl, "URL"},
    {kIndicator, "indicator"},
    {kOther, "other"},
};

// A word of event.type and what it says.
struct Verb {
  std::string_view word;
  std::string_view type;
  std::string_view action;
};

constexpr Verb kFileVerbs[] = {
    {"creat", "creation", "creation"},   {"delet", "deletion", "deletion"},
    {"renam", "change", "rename"},       {"modif", "change", "modification"},
    {"chang", "change", "modification"},
};
constexpr Verb kRegistryVerbs[] = {
    {"creat", "creation", "creation"},   {"delet", "deletion", "deletion"},
    {"renam", "change", "rename"},       {"modif", "change", "modification"},
    {"chang", "change", "modification"}, {"import", "change", "modification"},
    {"export", "access", "query"},
};
constexpr Verb kTaskVerbs[] = {
    {"regist", "creation", "creation"},
    {"delet", "deletion", "deletion"},
    {"updat", "change", "modification"},
};
constexpr Verb kCrossVerbs[] = {
    {"thread creat", "change", "remote_thread"},
    {"threadcreat", "change", "remote_thread"},
    {"handle", "access", "open"},
};
constexpr Verb kProcessVerbs[] = {
    {"creat", "start", "start"},
    {"exit", "end", "end"},
    {"terminat", "end", "end"},
    {"modif", "change", "modification"},
};
constexpr Verb kLoginVerbs[] = {{"login", "start", ""}, {"logout", "end", ""}};
constexpr Verb kLoadVerbs[] = {{"load", "start", "load"}};

bool Says(std::string_view type, std::string_view word) {
  return AsciiFindIgnoreCase(type, word) != std::string_view::npos;
}

EventClass ByVerb(Family family, std::string_view category, std::string_view type,
                  std::span<const Verb> verbs) {
  for (const Verb& verb : verbs) {
    if (Says(type, verb.word)) return {family, {category}, {verb.type}, verb.action};
  }
  return {family, {category}, {"info"}};
}

}  // namespace

std::span<const EventKindName> FamilyNames() { return kFamilyNames; }

EventClass ClassOfEvent(std::string_view category, std::string_view type) {
  const auto is = [category](std::string_view name) {
    return AsciiEqualsIgnoreCase(category, name);
  };
  if (is("process")) return ByVerb(kProcess, "process", type, kProcessVerbs);
  if (is("cross_process")) return ByVerb(kCrossProcess, "process", type, kCrossVerbs);
  if (is("ip")) {
    if (Says(type, "connect")) return {kConnect, {"network"}, {"start", "connection"}};
    return {kListen, {"network"}, {"info"}};
  }
  if (is("dns")) return {kDns, {"network"}, {"info", "protocol"}, "lookup_requested"};
  if (is("file")) return ByVerb(kFile, "file", type, kFileVerbs);
  if (is("registry")) {
    return ByVerb(Says(type, "value") ? kRegValue : kRegKey, "registry", type, kRegistryVerbs);
  }
  if (is("module")) return ByVerb(kModule, "library", type, kLoadVerbs);
  if (is("driver")) return ByVerb(kDriver, "driver", type, kLoadVerbs);
  if (is("logins")) return ByVerb(kLogin, "authentication", type, kLoginVerbs);
  if (is("scheduled_task")) return ByVerb(kOther, "configuration", type, kTaskVerbs);
  if (is("url")) return {kUrl, {"network"}, {"info", "protocol"}};
  if (is("indicators")) return {kIndicator, {"intrusion_detection"}, {"info"}};
  if (is("command_script")) return {kOther, {"process"}, {"info"}};
  return {kOther, {}, {"info"}};
}

}  // namespace tocsin::sentinel_one
