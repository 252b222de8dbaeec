// What the parts of the EQL parser share: the tokens, messages, and the way on after a mistake.
//
// Recovery. A construct that ends with certain tokens (a group with `)`, a stage with `]`) puts
// them on a stack while it is parsed (Closers). Recover() skips to the next `and`, `or`, or token
// that ends any open construct, passing over whole parentheses on the way. Until the parser
// has moved on from there, further mistakes at that place are not told: they are echoes.
//
// Internal to query/eql. Threads: a local of one call of Parse.
#pragma once

#include "base/diag/sink.h"
#include "query/eql/ast.h"
#include "query/eql/parser.h"
#include "query/eql/token.h"
#include "query/syntax/depth_guard.h"
#include "query/syntax/token_stream.h"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::eql {

class ParseContext {
 public:
  // `sink` gets the messages in the order in which they are found.
  ParseContext(const SourceRef& source, const ParseOptions& options, DiagnosticSink& sink);

  syntax::TokenStream<Token>& tokens() { return tokens_; }
  bool has_errors() const { return sink_.has_errors(); }
  const ParseOptions& options() const { return options_; }
  bool endpoint() const { return options_.dialect == Dialect::kEndpoint; }
  int& depth() { return depth_; }

  std::string_view Text(Span span) const { return source_->text(span); }
  // The text of a span as messages quote it.
  std::string Quote(Span span) const;

  Diagnostic Problem(DiagCode code, Span span, std::string message) const;
  // A mistake that does not disturb the parser's place.
  void Tell(Diagnostic diagnostic);
  // A mistake at the current token; not told if it is an echo.
  void Report(Diagnostic diagnostic);
  // The current token fits nothing that was expected. `help` may be empty.
  void Unexpected(std::string help = {});
  // The query nests too deeply; the rest is skipped. Told once.
  void TooDeep(Span span);

  // Takes a token of this kind, or reports it as missing and recovers.
  bool Require(TokenKind kind, std::string help = {});

  void Recover();

  // Does the current token end the innermost open construct?
  bool AtClose();

  // While it lives, the given kinds end what is being parsed.
  class Closers {
   public:
    // `opened` is the sign that one of the kinds has to close, if there is one.
    Closers(ParseContext& context, std::vector<TokenKind> kinds, Span opened = {})
        : context_(context) {
      context_.open_.push_back({std::move(kinds), opened});
    }
    Closers(const Closers&) = delete;
    Closers& operator=(const Closers&) = delete;
    ~Closers() { context_.open_.pop_back(); }

   private:
    ParseContext& context_;
  };

 private:
  struct Open {
    std::vector<TokenKind> closers;
    Span opened;

    bool ClosedBy(TokenKind kind) const;
  };

  bool ClosesAnything(TokenKind kind) const;

  const SourceRef& source_;
  const ParseOptions& options_;
  DiagnosticSink& sink_;
  syntax::TokenStream<Token> tokens_;
  std::vector<Open> open_;
  std::size_t quiet_until_ = 0;  // mistakes before this token are echoes
  int depth_ = 0;
  bool too_deep_ = false;
};

}  // namespace tocsin::eql
