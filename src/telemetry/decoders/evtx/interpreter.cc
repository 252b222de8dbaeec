#include "telemetry/decoders/evtx/interpreter.h"

#include "telemetry/decoders/evtx/format.h"
#include "telemetry/decoders/evtx/value.h"

namespace tocsin::evtx {
namespace {

using doc::Node;
using Op = Instruction::Op;

constexpr std::uint8_t kNullType = static_cast<std::uint8_t>(ValueType::kNull);
constexpr std::uint8_t kBinXmlType = static_cast<std::uint8_t>(ValueType::kBinXml);

}  // namespace

Damage Interpreter::Run(std::uint32_t begin, std::uint32_t end, Node* root) {
  builder_.Reset();
  values_.clear();
  const Damage damage = RunDocument(begin, end, 0);
  if (!damage.ok()) return damage;
  const Fault fault = FaultOf(builder_.Finish(root));
  if (fault == Fault::kNone && root->size() == 0) return {Fault::kBadToken, begin};
  return {fault, begin};
}

// Records and values mostly hold one template instance, which runs without being compiled.
Damage Interpreter::RunDocument(std::uint32_t begin, std::uint32_t end, std::uint32_t depth) {
  constexpr std::uint32_t kFragmentHeaderBytes = 4;
  if (depth >= kDepthMax) return {Fault::kTooDeep, begin};
  std::uint32_t at = begin;
  while (at < end) {
    if (!memory_.Spend(1)) return {Fault::kTooMuchWork, at};
    switch (static_cast<Token>(chunk_[at])) {
      case Token::kEndOfStream:
        return {};
      case Token::kFragmentHeader:
        if (end - at < kFragmentHeaderBytes) return {Fault::kTruncated, at};
        at += kFragmentHeaderBytes;
        break;
      case Token::kTemplateInstance: {
        TemplateInstance instance;
        Damage damage = ReadTemplateInstance(chunk_, at, end, &instance);
        if (damage.ok()) damage = RunInstance(instance, depth + 1);
        if (!damage.ok()) return damage;
        at = instance.end;
        break;
      }
      default: {
        Program program;
        Damage damage = CompileBinXml(chunk_, at, end, names_, memory_, &program);
        if (damage.ok()) damage = RunProgram(program, {}, depth + 1);
        return damage;
      }
    }
  }
  return {};
}

const Interpreter::Template& Interpreter::TemplateAt(std::uint32_t definition) {
  constexpr std::uint32_t kSizeAt = 20;
  const auto [place, is_new] = templates_.try_emplace(definition);
  Template& entry = place->second;
  if (!is_new) return entry;
  const std::uint32_t begin = definition + static_cast<std::uint32_t>(kDefinitionHeaderBytes);
  const auto size = Load<std::uint32_t>(chunk_.data() + definition + kSizeAt);
  if (size > chunk_.size() - begin) {
    entry.damage = {Fault::kBadTemplate, definition};
  } else {
    entry.damage = CompileBinXml(chunk_, begin, begin + size, names_, memory_, &entry.program);
  }
  return entry;
}

Damage Interpreter::RunInstance(const TemplateInstance& instance, std::uint32_t depth) {
  constexpr std::uint32_t kDescriptorBytes = 4;
  if (depth >= kDepthMax) return {Fault::kTooDeep, instance.descriptors};
  if (!memory_.Spend(instance.count)) return {Fault::kTooMuchWork, instance.descriptors};
  const Template& definition = TemplateAt(instance.definition);
  if (!definition.damage.ok()) return definition.damage;
  const Values values{static_cast<std::uint32_t>(values_.size()), instance.count};
  std::uint32_t offset = instance.values;
  for (std::uint32_t i = 0; i < instance.count; ++i) {
    const char* const descriptor = chunk_.data() + instance.descriptors + kDescriptorBytes * i;
    const Value value{.offset = offset,
                      .size = Load<std::uint16_t>(descriptor),
                      .type = Load<std::uint8_t>(descriptor + 2)};
    values_.push_back(value);
    offset += value.size;
  }
  const Damage damage = RunProgram(definition.program, values, depth);
  values_.resize(values.first);
  return damage;
}

Damage Interpreter::RunProgram(const Program& program, Values values, std::uint32_t depth) {
  for (const Instruction& step : program.steps) {
    if (!memory_.Spend(1)) return {Fault::kTooMuchWork, program.end};
    Fault fault = Fault::kNone;
    Damage damage;
    switch (step.op) {
      case Op::kScalarElement:
        damage = AddScalarElement(step, values, depth);
        break;
      case Op::kConstant:
        fault = FaultOf(builder_.Add(step.name, step.value));
        break;
      case Op::kOpen:
        fault = FaultOf(builder_.Open(step.name, step.kind));
        break;
      case Op::kAttribute:
        fault = FaultOf(builder_.BeginAttribute(step.name));
        break;
      case Op::kEndAttributes:
        fault = FaultOf(builder_.EndAttributes());
        break;
      case Op::kText:
        fault = FaultOf(builder_.Text(step.value));
        break;
      case Op::kSubstitution:
        damage = Substitute(step, values, depth);
        break;
      case Op::kClose:
        fault = FaultOf(builder_.Close());
        break;
      case Op::kInstance: {
        // The compiler has read this instance within the range of its template.
        TemplateInstance instance;
        damage = ReadTemplateInstance(chunk_, step.index, static_cast<std::uint32_t>(chunk_.size()),
                                      &instance);
        if (damage.ok()) damage = RunInstance(instance, depth + 1);
        break;
      }
    }
    if (fault != Fault::kNone) return {fault, program.end};
    if (!damage.ok()) return damage;
  }
  return {};
}

Damage Interpreter::Substitute(const Instruction& step, Values values, std::uint32_t depth) {
  if (step.index >= values.count) return {Fault::kUnknownIndex, step.index};
  const Value value = values_[values.first + step.index];
  if (value.type == kNullType) {
    if (step.optional) builder_.Omit();
    return {};
  }
  if (value.type == kBinXmlType) {
    return RunDocument(value.offset, value.offset + value.size, depth + 1);
  }
  Node node;
  Fault fault = DecodeValue(value.type, chunk_.substr(value.offset, value.size), memory_, &node);
  if (fault == Fault::kNone && node.is_null() && step.optional) builder_.Omit();
  if (fault == Fault::kNone) fault = FaultOf(builder_.Text(node));
  return {fault, value.offset};
}

Damage Interpreter::AddScalarElement(const Instruction& step, Values values, std::uint32_t depth) {
  if (step.index >= values.count) return {Fault::kUnknownIndex, step.index};
  const Value value = values_[values.first + step.index];
  if (value.type == kBinXmlType) {
    Fault fault = FaultOf(builder_.Open(step.name, doc::ElementKind::kPlain));
    if (fault != Fault::kNone) return {fault, value.offset};
    const Damage damage = RunDocument(value.offset, value.offset + value.size, depth + 1);
    if (!damage.ok()) return damage;
    fault = FaultOf(builder_.Close());
    return {fault, value.offset};
  }
  Node node;
  Fault fault = DecodeValue(value.type, chunk_.substr(value.offset, value.size), memory_, &node);
  if (fault == Fault::kNone) fault = FaultOf(builder_.Add(step.name, node));
  return {fault, value.offset};
}

}  // namespace tocsin::evtx
