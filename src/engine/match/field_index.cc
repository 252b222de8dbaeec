#include "engine/match/field_index.h"

#include "base/case_fold.h"
#include "plan/functions.h"
#include "plan/reference_eval.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>

namespace tocsin::match {
namespace {

using plan::Constant;
using plan::Expr;
using plan::ExprKind;
using plan::Fold;
using plan::Function;
using plan::TimeConstant;

// `function(field, constants...)`.
bool IsFieldWithConstants(const Expr& leaf) {
  if (leaf.kind != ExprKind::kCall || leaf.args.size() < 2) return false;
  if (!leaf.args.front().is_field()) return false;
  return std::all_of(leaf.args.begin() + 1, leaf.args.end(),
                     [](const Expr& arg) { return arg.is_constant(); });
}

// The constants if all are of type T.
template <class T>
std::optional<std::vector<const T*>> ConstantsOf(const Expr& leaf) {
  std::vector<const T*> result;
  for (const Expr& arg : std::span(leaf.args).subspan(1)) {
    const T* value = std::get_if<T>(&arg.constant);
    if (value == nullptr) return std::nullopt;
    result.push_back(value);
  }
  return result;
}

// `literal` between any runs, for startsWith and its like.
WildcardPattern Around(const std::string& literal, bool open_front, bool open_back, CaseMode mode) {
  std::vector<WildcardToken> tokens;
  if (open_front) tokens.push_back({.kind = WildcardToken::Kind::kAnyRun});
  tokens.push_back({.kind = WildcardToken::Kind::kLiteral, .text = literal});
  if (open_back) tokens.push_back({.kind = WildcardToken::Kind::kAnyRun});
  return WildcardPattern(tokens, mode);
}

bool IsNan(const Value& value) {
  return value.kind() == ValueKind::kDouble && std::isnan(value.real());
}

}  // namespace

void FieldIndex::Add(AtomId atom, const Expr& leaf) {
  reads_values_ = true;
  const Leaf entry(atom, &leaf);
  all_.push_back(entry);
  const bool simple = IsFieldWithConstants(leaf);
  if (!simple || !AddText(atom, leaf)) text_others_.push_back(entry);
  if (!simple || !AddNumber(atom, leaf)) number_others_.push_back(entry);
  if (!simple || !AddTime(atom, leaf)) time_others_.push_back(entry);
}

bool FieldIndex::AddText(AtomId atom, const Expr& leaf) {
  const auto texts = ConstantsOf<std::string>(leaf);
  if (!texts || leaf.fold == Fold::kUnicode) return false;
  const CaseMode mode = CaseModeOf(leaf.fold);
  const plan::Type meaning = plan::MeaningOf(leaf);
  if (leaf.function == Function::kCidrMatch) return AddBlocks(atom, *texts);
  if (meaning == plan::Type::kIp &&
      (leaf.function == Function::kEqual || leaf.function == Function::kIn)) {
    if (!AddBlocks(atom, *texts)) return false;
    block_others_.emplace_back(atom, &leaf);
    return true;
  }
  // Versions and dates compare by more than their letters.
  if (meaning != plan::Type::kKeyword && meaning != plan::Type::kUnknown) return false;
  switch (leaf.function) {
    case Function::kEqual:
    case Function::kIn:
      for (const std::string* text : *texts) strings_.Add(*text, mode, atom);
      return true;
    case Function::kWildcard:
      for (const std::string* text : *texts) {
        pattern_specs_.push_back({WildcardPattern(*text, mode), atom});
      }
      return true;
    case Function::kStartsWith:
    case Function::kEndsWith:
    case Function::kContains: {
      const std::string& text = *texts->front();
      if (text.empty()) return false;
      pattern_specs_.push_back({Around(text, leaf.function != Function::kStartsWith,
                                       leaf.function != Function::kEndsWith, mode),
                                atom});
      return true;
    }
    case Function::kRegex: {
      std::vector<LuceneRegex> regexes;
      for (const std::string* text : *texts) {
        auto regex = LuceneRegex::Compile(*text, {.ignore_case = mode == CaseMode::kAsciiFold});
        if (!regex) return false;
        regexes.push_back(std::move(*regex));
      }
      for (LuceneRegex& regex : regexes) pattern_specs_.push_back({std::move(regex), atom});
      return true;
    }
    default:
      return false;
  }
}

bool FieldIndex::AddBlocks(AtomId atom, std::span<const std::string* const> texts) {
  std::vector<CidrBlock> blocks;
  for (const std::string* text : texts) {
    const std::optional<CidrBlock> block = CidrBlock::Parse(*text);
    if (!block) return false;
    blocks.push_back(*block);
  }
  for (const CidrBlock& block : blocks) cidrs_.Add(block, atom);
  return true;
}

bool FieldIndex::AddNumber(AtomId atom, const Expr& leaf) {
  std::vector<Value> numbers;
  for (const Expr& arg : std::span(leaf.args).subspan(1)) {
    const Value value = plan::ValueOf(arg.constant);
    if (!value.is_number() || IsNan(value)) return false;
    numbers.push_back(value);
  }
  const NumberSet::Bound open{};
  switch (leaf.function) {
    case Function::kEqual:
    case Function::kIn:
      for (const Value& number : numbers) numbers_.AddPoint(number, atom);
      return true;
    case Function::kLess:
    case Function::kLessEqual:
      numbers_.AddRange(open, {numbers.front(), leaf.function == Function::kLessEqual}, atom);
      return true;
    case Function::kGreater:
    case Function::kGreaterEqual:
      numbers_.AddRange({numbers.front(), leaf.function == Function::kGreaterEqual}, open, atom);
      return true;
    default:
      return false;
  }
}

bool FieldIndex::AddTime(AtomId atom, const Expr& leaf) {
  const auto times = ConstantsOf<TimeConstant>(leaf);
  if (!times || leaf.args.front().type != plan::Type::kDate) return false;
  const auto bound = [](std::int64_t ns, bool inclusive) {
    return NumberSet::Bound{Value::Time(ns), inclusive};
  };
  const TimeConstant& only = *times->front();
  const NumberSet::Bound open{};
  switch (leaf.function) {
    case Function::kEqual:
    case Function::kIn:
      for (const TimeConstant* time : *times) {
        times_.AddRange(bound(time->first_ns, true), bound(time->last_ns, true), atom);
      }
      return true;
    case Function::kLess:
      times_.AddRange(open, bound(only.first_ns, false), atom);
      return true;
    case Function::kLessEqual:
      times_.AddRange(open, bound(only.last_ns, true), atom);
      return true;
    case Function::kGreater:
      times_.AddRange(bound(only.last_ns, false), open, atom);
      return true;
    case Function::kGreaterEqual:
      times_.AddRange(bound(only.first_ns, true), open, atom);
      return true;
    default:
      return false;
  }
}

void FieldIndex::Build() {
  strings_.Build();
  cidrs_.Build();
  numbers_.Build();
  times_.Build();
  if (!pattern_specs_.empty()) patterns_ = BuildGramPatternSet(std::move(pattern_specs_));
  pattern_specs_.clear();
}

void FieldIndex::FindOthers(const std::vector<Leaf>& leaves, const Value& value,
                            std::vector<AtomId>* out) const {
  if (leaves.empty()) return;
  const FieldEntry entry{.field = field_, .count = 1, .values = &value};
  Event event;
  event.fields = {&entry, 1};
  for (const auto& [atom, leaf] : leaves) {
    if (plan::LeafHolds(*leaf, event)) out->push_back(atom);
  }
}

void FieldIndex::Find(const Value& value, Scratch& scratch, std::vector<AtomId>* out) const {
  out->clear();
  if (value.is_string()) {
    const std::string_view text = value.text();
    if (patterns_ != nullptr || strings_.folds()) {
      scratch.lowered.assign(text);
      AsciiLowerInPlace(scratch.lowered);
    }
    strings_.Find(text, scratch.lowered, out);
    if (patterns_ != nullptr) patterns_->Find(text, scratch.lowered, scratch.tried, out);
    if (!cidrs_.empty()) cidrs_.Find(text, out);
    if (text.find('/') != std::string_view::npos) FindOthers(block_others_, value, out);
    FindOthers(text_others_, value, out);
  } else if (value.is_number() && !IsNan(value)) {
    numbers_.Find(value, out);
    FindOthers(number_others_, value, out);
  } else if (value.kind() == ValueKind::kTime) {
    times_.Find(value, out);
    FindOthers(time_others_, value, out);
  } else {
    FindOthers(all_, value, out);
  }
  std::sort(out->begin(), out->end());
  out->erase(std::unique(out->begin(), out->end()), out->end());
}

}  // namespace tocsin::match
