// Assertions: our own bugs, never the user's text or the world (those are diagnostics and Results).
//
// TOCSIN_CHECK is always on and belongs in control code. TOCSIN_DCHECK is on unless NDEBUG is
// defined and belongs in the data path; its condition is compiled but not evaluated in release.
// TOCSIN_UNREACHABLE marks what no input can reach. All three print file, line and condition to
// stderr and abort. A string literal may follow the condition: TOCSIN_CHECK(n > 0, "empty batch").
#pragma once

namespace tocsin {

[[noreturn]] void CheckFailed(const char* condition, const char* file, int line,
                              const char* message) noexcept;

}  // namespace tocsin

#define TOCSIN_CHECK(condition, ...) \
  (static_cast<bool>(condition)      \
       ? static_cast<void>(0)        \
       : ::tocsin::CheckFailed(#condition, __FILE__, __LINE__, "" __VA_ARGS__))

#ifdef NDEBUG
#define TOCSIN_DCHECK(condition, ...) static_cast<void>(sizeof(static_cast<bool>(condition)))
#else
#define TOCSIN_DCHECK(condition, ...) TOCSIN_CHECK(condition, __VA_ARGS__)
#endif

#define TOCSIN_UNREACHABLE(...) \
  ::tocsin::CheckFailed("unreachable", __FILE__, __LINE__, "" __VA_ARGS__)
