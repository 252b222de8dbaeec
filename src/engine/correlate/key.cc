#include "engine/correlate/key.h"

#include "base/hash.h"
#include "event/plain_text.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace tocsin::correlate {
namespace {

void AppendNumber(std::uint64_t number, std::string* out) {
  for (int shift = 0; shift < 64; shift += 8) out->push_back(static_cast<char>(number >> shift));
}

void AppendText(char tag, std::string_view text, std::string* out) {
  out->push_back(tag);
  AppendNumber(text.size(), out);
  out->append(text);
}

// A double that is a whole number has the same key as that number.
void AppendDouble(double real, std::string* out) {
  constexpr double kTwoTo63 = 9223372036854775808.0;
  if (real == std::trunc(real) && real >= -kTwoTo63 && real < kTwoTo63) {
    out->push_back('i');
    AppendNumber(static_cast<std::uint64_t>(static_cast<std::int64_t>(real)), out);
  } else if (real == std::trunc(real) && real >= kTwoTo63 && real < 2 * kTwoTo63) {
    out->push_back('u');
    AppendNumber(static_cast<std::uint64_t>(real), out);
  } else {
    out->push_back('d');
    AppendNumber(std::bit_cast<std::uint64_t>(real), out);
  }
}

void AppendTyped(const Value& value, std::string* out) {
  switch (value.kind()) {
    case ValueKind::kNull:
    case ValueKind::kObject:
      out->push_back('n');
      return;
    case ValueKind::kBool:
      out->push_back(value.boolean() ? 't' : 'f');
      return;
    case ValueKind::kInt:
      out->push_back('i');
      AppendNumber(value.unsigned_integer(), out);
      return;
    case ValueKind::kUInt:
      out->push_back('u');
      AppendNumber(value.unsigned_integer(), out);
      return;
    case ValueKind::kDouble:
      AppendDouble(value.real(), out);
      return;
    case ValueKind::kTime:
      out->push_back('@');
      AppendNumber(value.unsigned_integer(), out);
      return;
    case ValueKind::kString:
      AppendText('s', value.text(), out);
      return;
  }
}

void AppendComponent(const Value& value, KeyForm form, std::string* out) {
  if (form == KeyForm::kText && !value.is_null()) {
    AppendText('s', PlainText(value), out);
  } else {
    AppendTyped(value, out);
  }
}

bool IsObject(const Value& value) { return value.kind() == ValueKind::kObject; }

void Shorten(std::string* bytes) {
  if (bytes->size() <= kKeyBytesMax) return;
  const Sha256Digest digest = Sha256Of(*bytes);
  bytes->assign("#").append(reinterpret_cast<const char*>(digest.data()), digest.size());
}

}  // namespace

std::vector<KeyField> FieldsOf(std::span<const plan::Key> keys) {
  std::vector<KeyField> fields;
  for (const plan::Key& key : keys) {
    fields.push_back({.field = key.field.field, .name = key.field.name, .optional = key.optional});
  }
  return fields;
}

std::vector<Key> KeysOf(const Event& event, std::span<const KeyField> fields, KeyForm form,
                        std::uint64_t* left_out) {
  std::vector<Key> keys(1);
  for (const KeyField& field : fields) {
    const std::span<const Value> values = event.Find(field.field);
    const Value null{};
    const bool missing = std::all_of(values.begin(), values.end(), IsObject);
    if (missing && !field.optional) return {};
    const std::span<const Value> choices = missing ? std::span(&null, 1) : values;
    std::vector<Key> longer;
    for (const Key& key : keys) {
      for (std::size_t i = 0; i < choices.size(); ++i) {
        if (IsObject(choices[i])) continue;  // only its flattened members are values
        if (longer.size() == kKeysOfEventMax) {
          *left_out += choices.size() - i;
          break;
        }
        Key next = key;
        AppendComponent(choices[i], form, &next.bytes);
        const auto same = [&](const Key& other) { return other.bytes == next.bytes; };
        if (std::any_of(longer.begin(), longer.end(), same)) continue;
        next.values.push_back(choices[i]);
        longer.push_back(std::move(next));
      }
    }
    keys = std::move(longer);
  }
  for (Key& key : keys) Shorten(&key.bytes);
  return keys;
}

std::string EncodeKey(std::span<const Value> values, KeyForm form,
                      std::span<const std::uint32_t> positions) {
  std::string bytes;
  if (positions.empty()) {
    for (const Value& value : values) AppendComponent(value, form, &bytes);
  } else {
    for (const std::uint32_t i : positions) AppendComponent(values[i], form, &bytes);
  }
  Shorten(&bytes);
  return bytes;
}

int CompareKeys(std::span<const Value> a, std::span<const Value> b) {
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    if (const int order = CompareValues(a[i], b[i]); order != 0) return order;
  }
  return a.size() < b.size() ? -1 : static_cast<int>(a.size() > b.size());
}

std::vector<KeyPart> DescribeKey(const Key& key, std::span<const KeyField> fields) {
  std::vector<KeyPart> parts;
  parts.reserve(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Value& value = key.values[i];
    parts.push_back({.field = fields[i].name, .kind = value.kind(), .text = PlainText(value)});
  }
  return parts;
}

}  // namespace tocsin::correlate
