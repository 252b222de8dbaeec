// Keys: the values that tie events together (`by` fields, group fields).
//
// An event has one key for each combination of the values of its key fields, so a multi-valued
// field gives several (EQL reference, sequences with arrays). A key is a string of bytes in which
// each component is tagged and length-prefixed; equal bytes mean equal keys. Numbers compare by
// value, text exactly, times by instant; or, for groups of signals, everything by its text.
// A key longer than kKeyBytesMax is replaced by its SHA-256.
//
// Threads: pure. Cost: one small allocation for each key of an event that met a condition.
#pragma once

#include "engine/correlate/detection.h"
#include "event/event.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tocsin::correlate {

inline constexpr std::size_t kKeyBytesMax = 128;
// Bound on the keys of one event; further combinations are left out and counted. More needs an
// event with, for instance, two lists of 33 values each as keys.
inline constexpr std::size_t kKeysOfEventMax = 1024;

struct KeyField {
  FieldId field;
  std::string name;
  bool optional = false;  // missing is a value of its own
};

std::vector<KeyField> FieldsOf(std::span<const plan::Key> keys);

enum class KeyForm : std::uint8_t {
  kTyped,  // 1 and "1" differ
  kText,   // 1 and "1" are the same group
};

struct Key {
  std::string bytes;
  std::vector<Value> values;  // views into the event; null: missing
};

// All keys of the event, distinct, in the order of the values. None if a field that is not optional
// has no value; one empty key if there are no fields. Adds to `left_out` how many combinations the
// bound cut off (of values, so repeats among them count).
std::vector<Key> KeysOf(const Event& event, std::span<const KeyField> fields, KeyForm form,
                        std::uint64_t* left_out);

// The bytes of one combination of values; all of `values` when `positions` is empty.
std::string EncodeKey(std::span<const Value> values, KeyForm form,
                      std::span<const std::uint32_t> positions = {});

// Order of keys: component by component, null first, then as CompareValues has it.
int CompareKeys(std::span<const Value> a, std::span<const Value> b);

// What a person is shown.
std::vector<KeyPart> DescribeKey(const Key& key, std::span<const KeyField> fields);

}  // namespace tocsin::correlate
