#include "base/id.h"

#include <gtest/gtest.h>

#include <type_traits>
#include <unordered_set>

namespace tocsin {
namespace {

struct ATag;
struct BTag;
using A = Id<ATag>;
using B = Id<BTag, uint16_t>;

static_assert(!std::is_convertible_v<uint32_t, A>);
static_assert(!std::is_convertible_v<A, uint32_t>);
static_assert(!std::is_constructible_v<A, B>);
static_assert(sizeof(B) == 2);

TEST(Id, IsNoneByDefault) {
  EXPECT_TRUE(A().is_none());
  EXPECT_EQ(A(), A::kNone);
  EXPECT_FALSE(static_cast<bool>(B::kNone));
}

TEST(Id, ComparesAndHashesByValue) {
  EXPECT_LT(A(1), A(2));
  EXPECT_EQ(A(3).value(), 3U);
  EXPECT_TRUE(static_cast<bool>(A(0)));
  const std::unordered_set<A> set{A(1), A(2), A(1)};
  EXPECT_EQ(set.size(), 2U);
}

}  // namespace
}  // namespace tocsin
