#include "plan/reference_ancestry.h"

#include "event/builder.h"
#include "plan/reference_eval.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::plan {
namespace {

class ReferenceAncestryTest : public testing::Test {
 protected:
  struct Fields {
    const char* entity;
    const char* parent;
    const char* name;
    const char* host = "h";
    const char* ancestry = "";
  };

  // Whether the last event descends from a process of the name.
  bool Descends(const std::vector<Fields>& events, const char* name) {
    EventBatch batch;
    const FieldDemand demand = FieldDemand::All();
    EventBuilder builder(schema_, demand, batch);
    for (const Fields& fields : events) {
      builder.Begin("test", {}, {});
      const auto add = [&](const char* field, const char* text) {
        builder.AddText(*schema_.Find(field), text);
      };
      add("process.entity_id", fields.entity);
      add("process.parent.entity_id", fields.parent);
      add("process.name", fields.name);
      add("process.Ext.ancestry", fields.ancestry);
      add("host.id", fields.host);
      builder.Finish();
    }
    std::vector<const Event*> ordered;
    for (const Event& event : batch.events()) ordered.push_back(&event);
    Expr field = Expr::OfField("process.name");
    field.field = *schema_.Find("process.name");
    field.type = Type::kKeyword;
    const Predicate relation = Predicate::DescendantOf(
        Predicate::Leaf(Expr::Call(Function::kEqual, {field, Expr::Of(std::string(name))})));
    const ReferenceAncestry ancestry(ordered);
    return Holds(relation, *ordered.back(), {.ancestry = &ancestry});
  }

  Schema schema_;
};

TEST_F(ReferenceAncestryTest, ParentsAndTheirParentsCount) {
  EXPECT_TRUE(Descends({{"1", "0", "sshd"}, {"2", "1", "sh"}}, "sshd"));
  EXPECT_TRUE(Descends({{"1", "0", "sshd"}, {"2", "1", "sh"}, {"3", "2", "ls"}}, "sshd"));
  EXPECT_FALSE(Descends({{"1", "0", "sshd"}, {"2", "0", "sh"}, {"3", "2", "ls"}}, "sshd"));
}

TEST_F(ReferenceAncestryTest, TheProcessItselfIsNotItsAncestor) {
  EXPECT_FALSE(Descends({{"1", "0", "sshd"}, {"1", "0", "sshd"}}, "sshd"));
  EXPECT_FALSE(Descends({{"1", "1", "sshd"}}, "sshd"));
}

TEST_F(ReferenceAncestryTest, AnEventThatDoesNotNameItsParentHasThatOfItsProcess) {
  EXPECT_TRUE(Descends({{"1", "0", "sshd"}, {"2", "1", "sh"}, {"2", "", ""}}, "sshd"));
  EXPECT_FALSE(Descends({{"1", "0", "sshd"}, {"", "1", ""}}, "sshd"));
}

TEST_F(ReferenceAncestryTest, EventsOfOtherHostsAndLaterOnesDoNotCount) {
  EXPECT_FALSE(Descends({{"1", "0", "sshd", "other"}, {"2", "1", "sh"}}, "sshd"));
  EXPECT_FALSE(Descends({{"1", "0", "sh"}, {"2", "1", "sh"}}, "sshd"));
}

TEST_F(ReferenceAncestryTest, TheListOfAncestorsNeedsNoEventsBetween) {
  EXPECT_TRUE(Descends({{"1", "0", "sshd"}, {"3", "2", "ls", "h", "1"}}, "sshd"));
}

TEST_F(ReferenceAncestryTest, CirclesEnd) {
  EXPECT_FALSE(Descends({{"1", "2", "a"}, {"2", "1", "b"}, {"3", "2", "c"}}, "sshd"));
  EXPECT_TRUE(Descends({{"1", "2", "a"}, {"2", "1", "b"}, {"3", "2", "c"}}, "a"));
}

}  // namespace
}  // namespace tocsin::plan
