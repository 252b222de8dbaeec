#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace tocsin {
namespace {

Result<int> Half(int n) {
  if (n % 2 != 0) return Fail(ErrorCode::kInvalid, "odd number", "half");
  return n / 2;
}

Result<std::string> QuarterText(int n) {
  TOCSIN_TRY(const int half, Half(n));
  TOCSIN_TRY(const int quarter, Half(half));
  return std::to_string(quarter);
}

Result<void> CheckEven(int n) {
  TOCSIN_TRY_VOID(Half(n));
  return {};
}

TEST(Result, HoldsValue) {
  const Result<int> half = Half(8);
  ASSERT_TRUE(half);
  EXPECT_EQ(*half, 4);
  EXPECT_EQ(half.value_or(1), 4);
}

TEST(Result, HoldsError) {
  const Result<int> half = Half(7);
  ASSERT_FALSE(half.has_value());
  EXPECT_EQ(half.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(half.error().ToString(), "half: odd number");
  EXPECT_EQ(half.value_or(1), 1);
}

TEST(Result, TryReturnsTheFirstError) {
  EXPECT_EQ(QuarterText(8).value(), "2");
  EXPECT_EQ(QuarterText(6).error().message, "odd number");
}

TEST(Result, TryVoidPassesErrorsOn) {
  EXPECT_TRUE(CheckEven(2));
  EXPECT_FALSE(CheckEven(3));
}

TEST(Result, MovesValuesThatCannotBeCopied) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
  const std::unique_ptr<int> value = *std::move(result);
  EXPECT_EQ(*value, 5);
}

TEST(Result, ConvertsWhatConvertsToTheValue) {
  const Result<std::string> text = "abc";
  EXPECT_EQ(text->size(), 3U);
}

TEST(Result, CarriesOtherErrorTypes) {
  const Result<int, Reported> result = Fail(Reported{});
  EXPECT_FALSE(result);
  EXPECT_EQ(result.error(), Reported{});
}

TEST(ResultDeathTest, AbortsOnTheWrongSide) {
  EXPECT_DEATH(static_cast<void>(*Half(1)), "value of a failed Result");
  EXPECT_DEATH(static_cast<void>(Half(2).error()), "error of a good Result");
}

TEST(Error, ToStringLeavesEmptyContextOut) {
  EXPECT_EQ((Error{ErrorCode::kIo, "disk full", ""}).ToString(), "disk full");
  EXPECT_EQ(ErrorCodeName(ErrorCode::kNotFound), "not found");
}

}  // namespace
}  // namespace tocsin
