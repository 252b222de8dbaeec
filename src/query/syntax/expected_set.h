// ExpectedSet: everything that a parser would have accepted at the place where it stopped.
//
// A parser tests alternatives one after the other; each test notes its alternative here. Moving to
// a later token forgets the older notes, so when nothing fits, the set holds exactly what could
// have stood there, and the message can list it. (The technique of YARA-X's parser.)
//
// Notes are views of static text ("`and`", "a number"). Threads: a member of one parser.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::syntax {

class ExpectedSet {
 public:
  // `what` would have been accepted at token number `position`.
  void Note(std::size_t position, std::string_view what);

  // "`and`, `or` or `]`": what was noted at `position`, in the order of the notes; empty if
  // nothing was.
  std::string Describe(std::size_t position) const;

 private:
  std::size_t position_ = 0;
  std::vector<std::string_view> notes_;
};

}  // namespace tocsin::syntax
