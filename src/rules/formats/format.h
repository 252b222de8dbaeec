// What every rule format does: turn the text of one file into rules with compiled plans.
//
// A file may hold several rules. A rule that cannot run is returned all the same, with its state
// and the reason, so that no rule of a file vanishes; its diagnostics are in the sink. One broken
// rule never stops the others.
//
// Ownership: rules own everything. Threads: a format is stateless; one sink and one schema per
// thread. Reading the outside world is the loader's work: a format sees text only.
#pragma once

#include "base/diag/sink.h"
#include "event/ecs/schema.h"
#include "rules/model/rule.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

enum class RuleState : unsigned char {
  kReady,      // compiled; it can fire where its fields are seen
  kNotLoaded,  // something is wrong with its text
  kNotYet,     // well-formed, but of a kind that this version cannot run
  kDisabled,   // the file switches it off
};
std::string_view RuleStateName(RuleState state);

struct LoadedRule {
  Rule rule;  // as far as it could be read
  RuleState state = RuleState::kReady;
  std::string reason;  // one sentence, unless ready
};

struct FormatContext {
  Schema& schema;  // receives the fields that rules name
  DiagnosticSink& sink;
  bool exact = false;      // follow the home system where Tocsin's default is kinder
  std::string guide_text;  // of a guide.md beside the file; empty when there is none
};

class RuleFormat {
 public:
  virtual ~RuleFormat() = default;

  virtual std::string_view name() const = 0;       // elastic_toml
  virtual std::string_view extension() const = 0;  // ".toml"
  // Whether a file with this extension and text is a rule file of this format. Cheap.
  virtual bool Claims(std::string_view text) const = 0;
  virtual std::vector<LoadedRule> Read(const SourceRef& file,
                                       const FormatContext& context) const = 0;
};

}  // namespace tocsin
