#include "plan/passes/leaf_form.h"

#include "base/case_fold.h"
#include "base/check.h"
#include "base/ip.h"
#include "base/lucene_regex.h"
#include "plan/comparison.h"
#include "plan/functions.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tocsin::plan {
namespace {

bool IsCallOf(const Expr& expr, Function function) {
  return expr.kind == ExprKind::kCall && expr.function == function;
}

// Everything but the left side is constant.
bool HasConstantList(const Expr& call) {
  return std::all_of(call.args.begin() + 1, call.args.end(),
                     [](const Expr& arg) { return arg.is_constant(); });
}

const std::string* TextOf(const Expr& expr) {
  return expr.is_constant() ? std::get_if<std::string>(&expr.constant) : nullptr;
}

// Comparisons everywhere in the tree: constants to the right.
void PutConstantsRight(Expr& expr) {
  for (Expr& arg : expr.args) PutConstantsRight(arg);
  if (expr.kind != ExprKind::kCall || !IsComparison(expr.function)) return;
  if (!expr.args[0].is_constant() || expr.args[1].is_constant()) return;
  std::swap(expr.args[0], expr.args[1]);
  expr.function = Mirrored(expr.function);
}

std::string Folded(const std::string& text, Fold fold) {
  switch (fold) {
    case Fold::kNone:
      return text;
    case Fold::kAscii:
      return AsciiLowerCopy(text);
    case Fold::kUnicode:
      return UnicodeFoldCopy(text);
  }
  TOCSIN_UNREACHABLE();
}

bool HasAsciiLetter(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const char lower = AsciiLower(c);
    return lower >= 'a' && lower <= 'z';
  });
}

// Folds the constants of a call that ignores case. Not regular expressions, where `\D` is not `\d`
// and brackets keep their case.
void FoldConstantsOf(Expr& call) {
  if (call.fold == Fold::kNone || call.function == Function::kRegex || !HasConstantList(call)) {
    return;
  }
  bool matters = false;
  for (Expr& arg : call.args) {
    const std::string* text = TextOf(arg);
    if (text == nullptr) continue;
    matters = matters || call.fold == Fold::kUnicode || HasAsciiLetter(*text);
    arg.constant = Folded(*text, call.fold);
  }
  // Of an ASCII constant without letters every case variant is itself.
  if (!matters) call.fold = Fold::kNone;
}

bool ConstantLess(const Expr& a, const Expr& b) {
  const auto* x = std::get_if<TimeConstant>(&a.constant);
  const auto* y = std::get_if<TimeConstant>(&b.constant);
  if (x != nullptr && y != nullptr) {
    return std::pair(x->first_ns, x->last_ns) < std::pair(y->first_ns, y->last_ns);
  }
  const int order = CompareValues(ValueOf(a.constant), ValueOf(b.constant));
  return order != 0 ? order < 0 : a.constant.index() < b.constant.index();
}

// Ascending, each once, without nulls, which never make a leaf true.
void SortList(Expr& call) {
  const auto begin = call.args.begin() + 1;
  call.args.erase(std::remove_if(begin, call.args.end(),
                                 [](const Expr& arg) { return arg.is_null_constant(); }),
                  call.args.end());
  std::stable_sort(call.args.begin() + 1, call.args.end(), ConstantLess);
  call.args.erase(std::unique(call.args.begin() + 1, call.args.end(), SameExpr), call.args.end());
}

// The text that is all a pattern matches.
std::optional<std::string> OnlyText(Function function, Fold fold, const std::string& pattern) {
  if (function == Function::kWildcard) {
    if (pattern.find_first_of("*?") != std::string::npos) return std::nullopt;
    return pattern;
  }
  if (pattern.find('[') != std::string::npos) return std::nullopt;  // keeps its case
  const auto regex = LuceneRegex::Compile(pattern, {.ignore_case = fold != Fold::kNone});
  if (!regex || !regex->is_literal()) return std::nullopt;
  return std::string(regex->literal());
}

// A pattern of stars only.
bool MatchesEveryText(const Expr& pattern) {
  const std::string* text = TextOf(pattern);
  return text != nullptr && !text->empty() && text->find_first_not_of('*') == std::string::npos;
}

// Patterns that each match one text are a list of texts.
void PatternsToTexts(Expr& call) {
  if (call.function == Function::kRegex && call.fold == Fold::kUnicode) return;
  std::vector<std::string> texts;
  for (std::size_t i = 1; i < call.args.size(); ++i) {
    const std::string* pattern = TextOf(call.args[i]);
    if (pattern == nullptr) return;
    std::optional<std::string> text = OnlyText(call.function, call.fold, *pattern);
    if (!text) return;
    texts.push_back(*std::move(text));
  }
  for (std::size_t i = 0; i < texts.size(); ++i) call.args[i + 1].constant = std::move(texts[i]);
  call.function = Function::kIn;
}

