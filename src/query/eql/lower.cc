#include "query/eql/lower.h"

#include "base/case_fold.h"
#include "base/diag/suggest.h"
#include "query/eql/functions.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tocsin::eql {
namespace {

using plan::Fold;
using plan::Function;
using plan::Predicate;

plan::Predicate Negated(bool negate, Predicate predicate, Span span) {
  if (negate) predicate = Predicate::Not(std::move(predicate));
  predicate.span = span;
  return predicate;
}

// `_arraysearch` is how the sensor's rules write it, `arraySearch` the older reference.
bool IsArraySearch(const Expr& call) {
  return call.kind == ExprKind::kCall && (AsciiEqualsIgnoreCase(call.text, "_arraysearch") ||
                                          AsciiEqualsIgnoreCase(call.text, "arraySearch"));
}

std::string Joined(const std::vector<std::string>& path, std::size_t begin = 0) {
  std::string name;
  for (std::size_t i = begin; i < path.size(); ++i) {
    if (i > begin) name += '.';
    name += path[i];
  }
  return name;
}

// Is the value a truth value, judged by its form alone? Fields are not: their type is unknown.
bool IsCondition(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kCompare:
    case ExprKind::kIn:
    case ExprKind::kPattern:
    case ExprKind::kNot:
    case ExprKind::kAnd:
    case ExprKind::kOr:
    case ExprKind::kRelation:
      return true;
    case ExprKind::kCall: {
      if (IsArraySearch(expr)) return true;
      std::string_view name = expr.text;
      if (name.ends_with('~')) name.remove_suffix(1);
      const FunctionSpec* spec = FindFunction(name);
      return spec != nullptr && plan::InfoOf(spec->function).result == plan::Type::kBoolean;
    }
    default:
      return false;
  }
}

// Does the value depend on an event? An optional field may turn out to be the constant null.
bool HasPlainField(const Expr& expr) {
  if (expr.kind == ExprKind::kField) return !expr.optional;
  return std::any_of(expr.children.begin(), expr.children.end(), HasPlainField);
}

class Lowerer {
 public:
  Lowerer(const SourceRef& source, const LowerOptions& options, DiagnosticSink& sink)
      : source_(source), options_(options), sink_(sink) {}

  bool failed() const { return failed_; }

  plan::Plan LowerQuery(const Query& query);
  Predicate Condition(const Expr& expr);

 private:
  struct Alias {
    std::string name;
    std::uint32_t stage;
  };
  struct Variable {
    std::string name;   // without $
    std::string array;  // whole name of what it is an element of
  };

  plan::Plan LowerBody(const EventFilter& event);
  plan::Plan LowerBody(const Sequence& sequence);
  plan::Plan LowerBody(const Sample& sample);
  Predicate LowerEvent(const EventFilter& event);
  plan::Stage LowerStage(const Stage& stage, const std::vector<Expr>& common_keys);
  void Declare(const Stage& stage, std::size_t position);
  plan::Key LowerKey(const Expr& key);

  Predicate Join(const Expr& expr);
  Predicate ConditionOfCompare(const Expr& expr);
  Predicate ConditionOfIn(const Expr& expr);
  Predicate ConditionOfRelation(const Expr& expr);
  Predicate ConditionOfArraySearch(const Expr& call);
  bool ChecksArraySearch(const Expr& call);

  plan::Expr Scalar(const Expr& expr);
  plan::Expr ScalarOfField(const Expr& expr);
  plan::Expr ScalarOfVariable(const Expr& expr);
  plan::Expr ScalarOfCall(const Expr& expr);
  plan::Expr ScalarOfNegate(const Expr& expr);
  plan::Expr ScalarOfCompare(const Expr& expr);
  plan::Expr ScalarOfIn(const Expr& expr);
  plan::Expr ScalarOfPattern(const Expr& expr);
  plan::Expr CallOf(Function function, const Expr& expr, Fold fold = Fold::kNone);
  plan::Expr Failed(Diagnostic problem);

