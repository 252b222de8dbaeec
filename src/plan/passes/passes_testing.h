// Small words to write plans with, for the tests of the passes.
#pragma once

#include "plan/passes/passes.h"
#include "plan/printer.h"

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tocsin::plan {

// A field or literal with its place in a text that consists of the words given to Words.
class Words {
 public:
  Expr Field(const std::string& name, bool optional = false) {
    Expr field = Expr::OfField(name, Write((optional ? "?" : "") + name));
    field.optional = optional;
    return field;
  }
  Expr Literal(const char* text) { return Expr::Of(std::string(text), Write(text)); }
  Expr Literal(std::int64_t number) { return Expr::Of(number, Write(std::to_string(number))); }
  Expr Literal(int number) { return Literal(std::int64_t{number}); }
  Expr Literal(double number) { return Expr::Of(number, Write(std::to_string(number))); }
  Expr Literal(bool truth) { return Expr::Of(truth, Write(truth ? "true" : "false")); }
  Expr Null() { return Expr::Of(NullConstant(), Write("null")); }

  SourceRef Source() const { return SourceText::Make("<test>", text_); }

 private:
  Span Write(const std::string& word) {
    if (!text_.empty()) text_ += ' ';
    const std::size_t begin = text_.size();
    text_ += word;
    return Span::Of(begin, text_.size());
  }

  std::string text_;
};

inline Expr Call(Function function, std::vector<Expr> args, Fold fold = Fold::kNone) {
  const Span span = Cover(args.front().span, args.back().span);
  return Expr::Call(function, std::move(args), fold, span);
}
inline Predicate Leaf(Function function, std::vector<Expr> args, Fold fold = Fold::kNone) {
  return Predicate::Leaf(Call(function, std::move(args), fold));
}
inline Plan EventOf(Predicate condition) { return EventPlan{std::move(condition), {}}; }

// The condition of an event plan, as text.
inline std::string ConditionText(const Plan& plan) {
  return Print(std::get<EventPlan>(plan).condition);
}

}  // namespace tocsin::plan
