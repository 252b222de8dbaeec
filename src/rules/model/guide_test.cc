#include "rules/model/guide.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

TEST(Guide, FindsPivotsWithGroupsAndWindow) {
  const Guide guide = ParseGuide(
      "- Look at the process. "
      R"(!{investigate{"label":"Children","description":"","providers":[[{"excluded":false,)"
      R"("field":"host.id","queryType":"phrase","value":"{{host.id}}","valueType":"string"},)"
      R"({"excluded":true,"field":"event.category","queryType":"phrase","value":"process",)"
      R"("valueType":"string"}],[{"field":"user.id","queryType":"exists","value":""}]],)"
      R"("relativeFrom":"now-1h","relativeTo":"now"}} and go on.)");
  ASSERT_EQ(guide.pivots.size(), 1U);
  EXPECT_TRUE(guide.faults.empty());
  const Pivot& pivot = guide.pivots.front();
  EXPECT_EQ(pivot.label, "Children");
  EXPECT_EQ(pivot.relative_from, "now-1h");
  ASSERT_EQ(pivot.providers.size(), 2U);
  ASSERT_EQ(pivot.providers[0].size(), 2U);
  EXPECT_TRUE(pivot.providers[0][1].excluded);
  EXPECT_EQ(pivot.providers[1][0].query, PivotTest::Query::kExists);
  EXPECT_EQ(guide.markdown.substr(pivot.offset, 13), "!{investigate");
  EXPECT_EQ(guide.markdown.substr(pivot.offset + pivot.length), " and go on.");
  EXPECT_EQ(PlaceholderFields(pivot), std::vector<std::string>{"host.id"});
}

TEST(Guide, ReadsDoubledBackslashes) {
  const Guide guide = ParseGuide(
      R"(!{investigate{"label":"x","providers":[[{"field":"file.path","value":"C:\\\\T\\q"}]]}})");
  ASSERT_EQ(guide.pivots.size(), 1U);
  EXPECT_EQ(guide.pivots[0].providers[0][0].value, R"(C:\\T\q)");
}

TEST(Guide, KeepsTextOfBrokenBlocksAndSaysWhy) {
  struct Case {
    const char* name;
    const char* markdown;
    const char* message;
  };
  const Case cases[] = {
      {"open", "!{investigate{\"label\":", "the block never closes: its braces do not balance"},
      {"no json", "!{investigate{nonsense}}", "the block does not hold a JSON object"},
      {"no providers", "!{investigate{\"label\":\"x\"}}", "the pivot has no list of providers"},
      {"no field", "!{investigate{\"providers\":[[{\"value\":\"x\"}]]}}",
       "a provider names no field"},
  };
  for (const Case& c : cases) {
    const Guide guide = ParseGuide(c.markdown);
    ASSERT_EQ(guide.faults.size(), 1U) << c.name;
    EXPECT_EQ(guide.faults[0].message, c.message) << c.name;
    EXPECT_EQ(guide.markdown, c.markdown) << c.name;
  }
}

TEST(Guide, ListsOsqueryApart) {
  const Guide guide =
      ParseGuide(R"(Run !{osquery{"label":"Services","query":"SELECT * FROM services"}} there.)");
  EXPECT_TRUE(guide.pivots.empty());
  ASSERT_EQ(guide.osquery.size(), 1U);
  EXPECT_EQ(guide.osquery[0].query, "SELECT * FROM services");
}

}  // namespace
}  // namespace tocsin
