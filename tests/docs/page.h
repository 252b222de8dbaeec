// What tests of printed pages share: the comparison with the page in the repository, which
// TOCSIN_UPDATE_GOLDEN=1 rewrites, and what golden data holds.
#pragma once

#include <set>
#include <string>

namespace tocsin {

// Fails the current test when the page at `path` is missing or says something else.
void ExpectPage(const std::string& path, const std::string& text);

// Names of all leaves in the golden events of a source.
std::set<std::string> GoldenFieldNames(const std::string& source);

}  // namespace tocsin