  plan::Expr UnknownFunction(const Expr& call, std::string_view name);
  void CheckOperands(const Expr& expr);
  void CheckElements(const Expr& expr);

  // How a case-insensitive operation on this operand folds: values of records as the index does.
  static Fold FoldFor(const Expr& operand) {
    const bool recorded = operand.kind == ExprKind::kField || operand.kind == ExprKind::kVariable;
    return recorded ? Fold::kAscii : Fold::kUnicode;
  }
  bool endpoint() const { return options_.dialect == Dialect::kEndpoint; }
  std::string Quote(Span span) const { return "`" + std::string(source_->text(span)) + "`"; }

  const SourceRef& source_;
  const LowerOptions& options_;
  DiagnosticSink& sink_;
  std::vector<Alias> aliases_;
  std::vector<Variable> variables_;  // of the searches around, outermost first
  bool failed_ = false;
};

plan::Expr Lowerer::Failed(Diagnostic problem) {
  failed_ = true;
  sink_.Add(std::move(problem));
  return plan::Expr::Of(plan::NullConstant{});
}

// ---- Queries ---------------------------------------------------------------------------------

plan::Plan Lowerer::LowerQuery(const Query& query) {
  plan::Plan plan = std::visit([this](const auto& body) { return LowerBody(body); }, query.body);
  for (const Pipe& pipe : query.pipes) {
    const plan::EventPlan::Limit limit{pipe.tail, static_cast<std::uint64_t>(pipe.count)};
    if (auto* event = std::get_if<plan::EventPlan>(&plan)) {
      event->limits.push_back(limit);
    } else if (auto* sequence = std::get_if<plan::SequencePlan>(&plan)) {
      sequence->limits.push_back(limit);
    } else {
      Failed(Diagnostic(DiagCode::kEqlSample, source_, pipe.span,
                        "pipes cannot follow a sample: its results have no order"));
    }
  }
  return plan;
}

plan::Plan Lowerer::LowerBody(const EventFilter& event) {
  plan::EventPlan plan;
  plan.condition = LowerEvent(event);
  return plan;
}

plan::Plan Lowerer::LowerBody(const Sequence& sequence) {
  plan::SequencePlan plan;
  for (const Stage& stage : sequence.stages) {
    const plan::Stage lowered = LowerStage(stage, sequence.keys);
    Declare(stage, plan.stages.size());
    plan.stages.insert(plan.stages.end(), static_cast<std::size_t>(stage.runs), lowered);
  }
  if (sequence.until) plan.until = LowerStage(*sequence.until, sequence.keys);
  if (sequence.maxspan) plan.maxspan_ns = sequence.maxspan->nanoseconds();
  plan.one_host = endpoint();
  return plan;
}

plan::Plan Lowerer::LowerBody(const Sample& sample) {
  plan::SamplePlan plan;
  for (const Stage& stage : sample.stages) plan.stages.push_back(LowerStage(stage, sample.keys));
  return plan;
}

Predicate Lowerer::LowerEvent(const EventFilter& event) {
  Predicate condition = Condition(event.condition);
  if (event.any) return condition;
  std::vector<plan::Expr> sides;
  sides.push_back(plan::Expr::OfField(options_.category_field, event.category_span));
  sides.push_back(plan::Expr::Of(event.category, event.category_span));
  std::vector<Predicate> both;
  both.push_back(Predicate::Leaf(
      plan::Expr::Call(Function::kEqual, std::move(sides), Fold::kNone, event.category_span)));
  both.push_back(std::move(condition));
  Predicate all = Predicate::And(std::move(both));
  all.span = event.span;
  return all;
}

plan::Stage Lowerer::LowerStage(const Stage& stage, const std::vector<Expr>& common_keys) {
  plan::Stage lowered;
  lowered.condition = LowerEvent(stage.event);
  for (const Expr& key : common_keys) lowered.keys.push_back(LowerKey(key));
  for (const Expr& key : stage.keys) lowered.keys.push_back(LowerKey(key));
  lowered.missing = stage.missing;
  lowered.alias = stage.alias;
  lowered.span = stage.span;
  return lowered;
}

