// Every bound on what evidence may ask for, with what happens when it is reached and why it is
// there: for people (`tocsin help limits`, docs/reference/limits.md). The numbers stand beside the
// code that keeps them, and are taken from there.
//
// Reaching a bound costs the thing that reached it: the record, the text, the archive. The scan
// goes on, and the books say so under the name given here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct Limit {
  std::string_view what;
  std::string value;
  std::string_view then;
  std::string_view books;  // the reason, note or words that the books have for it
  std::string_view why;
};

std::vector<Limit> AllLimits();

}  // namespace tocsin
