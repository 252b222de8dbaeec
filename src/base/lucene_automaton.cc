#include "base/lucene_automaton.h"

#include "base/bitset.h"
#include "base/check.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/utf8.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace tocsin::lucene {
namespace {

struct TermTag;
using TermId = Id<TermTag>;

// A normalized regular expression whose characters are columns of the table.
struct Term {
  enum class Kind : uint8_t {
    kNothing,
    kEmptyText,
    kColumns,
    kConcat,
    kUnion,
    kIntersect,
    kNot,
    kRepeat
  };

  Kind kind = Kind::kNothing;
  bool nullable = false;
  uint32_t min = 0;  // of kRepeat
  uint32_t max = 0;
  uint32_t columns = 0;          // of kColumns: index into the sets
  std::vector<TermId> children;  // two of kConcat, sorted for kUnion and kIntersect

  friend bool operator==(const Term&, const Term&) = default;
};

struct TermHash {
  size_t operator()(const Term& term) const {
    uint64_t hash = HashCombine(static_cast<uint64_t>(term.kind), term.columns);
    hash = HashCombine(HashCombine(hash, term.min), term.max);
    for (const TermId child : term.children) hash = HashCombine(hash, child.value());
    return static_cast<size_t>(hash);
  }
};

// Makes, normalizes, stores and derives terms.
class Terms {
 public:
  explicit Terms(size_t columns) : columns_(columns) {
    nothing_ = Store({});
    empty_text_ = Store({Term::Kind::kEmptyText, true, 0, 0, 0, {}});
    all_ = Store({Term::Kind::kNot, true, 0, 0, 0, {nothing_}});
  }

  size_t size() const { return terms_.size(); }
  TermId nothing() const { return nothing_; }
  TermId empty_text() const { return empty_text_; }
  TermId all() const { return all_; }
  bool nullable(TermId id) const { return terms_[id.index()]->nullable; }

  TermId Columns(const Bitset& set) {
    if (set.None()) return nothing_;
    const auto [entry, fresh] =
        set_ids_.try_emplace({set.words().begin(), set.words().end()}, sets_.size());
    if (fresh) sets_.push_back(set);
    return Store({Term::Kind::kColumns, false, 0, 0, static_cast<uint32_t>(entry->second), {}});
  }

  TermId Concat(TermId a, TermId b) {
    if (a == nothing_ || b == nothing_) return nothing_;
    if (a == empty_text_) return b;
    if (b == empty_text_) return a;
    if (a == all_ && b == all_) return all_;
    // To the right, so that equal languages meet in one form.
    if (terms_[a.index()]->kind == Term::Kind::kConcat) {
      const std::vector<TermId> parts = terms_[a.index()]->children;
      return Concat(parts[0], Concat(parts[1], b));
    }
    return Store({Term::Kind::kConcat, nullable(a) && nullable(b), 0, 0, 0, {a, b}});
  }

  TermId Union(const std::vector<TermId>& terms) { return Combine(Term::Kind::kUnion, terms); }
  TermId Intersect(const std::vector<TermId>& terms) {
    return Combine(Term::Kind::kIntersect, terms);
  }

  TermId Not(TermId a) {
    if (terms_[a.index()]->kind == Term::Kind::kNot) return terms_[a.index()]->children[0];
    return Store({Term::Kind::kNot, !nullable(a), 0, 0, 0, {a}});
  }

  TermId Repeat(TermId a, uint32_t min, uint32_t max) {
    if (max == 0 || a == empty_text_) return empty_text_;
    if (a == nothing_) return min == 0 ? empty_text_ : nothing_;
    if (a == all_ || (min == 1 && max == 1)) return a;
    if (nullable(a)) min = 0;
    const Term& inner = *terms_[a.index()];
    if (inner.kind == Term::Kind::kRepeat && inner.min == 0 && inner.max == kUnbounded) return a;
    return Store({Term::Kind::kRepeat, min == 0, min, max, 0, {a}});
  }