// Later stages may read the events of this one.
void Lowerer::Declare(const Stage& stage, std::size_t position) {
  if (stage.alias.empty()) return;
  const bool taken = std::any_of(aliases_.begin(), aliases_.end(),
                                 [&](const Alias& alias) { return alias.name == stage.alias; });
  if (taken) {
    Failed(Diagnostic(DiagCode::kEqlDuplicateAlias, source_, stage.alias_span,
                      "the alias `" + stage.alias + "` is used twice"));
    return;
  }
  aliases_.push_back({stage.alias, static_cast<std::uint32_t>(position)});
}

plan::Key Lowerer::LowerKey(const Expr& key) {
  plan::Key lowered;
  lowered.field = ScalarOfField(key);
  lowered.optional = key.optional;
  return lowered;
}

// ---- Conditions ------------------------------------------------------------------------------

Predicate Lowerer::Condition(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kAnd:
    case ExprKind::kOr:
      return Join(expr);
    case ExprKind::kNot:
      return Negated(true, Condition(expr.children[0]), expr.span);
    case ExprKind::kBoolean:
      return Negated(false, Predicate::Of(expr.boolean), expr.span);
    case ExprKind::kCompare:
      return ConditionOfCompare(expr);
    case ExprKind::kIn:
      return ConditionOfIn(expr);
    case ExprKind::kRelation:
      return ConditionOfRelation(expr);
    default:
      if (endpoint() && IsArraySearch(expr)) return ConditionOfArraySearch(expr);
      return Predicate::Leaf(Scalar(expr));
  }
}

Predicate Lowerer::Join(const Expr& expr) {
  std::vector<Predicate> children;
  children.reserve(expr.children.size());
  for (const Expr& child : expr.children) children.push_back(Condition(child));
  Predicate joined = expr.kind == ExprKind::kAnd ? Predicate::And(std::move(children))
                                                 : Predicate::Or(std::move(children));
  joined.span = expr.span;
  return joined;
}

Predicate Lowerer::ConditionOfCompare(const Expr& expr) {
  const bool equality = expr.op == Operator::kEqual || expr.op == Operator::kNotEqual;
  const bool negated = expr.op == Operator::kNotEqual;
  // A condition compared with a truth value is that condition, or its complement.
  for (std::size_t side = 0; equality && side < 2; ++side) {
    const Expr& constant = expr.children[side];
    const Expr& other = expr.children[1 - side];
    if (constant.kind == ExprKind::kBoolean && IsCondition(other)) {
      return Negated(constant.boolean == negated, Condition(other), expr.span);
    }
  }
  if (!negated) return Predicate::Leaf(ScalarOfCompare(expr));
  Expr equal = expr;
  equal.op = Operator::kEqual;
  return Negated(true, Predicate::Leaf(ScalarOfCompare(equal)), expr.span);
}

Predicate Lowerer::ConditionOfIn(const Expr& expr) {
  if (!expr.negated) return Predicate::Leaf(ScalarOfIn(expr));
  Expr positive = expr;
  positive.negated = false;
  return Negated(true, Predicate::Leaf(ScalarOfIn(positive)), expr.span);
}

Predicate Lowerer::ConditionOfRelation(const Expr& expr) {
  if (expr.text != "descendant") {
    Failed(Diagnostic(DiagCode::kEqlNotEvaluated, source_, expr.head,
                      Quote(expr.head) + " cannot be evaluated")
               .Help("`descendant of` can"));
    return Predicate::Of(false);
  }
  // The condition is asked of other events: neither elements of this one nor stages are in sight.
  const std::vector<Alias> aliases = std::exchange(aliases_, {});
  const std::vector<Variable> variables = std::exchange(variables_, {});
  Predicate relation = Predicate::DescendantOf(LowerEvent(*expr.event));
  aliases_ = aliases;
  variables_ = variables;
  relation.span = expr.span;
  return relation;
}

