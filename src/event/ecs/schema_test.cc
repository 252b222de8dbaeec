#include "event/ecs/schema.h"

#include "event/ecs/dictionary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace tocsin {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Schema, BeginsWithTheDictionaryUnderItsIds) {
  const Schema schema;
  ASSERT_EQ(schema.size(), ecs::kDictionarySize);
  for (std::uint32_t i = 0; i < ecs::kDictionarySize; ++i) {
    const auto& entry = ecs::kDictionary[i];
    ASSERT_EQ(schema.Find(entry.name), FieldId(i)) << entry.name;
    EXPECT_EQ(schema.name(FieldId(i)), entry.name);
    EXPECT_EQ(schema.type(FieldId(i)), entry.type);
    EXPECT_TRUE(schema.known(FieldId(i)));
  }
}

TEST(Schema, FindsOnlyExactNames) {
  const Schema schema;
  EXPECT_EQ(schema.Find("process.name"), Field("process.name"));
  for (const char* name : {"", ".", "process", "Process.Name", "process.name ", "process.name.",
                           "process.name.text", "no.such.field"}) {
    EXPECT_EQ(schema.Find(name), std::nullopt) << name;
  }
}

TEST(Schema, KeepsIdsDenseAndStableWhileItGrows) {
  Schema schema;
  const auto first = static_cast<std::uint32_t>(schema.size());
  for (std::uint32_t i = 0; i < 5000; ++i) {
    ASSERT_EQ(schema.Intern("custom.n" + std::to_string(i)), FieldId(first + i));
  }
  EXPECT_EQ(schema.size(), first + 5000U);
  EXPECT_EQ(schema.Intern("custom.n17"), FieldId(first + 17));
  EXPECT_EQ(schema.name(FieldId(first + 17)), "custom.n17");
  EXPECT_EQ(schema.Find("process.pid"), Field("process.pid"));
}

TEST(Schema, AddsStrangeNamesAsUnmappedAndUnknown) {
  Schema schema;
  const FieldId id = schema.Intern("acme.badge.color");
  EXPECT_EQ(schema.type(id), FieldType::kUnmapped);
  EXPECT_FALSE(schema.known(id));
  EXPECT_FALSE(schema.Knows("acme.badge.color"));
  EXPECT_EQ(schema.Resolve("acme.badge.color"), FieldRef{id});
}

TEST(Schema, KnowsMembersOfOpenObjects) {
  Schema schema;
  for (const char* name :
       {"winlog.event_data.Fancy", "winlog.user_data.EventXML.Param1", "labels.team",
        "container.labels.a.b", "process.pe.imports.kernel32", "auditd.data.a7",
        "aws.cloudtrail.flattened.request_parameters.policyArn"}) {
    EXPECT_TRUE(schema.Knows(name)) << name;
    EXPECT_EQ(schema.Find(name), std::nullopt) << name;
    const FieldId id = schema.Intern(name);
    EXPECT_TRUE(schema.known(id)) << name;
    EXPECT_EQ(schema.type(id), FieldType::kKeyword) << name;
    EXPECT_FALSE(schema.host_bound(id)) << name;
  }
  for (const char* name : {"winlog.event_datax", "winlog.event_data.", "winlog.nothing", "label.x",
                           "process.name.first", "process.x"}) {
    EXPECT_FALSE(schema.Knows(name)) << name;
  }
}

TEST(Schema, ResolvesViewsToTheirField) {
  Schema schema;
  const FieldId name = Field("process.name");
  EXPECT_EQ(schema.Resolve("process.name"), (FieldRef{name, FieldView::kExact}));
  EXPECT_EQ(schema.Resolve("process.name.caseless"), (FieldRef{name, FieldView::kCaseless}));
  EXPECT_EQ(schema.Resolve("process.name.text"), (FieldRef{name, FieldView::kText}));
  EXPECT_TRUE(schema.Knows("process.name.caseless"));
  EXPECT_TRUE(schema.Knows("winlog.event_data.Fancy.caseless"));
  // A field of the dictionary that happens to be called so, and what is no view of anything.
  EXPECT_EQ(schema.Resolve("process.io.text"), FieldRef{Field("process.io.text")});
  EXPECT_EQ(schema.Resolve("no.such.text"), std::nullopt);
  EXPECT_EQ(schema.Resolve("process.caseless"), std::nullopt);
  EXPECT_EQ(schema.Resolve("process.name.caseless.text"), std::nullopt);
  EXPECT_FALSE(schema.Knows("process.name.keyword"));
}

