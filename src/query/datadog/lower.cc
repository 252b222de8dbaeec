#include "query/datadog/lower.h"

#include "base/ip.h"
#include "event/any_value.h"
#include "event/ecs/datadog_names.h"
#include "query/datadog/number.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tocsin::datadog {
namespace {

using plan::Expr;
using plan::Fold;
using plan::Function;
using plan::Predicate;

// Free text: Datadog documentation, log search syntax; the last is the dictionary's own name.
constexpr std::string_view kFreeText[] = {"message", "title", "error.message", "error.stack",
                                          "error.stack_trace"};

Function FunctionOf(CompareOp op) {
  switch (op) {
    case CompareOp::kLess:
      return Function::kLess;
    case CompareOp::kLessEqual:
      return Function::kLessEqual;
    case CompareOp::kGreater:
      return Function::kGreater;
    case CompareOp::kGreaterEqual:
      return Function::kGreaterEqual;
  }
  return Function::kEqual;
}

plan::Constant ConstantOf(const Number& number) {
  return std::visit([](auto value) { return plan::Constant(value); }, number);
}

bool Compares(const Number& left, CompareOp op, const Number& right) {
  const auto real = [](const Number& n) {
    return std::visit([](auto value) { return static_cast<double>(value); }, n);
  };
  switch (op) {
    case CompareOp::kLess:
      return real(left) < real(right);
    case CompareOp::kLessEqual:
      return real(left) <= real(right);
    case CompareOp::kGreater:
      return real(left) > real(right);
    case CompareOp::kGreaterEqual:
      return real(left) >= real(right);
  }
  return false;
}

// A value met by a text that is known already. CIDR never stands on such keys.
bool Meets(const Value& value, std::string_view text) {
  return std::visit(
      [text](const auto& v) {
        using V = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<V, Term>) {
          return v.pattern.Matches(text);
        } else if constexpr (std::is_same_v<V, Phrase>) {
          return v.text == text;
        } else if constexpr (std::is_same_v<V, Comparison>) {
          const std::optional<Number> number = NumberOf(text);
          return number && Compares(*number, v.op, v.number);
        } else if constexpr (std::is_same_v<V, Range>) {
          const std::optional<Number> number = NumberOf(text);
          if (!number) return false;
          const CompareOp low = v.inclusive_low ? CompareOp::kGreaterEqual : CompareOp::kGreater;
          const CompareOp high = v.inclusive_high ? CompareOp::kLessEqual : CompareOp::kLess;
          return (!v.low || Compares(*number, low, *v.low)) &&
                 (!v.high || Compares(*number, high, *v.high));
        } else {
          return std::is_same_v<V, Exists>;
        }
      },
      value);
}

// The text of a value that is one text; none for wildcards and numbers.
std::optional<std::string> TextOfValue(const Value& value) {
  if (const auto* phrase = std::get_if<Phrase>(&value)) return phrase->text;
  const auto* term = std::get_if<Term>(&value);
  if (term != nullptr && term->pattern.is_literal()) return term->pattern.literal();
  return std::nullopt;
}

Predicate AnyOf(std::vector<Predicate> alternatives) {
  if (alternatives.size() == 1) return std::move(alternatives.front());
  return Predicate::Or(std::move(alternatives));
}

Predicate AllOf(Predicate a, Predicate b) {
  std::vector<Predicate> both;
  both.push_back(std::move(a));
  both.push_back(std::move(b));
  return Predicate::And(std::move(both));
}

// Values of one match, on one field after the other.
class FieldMatch {
 public:
  FieldMatch(Schema& schema, Span span) : schema_(schema), span_(span) {}

  Predicate On(std::string_view field, const Value& value, Fold fold = Fold::kNone) const {
    const FieldType type = TypeOf(field);
    if (is_container(type)) return Predicate::Of(false);  // an object has no value of its own
    return std::visit(
        [&](const auto& v) {
          using V = std::decay_t<decltype(v)>;
          if constexpr (std::is_same_v<V, Term>) {
            return v.pattern.is_literal() ? EqualTo(field, type, v.pattern.literal(), fold)
                                          : Like(field, type, v.pattern, fold);
          } else if constexpr (std::is_same_v<V, Phrase>) {
            return EqualTo(field, type, v.text, fold);
          } else if constexpr (std::is_same_v<V, Comparison>) {
            return Predicate::Leaf(Compare(field, type, v.op, v.number));
          } else if constexpr (std::is_same_v<V, Range>) {
            return Within(field, type, v);
          } else if constexpr (std::is_same_v<V, Exists>) {
            return HasValue(field);
          } else {
            return InBlocks(field, type, v);
          }
        },
        value);
  }