// arraySearch(array, $variable, condition)
Predicate Lowerer::ConditionOfArraySearch(const Expr& call) {
  if (!ChecksArraySearch(call)) return Predicate::Of(false);
  plan::Expr array = Scalar(call.children[0]);
  variables_.push_back({call.children[1].text, array.name});
  Predicate search = Predicate::ArraySearch(std::move(array), Condition(call.children[2]));
  variables_.pop_back();
  search.span = call.span;
  return search;
}

bool Lowerer::ChecksArraySearch(const Expr& call) {
  const auto report = [&](DiagCode code, Span span, std::string message) {
    Failed(Diagnostic(code, source_, span, std::move(message))
               .Help("write `" + call.text + "(array.field, $element, $element.member == \"a\")`"));
    return false;
  };
  if (call.children.size() != 3) {
    return report(DiagCode::kEqlArgumentCount, call.head,
                  "error building `" + call.text + "`: expects exactly three arguments but found " +
                      std::to_string(call.children.size()));
  }
  const Expr& array = call.children[0];
  if (array.kind != ExprKind::kField && array.kind != ExprKind::kVariable) {
    return report(DiagCode::kEqlArraySearch, array.span,
                  "first argument of `" + call.text + "` must be a field");
  }
  const Expr& variable = call.children[1];
  if (variable.kind != ExprKind::kVariable || !variable.path.empty()) {
    return report(DiagCode::kEqlArraySearch, variable.span,
                  "second argument of `" + call.text + "` must be a variable");
  }
  return true;
}

// ---- Values ----------------------------------------------------------------------------------

plan::Expr Lowerer::Scalar(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kNull:
    case ExprKind::kError:
      return plan::Expr::Of(plan::NullConstant{}, expr.span);
    case ExprKind::kBoolean:
      return plan::Expr::Of(expr.boolean, expr.span);
    case ExprKind::kInteger:
      return plan::Expr::Of(expr.integer, expr.span);
    case ExprKind::kDecimal:
      return plan::Expr::Of(expr.decimal, expr.span);
    case ExprKind::kString:
      return plan::Expr::Of(expr.text, expr.span);
    case ExprKind::kField:
      return ScalarOfField(expr);
    case ExprKind::kVariable:
      return ScalarOfVariable(expr);
    case ExprKind::kCall:
      return ScalarOfCall(expr);
    case ExprKind::kNegate:
      return ScalarOfNegate(expr);
    case ExprKind::kPlus:
      return Scalar(expr.children[0]);
    case ExprKind::kArithmetic: {
      static constexpr Function kFunctions[] = {Function::kAdd, Function::kSubtract,
                                                Function::kMultiply, Function::kDivide,
                                                Function::kModulo};
      const auto index = static_cast<int>(expr.op) - static_cast<int>(Operator::kAdd);
      return CallOf(kFunctions[index], expr);
    }
    case ExprKind::kCompare:
      return ScalarOfCompare(expr);
    case ExprKind::kIn:
      return ScalarOfIn(expr);
    case ExprKind::kPattern:
      return ScalarOfPattern(expr);
    case ExprKind::kNot:
      return CallOf(Function::kNot, expr);
    case ExprKind::kAnd:
      return CallOf(Function::kAnd, expr);
    case ExprKind::kOr:
      return CallOf(Function::kOr, expr);
    case ExprKind::kRelation:
      return Failed(Diagnostic(DiagCode::kEqlNestedRelation, source_, expr.span,
                               "a process relationship cannot be part of a value"));
  }
  return plan::Expr::Of(plan::NullConstant{}, expr.span);
}

plan::Expr Lowerer::CallOf(Function function, const Expr& expr, Fold fold) {
  std::vector<plan::Expr> args;
  args.reserve(expr.children.size());
  for (const Expr& child : expr.children) args.push_back(Scalar(child));
  return plan::Expr::Call(function, std::move(args), fold, expr.span);
}

