// Result<T, E>: a value, or the reason why there is none.
//
// For failures of the world (file, socket, archive) E is Error. For the user's text (query, rule,
// configuration) E is Reported: a DiagnosticSink already holds what went wrong, and the caller only
// needs to stop. The class is a thin [[nodiscard]] cover over tl::expected, which has the shape of
// C++23's std::expected. Access to the wrong side is our own bug and aborts.
//
//   Result<int> Parse(std::string_view text) {
//     if (text.empty()) return Fail(ErrorCode::kInvalid, "empty number");
//     TOCSIN_TRY(std::string digits, Digits(text));
//     return ToInt(digits);
//   }
#pragma once

#include "base/check.h"

#include <tl/expected.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tocsin {

enum class ErrorCode : unsigned char {
  kNotFound,     // the named thing does not exist
  kPermission,   // it exists, but not for us
  kIo,           // reading or writing failed
  kCorrupt,      // it was read, and is not what it claims to be
  kUnsupported,  // well-formed, but a kind that we do not handle
  kLimit,        // a bound of ours (size, depth, work) was reached
  kInvalid,      // an argument that a caller outside the program chose is wrong
  kInternal,     // anything else
};

// The code's name for people and logs, such as "not found".
std::string_view ErrorCodeName(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;  // what went wrong, without a final full stop
  std::string context;  // where: a path, an address; may be empty

  // "context: message", or the message alone.
  std::string ToString() const;
};

// The reason is already in a DiagnosticSink.
struct Reported {
  friend bool operator==(Reported, Reported) = default;
};

[[nodiscard]] inline tl::unexpected<Error> Fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}
[[nodiscard]] inline tl::unexpected<Error> Fail(ErrorCode code, std::string message,
                                                std::string context = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(context)});
}
[[nodiscard]] inline tl::unexpected<Reported> Fail(Reported) {
  return tl::unexpected<Reported>(Reported{});
}

template <class T, class E = Error>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  using error_type = E;

  template <class U = T>
  requires(std::convertible_to<U&&, T> && !std::same_as<std::remove_cvref_t<U>, Result>)
      Result(U&& value)  // NOLINT(bugprone-forwarding-reference-overload): constrained above
      : state_(std::forward<U>(value)) {}
  template <class G>
  requires std::convertible_to<G, E> Result(tl::unexpected<G> error)
      : state_(tl::unexpect, std::move(error.value())) {}

  bool has_value() const { return state_.has_value(); }
  explicit operator bool() const { return state_.has_value(); }

  T& value() & { return Checked(), *state_; }
  const T& value() const& { return Checked(), *state_; }
  T&& value() && { return Checked(), *std::move(state_); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  E& error() & { return CheckedError(), state_.error(); }
  const E& error() const& { return CheckedError(), state_.error(); }
  E&& error() && { return CheckedError(), std::move(state_).error(); }

  template <class U>
  T value_or(U&& other) const& {
    return has_value() ? *state_ : static_cast<T>(std::forward<U>(other));
  }
  template <class U>
  T value_or(U&& other) && {
    return has_value() ? *std::move(state_) : static_cast<T>(std::forward<U>(other));
  }

 private:
  void Checked() const { TOCSIN_CHECK(state_.has_value(), "value of a failed Result"); }
  void CheckedError() const { TOCSIN_CHECK(!state_.has_value(), "error of a good Result"); }

  tl::expected<T, E> state_;
};

template <class E>
class [[nodiscard]] Result<void, E> {
 public:
  using value_type = void;
  using error_type = E;

  Result() = default;
  template <class G>
  requires std::convertible_to<G, E> Result(tl::unexpected<G> error)
      : state_(tl::unexpect, std::move(error.value())) {}

  bool has_value() const { return state_.has_value(); }
  explicit operator bool() const { return state_.has_value(); }
  void value() const { TOCSIN_CHECK(state_.has_value(), "value of a failed Result"); }

  E& error() & { return CheckedError(), state_.error(); }
  const E& error() const& { return CheckedError(), state_.error(); }
  E&& error() && { return CheckedError(), std::move(state_).error(); }

 private:
  void CheckedError() const { TOCSIN_CHECK(!state_.has_value(), "error of a good Result"); }

  tl::expected<void, E> state_;
};

}  // namespace tocsin

#define TOCSIN_RESULT_JOIN_(a, b) a##b
#define TOCSIN_RESULT_NAME_(a, b) TOCSIN_RESULT_JOIN_(a, b)
#define TOCSIN_TRY_(name, declaration, ...)                                     \
  auto name = (__VA_ARGS__);                                                    \
  if (!name.has_value()) return ::tl::make_unexpected(std::move(name).error()); \
  declaration = *std::move(name)

// Declares or assigns the value of a Result, or returns its error from the calling function:
//   TOCSIN_TRY(auto file, Open(path));
#define TOCSIN_TRY(declaration, ...) \
  TOCSIN_TRY_(TOCSIN_RESULT_NAME_(tocsin_result_, __LINE__), declaration, __VA_ARGS__)

// The same for a Result<void>: TOCSIN_TRY_VOID(Write(path, text));
#define TOCSIN_TRY_VOID(...)                                            \
  do {                                                                  \
    if (auto tocsin_result = (__VA_ARGS__); !tocsin_result.has_value()) \
      return ::tl::make_unexpected(std::move(tocsin_result).error());   \
  } while (false)
