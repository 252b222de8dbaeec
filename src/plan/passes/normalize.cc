#include "base/check.h"
#include "plan/array_search.h"
#include "plan/passes/leaf_form.h"
#include "plan/passes/passes.h"
#include "plan/reference_eval.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace tocsin::plan {
namespace {

Predicate Negated(Predicate predicate) {
  if (predicate.kind == PredicateKind::kConstant) {
    predicate.value = !predicate.value;
    return predicate;
  }
  if (predicate.kind == PredicateKind::kNot) return Predicate(predicate.children.front());
  return Predicate::Not(std::move(predicate));
}

// The leaf below, if the predicate is a leaf or (with `negated`) the negation of one.
const Expr* LeafOf(const Predicate& predicate, bool negated) {
  const Predicate* inner = &predicate;
  if (negated) {
    if (predicate.kind != PredicateKind::kNot) return nullptr;
    inner = &predicate.children.front();
  }
  return inner->kind == PredicateKind::kLeaf ? &inner->leaf : nullptr;
}

class Normalizer {
 public:
  Predicate Normalize(const Predicate& predicate, bool negate) {
    switch (predicate.kind) {
      case PredicateKind::kConstant:
        return negate ? Negated(predicate) : predicate;
      case PredicateKind::kNot:
        return Normalize(predicate.children.front(), !negate);
      case PredicateKind::kAnd:
      case PredicateKind::kOr:
        // not (a and b) is (not a) or (not b)
        return NormalizeGroup(predicate, negate);
      case PredicateKind::kLeaf: {
        // Null is null under any number of negations, and where all of these stand at the leaves
        // it counts as false.
        if (IsAlwaysNull(predicate.leaf)) return Spanned(Predicate::Of(false), predicate);
        Predicate leaf = Spanned(NormalizeLeaf(predicate.leaf), predicate);
        return negate ? Negated(std::move(leaf)) : leaf;
      }
      case PredicateKind::kArraySearch: {
        Predicate spread = Spread(predicate);
        if (spread.kind != PredicateKind::kArraySearch) return Normalize(spread, negate);
        return negate ? Negated(std::move(spread)) : spread;
      }
      case PredicateKind::kDescendantOf: {
        Predicate relation = predicate;
        relation.children.front() = Normalize(predicate.children.front(), false);
        return negate ? Negated(std::move(relation)) : relation;
      }
    }
    TOCSIN_UNREACHABLE();
  }

 private:
  // The search with a normalized condition; "some element meets a or b" as "some element meets a,
  // or some element meets b"; without a search where none is needed.
  Predicate Spread(const Predicate& search) {
    Predicate spread = search;
    Predicate& condition = spread.children.front();
    ++depth_;
    condition = Normalize(search.children.front(), false);
    --depth_;
    if (condition.kind == PredicateKind::kOr) {
      Predicate any = condition;
      for (Predicate& child : any.children) {
        child = Spanned(Predicate::ArraySearch(search.leaf, std::move(child)), search);
      }
      return Spanned(std::move(any), search);
    }
    std::optional<Predicate> flat = FlatForm(spread, depth_);
    return flat ? Spanned(*std::move(flat), search) : spread;
  }

  static Predicate Spanned(Predicate predicate, const Predicate& like) {
    predicate.span = like.span;
    return predicate;
  }

  Predicate NormalizeGroup(const Predicate& group, bool negate) {
    const bool conjunction = (group.kind == PredicateKind::kAnd) != negate;
    const PredicateKind kind = conjunction ? PredicateKind::kAnd : PredicateKind::kOr;
    std::vector<Predicate> children;
    for (const Predicate& child : group.children) {
      AddChild(Normalize(child, negate), kind, &children);
    }
    JoinLists(conjunction, &children);
    // `true` decides an or, `false` an and; the other one says nothing.
    const auto is_constant = [](const Predicate& child, bool value) {
      return child.kind == PredicateKind::kConstant && child.value == value;
    };
    const bool decided = std::any_of(children.begin(), children.end(), [&](const Predicate& child) {
      return is_constant(child, !conjunction);
    });
    if (decided) return Spanned(Predicate::Of(!conjunction), group);
    std::erase_if(children,
                  [&](const Predicate& child) { return is_constant(child, conjunction); });
    if (children.empty()) return Spanned(Predicate::Of(conjunction), group);
    if (children.size() == 1) return std::move(children.front());
    return Spanned(
        conjunction ? Predicate::And(std::move(children)) : Predicate::Or(std::move(children)),
        group);
  }

  // Flat, and each condition once.
  static void AddChild(Predicate child, PredicateKind kind, std::vector<Predicate>* children) {
    if (child.kind == kind) {
      for (Predicate& inner : child.children) AddChild(std::move(inner), kind, children);
      return;
    }
    const auto known = std::find_if(children->begin(), children->end(),
                                    [&](const Predicate& c) { return SamePredicate(c, child); });
    if (known == children->end()) {
      children->push_back(std::move(child));
    } else {
      MergeOptional(child, &*known);
    }
  }

  // "x == 1 or x == 2" is "x in (1, 2)"; "not x == 1 and not x == 2" is "not x in (1, 2)".
  static void JoinLists(bool conjunction, std::vector<Predicate>* children) {
    for (std::size_t i = 0; i < children->size(); ++i) {
      while (JoinInto(i, conjunction, children)) {
        // What the list has become may join with more: addresses and blocks turn into blocks.
      }
    }
  }

  // Joins child `i` with all later ones that it can; false if there are none.
  static bool JoinInto(std::size_t i, bool conjunction, std::vector<Predicate>* children) {
    const Expr* first = LeafOf((*children)[i], conjunction);
    if (first == nullptr) return false;
    Expr joined = *first;
    const std::size_t before = joined.args.size();
    const auto taken = std::remove_if(children->begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                      children->end(), [&](const Predicate& child) {
                                        const Expr* leaf = LeafOf(child, conjunction);
                                        if (leaf == nullptr || !CanJoin(joined, *leaf))
                                          return false;
                                        joined = Join(std::move(joined), *leaf);
                                        return true;
                                      });
    children->erase(taken, children->end());
    if (joined.args.size() == before) return false;
    Predicate list = NormalizeLeaf(std::move(joined));
    (*children)[i] = conjunction ? Negated(std::move(list)) : std::move(list);
    return true;
  }

  std::uint32_t depth_ = 0;  // of searches around
};

}  // namespace

void Normalize(Plan& plan) {
  ForEachCondition(
      plan, [](Predicate& condition) { condition = Normalizer().Normalize(condition, false); });
}

Result<void, Reported> RunPasses(Plan& plan, Schema& schema, const ResolveOptions& options,
                                 const SourceRef& source, DiagnosticSink& sink) {
  TOCSIN_TRY_VOID(Resolve(plan, schema, options, source, sink));
  TOCSIN_TRY_VOID(Typecheck(plan, schema, source, sink, options.exact));
  TOCSIN_TRY_VOID(FoldConstants(plan, source, sink));
  Normalize(plan);
  return {};
}

}  // namespace tocsin::plan
