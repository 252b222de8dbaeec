#include "telemetry/decoders/evtx/record_sketch.h"

#include "telemetry/decoders/evtx/limits.h"

namespace tocsin::evtx {
namespace {

using doc::Member;
using doc::Node;
using Kind = OutlineStep::Kind;

constexpr std::string_view kAttributesKey = "#attributes";
constexpr std::string_view kTextKey = "#text";

bool IsScalarArray(const Node& node) {
  if (!node.is_array()) return false;
  for (std::uint32_t i = 0; i < node.size(); ++i) {
    if (!node.element(i).is_scalar()) return false;
  }
  return true;
}

class Sketcher {
 public:
  explicit Sketcher(RecordSketch* out) : out_(*out) {}

  bool Root(const Node& root) {
    if (!root.is_object()) return false;
    for (const Member& member : root) {
      if (!Element(member.key, member.value, 1)) return false;
    }
    return true;
  }

 private:
  void Step(Kind kind, std::string_view name = {}) { out_.outline.push_back({kind, name}); }

  void Value(const Node& value) {
    Step(Kind::kValue);
    out_.values.push_back(value);
  }

  bool Attributes(const Node& attributes) {
    if (!attributes.is_object()) return false;
    for (const Member& attribute : attributes) {
      if (!attribute.value.is_scalar()) return false;
      Step(Kind::kAttribute, attribute.key);
      Value(attribute.value);
    }
    return true;
  }

  bool Element(std::string_view name, const Node& node, std::uint32_t depth) {
    if (depth > kDepthMax) return false;
    if (node.is_array() && !IsScalarArray(node)) {  // repeated elements
      for (std::uint32_t i = 0; i < node.size(); ++i) {
        if (!Element(name, node.element(i), depth)) return false;
      }
      return true;
    }
    Step(Kind::kOpen, name);
    const Node* const attributes = node.Find(kAttributesKey);
    if (attributes != nullptr && !Attributes(*attributes)) return false;
    Step(Kind::kContent);
    if (!Content(name, node, depth)) return false;
    Step(Kind::kClose);
    return true;
  }

  bool Content(std::string_view name, const Node& node, std::uint32_t depth) {
    if (!node.is_object()) {
      Value(node);
      return true;
    }
    for (const Member& member : node) {
      if (member.key == kAttributesKey) continue;
      if (member.key == kTextKey) {
        if (!member.value.is_scalar() && !IsScalarArray(member.value)) return false;
        Value(member.value);
      } else if (name != "EventData" || !IsNamedData(member)) {
        if (!ChildElement(name, member, depth)) return false;
      } else {
        Step(Kind::kData, member.key);
        Value(member.value);
        Step(Kind::kClose);
      }
    }
    return true;
  }

  static bool IsNamedData(const Member& member) {
    return member.value.is_scalar() || IsScalarArray(member.value);
  }

  // Unnamed <Data> stand together as Data: {"#text": [...]}.
  bool ChildElement(std::string_view parent, const Member& member, std::uint32_t depth) {
    const Node* const texts = member.value.Find(kTextKey);
    if (parent != "EventData" || member.key != "Data" || texts == nullptr ||
        !IsScalarArray(*texts)) {
      return Element(member.key, member.value, depth + 1);
    }
    for (std::uint32_t i = 0; i < texts->size(); ++i) {
      if (!Element(member.key, texts->element(i), depth + 1)) return false;
    }
    return true;
  }

  RecordSketch& out_;
};

}  // namespace

std::string RecordSketch::Key() const {
  std::string key;
  for (const OutlineStep& step : outline) {
    key.push_back(static_cast<char>(step.kind));
    key.append(std::to_string(step.name.size())).push_back(':');
    key.append(step.name);
  }
  return key;
}

bool SketchRecord(const doc::Node& root, RecordSketch* out) {
  *out = {};
  return Sketcher(out).Root(root);
}

}  // namespace tocsin::evtx
