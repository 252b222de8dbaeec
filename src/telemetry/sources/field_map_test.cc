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

constexpr RawName kDirections[] = {
    {"0", "outbound"}, {"1", "inbound"}, {"2", "unknown"}, {"", "unknown"}};
constexpr RawName kSigned[] = {{"signed", "true"}, {"unsigned", "false"}};

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

TEST(FieldMap, NamesCodes) {
  constexpr FieldRow kRow = Named("Direction", Field("network.direction"), kDirections);
  Arena arena;
  std::vector<Value> values;
  for (const std::string_view raw : {"0", "1", "2", "7"}) Convert(kRow, raw, arena, &values);
  ASSERT_EQ(values.size(), 4U);
  EXPECT_EQ(values[0].text(), "outbound");
  EXPECT_EQ(values[1].text(), "inbound");
  EXPECT_EQ(values[2].text(), "unknown");
  EXPECT_EQ(values[3].text(), "unknown");
  EXPECT_EQ(Invert(kRow, std::span(values).subspan(1, 1)), "1");
  EXPECT_EQ(Invert(kRow, std::span(values).subspan(3, 1)), "2");
  EXPECT_EQ(InversionOf(kRow), Inversion::kRepresentative);
  EXPECT_NE(ConversionName(kRow), ConversionName(kRow.conversion));
}

TEST(FieldMap, HasNoNameForOtherCodes) {
  constexpr FieldRow kRow = Named("Status", Field("process.code_signature.exists"), kSigned);
  Arena arena;
  std::vector<Value> values;
  Convert(kRow, "later", arena, &values);
  EXPECT_TRUE(values.empty());
  Convert(kRow, "SIGNED", arena, &values);
  ASSERT_EQ(values.size(), 1U);
  const Value kTrue = Value::Bool(true);
  EXPECT_EQ(Invert(kRow, std::span(&kTrue, 1)), "signed");
  const Value kOther = Value::String("outbound");
  EXPECT_FALSE(Invert(kRow, std::span(&kOther, 1)).has_value());
}

TEST(FieldMap, InvertsNativeRowsOnly) {
  const Value kName = Value::String("cmd.exe");
  EXPECT_EQ(Invert(kRows[1], std::span(&kName, 1)), "cmd.exe");
  EXPECT_FALSE(Invert(kRows[6], std::span(&kName, 1)).has_value());
}

}  // namespace
}  // namespace tocsin
