// Events for tests of process state: "process.pid=12 event.type=start ..." in one line.
#pragma once

#include "event/batch.h"
#include "event/builder.h"
#include "event/retained_event.h"

#include <charconv>
#include <string>
#include <string_view>

namespace tocsin::lineage {

// Words `name=value` separated by blanks; `+` in a value stands for a blank; digits are a number.
// `t` is the time in milliseconds, `source` the sensor, `host` the host.id.
inline EventPtr MakeEvent(std::string_view words) {
  const Schema schema;
  EventBatch batch;
  EventBuilder builder(schema, FieldDemand::All(), batch);
  std::string_view source = "sensor";
  if (const std::size_t at = words.find("source="); at != std::string_view::npos) {
    source = words.substr(at + 7, words.find(' ', at) - at - 7);
  }
  builder.Begin(source, EventOrigin{}, words);
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(words.size(), word.size() + 1));
    const std::string_view name = word.substr(0, word.find('='));
    std::string text(word.substr(name.size() + 1));
    for (char& c : text) c = c == '+' ? ' ' : c;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = error == std::errc() && end == text.data() + text.size();
    if (name == "t") {
      builder.SetTime(Time{number * 1'000'000});
    } else if (name == "host") {
      builder.AddNamed("host.id", Value::String(batch.arena().Copy(text)));
    } else if (name != "source") {
      builder.Add(*schema.Find(name),
                  is_number ? Value::Int(number) : Value::String(batch.arena().Copy(text)));
    }
  }
  builder.Finish();
  return RetainedEvent::RetainCopy(batch.events().front());
}

}  // namespace tocsin::lineage
