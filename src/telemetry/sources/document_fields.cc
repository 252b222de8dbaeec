#include "telemetry/sources/document_fields.h"

#include <optional>
#include <string>

namespace tocsin {
namespace {

Value ValueOf(const doc::Node& node) {
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
        for (std::uint32_t i = 0; i < node.size(); ++i) Add(node.element(i));
        return;
      default:
        AddLeaf(ValueOf(node));
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
  return leaf != nullptr && leaf->is_string() ? leaf->text() : std::string_view();
}

}  // namespace tocsin
