#include "event/any_value.h"

#include "event/builder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin {
namespace {

std::vector<std::string> AnyValues(const FieldDemand& demand, Schema& schema) {
  EventBatch batch;
  EventBuilder builder(schema, demand, batch);
  builder.Begin("test", {}, {});
  builder.AddNamed("user.name", Value::String("Jane"));
  builder.AddNamed("process.pid", Value::Int(503));
  builder.AddNamed("own.flag", Value::Bool(true));
  builder.AddNamed("tags", Value::String("env:prod"));
  builder.AddNamed("event.category", Value::String("process"));
  builder.Finish();
  std::vector<std::string> texts;
  const FieldId any = schema.Intern(kAnyValueField);
  for (const Value& value : batch.events().front().Find(any)) texts.emplace_back(value.text());
  return texts;
}

TEST(AnyValue, HoldsEveryValueOfTheRecordAsText) {
  Schema schema;
  FieldDemand demand;
  demand.Add(schema.Intern(kAnyValueField));
  EXPECT_EQ(AnyValues(demand, schema), (std::vector<std::string>{"Jane", "503", "true"}));
}

TEST(AnyValue, IsNotMadeUnlessDemanded) {
  Schema schema;
  schema.Intern(kAnyValueField);
  EXPECT_TRUE(AnyValues(FieldDemand(), schema).empty());
  // Demanding everything means every field of the record; this is none.
  EXPECT_TRUE(AnyValues(FieldDemand::All(), schema).empty());
}

}  // namespace
}  // namespace tocsin
