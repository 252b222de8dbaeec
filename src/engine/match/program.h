// Program: all conditions as flat boolean code.
//
// Each step tests one atom and names the next step for either answer, so `and`, `or` and `not` cost
// nothing and evaluation stops as soon as the answer is known. Children are tested in the order in
// which they are expected to decide soonest.
//
//   a and (b or not c)      0: a ? 1 : reject
//                           1: b ? accept : 2
//                           2: c ? reject : accept
//
// Threads: read-only after building. Cost: 16 bytes for each literal; one test per step taken.
#pragma once

#include "engine/match/condition.h"

#include <cstdint>
#include <span>
#include <vector>

namespace tocsin::match {

class Program {
 public:
  static constexpr std::uint32_t kAccept = UINT32_MAX;
  static constexpr std::uint32_t kReject = UINT32_MAX - 1;

  // Appends the code of a condition and returns its first step (or kAccept, kReject).
  std::uint32_t Append(const ConditionNode& condition, std::span<const Atom> atoms,
                       std::span<const double> shares);

  // `is_true(const Literal&)` decides the atom of a literal; how the literal uses it is for those
  // who care.
  template <class IsTrue>
  bool Run(std::uint32_t step, const IsTrue& is_true) const {
    while (step < kReject) {
      const Step& s = steps_[step];
      step = is_true(s.literal) ? s.on_true : s.on_false;
    }
    return step == kAccept;
  }

  std::size_t size() const { return steps_.size(); }

 private:
  struct Step {
    Literal literal;
    std::uint32_t on_true;
    std::uint32_t on_false;
  };

  // Code that goes on at one of the two places; returns where it begins.
  std::uint32_t Emit(const ConditionNode& node, std::uint32_t on_true, std::uint32_t on_false,
                     std::span<const Atom> atoms, std::span<const double> shares);

  std::vector<Step> steps_;
};

}  // namespace tocsin::match
