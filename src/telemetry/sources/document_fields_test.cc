#include "telemetry/sources/document_fields.h"

#include "event/json_writer.h"
#include "telemetry/decoders/json/json_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tocsin {
namespace {

class DocumentFieldsTest : public testing::Test {
 protected:
  doc::Node Decode(std::string_view json) {
    JsonDecoder decoder;
    doc::Node root;
    EXPECT_TRUE(decoder.Decode(json, batch_.arena(), &root).ok()) << json;
    return root;
  }

  std::string Flatten(std::string_view json, const FieldDemand& demand = FieldDemand::All()) {
    batch_.Clear();
    const doc::Node root = Decode(json);
    EventBuilder event(schema_, demand, batch_);
    event.Begin("test", {}, json);
    AddDocumentFields(root, event);
    event.Finish();
    std::string text;
    AppendEventJson(batch_.events().front(), schema_, &text);
    return text;
  }

  Schema schema_;
  EventBatch batch_;
};

TEST_F(DocumentFieldsTest, DottedAndNestedKeysMeanTheSame) {
  EXPECT_EQ(Flatten(R"({"process":{"name":"a","pid":1}})"), Flatten(R"({"process.name":"a",
      "process.pid":1})"));
}

TEST_F(DocumentFieldsTest, ListsStayListsAndScalarsOfListFieldsBecomeLists) {
  EXPECT_EQ(Flatten(R"({"process":{"args":["a",""]},"event":{"category":"process"}})"),
            R"({"event":{"category":["process"]},"process":{"args":["a",""]}})");
}

TEST_F(DocumentFieldsTest, ArraysOfObjectsAreParallelListsAndObjectsWhereWanted) {
  constexpr std::string_view kJson =
      R"({"dns":{"answers":[{"data":"1.2.3.4","ttl":60},{"data":"a.example"}]}})";
  EXPECT_EQ(Flatten(kJson), kJson);
  const std::span<const Value> data =
      batch_.events().front().Find(*schema_.Find("dns.answers.data"));
  ASSERT_EQ(data.size(), 2U);
  EXPECT_EQ(data[1].text(), "a.example");
  FieldDemand demand;
  demand.Add(*schema_.Find("dns.answers.data"));
  EXPECT_EQ(Flatten(kJson, demand), R"({"dns":{"answers":{"data":["1.2.3.4","a.example"]}}})");
  demand.Add(*schema_.Find("dns.answers"));
  EXPECT_EQ(Flatten(kJson, demand), kJson);
}

TEST_F(DocumentFieldsTest, ALoneObjectOfANestedFieldIsAListOfOne) {
  const FieldId array = *schema_.Find("process.thread.Ext.call_stack");
  FieldDemand demand;
  demand.Add(array);
  Flatten(R"({"process":{"thread":{"Ext":{"call_stack":{"symbol_info":"a.dll!F"}}}}})", demand);
  const std::span<const Value> elements = batch_.events().front().Find(array);
  ASSERT_EQ(elements.size(), 1U);
  ASSERT_EQ(elements[0].kind(), ValueKind::kObject);
  ASSERT_EQ(elements[0].object_size(), 1U);
  EXPECT_EQ(elements[0].object_fields()[0].field,
            *schema_.Find("process.thread.Ext.call_stack.symbol_info"));
  EXPECT_EQ(elements[0].object_fields()[0].values[0].text(), "a.dll!F");
}

TEST_F(DocumentFieldsTest, MembersOutsideTheDictionaryStandBesideTheObjects) {
  EXPECT_EQ(Flatten(R"({"dns":{"answers":[{"data":"a","odd":1},"text",{"odd":[2,3]}]}})"),
            R"({"dns":{"answers":[{"data":"a"},{},"text"],"answers.odd":[1,2,3]}})");
}

TEST_F(DocumentFieldsTest, ArraysWithinElementsAreValuesOfTheElement) {
  schema_.Intern("list");
  schema_.Intern("list.inner");
  schema_.Intern("list.inner.x");
  constexpr std::string_view kJson =
      R"({"list":[{"inner":[{"x":1},{"x":2}]},{"inner":[{"x":3}]}]})";
  EXPECT_EQ(Flatten(kJson), R"({"list":[{"inner":[{"x":1},{"x":2}]},{"inner":{"x":3}}]})");
  const std::span<const Value> flat = batch_.events().front().Find(*schema_.Find("list.inner.x"));
  EXPECT_EQ(flat.size(), 3U);
}

TEST_F(DocumentFieldsTest, KeepsNamesOutsideTheDictionary) {
  EXPECT_EQ(Flatten(R"({"acme":{"colour":"red","n":[1,2]}})"),
            R"({"acme":{"colour":"red","n":[1,2]}})");
}

TEST_F(DocumentFieldsTest, LeavesNullsAndMultiFieldsOut) {
  EXPECT_EQ(Flatten(R"({"process":{"name":"A","pid":null},"process.name.caseless":"a"})"),
            R"({"process":{"name":"A"}})");
}

TEST_F(DocumentFieldsTest, TakesOnlyWhatIsDemanded) {
  FieldDemand demand;
  demand.Add(*schema_.Find("process.name"));
  EXPECT_EQ(Flatten(R"({"process":{"name":"a","pid":1},"acme":2})", demand),
            R"({"process":{"name":"a"}})");
}

TEST_F(DocumentFieldsTest, FindsLeavesBelowDottedParents) {
  const doc::Node root = Decode(R"({"a":{"b.c":{"d":"x"}},"e.f":["y"]})");
  EXPECT_EQ(FieldText(root, "a.b.c.d"), "x");
  EXPECT_EQ(FieldText(root, "e.f"), "y");
  EXPECT_EQ(FindField(root, "a.b"), nullptr);
}

}  // namespace
}  // namespace tocsin
