#include "pipeline/fireability.h"

#include "base/diag/sink.h"
#include "query/languages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tocsin {
namespace {

std::vector<std::string> NeededBy(const std::string& condition) {
  Schema schema;
  DiagnosticSink sink;
  const SourceRef source = SourceText::Make("<test>", "any where " + condition);
  const auto plan = CompileQuery("eql", source, {}, schema, sink);
  EXPECT_TRUE(plan.has_value()) << condition;
  std::vector<std::string> names;
  if (!plan) return names;
  for (const FieldId field : NeededFields(std::get<plan::EventPlan>(*plan).condition)) {
    names.emplace_back(schema.name(field));
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(Fireability, NeedsTheFieldsWithoutWhichNothingHolds) {
  struct Case {
    const char* condition;
    std::vector<std::string> needed;
  };
  const std::vector<Case> cases = {
      {"process.name == \"a\"", {"process.name"}},
      {"process.name in (\"a\", \"b\")", {"process.name"}},
      {"process.name : \"a*\"", {"process.name"}},
      {"process.name regex \"a.*\"", {"process.name"}},
      {"cidrMatch(source.ip, \"10.0.0.0/8\")", {"source.ip"}},
      {"process.name != null", {"process.name"}},
      {"process.name == null", {}},
      {"process.name != \"a\"", {}},
      {"length(process.name) > 3", {"process.name"}},
      {"indexOf(process.name, user.name) > 3", {"process.name"}},
      {"process.name : \"a*\" and user.name == \"b\"", {"process.name", "user.name"}},
      {"process.name : \"a*\" or user.name == \"b\"", {}},
      {"process.name : \"a*\" or process.name == \"b\"", {"process.name"}},
      {"concat(process.name, user.name) == null", {}},
  };
  for (const Case& c : cases) EXPECT_EQ(NeededBy(c.condition), c.needed) << c.condition;
}

}  // namespace
}  // namespace tocsin
