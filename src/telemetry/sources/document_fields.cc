#include "telemetry/sources/document_fields.h"

#include "event/conversion.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tocsin {

Value ScalarOf(const doc::Node& node) {
  switch (node.kind()) {
    case doc::NodeKind::kBool:
      return Value::Bool(node.boolean());
    case doc::NodeKind::kInt:
      return Value::Int(node.integer());
    case doc::NodeKind::kUInt:
      return Value::UInt(node.unsigned_integer());
    case doc::NodeKind::kDouble:
      return Value::Double(node.real());
    case doc::NodeKind::kString:
      return Value::String(node.text());
    case doc::NodeKind::kNull:
    case doc::NodeKind::kArray:
    case doc::NodeKind::kObject:
      break;
  }
  return Value::Null();
}

namespace {

class Flattening {
 public:
  explicit Flattening(EventBuilder& event) : event_(event) {}

  // `path_` names the node.
  void Add(const doc::Node& node) {
    switch (node.kind()) {
      case doc::NodeKind::kObject:
        if (IsNested()) AddObjects({&node, 1});
        AddMembers(node);
        return;
      case doc::NodeKind::kArray: {
        AddObjects(ElementsOf(node));
        for (const doc::Node& element : ElementsOf(node)) {
          if (element.is_object()) {
            AddMembers(element);
          } else {
            Add(element);
          }
        }
        return;
      }
      default:
        AddLeaf(ScalarOf(node));
    }
  }

 private:
  struct Gathered {
    FieldId field;
    Value value;
  };

  static std::span<const doc::Node> ElementsOf(const doc::Node& array) {
    if (array.size() == 0) return {};
    return {&array.element(0), array.size()};
  }

  // Calls `add(value)` with `path_` naming each member of the object in turn.
  template <class Add>
  void ForEachMember(const doc::Node& object, const Add& add) {
    for (const doc::Member& member : object) {
      const std::size_t length = path_.size();
      if (length > 0) path_ += '.';
      path_ += member.key;
      add(member.value);
      path_.resize(length);
    }
  }

  void AddMembers(const doc::Node& object) {
    ForEachMember(object, [this](const doc::Node& member) { Add(member); });
  }

  void AddLeaf(const Value& value) {
    if (value.is_null()) return;
    if (const std::optional<FieldId> field = event_.schema().Find(path_)) {
      event_.Add(*field, value);
    } else if (event_.wants_extras() && !IsMultiField()) {
      event_.AddNamed(event_.arena().Copy(path_), value);
    }
  }

  // The parallel lists do not tell which members belong together. Where somebody wants the array
  // itself, for display or to search among its elements, these are its values.
  void AddObjects(std::span<const doc::Node> elements) {
    const std::optional<FieldId> field = event_.schema().Find(path_);
    if (!field || !event_.Wants(*field)) return;
    for (const doc::Node& element : elements) {
      if (element.is_object()) event_.Add(*field, ObjectOf(element));
    }
  }

  Value ObjectOf(const doc::Node& object) {
    std::vector<Gathered> members;
    ForEachMember(object, [&](const doc::Node& member) { Gather(member, &members); });
    return MakeObject(std::move(members));
  }

  // As Add, into an object instead of the event. Names in no schema cannot be members.
  void Gather(const doc::Node& node, std::vector<Gathered>* members) {
    const std::optional<FieldId> field = event_.schema().Find(path_);
    if (node.is_object() || node.is_array()) {
      const bool lone = node.is_object();
      for (const doc::Node& element : lone ? std::span(&node, 1) : ElementsOf(node)) {
        if (!element.is_object()) {
          Gather(element, members);
          continue;
        }
        if (field && (!lone || IsNested())) members->push_back({*field, ObjectOf(element)});
        ForEachMember(element, [&](const doc::Node& member) { Gather(member, members); });
      }
      return;
    }
    Value value = ScalarOf(node);
    if (!field || value.is_null()) return;
    switch (ConvertValue(event_.schema().type(*field), event_.arena(), &value)) {
      case Conversion::kDone:
      case Conversion::kKept:
        members->push_back({*field, value});
        return;
      case Conversion::kEmpty:
      case Conversion::kFault:
        return;
    }
  }

  Value MakeObject(std::vector<Gathered> members) {
    std::stable_sort(members.begin(), members.end(),
                     [](const Gathered& a, const Gathered& b) { return a.field < b.field; });
    const std::span<Value> values = event_.arena().AllocateArray<Value>(members.size());
    ArenaBuilder<FieldEntry> entries(event_.arena(), members.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
      values[i] = members[i].value;
      if (entries.empty() || entries.back().field != members[i].field) {
        entries.Add({.field = members[i].field, .count = 0, .values = &values[i]});
      }
      ++entries.back().count;
    }
    const std::span<FieldEntry> object = entries.Finish();
    return Value::Object(object.data(), static_cast<std::uint32_t>(object.size()));
  }

  // A field whose mapping says that it holds objects: a single one is a list of one.
  bool IsNested() const {
    const std::optional<FieldId> field = event_.schema().Find(path_);
    return field && event_.schema().type(*field) == FieldType::kNested;
  }

  bool IsMultiField() const {
    const std::optional<FieldRef> field = event_.schema().Resolve(path_);
    return field && field->view != FieldView::kExact;
  }

  EventBuilder& event_;
  std::string path_;
};

}  // namespace

void AddDocumentFields(const doc::Node& document, EventBuilder& event) {
  Flattening(event).Add(document);
}

const doc::Node* FindField(const doc::Node& document, std::string_view path) {
  if (const doc::Node* leaf = document.Find(path)) return leaf;
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos;
       dot = path.find('.', dot + 1)) {
    const doc::Node* child = document.Find(path.substr(0, dot));
    if (child == nullptr) continue;
    if (const doc::Node* leaf = FindField(*child, path.substr(dot + 1))) return leaf;
  }
  return nullptr;
}

std::string_view FieldText(const doc::Node& document, std::string_view path) {
  const doc::Node* leaf = FindField(document, path);
  if (leaf != nullptr && leaf->is_array() && leaf->size() > 0) leaf = &leaf->element(0);
  return StringOf(leaf);
}

}  // namespace tocsin