  // What may follow once `column` was read.
  TermId Derive(TermId id, uint32_t column) {
    const uint64_t key = static_cast<uint64_t>(id.value()) << 32 | column;
    if (const auto known = derived_.find(key); known != derived_.end()) return known->second;
    const TermId result = Compute(*terms_[id.index()], column);
    derived_.emplace(key, result);
    return result;
  }

 private:
  TermId Compute(const Term& term, uint32_t column) {
    switch (term.kind) {
      case Term::Kind::kNothing:
      case Term::Kind::kEmptyText:
        return nothing_;
      case Term::Kind::kColumns:
        return sets_[term.columns].Test(column) ? empty_text_ : nothing_;
      case Term::Kind::kConcat: {
        const TermId a = term.children[0];
        const TermId b = term.children[1];
        const TermId first = Concat(Derive(a, column), b);
        return nullable(a) ? Union({first, Derive(b, column)}) : first;
      }
      case Term::Kind::kUnion:
      case Term::Kind::kIntersect: {
        std::vector<TermId> derived;
        for (const TermId child : term.children) derived.push_back(Derive(child, column));
        return Combine(term.kind, derived);
      }
      case Term::Kind::kNot:
        return Not(Derive(term.children[0], column));
      case Term::Kind::kRepeat: {
        const TermId a = term.children[0];
        const uint32_t min = term.min == 0 ? 0 : term.min - 1;
        const uint32_t max = term.max == kUnbounded ? kUnbounded : term.max - 1;
        return Concat(Derive(a, column), Repeat(a, min, max));
      }
    }
    TOCSIN_UNREACHABLE();
  }

  // Union and intersection are associative, commutative and idempotent; one operand changes
  // nothing (`neutral`), another decides (`ruling`).
  TermId Combine(Term::Kind kind, const std::vector<TermId>& terms) {
    const bool is_union = kind == Term::Kind::kUnion;
    const TermId neutral = is_union ? nothing_ : all_;
    const TermId ruling = is_union ? all_ : nothing_;
    std::vector<TermId> flat;
    Bitset columns(columns_);
    bool nullable_result = !is_union;
    const auto add = [&](TermId id) {
      const Term& term = *terms_[id.index()];
      nullable_result =
          is_union ? nullable_result || term.nullable : nullable_result && term.nullable;
      if (is_union && term.kind == Term::Kind::kColumns) {
        columns |= sets_[term.columns];  // characters join to one set
      } else if (id != neutral) {
        flat.push_back(id);
      }
    };
    for (const TermId id : terms) {
      const Term& term = *terms_[id.index()];
      if (term.kind == kind) {
        for (const TermId child : term.children) add(child);
      } else {
        add(id);
      }
    }
    if (columns.Any()) flat.push_back(Columns(columns));
    std::ranges::sort(flat);
    flat.erase(std::unique(flat.begin(), flat.end()), flat.end());
    if (std::ranges::find(flat, ruling) != flat.end()) return ruling;
    if (flat.empty()) return neutral;
    if (flat.size() == 1) return flat[0];
    return Store({kind, nullable_result, 0, 0, 0, std::move(flat)});
  }

  TermId Store(Term term) {
    const auto [entry, fresh] =
        ids_.try_emplace(std::move(term), TermId(static_cast<uint32_t>(terms_.size())));
    if (fresh) terms_.push_back(&entry->first);
    return entry->second;
  }