plan::Expr Lowerer::ScalarOfField(const Expr& expr) {
  for (const Alias& alias : aliases_) {
    if (expr.path.size() < 2 || expr.path.front() != alias.name) continue;
    plan::Expr field = plan::Expr::OfField(Joined(expr.path, 1), expr.span);
    field.kind = plan::ExprKind::kStageField;
    field.binding = alias.stage;
    field.optional = expr.optional;
    return field;
  }
  plan::Expr field = plan::Expr::OfField(Joined(expr.path), expr.span);
  field.optional = expr.optional;
  return field;
}

plan::Expr Lowerer::ScalarOfVariable(const Expr& expr) {
  for (std::size_t i = variables_.size(); i-- > 0;) {
    if (variables_[i].name != expr.text) continue;
    std::string name = variables_[i].array;
    if (!expr.path.empty()) name += '.' + Joined(expr.path);
    plan::Expr member = plan::Expr::OfField(std::move(name), expr.span);
    member.kind = plan::ExprKind::kVariable;
    member.binding = static_cast<std::uint32_t>(i);
    return member;
  }
  return Failed(Diagnostic(DiagCode::kEqlUnknownVariable, source_, expr.span,
                           "the variable `$" + expr.text + "` has no meaning here")
                    .Help("a variable is named by the array search around it"));
}

plan::Expr Lowerer::ScalarOfNegate(const Expr& expr) {
  const Expr& operand = expr.children[0];
  if (operand.kind == ExprKind::kInteger) return plan::Expr::Of(-operand.integer, expr.span);
  if (operand.kind == ExprKind::kDecimal) return plan::Expr::Of(-operand.decimal, expr.span);
  return CallOf(Function::kNegate, expr);
}

plan::Expr Lowerer::ScalarOfCompare(const Expr& expr) {
  CheckOperands(expr);
  switch (expr.op) {
    case Operator::kLess:
      return CallOf(Function::kLess, expr);
    case Operator::kLessEqual:
      return CallOf(Function::kLessEqual, expr);
    case Operator::kGreater:
      return CallOf(Function::kGreater, expr);
    case Operator::kGreaterEqual:
      return CallOf(Function::kGreaterEqual, expr);
    default:
      break;
  }
  plan::Expr equal;
  if (expr.children[1].kind == ExprKind::kNull || expr.children[0].kind == ExprKind::kNull) {
    const bool null_right = expr.children[1].kind == ExprKind::kNull;
    std::vector<plan::Expr> args;
    args.push_back(Scalar(expr.children[null_right ? 0 : 1]));
    equal = plan::Expr::Call(Function::kIsNull, std::move(args), Fold::kNone, expr.span);
  } else {
    equal = CallOf(Function::kEqual, expr);
  }
  if (expr.op == Operator::kEqual) return equal;
  std::vector<plan::Expr> args;
  args.push_back(std::move(equal));
  return plan::Expr::Call(Function::kNot, std::move(args), Fold::kNone, expr.span);
}

plan::Expr Lowerer::ScalarOfIn(const Expr& expr) {
  CheckElements(expr);
  const Fold fold = expr.op == Operator::kInFold ? FoldFor(expr.children[0]) : Fold::kNone;
  plan::Expr in = CallOf(Function::kIn, expr, fold);
  if (!expr.negated) return in;
  std::vector<plan::Expr> args;
  args.push_back(std::move(in));
  return plan::Expr::Call(Function::kNot, std::move(args), Fold::kNone, expr.span);
}

plan::Expr Lowerer::ScalarOfPattern(const Expr& expr) {
  const Fold fold = FoldFor(expr.children[0]);
  switch (expr.op) {
    case Operator::kLike:
      return CallOf(Function::kWildcard, expr);
    case Operator::kRegex:
      return CallOf(Function::kRegex, expr);
    case Operator::kRegexFold:
      return CallOf(Function::kRegex, expr, fold);
    default:
      return CallOf(Function::kWildcard, expr, fold);
  }
}

// ---- Calls -----------------------------------------------------------------------------------

