#include "alerts/reason.h"

#include "event/ecs/dictionary.h"
#include "event/plain_text.h"

#include <fmt/format.h>

namespace tocsin {
namespace {

// All values joined; a lone "-" counts as nothing.
std::string Joined(const Event& event, FieldId field) {
  std::string joined;
  for (const Value& value : event.Find(field)) {
    if (!joined.empty()) joined += ", ";
    joined += PlainText(value);
  }
  return joined == "-" ? std::string() : joined;
}

std::string Endpoint(const Event& event, FieldId ip, FieldId port) {
  const std::string address = Joined(event, ip);
  const std::string number = Joined(event, port);
  if (address.empty() && number.empty()) return {};
  return number.empty() ? address : address + ":" + number;
}

}  // namespace

std::string ReasonOf(const Event& event, RuleSeverity severity, std::string_view rule_name) {
  std::string text = Joined(event, Field("event.category"));
  text += text.empty() ? "event" : " event";
  std::string with;
  const auto part = [&with](std::string_view label, const std::string& value) {
    if (!value.empty()) with += fmt::format(" {} {},", label, value);
  };
  part("process", Joined(event, Field("process.name")));
  part("parent process", Joined(event, Field("process.parent.name")));
  part("file", Joined(event, Field("file.name")));
  part("source", Endpoint(event, Field("source.ip"), Field("source.port")));
  part("destination", Endpoint(event, Field("destination.ip"), Field("destination.port")));
  if (!with.empty()) text += " with" + with;
  const std::string user = Joined(event, Field("user.name"));
  if (!user.empty()) text += " by " + user;
  const std::string host = Joined(event, Field("host.name"));
  if (!host.empty()) text += " on " + host;
  return text + fmt::format(" created {} alert {}.", RuleSeverityName(severity), rule_name);
}

}  // namespace tocsin