  size_t columns_;
  TermId nothing_;
  TermId empty_text_;
  TermId all_;
  std::unordered_map<Term, TermId, TermHash> ids_;  // owns; references stay valid
  std::vector<const Term*> terms_;                  // by id
  std::vector<Bitset> sets_;
  std::map<std::vector<uint64_t>, size_t> set_ids_;
  std::unordered_map<uint64_t, TermId> derived_;
};

void CollectBegins(const Node& node, std::vector<char32_t>& begins) {
  for (const CharRange& range : node.ranges) {
    begins.push_back(range.first);
    if (range.last < kMaxCodePoint) begins.push_back(range.last + 1);
  }
  for (const Node& child : node.children) CollectBegins(child, begins);
}

TermId Translate(const Node& node, const std::vector<char32_t>& begins, Terms& terms) {
  const auto children = [&] {
    std::vector<TermId> ids;
    for (const Node& child : node.children) ids.push_back(Translate(child, begins, terms));
    return ids;
  };
  switch (node.kind) {
    case Node::Kind::kEmptyText:
      return terms.empty_text();
    case Node::Kind::kCharacter: {
      Bitset set(begins.size());
      for (const CharRange& range : node.ranges) {
        for (auto i = std::ranges::lower_bound(begins, range.first);
             i != begins.end() && *i <= range.last; ++i) {
          set.Set(static_cast<size_t>(i - begins.begin()));
        }
      }
      return terms.Columns(set);
    }
    case Node::Kind::kConcat: {
      const std::vector<TermId> parts = children();
      TermId result = terms.empty_text();
      for (size_t i = parts.size(); i > 0; --i) result = terms.Concat(parts[i - 1], result);
      return result;
    }
    case Node::Kind::kUnion:
      return terms.Union(children());
    case Node::Kind::kIntersect:
      return terms.Intersect(children());
    case Node::Kind::kComplement:
      return terms.Not(children()[0]);
    case Node::Kind::kRepeat:
      return terms.Repeat(children()[0], node.min, node.max);
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace

std::optional<Automaton> Automaton::Build(const Node& root, size_t work_max) {
  Automaton automaton;
  std::vector<char32_t>& begins = automaton.column_begins_;
  begins.push_back(0);
  CollectBegins(root, begins);
  std::ranges::sort(begins);
  begins.erase(std::unique(begins.begin(), begins.end()), begins.end());
  for (char32_t c = 0; c < 128; ++c) {
    const auto after = std::ranges::upper_bound(begins, c);
    automaton.ascii_columns_[c] = static_cast<uint32_t>(after - begins.begin() - 1);
  }

  Terms terms(begins.size());
  std::vector<TermId> pending{Translate(root, begins, terms)};  // the state's number is its index
  std::unordered_map<TermId, uint32_t> state_of{{pending[0], 0}};
  for (size_t state = 0; state < pending.size(); ++state) {
    const TermId term = pending[state];
    automaton.states_.push_back({terms.nullable(term), term == terms.nothing() ? Fate::kNever
                                                       : term == terms.all()   ? Fate::kAlways
                                                                               : Fate::kOpen});
    for (uint32_t column = 0; column < begins.size(); ++column) {
      const TermId next = terms.Derive(term, column);
      const auto [entry, fresh] = state_of.try_emplace(next, static_cast<uint32_t>(pending.size()));
      if (fresh) pending.push_back(next);
      automaton.next_.push_back(entry->second);
      if (terms.size() > work_max) return std::nullopt;
    }
  }
  return automaton;
}

uint32_t Automaton::ColumnOf(char32_t code_point) const {
  if (code_point < 128) return ascii_columns_[code_point];
  const auto after = std::ranges::upper_bound(column_begins_, code_point);
  return static_cast<uint32_t>(after - column_begins_.begin() - 1);
}

bool Automaton::Matches(std::string_view value) const {
  const size_t columns = column_begins_.size();
  size_t state = 0;
  for (size_t i = 0; i < value.size();) {
    if (states_[state].fate != Fate::kOpen) return states_[state].fate == Fate::kAlways;
    const DecodedCodePoint decoded = DecodeUtf8(value, i);
    i += decoded.bytes;
    state = next_[state * columns + ColumnOf(decoded.code_point)];
  }
  return states_[state].accepts;
}

}  // namespace tocsin::lucene
