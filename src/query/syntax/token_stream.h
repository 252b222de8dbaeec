// TokenStream: the tokens of one text, with a place in it and the set of what was expected there.
//
// A token type has a `kind`, a `span`, and a function `std::string_view NameOf(Kind)` beside it
// that names the kind for messages ("`and`", "a number"). The last token marks the end of the text;
// the stream never moves past it.
//
// Owns the tokens. Threads: a member of one parser.
#pragma once

#include "base/check.h"
#include "query/syntax/expected_set.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace tocsin::syntax {

template <class Token>
class TokenStream {
 public:
  using Kind = decltype(Token::kind);

  explicit TokenStream(std::vector<Token> tokens) : tokens_(std::move(tokens)) {
    TOCSIN_CHECK(!tokens_.empty(), "a token stream needs its end token");
  }

  std::size_t position() const { return position_; }
  bool at_end() const { return position_ + 1 == tokens_.size(); }

  const Token& Peek(std::size_t ahead = 0) const {
    return tokens_[std::min(position_ + ahead, tokens_.size() - 1)];
  }
  // The token before this one; the first token at the start.
  const Token& Last() const { return tokens_[position_ == 0 ? 0 : position_ - 1]; }
  const Token& Next() {
    const Token& token = tokens_[position_];
    if (!at_end()) ++position_;
    return token;
  }

  // Is the current token of this kind? Notes nothing.
  bool Sees(Kind kind, std::size_t ahead = 0) const { return Peek(ahead).kind == kind; }
  // The same, and notes that the kind would have been accepted.
  bool At(Kind kind) {
    expected_.Note(position_, NameOf(kind));
    return Sees(kind);
  }
  bool Accept(Kind kind) {
    if (!At(kind)) return false;
    Next();
    return true;
  }

  // Notes an alternative that is not one kind of token: "a value", "an operator".
  void Expect(std::string_view what) { expected_.Note(position_, what); }
  std::string DescribeExpected() const { return expected_.Describe(position_); }

 private:
  std::vector<Token> tokens_;
  std::size_t position_ = 0;
  ExpectedSet expected_;
};

}  // namespace tocsin::syntax
