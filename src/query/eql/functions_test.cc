#include "query/eql/functions.h"

#include <gtest/gtest.h>

namespace tocsin::eql {
namespace {

TEST(EqlFunctions, AreFoundInAnyLetterCase) {
  ASSERT_NE(FindFunction("CIDRMATCH"), nullptr);
  EXPECT_EQ(FindFunction("CIDRMATCH")->function, plan::Function::kCidrMatch);
  EXPECT_EQ(FindFunction("stringcontains")->function, plan::Function::kContains);
  EXPECT_EQ(FindFunction("wildcard"), nullptr);
  EXPECT_EQ(FindFunction("length~"), nullptr);
}

TEST(EqlFunctions, AgreeWithThePlanOnArguments) {
  for (const FunctionSpec& spec : Functions()) {
    const plan::FunctionInfo& info = plan::InfoOf(spec.function);
    EXPECT_EQ(spec.min_args, info.min_args) << spec.name;
    EXPECT_EQ(spec.max_args, info.max_args) << spec.name;
    EXPECT_TRUE(!spec.has_caseless_form || (info.properties & plan::kPropFolds) != 0) << spec.name;
  }
}

TEST(EqlFunctions, GiveAdviceForOtherDialects) {
  EXPECT_NE(AdviceForForeignFunction("arraycontains"), "");
  EXPECT_EQ(AdviceForForeignFunction("length"), "");
}

}  // namespace
}  // namespace tocsin::eql