  Predicate HasValue(std::string_view field) const {
    return Predicate::Not(Leaf(Function::kIsNull, FieldExpr(field)));
  }

  Predicate Is(std::string_view field, std::string_view text) const {
    return Leaf(Function::kEqual, FieldExpr(field), Text(text));
  }

  Predicate Words(std::string_view field, std::string words) const {
    return Leaf(Function::kContainsWords, FieldExpr(field), Text(words));
  }

  // A pattern over a field of text.
  Predicate LikeText(const Expr& value, const TextPattern& pattern, Fold fold) const {
    if (const std::optional<std::string> wildcard = pattern.ToWildcard()) {
      return Leaf(Function::kWildcard, value, Text(*wildcard), fold);
    }
    return Leaf(Function::kRegex, value, Text(pattern.ToRegex()), fold);
  }

  Expr FieldExpr(std::string_view field) const { return Expr::OfField(std::string(field), span_); }

 private:
  FieldType TypeOf(std::string_view field) const {
    return schema_.type(schema_.InternRef(field).id);
  }

  Expr Text(std::string_view text) const { return Expr::Of(std::string(text), span_); }

  Predicate Leaf(Function function, Expr field) const {
    std::vector<Expr> args;
    args.push_back(std::move(field));
    return Predicate::Leaf(Expr::Call(function, std::move(args), Fold::kNone, span_));
  }
  Expr Call(Function function, Expr left, Expr right, Fold fold = Fold::kNone) const {
    std::vector<Expr> args;
    args.push_back(std::move(left));
    args.push_back(std::move(right));
    return Expr::Call(function, std::move(args), fold, span_);
  }
  Predicate Leaf(Function function, Expr left, Expr right, Fold fold = Fold::kNone) const {
    return Predicate::Leaf(Call(function, std::move(left), std::move(right), fold));
  }
  Expr Wrapped(Function function, std::string_view field) const {
    std::vector<Expr> args;
    args.push_back(FieldExpr(field));
    return Expr::Call(function, std::move(args), Fold::kNone, span_);
  }

  Predicate EqualTo(std::string_view field, FieldType type, const std::string& text,
                    Fold fold) const {
    const std::optional<Number> number = NumberOf(text);
    const bool plain_number = number && TextOf(*number) == text;
    const bool boolean = text == "true" || text == "false";
    if (is_text(type)) return Leaf(Function::kEqual, FieldExpr(field), Text(text), fold);
    if (type == FieldType::kUnmapped) {
      std::vector<Predicate> forms;
      forms.push_back(Leaf(Function::kEqual, FieldExpr(field), Text(text), fold));
      if (plain_number) {
        forms.push_back(
            Leaf(Function::kEqual, FieldExpr(field), Expr::Of(ConstantOf(*number), span_)));
      }
      if (boolean) {
        forms.push_back(Leaf(Function::kEqual, FieldExpr(field), Expr::Of(text == "true", span_)));
      }
      return AnyOf(std::move(forms));
    }
    if (is_numeric(type) && plain_number) {
      return Leaf(Function::kEqual, FieldExpr(field), Expr::Of(ConstantOf(*number), span_));
    }
    if (type == FieldType::kBoolean && boolean) {
      return Leaf(Function::kEqual, FieldExpr(field), Expr::Of(text == "true", span_));
    }
    if (type == FieldType::kIp && IpAddress::Parse(text)) {
      return Leaf(Function::kEqual, FieldExpr(field), Text(text));
    }
    return Leaf(Function::kEqual, Wrapped(Function::kString, field), Text(text), fold);
  }