bool IsBlock(const Expr& expr) {
  const std::string* text = TextOf(expr);
  return text != nullptr && text->find('/') != std::string::npos;
}

// Addresses and blocks in a list of equals: all are blocks then.
void BlocksToCidrMatch(Expr& call) {
  if (call.args[0].type == Type::kIp &&
      std::any_of(call.args.begin() + 1, call.args.end(), IsBlock) &&
      std::all_of(call.args.begin() + 1, call.args.end(),
                  [](const Expr& arg) { return TextOf(arg) != nullptr; })) {
    call.function = Function::kCidrMatch;
  }
}

// Blocks in canonical form.
void WriteBlocks(Expr& call) {
  for (Expr& arg : call.args) {
    const std::string* text = TextOf(arg);
    if (text == nullptr) continue;
    if (const std::optional<CidrBlock> block = CidrBlock::Parse(*text)) {
      arg.constant = block->ToString();
    }
  }
}

// Any-of over constants in its final form.
Predicate NormalizeList(Expr call) {
  SortList(call);
  if (call.args.size() == 1) return Predicate::Of(false);
  if (call.function == Function::kWildcard && call.args[0].is_reference() &&
      call.args[0].type == Type::kKeyword &&
      std::any_of(call.args.begin() + 1, call.args.end(), MatchesEveryText)) {
    const Span span = call.span;
    return Predicate::Not(Predicate::Leaf(
        Expr::Call(Function::kIsNull, {std::move(call.args[0])}, plan::Fold::kNone, span)));
  }
  if (call.function == Function::kWildcard || call.function == Function::kRegex) {
    PatternsToTexts(call);
  }
  if (call.function == Function::kIn) BlocksToCidrMatch(call);
  if (call.function == Function::kCidrMatch) WriteBlocks(call);
  FoldConstantsOf(call);
  SortList(call);
  if (call.function == Function::kIn && call.args.size() == 2) call.function = Function::kEqual;
  return Predicate::Leaf(std::move(call));
}

}  // namespace

Predicate NormalizeLeaf(Expr leaf) {
  PutConstantsRight(leaf);
  if (leaf.is_constant()) {
    return Predicate::Of(leaf.constant == Constant(true));  // null is not true
  }
  if (leaf.kind != ExprKind::kCall) {
    const Span span = leaf.span;
    return Predicate::Leaf(Expr::Call(Function::kEqual, {std::move(leaf), Expr::Of(true, span)},
                                      plan::Fold::kNone, span));
  }
  switch (leaf.function) {
    case Function::kEqual:
      if (!leaf.args[1].is_constant() || leaf.args[0].is_constant()) break;
      if (leaf.args[1].is_null_constant()) {
        leaf.args.pop_back();
        leaf.function = Function::kIsNull;
        break;
      }
      leaf.function = Function::kIn;
      return NormalizeList(std::move(leaf));
    case Function::kIn:
    case Function::kWildcard:
    case Function::kRegex:
    case Function::kCidrMatch:
      if (HasConstantList(leaf) && !leaf.args[0].is_constant()) {
        return NormalizeList(std::move(leaf));
      }
      break;
    case Function::kStartsWith:
    case Function::kEndsWith:
    case Function::kContains:
      FoldConstantsOf(leaf);
      break;
    default:
      break;
  }
  return Predicate::Leaf(std::move(leaf));
}

bool CanJoin(const Expr& a, const Expr& b) {
  const auto joins = [](const Expr& leaf) {
    return (IsCallOf(leaf, Function::kEqual) || IsCallOf(leaf, Function::kIn) ||
            IsCallOf(leaf, Function::kWildcard) || IsCallOf(leaf, Function::kRegex) ||
            IsCallOf(leaf, Function::kCidrMatch)) &&
           HasConstantList(leaf) && !leaf.args[0].is_constant();
  };
  if (!joins(a) || !joins(b) || a.fold != b.fold || !SameExpr(a.args[0], b.args[0])) return false;
  const auto is_list = [](const Expr& leaf) {
    return leaf.function == Function::kEqual || leaf.function == Function::kIn;
  };
  return a.function == b.function || (is_list(a) && is_list(b));
}

Expr Join(Expr a, const Expr& b) {
  if (a.function == Function::kEqual) a.function = Function::kIn;
  MergeOptional(b.args.front(), &a.args.front());
  a.args.insert(a.args.end(), b.args.begin() + 1, b.args.end());
  a.span = Cover(a.span, b.span);
  return a;
}

}  // namespace tocsin::plan
