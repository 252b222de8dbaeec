#include "query/eql/operators.h"

#include "query/eql/eql_testing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace tocsin::eql {
namespace {

// A condition in which the operator stands as the table says.
std::string Example(const std::string& word) {
  if (word == "not") return "not a == 1";
  if (word == "and" || word == "or") return "a == 1 " + word + " b == 2";
  if (word.find("in") != std::string::npos) return "a " + word + " (\"x\", \"y\")";
  if (word == ":" || word.starts_with("like") || word.starts_with("regex")) {
    return "a " + word + " \"x\"";
  }
  const bool comparison = word.find_first_of("=<>") != std::string::npos;
  return comparison ? "a " + word + " 1" : "a " + word + " 1 == 2";
}

TEST(EqlOperators, AllOfTheTableParse) {
  for (const OperatorSpec& spec : Operators()) {
    std::string words(spec.text);
    if (words.starts_with("not ")) {
      EXPECT_TRUE(testing::ParseText("any where " + Example(words))) << words;
      continue;
    }
    for (std::size_t begin = 0; begin < words.size();) {
      const std::size_t end = std::min(words.find(' ', begin), words.size());
      const std::string word = words.substr(begin, end - begin);
      EXPECT_TRUE(testing::ParseText("any where " + Example(word))) << word;
      begin = end + 1;
    }
  }
}

}  // namespace
}  // namespace tocsin::eql