  // Only text has an index for patterns, so other kinds are looked at only where they can match.
  Predicate Like(std::string_view field, FieldType type, const TextPattern& pattern,
                 Fold fold) const {
    const bool only_text =
        is_text(type) || (type == FieldType::kUnmapped && !pattern.MayMatchNumber() &&
                          !pattern.Matches("true") && !pattern.Matches("false"));
    return LikeText(only_text ? FieldExpr(field) : Wrapped(Function::kString, field), pattern,
                    fold);
  }

  Expr Compare(std::string_view field, FieldType type, CompareOp op, const Number& number) const {
    return Call(FunctionOf(op),
                is_numeric(type) ? FieldExpr(field) : Wrapped(Function::kToNumber, field),
                Expr::Of(ConstantOf(number), span_));
  }

  // One leaf, so that one value has to meet both ends.
  Predicate Within(std::string_view field, FieldType type, const Range& range) const {
    std::vector<Expr> ends;
    if (range.low) {
      ends.push_back(Compare(field, type,
                             range.inclusive_low ? CompareOp::kGreaterEqual : CompareOp::kGreater,
                             *range.low));
    }
    if (range.high) {
      ends.push_back(Compare(field, type,
                             range.inclusive_high ? CompareOp::kLessEqual : CompareOp::kLess,
                             *range.high));
    }
    if (ends.size() == 1) return Predicate::Leaf(std::move(ends.front()));
    return Predicate::Leaf(Expr::Call(Function::kAnd, std::move(ends), Fold::kNone, span_));
  }

  Predicate InBlocks(std::string_view field, FieldType type, const Blocks& blocks) const {
    const bool plain = is_text(type) || type == FieldType::kIp || type == FieldType::kUnmapped;
    std::vector<Expr> args;
    args.push_back(plain ? FieldExpr(field) : Wrapped(Function::kString, field));
    for (const std::string& block : blocks.texts) args.push_back(Text(block));
    return Predicate::Leaf(Expr::Call(Function::kCidrMatch, std::move(args), Fold::kNone, span_));
  }

  Schema& schema_;
  const Span span_;
};

// The words of a pattern as kContainsWords reads them: only unescaped wildcards are wildcards.
std::string WordsOf(const TextPattern& pattern) {
  std::string words;
  for (const WildcardToken& token : pattern.tokens()) {
    switch (token.kind) {
      case WildcardToken::Kind::kAnyRun:
        words += '*';
        break;
      case WildcardToken::Kind::kAnyOne:
        words += '?';
        break;
      case WildcardToken::Kind::kLiteral:
        for (const char c : token.text) words += c == '*' || c == '?' ? ' ' : c;
        break;
    }
  }
  return words;
}

class Lowering {
 public:
  explicit Lowering(Schema& schema) : schema_(schema) {}

  Predicate Run(const Node& node) {
    switch (node.kind) {
      case NodeKind::kAll:
        return Predicate::Of(true);
      case NodeKind::kAnd:
        return Predicate::And(Children(node));
      case NodeKind::kOr:
        return Predicate::Or(Children(node));
      case NodeKind::kNot:
        return Predicate::Not(Run(node.children.front()));
      case NodeKind::kMatch:
        return Match(node);
    }
    return Predicate::Of(false);
  }

 private:
  std::vector<Predicate> Children(const Node& node) {
    std::vector<Predicate> children;
    for (const Node& child : node.children) children.push_back(Run(child));
    return children;
  }

  Predicate Match(const Node& node) {
    const FieldMatch match(schema_, node.span);
    switch (node.key.kind) {
      case KeyKind::kNone:
        return FreeText(match, node.value);
      case KeyKind::kAttribute:
        return Attribute(match, node.key.name, node.value);
      case KeyKind::kWord:
        return Word(match, node.key.name, node.value);
      case KeyKind::kEverything:
        return Everything(match, node.value);
    }
    return Predicate::Of(false);
  }

  static TextPattern WordsOrText(const Value& value) {
    if (const auto* phrase = std::get_if<Phrase>(&value)) {
      return TextPattern::Literal(phrase->text);
    }
    const auto* term = std::get_if<Term>(&value);
    return term != nullptr ? term->pattern : TextPattern();
  }

