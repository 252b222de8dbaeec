// The pages of docs/reference that are made from the code: one per diagnostic code.
// `./dev golden` writes them anew; this test says when they are out of date.

#include "base/diag/code.h"
#include "page.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tocsin {
namespace {

constexpr std::string_view kFolder = "docs/reference/errors/";

std::string PageOf(const CodeFacts& facts) {
  return "# " + std::string(facts.text) + ": " + std::string(facts.title) + "\n\n*" +
         std::string(SeverityName(facts.severity)) + "*\n\n" + std::string(facts.explanation) +
         "\n";
}

TEST(ReferencePages, EveryCodeHasItsPage) {
  std::string index =
      "# Diagnostic codes\n\nOne page per code; `tocsin explain CODE` prints the same.\n\n"
      "| Code | Severity | Title |\n| --- | --- | --- |\n";
  for (const CodeFacts& facts : AllCodes()) {
    const std::string name(facts.text);
    index += "| [" + name + "](" + name + ".md) | " + std::string(SeverityName(facts.severity)) +
             " | " + std::string(facts.title) + " |\n";
    ExpectPage(std::string(kFolder) + name + ".md", PageOf(facts));
  }
  ExpectPage(std::string(kFolder) + "README.md", index);
}

}  // namespace
}  // namespace tocsin
