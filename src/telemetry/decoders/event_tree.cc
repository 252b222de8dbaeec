#include "telemetry/decoders/event_tree.h"

#include <algorithm>
#include <cstring>

namespace tocsin::doc {
namespace {

constexpr std::string_view kAttributesKey = "#attributes";
constexpr std::string_view kTextKey = "#text";

template <class T>
std::uint32_t SizeOf(const std::vector<T>& stack) {
  return static_cast<std::uint32_t>(stack.size());
}

bool IsBlank(const Node& text) {
  return text.is_null() ||
         (text.is_string() && text.text().find_first_not_of(" \t\r\n") == std::string_view::npos);
}

// An element without any text is null, also where the text is there and empty.
Node NullIfEmpty(Node text) { return text.is_string() && text.text().empty() ? Node() : text; }

}  // namespace

ElementKind KindOf(std::string_view element_name) {
  if (element_name == "Data") return ElementKind::kData;
  if (element_name == "EventData") return ElementKind::kEventData;
  return ElementKind::kPlain;
}

void EventTreeBuilder::Reset() {
  frames_.assign(1, Frame());
  members_.clear();
  attributes_.clear();
  texts_.clear();
  unnamed_.clear();
  in_attribute_ = false;
  omitted_ = false;
}

TreeFault EventTreeBuilder::Open(std::string_view name, ElementKind kind) {
  if (in_attribute_) return TreeFault::kMisplaced;
  if (frames_.size() > kDepthMax) return TreeFault::kTooDeep;
  frames_.push_back({.name = name,
                     .members = SizeOf(members_),
                     .attributes = SizeOf(attributes_),
                     .texts = SizeOf(texts_),
                     .unnamed = SizeOf(unnamed_),
                     .kind = kind});
  return TreeFault::kNone;
}

TreeFault EventTreeBuilder::BeginAttribute(std::string_view name) {
  const TreeFault fault = EndAttribute();
  if (fault != TreeFault::kNone) return fault;
  attribute_name_ = name;
  attribute_texts_ = SizeOf(texts_);
  in_attribute_ = true;
  omitted_ = false;
  return TreeFault::kNone;
}

TreeFault EventTreeBuilder::EndAttributes() { return EndAttribute(); }

TreeFault EventTreeBuilder::EndAttribute() {
  if (!in_attribute_) return TreeFault::kNone;
  in_attribute_ = false;
  if (SizeOf(texts_) == attribute_texts_ && omitted_) return TreeFault::kNone;
  Node value;
  const TreeFault fault = JoinTexts(attribute_texts_, &value);
  if (fault != TreeFault::kNone) return fault;
  if (!memory_->Spend(sizeof(Member))) return TreeFault::kTooMuchWork;
  attributes_.push_back({attribute_name_, value.is_null() ? Node::String("") : value});
  return TreeFault::kNone;
}

TreeFault EventTreeBuilder::Text(Node value) {
  if (value.is_null()) return TreeFault::kNone;
  if (!memory_->Spend(sizeof(Node))) return TreeFault::kTooMuchWork;
  texts_.push_back(value);
  return TreeFault::kNone;
}

TreeFault EventTreeBuilder::Add(std::string_view name, Node value) {
  if (in_attribute_) return TreeFault::kMisplaced;
  if (!value.is_array()) {
    if (!memory_->Spend(sizeof(Member))) return TreeFault::kTooMuchWork;
    members_.push_back({name, NullIfEmpty(value)});
    return TreeFault::kNone;
  }
  if (!memory_->Spend(value.size() * sizeof(Member))) return TreeFault::kTooMuchWork;
  for (std::uint32_t i = 0; i < value.size(); ++i) {
    members_.push_back({name, NullIfEmpty(value.element(i))});
  }
  return TreeFault::kNone;
}

// One text keeps its type; several become one string. Takes them off the stack.
TreeFault EventTreeBuilder::JoinTexts(std::uint32_t from, Node* out) {
  const std::uint32_t count = SizeOf(texts_) - from;
  *out = count == 0 ? Node() : texts_[from];
  if (count > 1) {
    joined_.clear();
    for (std::uint32_t i = from; i < SizeOf(texts_); ++i) AppendText(texts_[i]);
    char* const text = memory_->Allocate<char>(joined_.size());
    if (text == nullptr) return TreeFault::kTooMuchWork;
    std::memcpy(text, joined_.data(), joined_.size());
    *out = Node::String({text, joined_.size()});
  }
  texts_.resize(from);
  return TreeFault::kNone;
}

void EventTreeBuilder::AppendText(const Node& value) {
  if (!value.is_array()) {
    joined_.append(TextOf(value, memory_->arena()));
    return;
  }
  for (std::uint32_t i = 0; i < value.size(); ++i) {
    if (i > 0) joined_.append(", ");
    joined_.append(TextOf(value.element(i), memory_->arena()));
  }
}

// The object of an element that has more than text.
TreeFault EventTreeBuilder::MakeObject(const Frame& frame, Node text, Node* out) {
  const std::uint32_t attributes = SizeOf(attributes_) - frame.attributes;
  const std::uint32_t children = SizeOf(members_) - frame.members;
  const std::uint32_t size = (attributes > 0 ? 1 : 0) + children + (text.is_null() ? 0 : 1);
  Member* const all = memory_->Allocate<Member>(std::size_t{size} + attributes);
  if (all == nullptr) return TreeFault::kTooMuchWork;
  Member* next = all;
  if (attributes > 0) {
    Member* const attribute_members = all + size;
    std::copy_n(attributes_.begin() + frame.attributes, attributes, attribute_members);
    *next++ = {kAttributesKey, Node::Object(attribute_members, attributes)};
  }
  next = std::copy_n(members_.begin() + frame.members, children, next);
  if (!text.is_null()) *next = {kTextKey, text};
  *out = Node::Object(all, size);
  return TreeFault::kNone;
}

TreeFault EventTreeBuilder::AddUnnamed(Node value) {
  Frame& parent = frames_.back();
  if (parent.unnamed_slot == kNoSlot) {
    parent.unnamed_slot = SizeOf(members_);
    const TreeFault fault = Add("Data", Node());
    if (fault != TreeFault::kNone) return fault;
  }
  const std::uint32_t count = value.is_array() ? value.size() : 1;
  if (!memory_->Spend(count * sizeof(Node))) return TreeFault::kTooMuchWork;
  for (std::uint32_t i = 0; i < count; ++i) {
    unnamed_.push_back(NullIfEmpty(value.is_array() ? value.element(i) : value));
  }
  return TreeFault::kNone;
}

TreeFault EventTreeBuilder::GatherUnnamed(const Frame& frame) {
  if (frame.unnamed_slot == kNoSlot) return TreeFault::kNone;
  const std::uint32_t count = SizeOf(unnamed_) - frame.unnamed;
  Node* const elements = memory_->Allocate<Node>(count);
  Member* const text = memory_->Allocate<Member>(1);
  if (elements == nullptr || text == nullptr) return TreeFault::kTooMuchWork;
  std::copy_n(unnamed_.begin() + frame.unnamed, count, elements);
  *text = {kTextKey, Node::Array(elements, count)};
  members_[frame.unnamed_slot].value = Node::Object(text, 1);
  unnamed_.resize(frame.unnamed);
  return TreeFault::kNone;
}

TreeFault EventTreeBuilder::Close() {
  TreeFault fault = EndAttribute();
  if (fault != TreeFault::kNone) return fault;
  const Frame frame = frames_.back();
  Node text;
  fault = JoinTexts(frame.texts, &text);
  if (fault != TreeFault::kNone) return fault;
  fault = GatherUnnamed(frame);
  if (fault != TreeFault::kNone) return fault;
  text = NullIfEmpty(text);
  const bool has_children = members_.size() > frame.members;
  if (has_children && IsBlank(text)) text = Node();

  frames_.pop_back();
  std::string_view key = frame.name;
  bool unnamed = false;
  if (frame.kind == ElementKind::kData && frames_.back().kind == ElementKind::kEventData) {
    const auto name = std::find_if(attributes_.begin() + frame.attributes, attributes_.end(),
                                   [](const Member& attribute) { return attribute.key == "Name"; });
    unnamed = name == attributes_.end();
    if (!unnamed) {
      key = TextOf(name->value, memory_->arena());
      attributes_.erase(name);
    }
  }
  Node value = text;
  if (has_children || attributes_.size() > frame.attributes) {
    fault = MakeObject(frame, text, &value);
    if (fault != TreeFault::kNone) return fault;
  }
  members_.resize(frame.members);
  attributes_.resize(frame.attributes);
  return unnamed ? AddUnnamed(value) : Add(key, value);
}

TreeFault EventTreeBuilder::Finish(Node* root) { return MakeObject(frames_.front(), Node(), root); }

}  // namespace tocsin::doc
