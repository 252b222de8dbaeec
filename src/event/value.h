// One value of one field. An event's field holds a list of these; "missing" is the empty list, so
// a null never stands in an event. kNull exists for the results of expressions.
//
// Ownership: text and objects are views into the batch's arena or raw bytes (or into the
// RetainedEvent) and die with it. 16 bytes, trivially copyable. Threads: immutable.
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace tocsin {

struct FieldEntry;

enum class ValueKind : std::uint8_t {
  kNull,
  kBool,
  kInt,   // signed 64 bits: every field of an integer type
  kUInt,  // only above the range of kInt
  kDouble,
  kString,  // UTF-8; fields of type ip hold canonical text
  kTime,    // UTC nanoseconds since 1970: fields of type date
  kObject,  // an element of an array of objects, there if the array is wanted; its members have
            // their whole names, and all of them stand flat in the event as well
};

class Value {
 public:
  constexpr Value() = default;

  static constexpr Value Null() { return Value(); }
  static constexpr Value Bool(bool v) {
    Value value(ValueKind::kBool);
    value.payload_.boolean = v;
    return value;
  }
  static constexpr Value Int(std::int64_t v) {
    Value value(ValueKind::kInt);
    value.payload_.integer = v;
    return value;
  }
  // Becomes kInt whenever it fits, so that equal numbers have equal kinds.
  static constexpr Value UInt(std::uint64_t v) {
    if (v <= static_cast<std::uint64_t>(INT64_MAX)) return Int(static_cast<std::int64_t>(v));
    Value value(ValueKind::kUInt);
    value.payload_.unsigned_integer = v;
    return value;
  }
  static constexpr Value Double(double v) {
    Value value(ValueKind::kDouble);
    value.payload_.real = v;
    return value;
  }
  static constexpr Value String(std::string_view v) {
    Value value(ValueKind::kString, static_cast<std::uint32_t>(v.size()));
    value.payload_.text = v.data();
    return value;
  }
  static constexpr Value Time(std::int64_t nanoseconds) {
    Value value(ValueKind::kTime);
    value.payload_.integer = nanoseconds;
    return value;
  }
  static constexpr Value Object(const FieldEntry* fields, std::uint32_t count) {
    Value value(ValueKind::kObject, count);
    value.payload_.fields = fields;
    return value;
  }

  constexpr ValueKind kind() const { return kind_; }
  constexpr bool is_null() const { return kind_ == ValueKind::kNull; }
  constexpr bool is_string() const { return kind_ == ValueKind::kString; }
  constexpr bool is_number() const {
    return kind_ == ValueKind::kInt || kind_ == ValueKind::kUInt || kind_ == ValueKind::kDouble;
  }

  // Each requires the matching kind.
  constexpr bool boolean() const { return payload_.boolean; }
  constexpr std::int64_t integer() const { return payload_.integer; }
  constexpr std::uint64_t unsigned_integer() const { return payload_.unsigned_integer; }
  constexpr double real() const { return payload_.real; }
  constexpr std::string_view text() const { return {payload_.text, size_}; }
  constexpr std::int64_t time_ns() const { return payload_.integer; }
  constexpr const FieldEntry* object_fields() const { return payload_.fields; }
  constexpr std::uint32_t object_size() const { return size_; }

 private:
  constexpr explicit Value(ValueKind kind, std::uint32_t size = 0) : size_(size), kind_(kind) {}

  union Payload {
    std::uint64_t unsigned_integer = 0;
    std::int64_t integer;
    double real;
    bool boolean;
    const char* text;
    const FieldEntry* fields;
  };
  Payload payload_;
  std::uint32_t size_ = 0;
  ValueKind kind_ = ValueKind::kNull;
};

static_assert(sizeof(Value) == 16 && std::is_trivially_copyable_v<Value>);

// Same kind and same content; numbers compare by value across kinds (1 == 1.0). Objects are equal
// when they are the same object.
bool SameValue(const Value& a, const Value& b);

// Order for sorting and keys: by kind group (null, bool, number, time, text), then by value; text
// by UTF-8 bytes, which is code point order.
int CompareValues(const Value& a, const Value& b);

// Consistent with SameValue.
std::uint64_t HashValue(const Value& value);

}  // namespace tocsin