TEST(Schema, TakesMembersOfOpenObjectsCalledLikeAViewAsMembers) {
  Schema schema;
  EXPECT_EQ(schema.InternRef("winlog.event_data.text").view, FieldView::kExact);
  EXPECT_EQ(schema.InternRef("labels.caseless").view, FieldView::kExact);
}

TEST(Schema, InternRefAddsTheFieldAndNotTheView) {
  Schema schema;
  const std::size_t before = schema.size();
  EXPECT_EQ(schema.InternRef("process.name.caseless"),
            (FieldRef{Field("process.name"), FieldView::kCaseless}));
  EXPECT_EQ(schema.size(), before);
  const FieldRef member = schema.InternRef("winlog.event_data.Fancy.text");
  EXPECT_EQ(schema.name(member.id), "winlog.event_data.Fancy");
  EXPECT_EQ(member.view, FieldView::kText);
  EXPECT_EQ(schema.size(), before + 1);
  EXPECT_EQ(schema.name(schema.InternRef("acme.text").id), "acme.text");
}

TEST(Schema, MeaningOfANameDoesNotDependOnWhatWasInternedBefore) {
  Schema schema;
  schema.Intern("process.name.text");
  schema.Intern("winlog.event_data.Fancy.text");
  EXPECT_EQ(schema.Resolve("process.name.text"),
            (FieldRef{Field("process.name"), FieldView::kText}));
  EXPECT_EQ(schema.InternRef("winlog.event_data.Fancy.text").view, FieldView::kText);
  EXPECT_FALSE(schema.Knows("acme.x"));
  schema.Intern("acme.x");
  EXPECT_FALSE(schema.Knows("acme.x"));
}

