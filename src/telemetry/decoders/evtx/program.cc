#include "telemetry/decoders/evtx/program.h"

#include "telemetry/decoders/evtx/format.h"
#include "telemetry/decoders/evtx/template_instance.h"
#include "telemetry/decoders/evtx/text.h"
#include "telemetry/decoders/evtx/value.h"

#include <array>
#include <utility>

namespace tocsin::evtx {
namespace {

using doc::Node;
using Op = Instruction::Op;

struct Entity {
  std::string_view name;
  std::string_view text;
};
constexpr std::array<Entity, 5> kEntities = {
    Entity{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}};

class Compiler {
 public:
  Compiler(std::string_view chunk, std::uint32_t begin, std::uint32_t end, NameTable& names,
           BudgetedArena& memory)
      : chunk_(chunk), at_(begin), end_(end), names_(names), memory_(memory), folder_(memory) {}

  Damage Run(Program* out);

 private:
  // An element whose end has not been read.
  struct OpenElement {
    std::uint32_t step = 0;  // its kOpen
    doc::ElementKind kind = doc::ElementKind::kPlain;
    bool constant = true;  // neither substitutions nor instances so far
    bool in_data = false;  // <Data> within <EventData>: its key is its Name attribute
  };

  Damage Step(std::uint8_t token);
  Damage OpenStart(bool has_attributes);
  Damage CloseStart(bool empty);
  Damage Attribute();
  Damage End();
  Damage ValueText();
  Damage UnitsText();
  Damage CharReference();
  Damage EntityReference();
  Damage PiTarget();
  Damage Substitution(bool optional);
  Damage Instance();

  Damage Name(std::string_view* name);
  Damage Emit(Instruction step);
  Damage EmitText(std::string_view utf16);
  bool JoinScalar(const OpenElement& element);
  Damage FoldConstant(const OpenElement& element);
  void MarkDynamic();

  bool Has(std::uint32_t bytes) const { return bytes <= end_ - at_; }
  template <class T>
  T Take() {
    const T value = Load<T>(chunk_.data() + at_);
    at_ += static_cast<std::uint32_t>(sizeof(T));
    return value;
  }
  Damage Fail(Fault fault) const { return {fault, at_}; }

