#include "rules/formats/datadog_json/case_condition.h"

#include "base/diag/suggest.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin::datadog_json {
namespace {

using plan::SignalCondition;
using Kind = SignalCondition::Kind;
using Op = SignalCondition::Op;

constexpr int kDepthMax = 64;

enum class TokenKind : std::uint8_t {
  kEnd,
  kAlias,
  kNumber,
  kThen,
  kAnd,
  kOr,
  kGreater,
  kGreaterEqual,
  kLess,
  kLessEqual,
  kTimes,
  kOpen,
  kClose,
  kForeign,  // an operator of other languages, or any other sign
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  Span span;
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::vector<Token> Lex(std::string_view text) {
  struct Sign {
    std::string_view text;
    TokenKind kind;
  };
  // Longer signs first.
  static constexpr Sign kSigns[] = {
      {"&&", TokenKind::kAnd},       {"||", TokenKind::kOr},      {">=", TokenKind::kGreaterEqual},
      {"<=", TokenKind::kLessEqual}, {"==", TokenKind::kForeign}, {"!=", TokenKind::kForeign},
      {">", TokenKind::kGreater},    {"<", TokenKind::kLess},     {"*", TokenKind::kTimes},
      {"(", TokenKind::kOpen},       {")", TokenKind::kClose},
  };
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (at < text.size()) {
    if (IsBlank(text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    TokenKind kind = TokenKind::kForeign;
    if (IsLetter(text[at])) {
      while (at < text.size() && (IsLetter(text[at]) || IsDigit(text[at]))) ++at;
      kind = text.substr(begin, at - begin) == "THEN" ? TokenKind::kThen : TokenKind::kAlias;
    } else if (IsDigit(text[at]) || text[at] == '.') {
      while (at < text.size() && (IsDigit(text[at]) || text[at] == '.')) ++at;
      kind = TokenKind::kNumber;
    } else {
      const auto* sign = std::find_if(std::begin(kSigns), std::end(kSigns), [&](const Sign& known) {
        return text.substr(begin).starts_with(known.text);
      });
      at += sign == std::end(kSigns) ? 1 : sign->text.size();
      // A character of several bytes is one token.
      while (sign == std::end(kSigns) && at < text.size() &&
             (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) {
        ++at;
      }
      if (sign != std::end(kSigns)) kind = sign->kind;
    }
    tokens.push_back({kind, Span::Of(begin, at)});
  }
  tokens.push_back({TokenKind::kEnd, Span::At(text.size())});
  return tokens;
}

class Parser {
 public:
  Parser(const SourceRef& source, const ConditionOptions& options, DiagnosticSink& sink)
      : source_(source), options_(options), sink_(sink), tokens_(Lex(source->text())) {}

  std::optional<SignalCondition> Run() {
    std::optional<SignalCondition> first = ParseOr();
    if (!first) return std::nullopt;
    if (Accept(TokenKind::kThen)) {
      std::optional<SignalCondition> second = ParseOr();
      if (!second) return std::nullopt;
      if (Sees(TokenKind::kThen)) {
        return Problem("a condition has one THEN at most", "split the rule into several");
      }
      first = Join(Kind::kThen, *std::move(first), *std::move(second));
    }
    if (!Sees(TokenKind::kEnd)) return Unexpected("`&&`, `||`, `THEN` or the end");
    return first;
  }

 private:
  const Token& Peek() const { return tokens_[position_]; }
  bool Sees(TokenKind kind) const { return Peek().kind == kind; }
  bool Accept(TokenKind kind) {
    if (!Sees(kind)) return false;
    if (kind != TokenKind::kEnd) ++position_;
    return true;
  }
  std::string_view Text(Span span) const { return source_->text(span); }

  std::nullopt_t Report(DiagCode code, Span span, std::string message, std::string help) {
    Diagnostic diagnostic(code, source_, span, std::move(message));
    if (!help.empty()) diagnostic = std::move(diagnostic).Help(std::move(help));
    sink_.Add(std::move(diagnostic));
    return std::nullopt;
  }
  std::nullopt_t Problem(std::string message, std::string help) {
    return Report(DiagCode::kDdsConditionSyntax, Peek().span, std::move(message), std::move(help));
  }
  std::nullopt_t Unexpected(std::string_view expected) {
    const Token& token = Peek();
    const std::string found = "`" + std::string(Text(token.span)) + "`";
    if (token.kind == TokenKind::kForeign) {
      return Report(DiagCode::kDdsConditionOperator, token.span,
                    "conditions have no operator " + found,
                    "there are >, >=, <, <=, &&, ||, THEN and a number times a query");
    }
    const std::string message =
        (token.kind == TokenKind::kEnd ? "the condition ends too early" : "unexpected " + found) +
        ": expected " + std::string(expected);
    return Problem(message, {});
  }

  static SignalCondition Join(Kind kind, SignalCondition left, SignalCondition right) {
    SignalCondition joined;
    joined.kind = kind;
    if (left.kind == kind && kind != Kind::kThen) {
      joined.children = std::move(left.children);
    } else {
      joined.children.push_back(std::move(left));
    }
    joined.children.push_back(std::move(right));
    return joined;
  }

  std::optional<SignalCondition> ParseOr() {
    std::optional<SignalCondition> left = ParseAnd();
    while (left && Accept(TokenKind::kOr)) {
      std::optional<SignalCondition> right = ParseAnd();
      if (!right) return std::nullopt;
      left = Join(Kind::kOr, *std::move(left), *std::move(right));
    }
    return left;
  }

  std::optional<SignalCondition> ParseAnd() {
    std::optional<SignalCondition> left = ParsePrim();
    while (left && Accept(TokenKind::kAnd)) {
      std::optional<SignalCondition> right = ParsePrim();
      if (!right) return std::nullopt;
      left = Join(Kind::kAnd, *std::move(left), *std::move(right));
    }
    return left;
  }

  std::optional<SignalCondition> ParsePrim() {
    if (!Sees(TokenKind::kOpen)) return ParseComparison();
    if (++depth_ > kDepthMax) return Problem("the condition nests too deeply", {});
    ++position_;
    std::optional<SignalCondition> inner = ParseOr();
    --depth_;
    if (!inner) return std::nullopt;
    if (Sees(TokenKind::kThen)) {
      return Problem("THEN stands outside of all parentheses", {});
    }
    if (!Accept(TokenKind::kClose)) return Unexpected("`)`");
    return inner;
  }

  std::optional<SignalCondition> ParseComparison() {
    const Span begin = Peek().span;
    const auto left = ParseOperand();
    if (!left) return std::nullopt;
    SignalCondition comparison;
    if (Accept(TokenKind::kGreater)) {
      comparison.op = Op::kGreater;
    } else if (Accept(TokenKind::kGreaterEqual)) {
      comparison.op = Op::kGreaterEqual;
    } else if (Accept(TokenKind::kLess)) {
      comparison.op = Op::kLess;
    } else if (Accept(TokenKind::kLessEqual)) {
      comparison.op = Op::kLessEqual;
    } else {
      return Unexpected("`>`, `>=`, `<` or `<=`");
    }
    const auto right = ParseOperand();
    if (!right) return std::nullopt;
    if (!left->query && !right->query) {
      return Report(DiagCode::kDdsConditionSyntax, Cover(begin, tokens_[position_ - 1].span),
                    "the comparison names no query", "write the name of a query on one side");
    }
    comparison.left = *left;
    comparison.right = *right;
    return comparison;
  }

  std::optional<SignalCondition::Operand> ParseOperand() {
    SignalCondition::Operand operand;
    bool has_number = false;
    for (int part = 0;; ++part) {
      if (Sees(TokenKind::kNumber) && !has_number) {
        const std::optional<double> number = ParseNumber();
        if (!number) return std::nullopt;
        operand.number = *number;
        has_number = true;
      } else if (Sees(TokenKind::kAlias) && !operand.query) {
        const std::optional<std::uint32_t> query = ParseAlias();
        if (!query) return std::nullopt;
        operand.query = query;
      } else if (part == 0) {
        return Unexpected("the name of a query or a number");
      } else {
        return Unexpected(has_number ? "the name of a query" : "a number");
      }
      if (part == 1 || !Accept(TokenKind::kTimes)) return operand;
    }
  }

  std::optional<double> ParseNumber() {
    const Span span = Peek().span;
    const std::string_view text = Text(span);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
      return Report(DiagCode::kDdsConditionNumber, span,
                    "`" + std::string(text) + "` is not a number", {});
    }
    if (!options_.fractions && text.find('.') != std::string_view::npos) {
      return Report(DiagCode::kDdsConditionNumber, span,
                    "`" + std::string(text) + "` has a fraction, but counts are whole",
                    "only rules of the anomaly method take one");
    }
    ++position_;
    return number;
  }

  std::optional<std::uint32_t> ParseAlias() {
    const Span span = Peek().span;
    const std::string_view name = Text(span);
    const auto found = std::find(options_.queries.begin(), options_.queries.end(), name);
    if (found == options_.queries.end()) {
      const std::vector<std::string_view> known(options_.queries.begin(), options_.queries.end());
      return Report(DiagCode::kDdsUnknownQuery, span,
                    "the rule has no query `" + std::string(name) + "`",
                    DidYouMean(NearNames(name, known)));
    }
    ++position_;
    return static_cast<std::uint32_t>(found - options_.queries.begin());
  }

  const SourceRef& source_;
  const ConditionOptions& options_;
  DiagnosticSink& sink_;
  const std::vector<Token> tokens_;
  std::size_t position_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<SignalCondition, Reported> ParseCondition(const SourceRef& source,
                                                 const ConditionOptions& options,
                                                 DiagnosticSink& sink) {
  std::optional<SignalCondition> condition = Parser(source, options, sink).Run();
  if (!condition) return Fail(Reported());
  return *std::move(condition);
}

bool HoldsOnNothing(const SignalCondition& condition) {
  const auto holds = [](const SignalCondition& child) { return HoldsOnNothing(child); };
  switch (condition.kind) {
    case Kind::kAnd:
    case Kind::kThen:
      return std::all_of(condition.children.begin(), condition.children.end(), holds);
    case Kind::kOr:
      return std::any_of(condition.children.begin(), condition.children.end(), holds);
    case Kind::kCompare:
      break;
  }
  const double left = condition.left.query ? 0 : condition.left.number;
  const double right = condition.right.query ? 0 : condition.right.number;
  switch (condition.op) {
    case Op::kGreater:
      return left > right;
    case Op::kGreaterEqual:
      return left >= right;
    case Op::kLess:
      return left < right;
    case Op::kLessEqual:
      return left <= right;
  }
  return false;
}

}  // namespace tocsin::datadog_json
