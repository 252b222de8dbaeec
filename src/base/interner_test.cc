#include "base/interner.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin {
namespace {

TEST(Interner, NumbersDistinctTextsDensely) {
  Interner interner;
  EXPECT_EQ(interner.Intern("a"), 0U);
  EXPECT_EQ(interner.Intern("b"), 1U);
  EXPECT_EQ(interner.Intern("a"), 0U);
  EXPECT_EQ(interner.Intern(""), 2U);
  EXPECT_EQ(interner.size(), 3U);
  EXPECT_EQ(interner.Text(1), "b");
}

TEST(Interner, FindsOnlyWhatWasInterned) {
  Interner interner;
  EXPECT_FALSE(interner.Find("x"));
  interner.Intern("x");
  EXPECT_EQ(interner.Find("x"), 0U);
  EXPECT_FALSE(interner.Find("X"));
}

TEST(Interner, KeepsViewsWhileItGrows) {
  Interner interner;
  const uint32_t first = interner.Intern("first");
  const std::string_view view = interner.Text(first);
  for (int i = 0; i < 10'000; ++i) interner.Intern("text " + std::to_string(i));
  EXPECT_EQ(view.data(), interner.Text(first).data());
  for (int i = 0; i < 10'000; ++i) {
    const std::string text = "text " + std::to_string(i);
    ASSERT_EQ(interner.Text(*interner.Find(text)), text);
  }
}

}  // namespace
}  // namespace tocsin
