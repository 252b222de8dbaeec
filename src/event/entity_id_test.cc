#include "event/entity_id.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

constexpr Time kStart{1'700'000'000'123'456'700};

TEST(EntityId, IsStable) {
  Arena arena;
  EXPECT_EQ(SynthesizedEntityId("host-1", 4100, kStart, arena), "tocsin-1edbc9bf6eb4a9c4");
}

TEST(EntityId, TellsHostPidAndStartApart) {
  Arena arena;
  const std::string_view id = SynthesizedEntityId("host-1", 4100, kStart, arena);
  EXPECT_NE(SynthesizedEntityId("host-2", 4100, kStart, arena), id);
  EXPECT_NE(SynthesizedEntityId("host-1", 4101, kStart, arena), id);
  EXPECT_NE(SynthesizedEntityId("host-1", 4100, kStart + Duration(100), arena), id);
}

TEST(EntityId, LooksAtTicksOf100Nanoseconds) {
  Arena arena;
  EXPECT_EQ(SynthesizedEntityId("host-1", 4100, kStart + Duration(99), arena),
            SynthesizedEntityId("host-1", 4100, kStart, arena));
}

}  // namespace
}  // namespace tocsin
