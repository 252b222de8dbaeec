// Grammar; conditions are in expression_parser.cc.
//
//   statement := ( sequence | sample | event ) ( "|" pipe )*
//   sequence  := "sequence" [ by ] [ span ] stage+ [ "until" stage ]
//   span      := "with" "maxspan" "=" INTEGER unit
//   unit      := "ms" | "s" | "m" | "h" | "d"
//   stage     := ( "[" | "![" ) event "]" [ by ] [ "with" "runs" "=" INTEGER ] [ "as" NAME ]
//   by        := "by" field ( "," field )*
//   sample    := "sample" [ by ] term term+
//   term      := "[" event "]" [ by ]
//   pipe      := ( "head" | "tail" ) INTEGER
//
// `as` belongs to the endpoint dialect and may also stand before `by`. `join` is recognised and
// refused.
#include "query/eql/parser.h"

#include "base/diag/suggest.h"
#include "query/eql/expression_parser.h"
#include "query/eql/field_parser.h"
#include "query/eql/parse_context.h"
#include "query/eql/sequence_checks.h"
#include "query/syntax/literal.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>
#include <utility>

namespace tocsin::eql {
namespace {

class StatementParser {
 public:
  explicit StatementParser(ParseContext& context) : context_(context), tokens_(context.tokens()) {}

  Query ParseStatement();

 private:
  enum class StageOf : std::uint8_t { kSequence, kSample };

  Sequence ParseSequence();
  Sample ParseSample();
  void RefuseJoin();
  std::vector<Stage> ParseStages(StageOf parent);
  Stage ParseStage(StageOf parent);
  void ParseRuns(Stage& stage);
  void ParseAlias(Stage& stage);
  bool AtStage();
  bool AtAlias() const;
  std::vector<Expr> ParseBy();
  std::optional<TimeSpan> ParseSpan();
  std::optional<TimeSpan> ParseTimeSpan();
  void ParsePipes(Query& query);
  void ParsePipe(Query& query);
  bool CheckPipeName(const Token& name);

