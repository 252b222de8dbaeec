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
        for (const doc::Member& member : node) {
          const std::size_t length = path_.size();
          if (length > 0) path_ += '.';
          path_ += member.key;
          Add(member.value);
          path_.resize(length);
        }
        return;
      case doc::NodeKind::kArray:
        if (event_.wants_extras()) AddObjects(node);
        for (std::uint32_t i = 0; i < node.size(); ++i) Add(node.element(i));
        return;
      default:
        AddLeaf(ScalarOf(node));
    }
  }

 private:
  void AddLeaf(const Value& value) {
    if (value.is_null()) return;
    if (const std::optional<FieldId> field = event_.schema().Find(path_)) {
      event_.Add(*field, value);
    } else if (event_.wants_extras() && !IsMultiField()) {
      event_.AddNamed(event_.arena().Copy(path_), value);
    }
  }

  // The parallel lists do not tell which members belong together. For display the elements of an
  // array of objects are kept as values of the array's own field, if the schema has all names.
  void AddObjects(const doc::Node& array) {
    const std::optional<FieldId> field = event_.schema().Find(path_);
    if (!field) return;
    std::vector<Value> objects;
    for (std::uint32_t i = 0; i < array.size(); ++i) {
      members_.clear();
      if (!array.element(i).is_object() || !GatherMembers(array.element(i))) return;
      objects.push_back(MakeObject());
    }
    for (const Value& object : objects) event_.Add(*field, object);
  }

  // False when a name is in no schema, or an array of objects lies within.
  bool GatherMembers(const doc::Node& node) {
    if (node.is_object()) {
      for (const doc::Member& member : node) {
        const std::size_t length = path_.size();
        path_.append(".").append(member.key);
        const bool gathered = GatherMembers(member.value);
        path_.resize(length);
        if (!gathered) return false;
      }
      return true;
    }
    if (node.is_array()) {
      for (std::uint32_t i = 0; i < node.size(); ++i) {
        if (!node.element(i).is_scalar() || !GatherMembers(node.element(i))) return false;
      }
      return true;
    }
    Value value = ScalarOf(node);
    if (value.is_null()) return true;
    const std::optional<FieldId> field = event_.schema().Find(path_);
    if (!field) return false;
    ConvertValue(event_.schema().type(*field), event_.arena(), &value);
    members_.push_back({*field, value});
    return true;
  }

  Value MakeObject() {
    std::stable_sort(members_.begin(), members_.end(),
                     [](const Gathered& a, const Gathered& b) { return a.field < b.field; });
    const std::span<Value> values = event_.arena().AllocateArray<Value>(members_.size());
    ArenaBuilder<FieldEntry> entries(event_.arena(), members_.size());
    for (std::size_t i = 0; i < members_.size(); ++i) {
      values[i] = members_[i].value;
      if (entries.empty() || entries.back().field != members_[i].field) {
        entries.Add({.field = members_[i].field, .count = 0, .values = &values[i]});
      }
      ++entries.back().count;
    }
    const std::span<FieldEntry> object = entries.Finish();
    return Value::Object(object.data(), static_cast<std::uint32_t>(object.size()));
  }

  bool IsMultiField() const {
    const std::optional<FieldRef> field = event_.schema().Resolve(path_);
    return field && field->view != FieldView::kExact;
  }

  struct Gathered {
    FieldId field;
    Value value;
  };

  EventBuilder& event_;
  std::string path_;
  std::vector<Gathered> members_;  // of the object that is being made
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
  return leaf != nullptr && leaf->is_string() ? leaf->text() : std::string_view();
}

}  // namespace tocsin
