#include "event/json_writer.h"

#include "event/builder.h"
#include "event/ecs/dictionary.h"

#include <gtest/gtest.h>

#include <limits>
#include <utility>
#include <vector>

namespace tocsin {
namespace {

using Named = std::vector<std::pair<const char*, Value>>;

std::string Json(const Named& fields) {
  const Schema schema;
  EventBatch batch;
  EventBuilder builder(schema, FieldDemand::All(), batch);
  builder.Begin("test", {}, "");
  for (const auto& [name, value] : fields) builder.AddNamed(name, value);
  builder.Finish();
  std::string out;
  AppendEventJson(batch.events()[0], schema, &out);
  return out;
}

TEST(JsonWriter, NestsByNameInOrder) {
  EXPECT_EQ(Json({}), "{}");
  EXPECT_EQ(Json({{"process.pid", Value::Int(1)},
                  {"process.name", Value::String("a")},
                  {"host.name", Value::String("h")},
                  {"process.parent.pid", Value::Int(2)},
                  {"aaa", Value::Bool(true)}}),
            R"({"aaa":true,"host":{"name":"h"},)"
            R"("process":{"name":"a","parent":{"pid":2},"pid":1}})");
}

TEST(JsonWriter, WritesListsWhereTheDictionaryDoesAndWhereThereAreSeveral) {
  EXPECT_EQ(Json({{"event.category", Value::String("process")}}),
            R"({"event":{"category":["process"]}})");
  EXPECT_EQ(Json({{"process.pid", Value::Int(1)}, {"process.pid", Value::Int(2)}}),
            R"({"process":{"pid":[1,2]}})");
}

TEST(JsonWriter, WritesANameThatIsValueAndPrefixDotted) {
  EXPECT_EQ(Json({{"a", Value::Int(1)},
                  {"a.b", Value::Int(2)},
                  {"a.b.c", Value::Int(3)},
                  {"a-z", Value::Int(4)}}),
            R"({"a":1,"a-z":4,"a.b":2,"a.b.c":3})");
  EXPECT_EQ(Json({{"x.a", Value::Int(1)}, {"x.a.b", Value::Int(2)}, {"x.c.d", Value::Int(3)}}),
            R"({"x":{"a":1,"a.b":2,"c":{"d":3}}})");
}

TEST(JsonWriter, WritesNamesWithEmptyPartsDotted) {
  EXPECT_EQ(Json({{"a..b", Value::Int(1)},
                  {"a.c", Value::Int(2)},
                  {"d.", Value::Int(3)},
                  {".e", Value::Int(4)},
                  {"", Value::Int(5)}}),
            R"({"":5,".e":4,"a..b":1,"a":{"c":2},"d.":3})");
}

TEST(JsonWriter, WritesWhatIsDeeperThanSixtyFourPartsDotted) {
  std::string name = "x";
  std::string opened = "{";
  for (int i = 1; i < 64; ++i) {
    name += ".x";
    opened += R"("x":{)";
  }
  const std::string closed(64, '}');
  EXPECT_EQ(Json({{name.c_str(), Value::Int(1)}}), opened + R"("x":1)" + closed);
  const std::string deeper = name + ".y.z";
  const std::string beside = name + ".y";
  EXPECT_EQ(Json({{deeper.c_str(), Value::Int(1)}, {beside.c_str(), Value::Int(2)}}),
            opened + R"("x.y":2,"x.y.z":1)" + closed);
}

// Two megabytes of parts. With an effort that grows with the square this would take hours.
TEST(JsonWriter, WritesANameOfAMillionPartsInLinearTime) {
  std::string name = "x";
  while (name.size() < (std::size_t{2} << 20)) name += ".x";
  const std::string json = Json({{name.c_str(), Value::Int(1)}});
  EXPECT_TRUE(json.starts_with(R"({"x":{"x":{"x":)"));
  const std::size_t dots = 63 * 4;  // that became `":{"`, with the brace that closes it
  EXPECT_EQ(json.size(), name.size() + dots + std::string_view(R"({"":1})").size());
}

TEST(JsonWriter, WritesObjectsInsteadOfTheirFlattenedCopies) {
  const Schema schema;
  EventBatch batch;
  EventBuilder builder(schema, FieldDemand::All(), batch);
  const Value subject = Value::String("s");
  const Value exists = Value::Bool(true);
  const FieldEntry members[] = {
      {Field("dll.Ext.code_signature.subject_name"), 1, &subject},
      {Field("dll.Ext.code_signature.exists"), 1, &exists},
  };
  builder.Begin("test", {}, "");
  builder.Add(Field("dll.Ext.code_signature"), Value::Object(members, 2));
  builder.Add(Field("dll.Ext.code_signature.subject_name"), subject);
  builder.Add(Field("dll.Ext.code_signature.exists"), exists);
  builder.Finish();
  std::string out;
  AppendEventJson(batch.events()[0], schema, &out);
  EXPECT_EQ(out, R"({"dll":{"Ext":{"code_signature":{"exists":true,"subject_name":"s"}}}})");
  out.clear();
  AppendValueJson(Value::Object(members, 2), "dll.Ext.code_signature", schema, &out);
  EXPECT_EQ(out, R"({"exists":true,"subject_name":"s"})");
}

TEST(JsonWriter, EscapesTextAndReplacesMalformedBytes) {
  const auto text = [](std::string_view t) {
    std::string out;
    AppendValueJson(Value::String(t), &out);
    return out;
  };
  EXPECT_EQ(text("a\"b\\c\n\t\r\b\f"), R"("a\"b\\c\n\t\r\u0008\u000c")");
  EXPECT_EQ(text(std::string_view("\0\x1f\x7f", 3)), R"("\u0000\u001f\u007f")");
  EXPECT_EQ(text("\xC2\x9B"
                 "31m"),
            R"("\u009b31m")");  // a terminal's control sequence
  EXPECT_EQ(text("caf\xC3\xA9 \xF0\x9F\x98\x80"), "\"caf\xC3\xA9 \xF0\x9F\x98\x80\"");
  EXPECT_EQ(text("x\xFFy\xC3"), "\"x\xEF\xBF\xBDy\xEF\xBF\xBD\"");
}

TEST(JsonWriter, WritesEachKindOfValue) {
  const auto json = [](const Value& value) {
    std::string out;
    AppendValueJson(value, &out);
    return out;
  };
  EXPECT_EQ(json(Value::Null()), "null");
  EXPECT_EQ(json(Value::Bool(false)), "false");
  EXPECT_EQ(json(Value::Int(INT64_MIN)), "-9223372036854775808");
  EXPECT_EQ(json(Value::UInt(UINT64_MAX)), "18446744073709551615");
  EXPECT_EQ(json(Value::Double(0.1)), "0.1");
  EXPECT_EQ(json(Value::Double(std::numeric_limits<double>::infinity())), "null");
  EXPECT_EQ(json(Value::Time(1'500'000'000)), "\"1970-01-01T00:00:01.500Z\"");
}

}  // namespace
}  // namespace tocsin
