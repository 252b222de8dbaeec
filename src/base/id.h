// Id<Tag>: a small number that names one thing of one kind.
//
// An id is a position in some table (rule 7, field 12). The tag makes ids of different kinds
// different types, so they neither convert nor compare with each other. Four bytes unless told
// otherwise, passed by value. The largest number is reserved for "none".
//
//   struct RuleTag;
//   using RuleId = Id<RuleTag>;
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <type_traits>

namespace tocsin {

template <class Tag, class Rep = uint32_t>
class Id {
  static_assert(std::is_unsigned_v<Rep>);

 public:
  using rep = Rep;
  static constexpr Rep kNoneValue = std::numeric_limits<Rep>::max();
  static const Id kNone;  // names nothing

  constexpr Id() = default;  // kNone
  constexpr explicit Id(Rep value) : value_(value) {}

  constexpr Rep value() const { return value_; }
  constexpr size_t index() const { return static_cast<size_t>(value_); }
  constexpr bool is_none() const { return value_ == kNoneValue; }
  constexpr explicit operator bool() const { return !is_none(); }

  friend constexpr auto operator<=>(Id, Id) = default;
  friend constexpr bool operator==(Id, Id) = default;

 private:
  Rep value_ = kNoneValue;
};

template <class Tag, class Rep>
inline constexpr Id<Tag, Rep> Id<Tag, Rep>::kNone{};

}  // namespace tocsin

template <class Tag, class Rep>
struct std::hash<tocsin::Id<Tag, Rep>> {
  size_t operator()(tocsin::Id<Tag, Rep> id) const noexcept { return std::hash<Rep>()(id.value()); }
};
