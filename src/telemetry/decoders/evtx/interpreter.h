// Executes binary XML: the tree of one record out of its tokens, the chunk's templates and the
// record's values.
//
// Ownership: borrows the chunk, which must outlive it; everything made lives in the arena. Keeps
// each template's compiled program, so it serves all records of one chunk. One thread.
// Cost: proportional to the output; a template is compiled on its first use.
#pragma once

#include "telemetry/decoders/document.h"
#include "telemetry/decoders/event_tree.h"
#include "telemetry/decoders/evtx/fault.h"
#include "telemetry/decoders/evtx/limits.h"
#include "telemetry/decoders/evtx/names.h"
#include "telemetry/decoders/evtx/program.h"
#include "telemetry/decoders/evtx/template_instance.h"

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tocsin::evtx {

class Interpreter {
 public:
  Interpreter(std::string_view chunk, BudgetedArena& memory)
      : chunk_(chunk), memory_(memory), names_(chunk, memory), builder_(memory) {}

  // The document in bytes [begin, end) of the chunk. One without any element is damaged.
  Damage Run(std::uint32_t begin, std::uint32_t end, doc::Node* root);

 private:
  struct Value {
    std::uint32_t offset = 0;
    std::uint16_t size = 0;
    std::uint8_t type = 0;
  };
  // The values of the template instance at work, a part of values_.
  struct Values {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
  };
  struct Template {
    Program program;
    Damage damage;
  };

  Damage RunDocument(std::uint32_t begin, std::uint32_t end, std::uint32_t depth);
  Damage RunInstance(const TemplateInstance& instance, std::uint32_t depth);
  Damage RunProgram(const Program& program, Values values, std::uint32_t depth);
  Damage Substitute(const Instruction& step, Values values, std::uint32_t depth);
  Damage AddScalarElement(const Instruction& step, Values values, std::uint32_t depth);
  const Template& TemplateAt(std::uint32_t definition);

  std::string_view chunk_;
  BudgetedArena& memory_;
  NameTable names_;
  doc::EventTreeBuilder builder_;
  std::vector<Value> values_;
  std::unordered_map<std::uint32_t, Template> templates_;  // nodes do not move
};

}  // namespace tocsin::evtx
