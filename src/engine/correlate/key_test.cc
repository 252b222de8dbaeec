#include "engine/correlate/key.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::correlate {
namespace {

const KeyField kA{.field = FieldId(1), .name = "a"};
const KeyField kB{.field = FieldId(2), .name = "b"};
const KeyField kOptionalB{.field = FieldId(2), .name = "b", .optional = true};

std::vector<Key> Keys(const std::vector<Value>& a, const std::vector<Value>& b,
                      const std::vector<KeyField>& fields, KeyForm form = KeyForm::kTyped) {
  std::vector<FieldEntry> entries;
  if (!a.empty()) entries.push_back({FieldId(1), static_cast<std::uint32_t>(a.size()), a.data()});
  if (!b.empty()) entries.push_back({FieldId(2), static_cast<std::uint32_t>(b.size()), b.data()});
  Event event;
  event.fields = entries;
  std::uint64_t left_out = 0;
  std::vector<Key> keys = KeysOf(event, fields, form, &left_out);
  EXPECT_EQ(left_out, 0U);
  return keys;
}

std::string Only(const Value& value, KeyForm form = KeyForm::kTyped) {
  return Keys({value}, {}, {kA}, form).front().bytes;
}

TEST(Key, NoFieldsGiveOneEmptyKey) {
  const auto keys = Keys({}, {}, {});
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(keys[0].bytes, "");
}

TEST(Key, MissingValuesTakeNoPartUnlessOptional) {
  const Value one = Value::Int(1);
  EXPECT_TRUE(Keys({one}, {}, {kA, kB}).empty());
  const std::vector<KeyField> fields = {kA, kOptionalB};
  const auto keys = Keys({one}, {}, fields);
  ASSERT_EQ(keys.size(), 1U);
  const auto parts = DescribeKey(keys[0], fields);
  EXPECT_EQ(parts[0], (KeyPart{"a", ValueKind::kInt, "1"}));
  EXPECT_EQ(parts[1], (KeyPart{"b", ValueKind::kNull, ""}));
}

TEST(Key, ListsGiveTheCartesianProductWithoutRepeats) {
  const std::vector<Value> twice = {Value::Int(1), Value::Int(2), Value::Double(1.0)};
  EXPECT_EQ(Keys(twice, {Value::String("x"), Value::String("y")}, {kA, kB}).size(), 4U);
}

TEST(Key, ComparesByValueAndType) {
  EXPECT_EQ(Only(Value::Int(3)), Only(Value::Double(3.0)));
  EXPECT_EQ(Only(Value::UInt(1ULL << 63U)), Only(Value::Double(9223372036854775808.0)));
  EXPECT_NE(Only(Value::Int(3)), Only(Value::String("3")));
  EXPECT_NE(Only(Value::Int(3)), Only(Value::Time(3)));
  EXPECT_NE(Only(Value::String("a")), Only(Value::String("A")));
  EXPECT_NE(Only(Value::Int(0)), Only(Value::Bool(false)));
}

TEST(Key, GroupsOfSignalsCompareByText) {
  EXPECT_EQ(Only(Value::Int(3), KeyForm::kText), Only(Value::String("3"), KeyForm::kText));
  EXPECT_EQ(Only(Value::Double(3.0), KeyForm::kText), Only(Value::String("3"), KeyForm::kText));
  EXPECT_EQ(Only(Value::Bool(true), KeyForm::kText), Only(Value::String("true"), KeyForm::kText));
}

// "a" + "bc" and "ab" + "c" must not be the same pair.
TEST(Key, ComponentsDoNotRunTogether) {
  const auto first = Keys({Value::String("a")}, {Value::String("bc")}, {kA, kB});
  const auto second = Keys({Value::String("ab")}, {Value::String("c")}, {kA, kB});
  EXPECT_NE(first[0].bytes, second[0].bytes);
}

TEST(Key, LongKeysAreBoundedAndStillDiffer) {
  const std::string x(5000, 'x');
  const std::string y = x + "y";
  EXPECT_LE(Only(Value::String(x)).size(), kKeyBytesMax);
  EXPECT_NE(Only(Value::String(x)), Only(Value::String(y)));
}

TEST(Key, ManyCombinationsAreBounded) {
  std::vector<Value> values;
  for (int i = 0; i < 200; ++i) values.push_back(Value::Int(i));
  const FieldEntry entries[] = {{FieldId(1), 200, values.data()}, {FieldId(2), 200, values.data()}};
  Event event;
  event.fields = entries;
  std::uint64_t left_out = 0;
  EXPECT_EQ(KeysOf(event, std::vector{kA, kB}, KeyForm::kTyped, &left_out).size(), kKeysOfEventMax);
  EXPECT_EQ(left_out, 200U * 200U - kKeysOfEventMax);
}

TEST(Key, ObjectsAreNoValues) { EXPECT_TRUE(Keys({Value::Object(nullptr, 0)}, {}, {kA}).empty()); }

TEST(Key, EncodesChosenPositions) {
  const std::vector<Value> values = {Value::String("u"), Value::Int(7)};
  const std::vector<std::uint32_t> second = {1};
  EXPECT_EQ(EncodeKey(values, KeyForm::kText, second), Only(Value::Int(7), KeyForm::kText));
}

}  // namespace
}  // namespace tocsin::correlate