TEST(Schema, DeclaresFieldsOfAUser) {
  Schema schema;
  const FieldId early = schema.Intern("acme.badge.id");
  const auto id = schema.Declare("acme.badge.id", FieldType::kLong);
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(*id, early);
  EXPECT_TRUE(schema.known(early));
  EXPECT_EQ(schema.type(early), FieldType::kLong);
  EXPECT_TRUE(schema.Declare("acme.badge.id", FieldType::kLong).has_value());
  EXPECT_TRUE(schema.Declare("process.pid", FieldType::kLong).has_value());

  const auto conflict = schema.Declare("process.pid", FieldType::kKeyword);
  ASSERT_FALSE(conflict.has_value());
  EXPECT_EQ(conflict.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(schema.type(Field("process.pid")), FieldType::kLong);

  const auto typed = schema.Declare("winlog.event_data.Count", FieldType::kLong);
  ASSERT_TRUE(typed.has_value());
  EXPECT_EQ(schema.type(*typed), FieldType::kLong);

  ASSERT_TRUE(schema.Declare("acme.bag", FieldType::kFlattened).has_value());
  EXPECT_TRUE(schema.Knows("acme.bag.anything"));
}

TEST(Schema, ForgetsTheDictionaryForTheFieldsOfOneIndex) {
  Schema schema;
  schema.ForgetDictionary();
  EXPECT_FALSE(schema.Knows("process.pid"));
  EXPECT_FALSE(schema.Knows("winlog.event_data.Count"));
  EXPECT_FALSE(schema.Knows("process.name.caseless"));
  EXPECT_TRUE(schema.Suggest("process.pidd").empty());
  EXPECT_EQ(schema.type(Field("process.pid")), FieldType::kUnmapped);

  const auto pid = schema.Declare("process.pid", FieldType::kKeyword);
  ASSERT_TRUE(pid.has_value());
  EXPECT_EQ(*pid, Field("process.pid"));
  EXPECT_EQ(schema.type(*pid), FieldType::kKeyword);
  EXPECT_TRUE(schema.Knows("process.pid"));
  ASSERT_TRUE(schema.Declare("process", FieldType::kKeyword).has_value());
}

TEST(Schema, TellsWhatBindsToOneHost) {
  const Schema schema;
  for (const FieldId id :
       {Field("host.id"), Field("host.name"), Field("host.hostname"), Field("agent.id"),
        Field("process.entity_id"), Field("process.parent.entity_id"),
        Field("process.entry_leader.entity_id"), Field("Target.process.entity_id"),
        Field("process.Ext.effective_parent.entity_id"), Field("process.pid"),
        Field("process.parent.pid"), Field("container.id"), Field("winlog.computer_name"),
        Field("winlog.logon.id"), Field("winlog.event_data.TargetLogonId"),
        Field("winlog.event_data.SubjectLogonId")}) {
    EXPECT_TRUE(schema.host_bound(id)) << schema.name(id);
  }
  for (const FieldId id : {Field("host.os.type"), Field("host.target.id"), Field("user.name"),
                           Field("user.id"), Field("source.ip"), Field("process.name"),
                           Field("user.entity.id"), Field("winlog.event_data.TargetUserName")}) {
    EXPECT_FALSE(schema.host_bound(id)) << schema.name(id);
  }
}

TEST(Schema, TellsListsByConvention) {
  const Schema schema;
  EXPECT_TRUE(schema.is_array(Field("process.args")));
  EXPECT_TRUE(schema.is_array(Field("event.category")));
  EXPECT_TRUE(schema.is_array(Field("registry.data.strings")));
  EXPECT_TRUE(schema.is_array(Field("process.Ext.api.behaviors")));
  EXPECT_FALSE(schema.is_array(Field("process.name")));
  EXPECT_TRUE(schema.in_ecs(Field("process.args")));
  EXPECT_FALSE(schema.in_ecs(Field("process.Ext.api.behaviors")));
}

TEST(Schema, SuggestsNearNames) {
  Schema schema;
  const struct {
    const char* name;
    const char* near;
  } cases[] = {
      {"proces.name", "process.name"},
      {"process.commandline", "process.command_line"},
      {"Process.Executable", "process.executable"},
      {"proces.name.caseless", "process.name.caseless"},
      {"host.os.tpye", "host.os.type"},
      {"winlog.event_data.GrantedAcess", "winlog.event_data.GrantedAccess"},
      {"command_line", "process.command_line"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(schema.Suggest(c.name), Contains(c.near)) << c.name;
    EXPECT_LE(schema.Suggest(c.name).size(), 3U);
  }
  EXPECT_THAT(schema.Suggest("proces.name", 1), ElementsAre("process.name"));
  EXPECT_THAT(schema.Suggest("zzzzzzzzzzzzzzzz.qqqqqqqqqqqqqq"), IsEmpty());
  EXPECT_THAT(schema.Suggest(""), IsEmpty());

  schema.Intern("acme.badge.color");  // unknown names are no advice
  EXPECT_THAT(schema.Suggest("acme.badge.colour"), IsEmpty());
  ASSERT_TRUE(schema.Declare("acme.badge.color", FieldType::kKeyword).has_value());
  EXPECT_THAT(schema.Suggest("acme.badge.colour"), ElementsAre("acme.badge.color"));
}

TEST(Schema, SuggestsFastEnoughForAFileFullOfMistakes) {
  const Schema schema;
  const auto begin = std::chrono::steady_clock::now();
  constexpr int kRounds = 20;
  for (int i = 0; i < kRounds; ++i) {
    EXPECT_FALSE(schema.Suggest("process.parent.comand_line").empty());
  }
  const auto each = (std::chrono::steady_clock::now() - begin) / kRounds;
  // Milliseconds in ordinary builds; the bound leaves room for sanitizers and busy machines.
  EXPECT_LT(each, std::chrono::milliseconds(250));
}

}  // namespace
}  // namespace tocsin
