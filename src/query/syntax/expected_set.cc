#include "query/syntax/expected_set.h"

#include <algorithm>

namespace tocsin::syntax {

void ExpectedSet::Note(std::size_t position, std::string_view what) {
  if (position < position_) return;  // a look back after recovery says nothing new
  if (position > position_) {
    position_ = position;
    notes_.clear();
  }
  if (std::find(notes_.begin(), notes_.end(), what) == notes_.end()) notes_.push_back(what);
}

std::string ExpectedSet::Describe(std::size_t position) const {
  std::string text;
  if (position != position_) return text;
  for (std::size_t i = 0; i < notes_.size(); ++i) {
    if (i > 0) text += i + 1 == notes_.size() ? " or " : ", ";
    text += notes_[i];
  }
  return text;
}

}  // namespace tocsin::syntax