plan::Expr Lowerer::ScalarOfCall(const Expr& expr) {
  if (endpoint() && IsArraySearch(expr)) {
    return Failed(Diagnostic(DiagCode::kEqlArraySearch, source_, expr.span,
                             "an array search cannot be part of a value"));
  }
  std::string_view name = expr.text;
  const bool caseless = name.ends_with('~');
  if (caseless) name.remove_suffix(1);
  const FunctionSpec* spec = FindFunction(name);
  if (spec == nullptr) return UnknownFunction(expr, name);
  if (caseless && !spec->has_caseless_form) {
    return Failed(Diagnostic(DiagCode::kEqlNoCaselessForm, source_, expr.head,
                             "unknown function " + Quote(expr.head) + ": `" +
                                 std::string(spec->name) + "` has no case-insensitive form")
                      .WithFix({expr.head, std::string(spec->name),
                                "write `" + std::string(spec->name) + "`"}));
  }
  const auto count = static_cast<int>(expr.children.size());
  if (count < spec->min_args || (spec->max_args >= 0 && count > spec->max_args)) {
    return Failed(Diagnostic(DiagCode::kEqlArgumentCount, source_, expr.head,
                             "error building `" + std::string(spec->name) + "`: expects " +
                                 std::string(spec->arity) + " but found " + std::to_string(count)));
  }
  Fold fold = Fold::kNone;
  if (caseless) {
    const bool computed =
        spec->function == Function::kIndexOf || spec->function == Function::kBetween;
    fold = computed ? Fold::kUnicode : FoldFor(expr.children[0]);
  }
  return CallOf(spec->function, expr, fold);
}

plan::Expr Lowerer::UnknownFunction(const Expr& call, std::string_view name) {
  Diagnostic problem(DiagCode::kEqlUnknownFunction, source_, call.head,
                     "unknown function " + Quote(call.head));
  std::vector<std::string_view> known;
  for (const FunctionSpec& spec : Functions()) known.push_back(spec.name);
  if (const std::string_view advice = AdviceForForeignFunction(name); !advice.empty()) {
    problem = std::move(problem).Help(std::string(advice));
  } else if (const auto near = NearNames(name, known); !near.empty()) {
    problem = std::move(problem).Help(DidYouMean(near));
  }
  return Failed(std::move(problem));
}

// Elasticsearch compares with constants only.
void Lowerer::CheckOperands(const Expr& expr) {
  const Expr& left = expr.children[0];
  const Expr& right = expr.children[1];
  if (!options_.exact || !HasPlainField(left) || !HasPlainField(right)) return;
  Failed(Diagnostic(DiagCode::kEqlFieldComparison, source_, expr.head,
                    "comparisons against fields are not (currently) supported; offender " +
                        Quote(right.span) + " in " + Quote(expr.head))
             .Help("outside of exact mode they are")
             .Secondary(left.span, "depends on a field")
             .Secondary(right.span, "and so does this; one side must be constant"));
}

void Lowerer::CheckElements(const Expr& expr) {
  if (!options_.exact) return;
  for (std::size_t i = 1; i < expr.children.size(); ++i) {
    const Expr& element = expr.children[i];
    if (!HasPlainField(element)) continue;
    Failed(Diagnostic(DiagCode::kEqlFieldInList, source_, element.span,
                      "comparisons against fields are not (currently) supported; offender " +
                          Quote(element.span))
               .Within(expr.span)
               .Help("outside of exact mode they are")
               .Label("expected a constant"));
  }
}

}  // namespace

Result<plan::Plan, Reported> Lower(const Query& query, const SourceRef& source,
                                   const LowerOptions& options, DiagnosticSink& sink) {
  Lowerer lowerer(source, options, sink);
  plan::Plan plan = lowerer.LowerQuery(query);
  if (lowerer.failed()) return Fail(Reported{});
  return plan;
}

Result<plan::Predicate, Reported> LowerCondition(const Expr& expr, const SourceRef& source,
                                                 const LowerOptions& options,
                                                 DiagnosticSink& sink) {
  Lowerer lowerer(source, options, sink);
  Predicate predicate = lowerer.Condition(expr);
  if (lowerer.failed()) return Fail(Reported{});
  return predicate;
}

}  // namespace tocsin::eql
