// Binary XML compiled to a short list of steps for the tree builder.
//
// A template is defined once in a chunk and used by hundreds of records. Compiling it reads its
// tokens and names once, folds what never changes into finished nodes, and joins the commonest
// form, an element around one substitution, into a single step.
//
// Ownership: names and nodes of a program lie in the arena of the BudgetedArena. A program is
// immutable once compiled.
#pragma once

#include "telemetry/decoders/document.h"
#include "telemetry/decoders/event_tree.h"
#include "telemetry/decoders/evtx/fault.h"
#include "telemetry/decoders/evtx/limits.h"
#include "telemetry/decoders/evtx/names.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tocsin::evtx {

struct Instruction {
  enum class Op : std::uint8_t {
    kOpen,       // name, kind
    kAttribute,  // name
    kEndAttributes,
    kText,          // value
    kSubstitution,  // index, optional
    kInstance,      // index: chunk offset of a template instance's token
    kClose,
    kConstant,       // name, value: a child without substitutions
    kScalarElement,  // name, index: a child that holds one substitution and nothing else
  };
  Op op;
  doc::ElementKind kind = doc::ElementKind::kPlain;
  bool optional = false;
  std::uint32_t index = 0;
  std::string_view name = {};
  doc::Node value = {};
};

struct Program {
  std::vector<Instruction> steps;
  std::uint32_t end = 0;  // of the bytes that it was compiled from; what lies behind was not read
};

// Compiles the binary XML in [begin, end) of the chunk, up to an end of stream. Every kOpen of the
// result has its kClose. The instances of nested templates must end before `end`.
Damage CompileBinXml(std::string_view chunk, std::uint32_t begin, std::uint32_t end,
                     NameTable& names, BudgetedArena& memory, Program* out);

}  // namespace tocsin::evtx