  static void AddWords(const FieldMatch& match, std::string_view field, const TextPattern& pattern,
                       std::vector<Predicate>* places) {
    places->push_back(match.Words(field, WordsOf(pattern)));
    if (pattern.is_literal()) return;
    places->push_back(match.LikeText(match.FieldExpr(field), pattern, Fold::kAscii));
  }

  static Predicate FreeText(const FieldMatch& match, const Value& value) {
    std::vector<Predicate> places;
    for (const std::string_view field : kFreeText) {
      AddWords(match, field, WordsOrText(value), &places);
    }
    return AnyOf(std::move(places));
  }

  static Predicate Attribute(const FieldMatch& match, const std::string& name, const Value& value) {
    std::vector<Predicate> places;
    for (const std::string& field : FieldsOfAttribute(name)) {
      // The word of the level is spelled with a capital where Windows renders it.
      const bool level = name == "level" && field == kStatusField;
      places.push_back(match.On(field, value, level ? Fold::kAscii : Fold::kNone));
    }
    if (name == kSystemLevel) {
      for (const std::string_view number : {"0", "1", "2", "3", "4", "5"}) {
        if (!Meets(value, number)) continue;
        places.push_back(
            AllOf(match.HasValue(kWindowsField), match.Is(kStatusField, LevelOfNumber(number))));
      }
    }
    if (name == kSystemKeywords) {
      for (const std::string_view mask : {"0x8010000000000000", "0x8020000000000000"}) {
        if (Meets(value, mask)) places.push_back(match.Is(kKeywordsField, KeywordOfMask(mask)));
      }
    }
    return AnyOf(std::move(places));
  }

  static Predicate Word(const FieldMatch& match, const std::string& name, const Value& value) {
    const std::string_view field = FieldOfReserved(name);
    if (field.empty()) return match.On(std::string(kTagPrefix) + name, value);
    if (field == kHostField) return Host(match, value);
    if (field == kSourceField) return Source(match, value);
    if (field == kStatusField) return Status(match, value);
    if (field == kServiceField) {
      std::vector<Predicate> places;
      places.push_back(match.On(field, value));
      places.push_back(match.On("service.name", value));
      return AnyOf(std::move(places));
    }
    return match.On(field, value);
  }

  static Predicate Host(const FieldMatch& match, const Value& value) {
    std::vector<Predicate> places;
    const std::optional<std::string> text = TextOfValue(value);
    const bool short_name = text && text->find('.') == std::string::npos;
    for (const std::string_view field : {kHostField, kHostAsWritten}) {
      places.push_back(match.On(field, value));
      if (!short_name) continue;
      TextPattern longer = TextPattern::Literal(*text + ".");
      longer.AddAnyRun();
      places.push_back(match.LikeText(match.FieldExpr(field), longer, Fold::kNone));
    }
    return AnyOf(std::move(places));
  }

  static Predicate Source(const FieldMatch& match, const Value& value) {
    Predicate windows = match.HasValue(kWindowsField);
    Predicate other = match.On(kSourceField, value);
    if (!Meets(value, kWindowsSource)) {
      return AllOf(std::move(other), Predicate::Not(std::move(windows)));
    }
    std::vector<Predicate> places;
    places.push_back(std::move(windows));
    places.push_back(std::move(other));
    return AnyOf(std::move(places));
  }

  static Predicate Status(const FieldMatch& match, const Value& value) {
    std::vector<Predicate> places;
    places.push_back(match.On(kStatusField, value));
    for (const LevelStatus& known : LevelStatuses()) {
      if (Meets(value, known.status)) places.push_back(match.Is(kStatusField, known.level));
    }
    return AnyOf(std::move(places));
  }

  // Any value ignoring case, or the words in the message.
  static Predicate Everything(const FieldMatch& match, const Value& value) {
    std::vector<Predicate> places;
    places.push_back(match.On(kAnyValueField, value, Fold::kAscii));
    AddWords(match, kMessageField, WordsOrText(value), &places);
    return AnyOf(std::move(places));
  }

  Schema& schema_;
};

}  // namespace

plan::Predicate Lower(const Node& node, Schema& schema) { return Lowering(schema).Run(node); }

}  // namespace tocsin::datadog
