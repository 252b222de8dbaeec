#include "event/ecs/field.h"

#include "event/ecs/dictionary.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace tocsin {
namespace {

TEST(Dictionary, IsSortedByBytesWithoutRepeats) {
  for (std::uint32_t i = 1; i < ecs::kDictionarySize; ++i) {
    EXPECT_LT(ecs::kDictionary[i - 1].name, ecs::kDictionary[i].name);
  }
}

TEST(Dictionary, FieldIsThePositionOfItsName) {
  static_assert(ecs::kDictionary[Field("process.name").value()].name == "process.name");
  // The ends of the table, where a binary search goes wrong first.
  static_assert(Field("@timestamp").value() == 0);
  static_assert(ecs::kDictionary[0].name == "@timestamp");
  constexpr FieldId last = Field(ecs::kDictionary[ecs::kDictionarySize - 1].name);
  static_assert(last.value() == ecs::kDictionarySize - 1);
}

TEST(Dictionary, FoldsTheTypesOfTheSchema) {
  const struct {
    FieldId field;
    FieldType type;
  } cases[] = {
      {Field("process.name"), FieldType::kKeyword},
      {Field("process.command_line"), FieldType::kWildcard},
      {Field("message"), FieldType::kText},
      {Field("data_stream.dataset"), FieldType::kConstantKeyword},
      {Field("process.pid"), FieldType::kLong},
      {Field("http.response.status_code"), FieldType::kLong},
      {Field("host.cpu.usage"), FieldType::kDouble},
      {Field("process.code_signature.trusted"), FieldType::kBoolean},
      {Field("@timestamp"), FieldType::kDate},
      {Field("source.ip"), FieldType::kIp},
      {Field("source.geo.location"), FieldType::kGeoPoint},
      {Field("labels"), FieldType::kObject},
      {Field("threat.enrichments"), FieldType::kNested},
      {Field("process.pe.imports"), FieldType::kFlattened},
      {Field("dll.Ext.relative_file_creation_time"), FieldType::kDouble},
      {Field("process.thread.Ext.call_stack"), FieldType::kNested},
      {Field("file.Ext.windows.zone_identifier"), FieldType::kLong},
      {Field("powershell.file.script_block_text"), FieldType::kText},
      {Field("kibana.alert.risk_score"), FieldType::kDouble},
      {Field("winlog.event_data.GrantedAccess"), FieldType::kKeyword},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ecs::kDictionary[c.field.index()].type, c.type)
        << ecs::kDictionary[c.field.index()].name;
  }
}

TEST(Dictionary, HasNoMultiFieldsOfItsOwn) {
  std::set<std::string_view> leaves;
  for (const auto& entry : ecs::kDictionary) {
    if (!is_container(entry.type)) leaves.insert(entry.name);
  }
  for (const auto& entry : ecs::kDictionary) {
    for (const std::string_view suffix : {".text", ".caseless"}) {
      if (!entry.name.ends_with(suffix)) continue;
      EXPECT_FALSE(leaves.contains(entry.name.substr(0, entry.name.size() - suffix.size())))
          << entry.name;
    }
  }
}

TEST(Dictionary, OnlyContainersAreOpen) {
  for (const auto& entry : ecs::kDictionary) {
    if ((entry.flags & ecs::kOpen) != 0) {
      EXPECT_TRUE(is_container(entry.type)) << entry.name;
    }
    if (entry.type == FieldType::kFlattened) {
      EXPECT_NE(entry.flags & ecs::kOpen, 0) << entry.name;
    }
  }
}

TEST(FieldType, NamesAreDistinct) {
  std::set<std::string_view> names;
  const auto last = static_cast<int>(FieldType::kUnmapped);
  for (int i = 0; i <= last; ++i) names.insert(FieldTypeName(static_cast<FieldType>(i)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(last) + 1);
}

TEST(FieldType, EveryTypeIsAtMostOneOfTextNumberAndContainer) {
  for (int i = 0; i <= static_cast<int>(FieldType::kUnmapped); ++i) {
    const auto type = static_cast<FieldType>(i);
    EXPECT_LE(int{is_text(type)} + int{is_numeric(type)} + int{is_container(type)}, 1)
        << FieldTypeName(type);
  }
}

}  // namespace
}  // namespace tocsin
