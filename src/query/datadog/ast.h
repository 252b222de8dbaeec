// What a search says, as a tree. Value groups are already spread: `@a:(x OR y)` is `@a:x OR @a:y`.
//
// Plain values with spans of the query's SourceText; equality ignores spans.
#pragma once

#include "base/diag/span.h"
#include "query/datadog/text_pattern.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tocsin::datadog {

enum class KeyKind : std::uint8_t {
  kNone,        // free text
  kAttribute,   // @a.b
  kWord,        // a reserved name, or the key of a tag
  kEverything,  // *
};

struct Key {
  KeyKind kind = KeyKind::kNone;
  std::string name;  // without `@`
  Span span;

  friend bool operator==(const Key& a, const Key& b) {
    return a.kind == b.kind && a.name == b.name;
  }
};

using Number = std::variant<std::int64_t, double>;

enum class CompareOp : std::uint8_t { kLess, kLessEqual, kGreater, kGreaterEqual };

struct Term {
  TextPattern pattern;
  friend bool operator==(const Term&, const Term&) = default;
};
struct Phrase {
  std::string text;
  friend bool operator==(const Phrase&, const Phrase&) = default;
};
struct Comparison {
  CompareOp op = CompareOp::kLess;
  Number number;
  friend bool operator==(const Comparison&, const Comparison&) = default;
};
struct Range {
  std::optional<Number> low;  // none: open
  std::optional<Number> high;
  bool inclusive_low = true;
  bool inclusive_high = true;
  friend bool operator==(const Range&, const Range&) = default;
};
struct Exists {
  friend bool operator==(Exists, Exists) { return true; }
};
struct Blocks {
  std::vector<std::string> texts;  // checked: each is an address or a block
  friend bool operator==(const Blocks&, const Blocks&) = default;
};
using Value = std::variant<Term, Phrase, Comparison, Range, Exists, Blocks>;

enum class NodeKind : std::uint8_t {
  kAll,    // selects every log
  kAnd,    // two or more children
  kOr,     // two or more children
  kNot,    // one child
  kMatch,  // key and value
};

struct Node {
  NodeKind kind = NodeKind::kAll;
  Span span;
  std::vector<Node> children;
  Key key;
  Value value;

  friend bool operator==(const Node& a, const Node& b) {
    return a.kind == b.kind && a.children == b.children && a.key == b.key && a.value == b.value;
  }
};

}  // namespace tocsin::datadog
