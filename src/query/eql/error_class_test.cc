#include "query/eql/error_class.h"

#include <gtest/gtest.h>

namespace tocsin::eql {
namespace {

TEST(EqlErrorClass, FollowsTheAreasOfTheCodes) {
  EXPECT_EQ(ErrorClassOf(DiagCode::kEqlUnexpectedToken), ErrorClass::kParsing);
  EXPECT_EQ(ErrorClassOf(DiagCode::kEqlEndpointSyntax), ErrorClass::kParsing);
  EXPECT_EQ(ErrorClassOf(DiagCode::kEqlUnknownField), ErrorClass::kVerification);
  EXPECT_EQ(ErrorClassOf(DiagCode::kEqlUnknownPipe), ErrorClass::kParsing);
  EXPECT_EQ(ErrorClassOf(DiagCode::kEqlUnknownFunction), ErrorClass::kVerification);
}

TEST(EqlErrorClass, KnowsTheExceptions) {
  EXPECT_EQ(ErrorClassOf(DiagCode::kEqlArgumentCount), ErrorClass::kParsing);
  EXPECT_EQ(ErrorClassOf(DiagCode::kEqlFieldComparison), ErrorClass::kPlanning);
  EXPECT_EQ(ErrorClassOf(DiagCode::kEqlConstantFault), ErrorClass::kRuntime);
  EXPECT_EQ(ErrorClassOf(DiagCode::kRulBadValue), ErrorClass::kVerification);
}

TEST(EqlErrorClass, HasNames) { EXPECT_EQ(ErrorClassName(ErrorClass::kPlanning), "planning"); }

}  // namespace
}  // namespace tocsin::eql
