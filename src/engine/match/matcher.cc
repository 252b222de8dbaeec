#include "engine/match/matcher.h"

#include "engine/match/condition.h"
#include "engine/match/prefilter.h"
#include "engine/match/quality.h"
#include "plan/reference_eval.h"

#include <algorithm>
#include <set>
#include <utility>

namespace tocsin::match {

std::unique_ptr<const Matcher> Matcher::Build(std::span<const ConditionSpec> conditions,
                                              const NativeFields* native) {
  std::unique_ptr<Matcher> matcher(new Matcher());
  matcher->native_ = native;
  std::vector<ConditionNode> nodes;
  nodes.reserve(conditions.size());
  for (const ConditionSpec& spec : conditions) {
    nodes.push_back(BuildCondition(*spec.predicate, matcher->atoms_));
  }
  const std::span<const Atom> atoms = matcher->atoms_.atoms();
  std::vector<double> shares;
  shares.reserve(atoms.size());
  for (const Atom& atom : atoms) shares.push_back(EstimateShare(atom));

  std::vector<std::pair<std::uint32_t, ConditionIndex>> wakes;
  for (ConditionIndex i = 0; i < conditions.size(); ++i) {
    const ConditionSpec& spec = conditions[i];
    matcher->conditions_.push_back(
        {.first_step = matcher->program_.Append(nodes[i], atoms, shares),
         .scope = matcher->scopes_.Add(spec.index_patterns, spec.index_match),
         .needs_certainty = spec.needs_certainty && native != nullptr});
    if (const auto cover = FindCover(nodes[i], atoms, shares)) {
      for (const AtomId atom : cover->atoms) wakes.emplace_back(atom.value(), i);
    } else {
      matcher->always_.push_back(i);
    }
  }
  matcher->wakes_ = PostingList<ConditionIndex>::Build(static_cast<std::uint32_t>(atoms.size()),
                                                       std::move(wakes));
  matcher->IndexAtoms();

  MatcherFacts& facts = matcher->facts_;
  facts.conditions = conditions.size();
  facts.always_candidates = matcher->always_.size();
  facts.atoms = atoms.size();
  facts.event_atoms = matcher->event_atoms_.Count();
  facts.scopes = matcher->scopes_.size();
  facts.program_steps = matcher->program_.size();
  for (const FieldIndex& index : matcher->fields_) facts.patterns += index.pattern_count();
  return matcher;
}

void Matcher::IndexAtoms() {
  event_atoms_.Resize(atoms_.size());
  for (std::uint32_t i = 0; i < atoms_.size(); ++i) {
    const AtomId id(i);
    const Atom& atom = atoms_[id];
    if (atom.on_event()) {
      event_atoms_.Set(i);
      continue;
    }
    if (atom.field.index() >= by_field_.size()) by_field_.resize(atom.field.index() + 1, kNoIndex);
    std::uint32_t& slot = by_field_[atom.field.index()];
    if (slot == kNoIndex) {
      slot = static_cast<std::uint32_t>(fields_.size());
      fields_.emplace_back(atom.field);
    }
    if (atom.place == AtomPlace::kPresence) {
      fields_[slot].SetPresence(id);
    } else {
      fields_[slot].Add(id, atom.leaf);
    }
  }
  for (FieldIndex& index : fields_) index.Build();
}

void Matcher::Match(const Event& event, MatcherScratch& scratch, std::vector<Hit>* hits) const {
  hits->clear();
  FindTrueAtoms(event, scratch);
  scratch.candidates_.Clear();
  for (const std::uint32_t atom : scratch.true_atoms_.members()) {
    for (const ConditionIndex condition : wakes_[atom]) scratch.candidates_.Insert(condition);
  }
  scratch.false_event_atoms_.Clear();
  scratch.doubt_known_ = false;
  scratch.scopes_.Turn(event);
  for (const ConditionIndex condition : scratch.candidates_.members()) {
    TryCandidate(condition, event, scratch, hits);
  }
  for (const ConditionIndex condition : always_) TryCandidate(condition, event, scratch, hits);
  std::sort(hits->begin(), hits->end(),
            [](const Hit& a, const Hit& b) { return a.condition < b.condition; });
}

void Matcher::FindTrueAtoms(const Event& event, MatcherScratch& scratch) const {
  scratch.true_atoms_.Clear();
  for (const FieldEntry& entry : event.fields) {
    const FieldIndex* index = IndexOf(entry.field);
    if (index == nullptr) continue;
    if (!index->presence().is_none()) scratch.true_atoms_.Insert(index->presence().value());
    if (!index->reads_values()) continue;
    for (const Value& value : entry.list()) {
      const ValueMemo::Key key = ValueMemo::KeyOf(entry.field, value);
      if (const auto known = scratch.memo_.Find(key)) {
        for (const AtomId atom : *known) scratch.true_atoms_.Insert(atom.value());
        continue;
      }
      index->Find(value, scratch.index_scratch_, &scratch.found_);
      for (const AtomId atom : scratch.found_) scratch.true_atoms_.Insert(atom.value());
      scratch.memo_.Offer(key, scratch.found_);
    }
  }
}

void Matcher::TryCandidate(ConditionIndex condition, const Event& event, MatcherScratch& scratch,
                           std::vector<Hit>* hits) const {
  const Compiled& compiled = conditions_[condition];
  const SourceMatch match = scratch.scopes_.Match(compiled.scope);
  if (match == SourceMatch::kNone) return;
  ++scratch.candidates_tried_;
  const SourceDoubt* doubt = compiled.needs_certainty && match == SourceMatch::kEquivalent
                                 ? DoubtOf(event, scratch)
                                 : nullptr;
  const bool holds = program_.Run(compiled.first_step, [&](const Literal& literal) {
    if (doubt != nullptr && !literal.lenient && doubt->atoms.Test(literal.atom.value()) &&
        IsUnknown(literal.atom, event, *doubt->native)) {
      return literal.negated;  // the literal fails
    }
    return IsTrue(literal.atom, event, scratch);
  });
  if (holds) hits->push_back({condition, match});
}

const SourceDoubt* Matcher::DoubtOf(const Event& event, MatcherScratch& scratch) const {
  if (scratch.doubt_known_) return scratch.doubt_;
  scratch.doubt_known_ = true;
  scratch.doubt_ = nullptr;
  const SourceFields& native = native_->Of(event.source);
  if (native.all()) return nullptr;
  auto it = scratch.doubts_.find(event.source);
  if (it == scratch.doubts_.end()) {
    it = scratch.doubts_.emplace(event.source, SourceDoubt{&native, UnsureAtoms(native)}).first;
  }
  scratch.doubt_ = &it->second;
  return scratch.doubt_;
}

namespace {

// Calls `visit(FieldId)` for every field that decides the atom.
template <class Visit>
void ForEachFieldOf(const Atom& atom, const Visit& visit) {
  if (!atom.on_event()) return visit(atom.field);
  plan::ForEachField(atom.leaf, [&](const plan::Expr& field) { visit(field.field); });
  plan::ForEachField(atom.search, [&](const plan::Expr& field) { visit(field.field); });
}

}  // namespace

Bitset Matcher::UnsureAtoms(const SourceFields& native) const {
  Bitset unsure;
  unsure.Resize(atoms_.size());
  for (std::uint32_t i = 0; i < atoms_.size(); ++i) {
    ForEachFieldOf(atoms_[AtomId(i)], [&](FieldId field) {
      if (!native.Contains(field)) unsure.Set(i);
    });
  }
  return unsure;
}

bool Matcher::IsUnknown(AtomId atom, const Event& event, const SourceFields& native) const {
  bool unknown = false;
  ForEachFieldOf(atoms_[atom], [&](FieldId field) {
    unknown = unknown || (!native.Contains(field) && event.Find(field).empty());
  });
  return unknown;
}

namespace {

// Whether plan::LeafHolds tries only some of the leaf's combinations of values.
bool HasTooManyCombinations(const Atom& atom, const Event& event) {
  std::set<FieldId> seen;
  std::size_t combinations = 1;
  ForEachFieldOf(atom, [&](FieldId field) {
    if (combinations > plan::kMaxCombinations || !seen.insert(field).second) return;
    combinations *= std::max<std::size_t>(event.Find(field).size(), 1);
  });
  return combinations > plan::kMaxCombinations;
}

}  // namespace

bool Matcher::IsTrue(AtomId atom, const Event& event, MatcherScratch& scratch) const {
  const std::uint32_t i = atom.value();
  if (scratch.true_atoms_.Contains(i)) return true;
  if (!event_atoms_.Test(i) || scratch.false_event_atoms_.Contains(i)) return false;
  const Atom& asked = atoms_[atom];
  const bool holds = asked.place == AtomPlace::kSearch ? plan::Holds(asked.search, event)
                                                       : plan::LeafHolds(asked.leaf, event);
  (holds ? scratch.true_atoms_ : scratch.false_event_atoms_).Insert(i);
  if (!holds && asked.place != AtomPlace::kSearch && HasTooManyCombinations(asked, event)) {
    ++scratch.given_up_;
  }
  return holds;
}

MatcherScratch::MatcherScratch(const Matcher& matcher) : scopes_(matcher.scopes_) {
  const auto atoms = static_cast<std::uint32_t>(matcher.atoms_.size());
  true_atoms_.Resize(atoms);
  false_event_atoms_.Resize(atoms);
  candidates_.Resize(static_cast<std::uint32_t>(matcher.conditions_.size()));
  std::size_t patterns = 0;
  for (const FieldIndex& index : matcher.fields_) {
    patterns = std::max(patterns, index.pattern_count());
  }
  index_scratch_.tried.Resize(static_cast<std::uint32_t>(patterns));
}

}  // namespace tocsin::match
