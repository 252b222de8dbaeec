#include "telemetry/sources/field_map.h"

#include "event/ecs/dictionary.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

constexpr FieldRow kRows[] = {
    {"Image", Field("process.executable")},
    {"Image", Field("process.name"), FieldConversion::kPathName},
    {"Hashes", Field("process.hash.md5"), FieldConversion::kMd5, {1, 23}},
    {"Hashes", Field("file.hash.md5"), FieldConversion::kMd5, {26}, MapMode::kOwn},
    {"Hashes", Field("process.hash.md5"), FieldConversion::kMd5, {26}, MapMode::kElastic},
    {"User", Field("user.name"), FieldConversion::kText, EventSet::AllBut({26})},
    {{},
     Field("process.parent.entity_id"),
     FieldConversion::kText,
     {1},
     MapMode::kAlways,
     Provenance::kDerived},
};

TEST(EventSet, HoldsAllTheseOrAllButThese) {
  constexpr EventSet kAll;
  constexpr EventSet kThese{1, 255};
  constexpr EventSet kOthers = EventSet::AllBut({1, 255});
  static_assert(kAll.all() && kAll.Contains(1) && kAll.Contains(70000));
  static_assert(kThese.Contains(255) && !kThese.Contains(2));
  static_assert(!kOthers.Contains(255) && kOthers.Contains(2));
}

TEST(FieldMap, GivesTheRowsOfAnEvent) {
  FieldMap map(kRows);
  EXPECT_EQ(map.RowsFor(1, false).size(), 4U);
  EXPECT_EQ(map.RowsFor(2, false).size(), 3U);
  const auto own = map.RowsFor(26, false);
  ASSERT_EQ(own.size(), 3U);
  EXPECT_EQ(own[2]->field, Field("file.hash.md5"));
  const auto published = map.RowsFor(26, true);
  ASSERT_EQ(published.size(), 3U);
  EXPECT_EQ(published[2]->field, Field("process.hash.md5"));
}

TEST(FieldMap, InvertsNativeRowsOnly) {
  const Value kName = Value::String("cmd.exe");
  EXPECT_EQ(Invert(kRows[1], std::span(&kName, 1)), "cmd.exe");
  EXPECT_FALSE(Invert(kRows[6], std::span(&kName, 1)).has_value());
}

}  // namespace
}  // namespace tocsin