  ParseContext& context_;
  syntax::TokenStream<Token>& tokens_;
};

Query StatementParser::ParseStatement() {
  Query query;
  ParseContext::Closers closers(context_, {TokenKind::kPipe, TokenKind::kEnd});
  // Any of these words before `where` was meant as an event category.
  const bool category = tokens_.Sees(TokenKind::kWhere, 1);
  if (!category && tokens_.Accept(TokenKind::kSequence)) {
    query.body = ParseSequence();
  } else if (!category && tokens_.Accept(TokenKind::kSample)) {
    query.body = ParseSample();
  } else if (!category && tokens_.Sees(TokenKind::kJoin)) {
    RefuseJoin();
  } else {
    query.body = ParseEventFilter(context_);
  }
  ParsePipes(query);
  return query;
}

Sequence StatementParser::ParseSequence() {
  Sequence sequence;
  sequence.span = tokens_.Last().span;
  if (tokens_.Accept(TokenKind::kBy)) sequence.keys = ParseBy();
  if (tokens_.Accept(TokenKind::kWith)) {
    sequence.maxspan = ParseSpan();
    if (tokens_.Sees(TokenKind::kBy)) {
      context_.Tell(context_
                        .Problem(DiagCode::kEqlByAfterWith, tokens_.Peek().span,
                                 "please specify sequence `by` before `with` not after")
                        .Within(sequence.span)
                        .Help("write `sequence by … with maxspan=…`"));
      tokens_.Next();
      sequence.keys = ParseBy();
    }
  }
  sequence.stages = ParseStages(StageOf::kSequence);
  if (tokens_.Accept(TokenKind::kUntil)) {
    if (AtStage()) {
      sequence.until = ParseStage(StageOf::kSequence);
      if (sequence.until->missing || sequence.until->runs != 1) {
        context_.Tell(
            context_.Problem(DiagCode::kEqlMissingStage, sequence.until->span,
                             "`until` takes one plain stage: no missing-event stage and no runs"));
      }
    } else {
      context_.Unexpected();
      context_.Recover();
    }
  }
  if (!context_.has_errors()) CheckSequence(sequence, context_);
  return sequence;
}

Sample StatementParser::ParseSample() {
  Sample sample;
  sample.span = tokens_.Last().span;
  if (tokens_.Accept(TokenKind::kBy)) sample.keys = ParseBy();
  if (tokens_.Sees(TokenKind::kWith)) {
    context_.Tell(context_.Problem(DiagCode::kEqlSample, tokens_.Peek().span,
                                   "a sample has no time span: its events may lie anywhere"));
    tokens_.Next();
    ParseSpan();
  }
  sample.stages = ParseStages(StageOf::kSample);
  if (tokens_.Sees(TokenKind::kUntil)) {
    context_.Tell(context_.Problem(DiagCode::kEqlSample, tokens_.Peek().span,
                                   "a sample has no `until`: its events have no order"));
    tokens_.Next();
    if (AtStage()) ParseStage(StageOf::kSample);
  }
  if (!context_.has_errors()) CheckSample(sample, context_);
  return sample;
}

void StatementParser::RefuseJoin() {
  context_.Report(
      context_.Problem(DiagCode::kEqlJoin, tokens_.Peek().span, "`join` is not supported")
          .Help("use `sequence` if the order of the events matters, `sample` if not"));
  tokens_.Next();
  if (tokens_.Accept(TokenKind::kBy)) ParseBy();
  ParseStages(StageOf::kSequence);
  if (tokens_.Accept(TokenKind::kUntil) && AtStage()) ParseStage(StageOf::kSequence);
}

bool StatementParser::AtStage() {
  const bool plain = tokens_.At(TokenKind::kLeftBracket);
  const bool missing = tokens_.At(TokenKind::kMissingBracket);
  return plain || missing;
}

std::vector<Stage> StatementParser::ParseStages(StageOf parent) {
  ParseContext::Closers closers(context_, {TokenKind::kLeftBracket, TokenKind::kMissingBracket,
                                           TokenKind::kUntil, TokenKind::kPipe, TokenKind::kEnd});
  std::vector<Stage> stages;
  for (;;) {
    while (AtStage()) stages.push_back(ParseStage(parent));
    const bool until = !stages.empty() && tokens_.At(TokenKind::kUntil);
    const bool pipe = !stages.empty() && tokens_.At(TokenKind::kPipe);
    const bool end = !stages.empty() && tokens_.At(TokenKind::kEnd);
    if (until || pipe || end) return stages;
    context_.Unexpected();
    context_.Recover();
    // `and` and `or` mean nothing between stages.
    while (tokens_.Sees(TokenKind::kAnd) || tokens_.Sees(TokenKind::kOr)) {
      tokens_.Next();
      context_.Recover();
    }
    if (!AtStage()) return stages;
  }
}

Stage StatementParser::ParseStage(StageOf parent) {
  Stage stage;
  const Token& opening = tokens_.Next();
  stage.span = opening.span;
  stage.missing = opening.kind == TokenKind::kMissingBracket;
  if (stage.missing && parent == StageOf::kSample) {
    context_.Tell(context_.Problem(DiagCode::kEqlMissingStage, opening.span,
                                   "missing events are not supported in samples"));
  }
  {
    ParseContext::Closers closers(context_, {TokenKind::kRightBracket}, opening.span);
    stage.event = ParseEventFilter(context_);
    context_.Require(TokenKind::kRightBracket);
  }
  if (AtAlias()) ParseAlias(stage);
  if (tokens_.Accept(TokenKind::kBy)) stage.keys = ParseBy();
  if (tokens_.Accept(TokenKind::kWith)) {
    if (parent == StageOf::kSample) {
      context_.Tell(context_.Problem(DiagCode::kEqlSample, tokens_.Last().span,
                                     "terms of a sample have no `with`"));
    }
    ParseRuns(stage);
  }
  if (AtAlias()) ParseAlias(stage);
  stage.span = Cover(stage.span, tokens_.Last().span);
  return stage;
}

void StatementParser::ParseRuns(Stage& stage) {
  const Token& word = tokens_.Peek();
  tokens_.Expect("`runs`");
  if (word.kind != TokenKind::kIdentifier || word.value != "runs") {
    context_.Unexpected(word.kind == TokenKind::kMaxspan
                            ? "`maxspan` belongs to the whole sequence and stands before its stages"
                            : std::string());
    context_.Recover();
    return;
  }
  tokens_.Next();
  if (!context_.Require(TokenKind::kAssign)) return;
  const Token& count = tokens_.Peek();
  stage.runs_span = count.span;
  if (!tokens_.Accept(TokenKind::kInteger)) {
    context_.Report(context_.Problem(
        DiagCode::kEqlRuns, count.span,
        "runs must be a positive whole number, not " + context_.Quote(count.span)));
    context_.Recover();
    return;
  }
  const auto number = syntax::ParseNumber(context_.Text(count.span));
  const auto* integer = std::get_if<std::int64_t>(&number);
  stage.runs = integer != nullptr ? *integer : std::numeric_limits<std::int64_t>::max();
}

bool StatementParser::AtAlias() const {
  return tokens_.Sees(TokenKind::kIdentifier) && tokens_.Peek().value == "as";
}

void StatementParser::ParseAlias(Stage& stage) {
  const Span word = tokens_.Next().span;
  const Token& name = tokens_.Peek();
  if (!context_.endpoint()) {
    context_.Tell(context_.Problem(DiagCode::kEqlEndpointSyntax, Cover(word, name.span),
                                   "stage aliases belong to the endpoint dialect"));
  }
  if (!tokens_.Accept(TokenKind::kIdentifier)) {
    context_.Unexpected();
    context_.Recover();
    return;
  }
  stage.alias = name.value;
  stage.alias_span = name.span;
}

std::vector<Expr> StatementParser::ParseBy() {
  std::vector<Expr> keys;
  // What may follow a list of keys.
  ParseContext::Closers closers(
      context_, {TokenKind::kComma, TokenKind::kLeftBracket, TokenKind::kMissingBracket,
                 TokenKind::kWith, TokenKind::kUntil, TokenKind::kPipe, TokenKind::kEnd});
  do {
    keys.push_back(ParseKey(context_));
  } while (tokens_.Accept(TokenKind::kComma));
  return keys;
}

// Behind "with".
std::optional<TimeSpan> StatementParser::ParseSpan() {
  if (!context_.Require(TokenKind::kMaxspan) || !context_.Require(TokenKind::kAssign)) return {};
  return ParseTimeSpan();
}

std::optional<TimeSpan> StatementParser::ParseTimeSpan() {
  struct Unit {
    std::string_view text;
    TimeUnit unit;
  };
  static constexpr Unit kUnits[] = {{"ms", TimeUnit::kMilliseconds},
                                    {"s", TimeUnit::kSeconds},
                                    {"m", TimeUnit::kMinutes},
                                    {"h", TimeUnit::kHours},
                                    {"d", TimeUnit::kDays}};
  const Token& count = tokens_.Peek();
  if (!tokens_.At(TokenKind::kInteger) && !tokens_.Sees(TokenKind::kDecimal)) {
    context_.Unexpected("a time span is a whole number and a unit: `30s`");
    context_.Recover();
    return {};
  }
  tokens_.Next();
  const Token& name = tokens_.Peek();
  const bool named = tokens_.Accept(TokenKind::kIdentifier);
  const Span span = named ? Cover(count.span, name.span) : count.span;
  const auto refuse = [&](Span place, std::string message) {
    return context_.Problem(DiagCode::kEqlMaxspan, place, std::move(message));
  };
  if (count.kind == TokenKind::kDecimal) {
    context_.Tell(
        refuse(span, "a decimal time interval " + context_.Quote(span) + " is not supported")
            .Help("use a smaller unit: ms, s, m, h or d"));
    return {};
  }
  const std::string digits(context_.Text(count.span));
  if (!named) {
    context_.Tell(refuse(span, "no time unit specified, did you mean `s` as in `" + digits + "s`?")
                      .WithFix({span, digits + "s", "write `" + digits + "s`"}));
    return {};
  }
  const Unit* unit = std::find_if(std::begin(kUnits), std::end(kUnits),
                                  [&](const Unit& u) { return u.text == name.value; });
  if (unit == std::end(kUnits)) {
    context_.Tell(refuse(name.span, "unrecognized time unit " + context_.Quote(name.span) + " in " +
                                        context_.Quote(span))
                      .Help("units are ms, s, m, h and d"));
    return {};
  }
  const auto number = syntax::ParseNumber(digits);
  const auto* integer = std::get_if<std::int64_t>(&number);
  TimeSpan result{integer != nullptr ? *integer : 0, unit->unit, span};
  if (integer == nullptr || result.nanoseconds() == std::numeric_limits<std::int64_t>::max()) {
    context_.Tell(refuse(span, "the time span is longer than 292 years"));
    return {};
  }
  if (result.count == 0) {
    context_.Tell(refuse(span, "a positive maxspan value is required; found 0"));
    return {};
  }
  return result;
}

void StatementParser::ParsePipes(Query& query) {
  for (;;) {
    if (tokens_.Accept(TokenKind::kPipe)) {
      ParsePipe(query);
      continue;
    }
    if (tokens_.At(TokenKind::kEnd)) return;
    context_.Unexpected();
    tokens_.Next();
    context_.Recover();
    while (!tokens_.Sees(TokenKind::kPipe) && !tokens_.at_end()) tokens_.Next();
  }
}

void StatementParser::ParsePipe(Query& query) {
  const Token& name = tokens_.Peek();
  const auto skip = [&] {
    while (!tokens_.Sees(TokenKind::kPipe) && !tokens_.at_end()) tokens_.Next();
  };
  if (!tokens_.Accept(TokenKind::kIdentifier)) {
    context_.Unexpected("a pipe is `head n` or `tail n`");
    return skip();
  }
  if (!CheckPipeName(name)) return skip();
  Pipe pipe{name.value == "tail", 0, name.span};
  std::vector<Expr> arguments;
  if (!tokens_.Sees(TokenKind::kPipe) && !tokens_.at_end()) {
    ParseContext::Closers closers(context_, {TokenKind::kComma, TokenKind::kPipe, TokenKind::kEnd});
    do {
      arguments.push_back(ParseExpr(context_));
    } while (tokens_.Accept(TokenKind::kComma));
  }
  pipe.span = Cover(name.span, tokens_.Last().span);
  const auto refuse = [&](Span span, std::string message) {
    context_.Tell(context_
                      .Problem(DiagCode::kEqlPipeArgument, span,
                               "pipe `" + name.value + "` expects " + std::move(message))
                      .Help("write `" + name.value + " 10`"));
  };
  if (arguments.size() != 1) {
    return refuse(arguments.empty() ? name.span : pipe.span,
                  "exactly one argument but found " + std::to_string(arguments.size()));
  }
  const Expr& argument = arguments.front();
  if (argument.kind == ExprKind::kError) return;
  if (argument.kind != ExprKind::kInteger) {
    return refuse(argument.span, "a positive integer but found " + context_.Quote(argument.span));
  }
  pipe.count = argument.integer;
  query.pipes.push_back(pipe);
}

bool StatementParser::CheckPipeName(const Token& name) {
  static constexpr std::string_view kPipes[] = {"head", "tail"};
  static constexpr std::string_view kOldPipes[] = {"count", "filter", "sort", "unique",
                                                   "unique_count"};
  const auto stands_in = [&](const auto& names) {
    return std::find(std::begin(names), std::end(names), name.value) != std::end(names);
  };
  if (stands_in(kPipes)) return true;
  if (stands_in(kOldPipes)) {
    context_.Tell(context_
                      .Problem(DiagCode::kEqlUnknownPipe, name.span,
                               "pipe `" + name.value + "` is not supported")
                      .Help("only `head n` and `tail n` are"));
    return false;
  }
  Diagnostic problem = context_.Problem(DiagCode::kEqlUnknownPipe, name.span,
                                        "unrecognized pipe `" + name.value + "`");
  const auto near = NearNames(name.value, kPipes, 1);
  problem = std::move(problem).Help(near.empty() ? "only `head n` and `tail n` can follow a query"
                                                 : DidYouMean(near));
  if (!near.empty()) {
    const std::string meant(near.front());
    problem = std::move(problem).WithFix({name.span, meant, "write `" + meant + "`"});
  }
  context_.Tell(std::move(problem));
  return false;
}

// Runs `parse` and hands its messages to `sink` in the order of the text.
template <class Parsed, class ParseWith>
Result<Parsed, Reported> ParseInOrder(const SourceRef& source, const ParseOptions& options,
                                      DiagnosticSink& sink, const ParseWith& parse) {
  if (source->text().size() > options.limits.text_bytes_max) {
    return sink.AddAndFail(Diagnostic(
        DiagCode::kEqlTooLarge, source, Span::At(options.limits.text_bytes_max),
        "the query is longer than " + std::to_string(options.limits.text_bytes_max) + " bytes"));
  }
  DiagnosticSink found(options.limits.errors_max);
  ParseContext context(source, options, found);
  Parsed parsed = parse(context);
  const bool failed = found.has_errors();
  std::vector<Diagnostic> diagnostics = found.Take();
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [](const Diagnostic& a, const Diagnostic& b) {
                     return a.primary().span.begin < b.primary().span.begin;
                   });
  for (Diagnostic& diagnostic : diagnostics) sink.Add(std::move(diagnostic));
  if (failed) return Fail(Reported{});
  return parsed;
}

}  // namespace

Result<Query, Reported> Parse(const SourceRef& source, const ParseOptions& options,
                              DiagnosticSink& sink) {
  return ParseInOrder<Query>(source, options, sink, [](ParseContext& context) {
    return StatementParser(context).ParseStatement();
  });
}

Result<Expr, Reported> ParseExpression(const SourceRef& source, const ParseOptions& options,
                                       DiagnosticSink& sink) {
  return ParseInOrder<Expr>(source, options, sink, [](ParseContext& context) {
    ParseContext::Closers closers(context, {TokenKind::kEnd});
    return ParseExpr(context);
  });
}

}  // namespace tocsin::eql
