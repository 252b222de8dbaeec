#include "plan/comparison.h"

#include <gtest/gtest.h>

#include <vector>

namespace tocsin::plan {
namespace {

TEST(CompareVersions, FollowsSemanticVersioning) {
  const std::vector<const char*> ascending = {"0.9",           "1.0.0-alpha",
                                              "1.0.0-alpha.1", "1.0.0-alpha.beta",
                                              "1.0.0-beta",    "1.0.0-beta.2",
                                              "1.0.0-beta.11", "1.0.0-rc.1",
                                              "1.0.0",         "1.2.4-SNAPSHOT",
                                              "1.2.4",         "1.5.0",
                                              "1.11.3",        "2",
                                              "10.0.0",        "99999999999999999999.0.1",
                                              "1.2.3.4",       "bad",
                                              "v1.0.0"};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      const int order = CompareVersions(ascending[i], ascending[j]);
      EXPECT_EQ(order < 0, i < j) << ascending[i] << " " << ascending[j];
      EXPECT_EQ(order == 0, i == j) << ascending[i] << " " << ascending[j];
    }
  }
}

TEST(CompareVersions, BuildTextDoesNotCountAndZerosAreFilledIn) {
  EXPECT_EQ(CompareVersions("1.0.0+a", "1.0.0+b"), 0);
  EXPECT_EQ(CompareVersions("1", "1.0.0"), 0);
  EXPECT_EQ(CompareVersions("01.2", "1.02.0"), 0);
  // What is malformed is text.
  for (const char* bad : {"", "1.", ".1", "1..2", "1.0-", "1.0-a..b", "1.0+", "1.0-a_b"}) {
    EXPECT_GT(CompareVersions(bad, "999.0.0"), 0) << bad;
  }
}

TEST(Mirrored, ExchangesTheSides) {
  for (const Function f : {Function::kEqual, Function::kLess, Function::kLessEqual,
                           Function::kGreater, Function::kGreaterEqual}) {
    EXPECT_EQ(Mirrored(Mirrored(f)), f);
    const Value a = Value::Int(1);
    const Value b = Value::Int(2);
    EXPECT_TRUE(SameValue(Compare(f, Fold::kNone, Type::kLong, a, b),
                          Compare(Mirrored(f), Fold::kNone, Type::kLong, b, a)));
  }
}

TEST(Compare, VersionEqualityIsOfText) {
  const auto compare = [](Function f, const char* a, const char* b) {
    return Compare(f, Fold::kNone, Type::kVersion, Value::String(a), Value::String(b)).boolean();
  };
  EXPECT_TRUE(compare(Function::kGreater, "1.11.3", "1.5.0"));
  EXPECT_FALSE(compare(Function::kEqual, "1.0", "1.0.0"));
  EXPECT_TRUE(compare(Function::kLessEqual, "1.0", "1.0.0"));
}

}  // namespace
}  // namespace tocsin::plan
