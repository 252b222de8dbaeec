// A decoded record in the sensor's own shape: a small immutable tree that JSON, EVTX and XML
// decoders all produce, so that one source reads a record whatever it was wrapped in.
//
// Ownership: nodes are views. Text, members and elements live in the arena (or the raw bytes) that
// the decoder was given and die with it. Nodes are trivially copyable, 16 bytes.
// Threads: immutable after decoding.
// Cost: Find is linear in the members of one object; records are small and wide objects are rare.
//
// XML has no natural tree of this kind. Documents from EVTX and XML follow the convention that the
// common EVTX-to-JSON exporters use, so that their JSON decodes to the same document:
//   * the root is an object with the one member "Event";
//   * attributes stand in an object under "#attributes";
//   * an element with text only is a scalar; with text and attributes it has "#text" beside
//     "#attributes"; an empty element is null;
//   * <Data Name="X">v</Data> becomes the member X of EventData; unnamed <Data> elements become
//     Data: {"#text": [v, ...]} (a single one is still an array);
//   * repeated element or data names keep every occurrence, in order (Find returns the first,
//     iterate the members to see each).
// Scalars have the text that Windows itself would print in event XML: hexadecimal numbers as
// "0x3e7", identifiers of security principals as "S-1-5-18", GUIDs as "{...}" in upper case,
// times as ISO 8601 with seven decimals and Z, binary as upper-case hexadecimal digits.
#pragma once

#include "base/arena.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace tocsin::doc {

enum class NodeKind : std::uint8_t {
  kNull,
  kBool,
  kInt,   // signed 64 bits
  kUInt,  // unsigned 64 bits, above the range of kInt or typed so by the sensor
  kDouble,
  kString,  // UTF-8, validated or repaired by the decoder; may contain NUL
  kArray,
  kObject,
};

struct Member;

class Node {
 public:
  constexpr Node() = default;

  static constexpr Node Null() { return Node(); }
  static constexpr Node Bool(bool v) {
    Node n(NodeKind::kBool);
    n.payload_.boolean = v;
    return n;
  }
  static constexpr Node Int(std::int64_t v) {
    Node n(NodeKind::kInt);
    n.payload_.integer = v;
    return n;
  }
  static constexpr Node UInt(std::uint64_t v) {
    Node n(NodeKind::kUInt);
    n.payload_.unsigned_integer = v;
    return n;
  }
  static constexpr Node Double(double v) {
    Node n(NodeKind::kDouble);
    n.payload_.real = v;
    return n;
  }
  // The text, elements or members must outlive the node. At most 4 GiB of each.
  static constexpr Node String(std::string_view v) {
    Node n(NodeKind::kString, static_cast<std::uint32_t>(v.size()));
    n.payload_.text = v.data();
    return n;
  }
  static constexpr Node Array(const Node* elements, std::uint32_t count) {
    Node n(NodeKind::kArray, count);
    n.payload_.elements = elements;
    return n;
  }
  static constexpr Node Object(const Member* members, std::uint32_t count) {
    Node n(NodeKind::kObject, count);
    n.payload_.members = members;
    return n;
  }

  constexpr NodeKind kind() const { return kind_; }
  constexpr bool is_null() const { return kind_ == NodeKind::kNull; }
  constexpr bool is_string() const { return kind_ == NodeKind::kString; }
  constexpr bool is_object() const { return kind_ == NodeKind::kObject; }
  constexpr bool is_array() const { return kind_ == NodeKind::kArray; }
  constexpr bool is_scalar() const { return kind_ != NodeKind::kArray && !is_object(); }

  // Each requires the matching kind.
  constexpr bool boolean() const { return payload_.boolean; }
  constexpr std::int64_t integer() const { return payload_.integer; }
  constexpr std::uint64_t unsigned_integer() const { return payload_.unsigned_integer; }
  constexpr double real() const { return payload_.real; }
  constexpr std::string_view text() const { return {payload_.text, size_}; }

  // Elements of an array, members of an object; zero for every other kind.
  constexpr std::uint32_t size() const { return is_scalar() ? 0 : size_; }
  constexpr const Node& element(std::uint32_t i) const { return payload_.elements[i]; }
  const Member* begin() const;  // members; an object only
  const Member* end() const;

  // The first member called `key`, or null when this is no object or has no such member.
  const Node* Find(std::string_view key) const;
  // Follows object members: FindPath("Event", "System", "EventID").
  template <class... Keys>
  const Node* FindPath(std::string_view first, Keys... rest) const {
    const Node* child = Find(first);
    if constexpr (sizeof...(rest) == 0) {
      return child;
    } else {
      return child == nullptr ? nullptr : child->FindPath(rest...);
    }
  }

 private:
  constexpr explicit Node(NodeKind kind, std::uint32_t size = 0) : size_(size), kind_(kind) {}

  union Payload {
    std::uint64_t unsigned_integer = 0;
    std::int64_t integer;
    double real;
    bool boolean;
    const char* text;
    const Node* elements;
    const Member* members;
  };
  Payload payload_;
  std::uint32_t size_ = 0;
  NodeKind kind_ = NodeKind::kNull;
};

struct Member {
  std::string_view key;
  Node value;
};

static_assert(sizeof(Node) == 16 && std::is_trivially_copyable_v<Node>);

inline const Member* Node::begin() const { return is_object() ? payload_.members : nullptr; }
inline const Member* Node::end() const { return is_object() ? payload_.members + size_ : nullptr; }

// The text of a node that is text; empty for any other, and where there is none.
inline std::string_view StringOf(const Node* node) {
  return node != nullptr && node->is_string() ? node->text() : std::string_view();
}

// The text of a scalar as the sensor would print it: numbers in decimal, booleans as true/false,
// doubles in shortest form. Empty for null, arrays and objects. Copies into `arena` only when the
// node is not text already.
std::string_view TextOf(const Node& node, Arena& arena);

// Of a whole tree, keys and values in order: equal for records that say the same, whatever bytes
// they were decoded from. Never 0.
std::uint64_t HashOf(const Node& node);

// Compact JSON of a whole tree, keys in document order; for display and tests.
void AppendJson(const Node& node, std::string* out);

}  // namespace tocsin::doc
