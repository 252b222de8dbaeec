// Matcher: all conditions of a ruleset, decided on one event together.
//
//   values of the event --memo, indexes--> true atoms --prefilter--> candidates --program--> hits
//
// The answer is that of plan::Holds for each condition by itself, restricted to events that the
// condition's scope reads; of a condition that needs context (plan::NeedsContext) it is what the
// event alone does not rule out. The way there costs what is true of the event, not what rules
// there are. docs/internals/matcher.md tells how and what it costs.
//
// Ownership: owns atoms, indexes and code; immutable after Build, shared by any number of workers.
// Each worker has a MatcherScratch. Cost: no heap allocation for an event once the memo has grown
// to its bound, except by atoms that no index holds (field against field, functions).
#pragma once

#include "base/bitset.h"
#include "base/sparse_set.h"
#include "engine/match/atom_table.h"
#include "engine/match/field_index.h"
#include "engine/match/posting_list.h"
#include "engine/match/program.h"
#include "engine/match/scope_table.h"
#include "engine/match/value_memo.h"
#include "event/event.h"
#include "event/native_fields.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace tocsin::match {

// Position of a condition in the list given to Build.
using ConditionIndex = std::uint32_t;

struct ConditionSpec {
  const plan::Predicate* predicate = nullptr;  // normalized; read by Build only
  std::span<const std::string> index_patterns;
  IndexMatch index_match = IndexMatch::kEquivalent;
  // For events of equivalent sources: a field that the source never gives is unknown, and the
  // condition holds only if it would whatever the field's value. Without this, and for `?field`, it
  // is missing.
  bool needs_certainty = false;
};

struct Hit {
  ConditionIndex condition = 0;
  SourceMatch match = SourceMatch::kNamed;
};

// What became of the conditions, for reports and tests.
struct MatcherFacts {
  std::size_t conditions = 0;
  std::size_t always_candidates = 0;  // conditions that nothing wakes
  std::size_t atoms = 0;
  std::size_t event_atoms = 0;  // decided on the whole event
  std::size_t patterns = 0;
  std::size_t scopes = 0;
  std::size_t program_steps = 0;
};

// What is unsure about the events of one source.
struct SourceDoubt {
  const SourceFields* native = nullptr;
  Bitset atoms;
};

class MatcherScratch;

class Matcher {
 public:
  // `native`: what each source gives; it must outlive the matcher. Null: all give everything.
  static std::unique_ptr<const Matcher> Build(std::span<const ConditionSpec> conditions,
                                              const NativeFields* native = nullptr);

  // Replaces `hits` with the conditions that hold, ascending.
  void Match(const Event& event, MatcherScratch& scratch, std::vector<Hit>* hits) const;

  const MatcherFacts& facts() const { return facts_; }

 private:
  friend class MatcherScratch;

  struct Compiled {
    std::uint32_t first_step = Program::kReject;
    ScopeId scope;
    bool needs_certainty = false;
  };

  Matcher() = default;
  void IndexAtoms();
  const FieldIndex* IndexOf(FieldId field) const {
    if (field.index() >= by_field_.size()) return nullptr;
    const std::uint32_t index = by_field_[field.index()];
    return index == kNoIndex ? nullptr : &fields_[index];
  }
  void FindTrueAtoms(const Event& event, MatcherScratch& scratch) const;
  const SourceDoubt* DoubtOf(const Event& event, MatcherScratch& scratch) const;
  void TryCandidate(ConditionIndex condition, const Event& event, MatcherScratch& scratch,
                    std::vector<Hit>* hits) const;
  bool IsTrue(AtomId atom, const Event& event, MatcherScratch& scratch) const;
  // Atoms that read a field which this source never gives.
  Bitset UnsureAtoms(const SourceFields& native) const;
  // Whether the event lacks such a field of the atom.
  bool IsUnknown(AtomId atom, const Event& event, const SourceFields& native) const;

  static constexpr std::uint32_t kNoIndex = UINT32_MAX;

  const NativeFields* native_ = nullptr;
  AtomTable atoms_;
  Bitset event_atoms_;  // by atom: decided on the whole event
  std::vector<FieldIndex> fields_;
  std::vector<std::uint32_t> by_field_;  // by field id: index of fields_ or kNoIndex
  ScopeTable scopes_;
  Program program_;
  std::vector<Compiled> conditions_;
  PostingList<ConditionIndex> wakes_;  // by atom
  std::vector<ConditionIndex> always_;
  MatcherFacts facts_;
};

// Work space of one worker; bound to one matcher, which must outlive it.
class MatcherScratch {
 public:
  explicit MatcherScratch(const Matcher& matcher);

  const ValueMemo::Stats& memo_stats() const { return memo_.stats(); }
  std::uint64_t candidates() const { return candidates_tried_; }
  // Conditions over several multi-valued fields that were given up as false, because an event had
  // more combinations of values than plan::kMaxCombinations.
  std::uint64_t given_up() const { return given_up_; }

 private:
  friend class Matcher;

  // Of the event at hand, found when the first equivalent asks; null: nothing is unsure.
  const SourceDoubt* doubt_ = nullptr;
  bool doubt_known_ = false;
  std::unordered_map<std::string, SourceDoubt, TextHash, TextEqual> doubts_;
  ValueMemo memo_;
  ScopeMemo scopes_;
  FieldIndex::Scratch index_scratch_;
  SparseSet true_atoms_;
  SparseSet false_event_atoms_;  // decided and not true
  SparseSet candidates_;
  std::vector<AtomId> found_;
  std::uint64_t candidates_tried_ = 0;
  std::uint64_t given_up_ = 0;
};

}  // namespace tocsin::match
