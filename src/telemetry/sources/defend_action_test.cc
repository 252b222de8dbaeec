#include "telemetry/sources/defend_action.h"

#include "event/ecs/dictionary.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace tocsin {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string ActionsOf(const Fields& fields) {
  const Schema schema;
  EventBatch batch;
  EventBuilder builder(schema, FieldDemand::All(), batch);
  builder.Begin("sensor", EventOrigin{}, {});
  for (const auto& [name, value] : fields) builder.AddNamed(name, Value::String(value));
  AddDefendAction(builder);
  builder.Finish();
  std::string text;
  for (const Value& value : batch.events().front().Find(Field("event.action"))) {
    text += (text.empty() ? "" : ",") + std::string(value.text());
  }
  return text;
}

TEST(DefendAction, WordsByCategoryTypeAndDirection) {
  const std::pair<Fields, std::string> cases[] = {
      {{{"event.category", "process"},
        {"event.type", "start"},
        {"event.action", "executed"},
        {"process.executable", "/bin/a"}},
       "executed,exec"},
      // What sudo or a shell logs names no image.
      {{{"event.category", "process"}, {"event.type", "start"}, {"event.action", "ran-command"}},
       "ran-command"},
      {{{"event.category", "process"},
        {"event.type", "start"},
        {"event.action", "ran-command"},
        {"process.executable", "/usr/bin/sudo"}},
       "ran-command"},
      {{{"event.category", "network"},
        {"event.type", "start"},
        {"event.action", "NetworkListenIP4"}},
       "NetworkListenIP4"},
      {{{"event.category", "process"},
        {"event.type", "start"},
        {"event.action", "fork_event"},
        {"process.executable", "/bin/a"}},
       "fork_event,fork"},
      {{{"event.category", "process"},
        {"event.type", "start"},
        {"event.action", "created-process"},
        {"process.executable", "a.exe"},
        {"host.os.type", "windows"}},
       "created-process,start"},
      {{{"event.category", "process"},
        {"event.type", "start"},
        {"event.action", "exec"},
        {"process.executable", "/bin/a"}},
       "exec"},
      {{{"event.category", "process"}, {"event.type", "end"}, {"process.executable", "/bin/a"}},
       "end"},
      {{{"event.category", "process"}, {"event.type", "access"}, {"event.action", "x"}}, "x"},
      {{{"event.category", "process"}, {"event.type", "change"}, {"dll.path", "a.dll"}}, "load"},
      {{{"event.category", "network"}, {"event.type", "start"}}, "connection_attempted"},
      {{{"event.category", "network"}, {"event.type", "start"}, {"network.direction", "ingress"}},
       "connection_accepted"},
      {{{"event.category", "network"}, {"event.type", "denied"}, {"event.type", "start"}}, ""},
      {{{"event.category", "network"}, {"dns.question.name", "a.example"}}, "lookup_requested"},
      {{{"event.category", "network"},
        {"dns.question.name", "a.example"},
        {"dns.resolved_ip", "192.0.2.1"}},
       "lookup_requested,lookup_result"},
      {{{"event.category", "file"}, {"event.type", "creation"}, {"event.action", "FileCreate"}},
       "FileCreate,creation"},
      {{{"event.category", "file"},
        {"event.type", "creation"},
        {"event.action", "PipeEvent (Pipe Created)"}},
       "PipeEvent (Pipe Created)"},
      {{{"event.category", "file"}, {"event.type", "change"}, {"event.action", "FileRenameInfo"}},
       "FileRenameInfo,rename"},
      {{{"event.category", "registry"}, {"event.type", "change"}, {"registry.data.strings", "1"}},
       "modification"},
      {{{"event.category", "registry"}, {"event.type", "change"}}, ""},
      {{{"event.kind", "alert"}, {"event.category", "process"}, {"event.type", "start"}}, ""},
      {{{"event.category", "authentication"}, {"event.type", "start"}}, ""},
  };
  for (const auto& [fields, expected] : cases) EXPECT_EQ(ActionsOf(fields), expected);
}

}  // namespace
}  // namespace tocsin