  std::string_view chunk_;
  std::uint32_t at_;
  std::uint32_t end_;
  NameTable& names_;
  BudgetedArena& memory_;
  doc::EventTreeBuilder folder_;
  std::vector<Instruction> steps_;
  std::vector<OpenElement> open_;
  bool in_start_ = false;  // between an element's start token and its close token
  bool has_attributes_ = false;
};

Damage Compiler::Run(Program* out) {
  while (at_ < end_) {
    const std::uint8_t token = Take<std::uint8_t>();
    if (token == static_cast<std::uint8_t>(Token::kEndOfStream)) break;
    const Damage damage = Step(token);
    if (!damage.ok()) return damage;
  }
  if (!open_.empty()) return Fail(Fault::kTruncated);
  out->steps = std::move(steps_);
  out->end = at_;
  return {};
}

Damage Compiler::Step(std::uint8_t token) {
  const bool more = (token & kMoreBit) != 0;
  switch (static_cast<Token>(token & ~kMoreBit)) {
    case Token::kOpenStartElement:
      return OpenStart(more);
    case Token::kCloseStartElement:
      return CloseStart(false);
    case Token::kCloseEmptyElement:
      return CloseStart(true);
    case Token::kEndElement:
      return End();
    case Token::kValue:
      return ValueText();
    case Token::kAttribute:
      return Attribute();
    case Token::kCdata:
      return UnitsText();
    case Token::kCharReference:
      return CharReference();
    case Token::kEntityReference:
      return EntityReference();
    case Token::kPiTarget:
      return PiTarget();
    case Token::kTemplateInstance:
      return Instance();
    case Token::kNormalSubstitution:
      return Substitution(false);
    case Token::kOptionalSubstitution:
      return Substitution(true);
    case Token::kFragmentHeader:
      if (!Has(3)) return Fail(Fault::kTruncated);
      at_ += 3;
      return {};
    case Token::kEndOfStream:
    case Token::kPiData:
      break;
  }
  return Fail(Fault::kBadToken);
}

Damage Compiler::Emit(Instruction step) {
  if (!memory_.Spend(sizeof(Instruction))) return Fail(Fault::kTooMuchWork);
  steps_.push_back(step);
  return {};
}

void Compiler::MarkDynamic() {
  for (auto element = open_.rbegin(); element != open_.rend() && element->constant; ++element) {
    element->constant = false;
  }
}

Damage Compiler::Name(std::string_view* name) {
  if (!Has(4)) return Fail(Fault::kTruncated);
  const auto offset = Take<std::uint32_t>();
  const Damage damage = names_.Read(offset, name);
  if (!damage.ok()) return {damage.fault, at_};
  if (offset == at_) {  // the name stands here, where it is used first
    const std::uint32_t bytes = names_.BlockBytes(offset);
    if (!Has(bytes)) return Fail(Fault::kTruncated);
    at_ += bytes;
  }
  return {};
}

Damage Compiler::OpenStart(bool has_attributes) {
  if (in_start_) return Fail(Fault::kBadToken);
  if (open_.size() >= kDepthMax) return Fail(Fault::kTooDeep);
  // The dependency id is there when the element only makes sense with it: the size that follows
  // must lie in the range, the name in the chunk.
  const auto plausible = [&](std::uint32_t skip) {
    if (!Has(skip + 8)) return false;
    const auto size = Load<std::uint32_t>(chunk_.data() + at_ + skip);
    const auto name = Load<std::uint32_t>(chunk_.data() + at_ + skip + 4);
    return size <= end_ - at_ && name >= kChunkHeaderBytes && name < chunk_.size();
  };
  constexpr std::uint32_t kDependencyBytes = 2;
  if (plausible(kDependencyBytes)) {
    at_ += kDependencyBytes;
  } else if (!plausible(0)) {
    return Fail(Has(kDependencyBytes + 8) ? Fault::kBadName : Fault::kTruncated);
  }
  at_ += 4;  // the element's size; the tokens say where it ends
  std::string_view name;
  Damage damage = Name(&name);
  if (!damage.ok()) return damage;
  if (has_attributes) {
    if (!Has(4)) return Fail(Fault::kTruncated);
    at_ += 4;  // the attributes' size
  }
  const doc::ElementKind kind = doc::KindOf(name);
  OpenElement element{.step = static_cast<std::uint32_t>(steps_.size()), .kind = kind};
  if (kind == doc::ElementKind::kData) {
    element.in_data = !open_.empty() && open_.back().kind == doc::ElementKind::kEventData;
    // What <Data> becomes depends on its parent, which is unknown at the top of a template.
    element.constant = !open_.empty() && !element.in_data;
  }
  open_.push_back(element);
  in_start_ = true;
  has_attributes_ = false;
  return Emit({.op = Op::kOpen, .kind = kind, .name = name});
}

Damage Compiler::Attribute() {
  if (!in_start_) return Fail(Fault::kBadToken);
  std::string_view name;
  const Damage damage = Name(&name);
  if (!damage.ok()) return damage;
  has_attributes_ = true;
  return Emit({.op = Op::kAttribute, .name = name});
}

Damage Compiler::CloseStart(bool empty) {
  if (!in_start_) return Fail(Fault::kBadToken);
  in_start_ = false;
  if (has_attributes_) {
    const Damage damage = Emit({.op = Op::kEndAttributes});
    if (!damage.ok()) return damage;
  }
  return empty ? End() : Damage{};
}

Damage Compiler::End() {
  if (in_start_ || open_.empty()) return Fail(Fault::kBadToken);
  const Damage damage = Emit({.op = Op::kClose});
  if (!damage.ok()) return damage;
  const OpenElement element = open_.back();
  open_.pop_back();
  // A child that changes, or whose shape its parent decides, makes its parent change too.
  if (!element.constant) {
    MarkDynamic();
    JoinScalar(element);
    return {};
  }
  return FoldConstant(element);
}

// <X>{n}</X>, and <Data Name="X">{n}</Data> in EventData, to one step.
bool Compiler::JoinScalar(const OpenElement& element) {
  const Instruction* const step = &steps_[element.step];
  const std::size_t count = steps_.size() - element.step;
  std::string_view key = step->name;
  std::size_t substitution = 1;
  if (element.in_data) {
    if (count != 6 || step[1].op != Op::kAttribute || step[1].name != "Name" ||
        step[2].op != Op::kText || !step[2].value.is_string()) {
      return false;
    }
    key = step[2].value.text();
    substitution = 4;
  } else if (count != 3 || element.kind != doc::ElementKind::kPlain) {
    return false;
  }
  if (step[substitution].op != Op::kSubstitution) return false;
  const Instruction joined{.op = Op::kScalarElement,
                           .optional = step[substitution].optional,
                           .index = step[substitution].index,
                           .name = key};
  steps_.resize(element.step);
  steps_.push_back(joined);
  return true;
}

Damage Compiler::FoldConstant(const OpenElement& element) {
  folder_.Reset();
  Fault fault = Fault::kNone;
  for (std::size_t i = element.step; i < steps_.size() && fault == Fault::kNone; ++i) {
    const Instruction& step = steps_[i];
    switch (step.op) {
      case Op::kOpen:
        fault = FaultOf(folder_.Open(step.name, step.kind));
        break;
      case Op::kAttribute:
        fault = FaultOf(folder_.BeginAttribute(step.name));
        break;
      case Op::kEndAttributes:
        fault = FaultOf(folder_.EndAttributes());
        break;
      case Op::kText:
        fault = FaultOf(folder_.Text(step.value));
        break;
      case Op::kClose:
        fault = FaultOf(folder_.Close());
        break;
      case Op::kConstant:
        fault = FaultOf(folder_.Add(step.name, step.value));
        break;
      case Op::kSubstitution:
      case Op::kInstance:
      case Op::kScalarElement:
        fault = Fault::kBadToken;
        break;
    }
  }
  Node root;
  if (fault == Fault::kNone) fault = FaultOf(folder_.Finish(&root));
  if (fault != Fault::kNone) return Fail(fault);
  const doc::Member& child = *root.begin();
  steps_.resize(element.step);
  steps_.push_back({.op = Op::kConstant, .name = child.key, .value = child.value});
  return {};
}

Damage Compiler::EmitText(std::string_view utf16) {
  std::string_view text;
  if (!Utf8FromUtf16(utf16, memory_, &text)) return Fail(Fault::kTooMuchWork);
  return Emit({.op = Op::kText, .value = Node::String(text)});
}

// Writers put strings here; the grammar allows any type, of a size that its type tells.
Damage Compiler::ValueText() {
  if (!Has(1)) return Fail(Fault::kTruncated);
  const auto type = static_cast<ValueType>(Take<std::uint8_t>());
  if (type == ValueType::kString) return UnitsText();
  std::uint32_t bytes = 0;
  switch (type) {
    case ValueType::kNull:
      break;
    case ValueType::kInt8:
    case ValueType::kUInt8:
      bytes = 1;
      break;
    case ValueType::kInt16:
    case ValueType::kUInt16:
      bytes = 2;
      break;
    case ValueType::kInt32:
    case ValueType::kUInt32:
    case ValueType::kReal32:
    case ValueType::kBool:
    case ValueType::kHexInt32:
      bytes = 4;
      break;
    case ValueType::kInt64:
    case ValueType::kUInt64:
    case ValueType::kReal64:
    case ValueType::kFileTime:
    case ValueType::kHexInt64:
      bytes = 8;
      break;
    case ValueType::kGuid:
    case ValueType::kSysTime:
      bytes = 16;
      break;
    case ValueType::kAnsiString:
    case ValueType::kBinary:
      if (!Has(2)) return Fail(Fault::kTruncated);
      bytes = Take<std::uint16_t>();
      break;
    case ValueType::kSid:
      if (!Has(2)) return Fail(Fault::kTruncated);
      bytes = 8u + 4u * static_cast<std::uint8_t>(chunk_[at_ + 1]);
      break;
    default:
      return Fail(Fault::kBadValue);
  }
  if (!Has(bytes)) return Fail(Fault::kTruncated);
  Instruction step{.op = Op::kText};
  const Fault fault =
      DecodeValue(static_cast<std::uint8_t>(type), chunk_.substr(at_, bytes), memory_, &step.value);
  if (fault != Fault::kNone) return Fail(fault);
  at_ += bytes;
  return Emit(step);
}

Damage Compiler::UnitsText() {
  if (!Has(2)) return Fail(Fault::kTruncated);
  const std::uint32_t bytes = 2u * Take<std::uint16_t>();
  if (!Has(bytes)) return Fail(Fault::kTruncated);
  const std::string_view utf16 = chunk_.substr(at_, bytes);
  at_ += bytes;
  return EmitText(utf16);
}

Damage Compiler::CharReference() {
  if (!Has(2)) return Fail(Fault::kTruncated);
  const std::string_view utf16 = chunk_.substr(at_, 2);
  at_ += 2;
  return EmitText(utf16);
}

// The five entities of XML; another name keeps the look it would have in text.
Damage Compiler::EntityReference() {
  std::string_view name;
  const Damage damage = Name(&name);
  if (!damage.ok()) return damage;
  for (const Entity& entity : kEntities) {
    if (entity.name == name) return Emit({.op = Op::kText, .value = Node::String(entity.text)});
  }
  for (const std::string_view part : {std::string_view("&"), name, std::string_view(";")}) {
    const Damage emitted = Emit({.op = Op::kText, .value = Node::String(part)});
    if (!emitted.ok()) return emitted;
  }
  return {};
}

// Processing instructions carry nothing for the tree.
Damage Compiler::PiTarget() {
  if (in_start_) return Fail(Fault::kBadToken);
  std::string_view name;
  const Damage damage = Name(&name);
  if (!damage.ok()) return damage;
  if (!Has(3)) return Fail(Fault::kTruncated);
  if (Take<std::uint8_t>() != static_cast<std::uint8_t>(Token::kPiData)) {
    return Fail(Fault::kBadToken);
  }
  const std::uint32_t bytes = 2u * Take<std::uint16_t>();
  if (!Has(bytes)) return Fail(Fault::kTruncated);
  at_ += bytes;
  return {};
}

Damage Compiler::Substitution(bool optional) {
  if (!Has(3)) return Fail(Fault::kTruncated);
  const std::uint32_t index = Take<std::uint16_t>();
  at_ += 1;  // the type; the value's own descriptor decides
  MarkDynamic();
  return Emit({.op = Op::kSubstitution, .optional = optional, .index = index});
}

Damage Compiler::Instance() {
  if (in_start_) return Fail(Fault::kBadToken);
  const std::uint32_t token = at_ - 1;
  TemplateInstance instance;
  const Damage damage = ReadTemplateInstance(chunk_, token, end_, &instance);
  if (!damage.ok()) return damage;
  at_ = instance.end;
  MarkDynamic();
  return Emit({.op = Op::kInstance, .index = token});
}

}  // namespace

Damage CompileBinXml(std::string_view chunk, std::uint32_t begin, std::uint32_t end,
                     NameTable& names, BudgetedArena& memory, Program* out) {
  return Compiler(chunk, begin, end, names, memory).Run(out);
}

}  // namespace tocsin::evtx
