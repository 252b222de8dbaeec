// Every field that the published Elastic rules name is known to the dictionary.

#include "event/ecs/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace tocsin {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

constexpr bool IsNameStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '@';
}
constexpr bool IsNamePart(char c) { return IsNameStart(c) || (c >= '0' && c <= '9') || c == '.'; }

// Calls `see(name, rest)` for every dotted or backquoted name of a query that stands outside of
// strings and comments; `rest` is the text after it. Good enough to find names without the grammar.
void ForEachName(std::string_view text,
                 const std::function<void(std::string_view name, std::string_view rest)>& see) {
  const auto skip_to = [&text](std::string_view end, std::size_t from) {
    const auto found = text.find(end, from);
    text.remove_prefix(found == std::string_view::npos ? text.size() : found + end.size());
  };
  char before = ' ';
  while (!text.empty()) {
    const char c = text.front();
    if (text.starts_with("//")) {
      skip_to("\n", 2);
    } else if (text.starts_with("/*")) {
      skip_to("*/", 2);
    } else if (text.starts_with("\"\"\"")) {
      skip_to("\"\"\"", 3);
      // A quote before the closing three belongs to the text: x"""" ends in a quote.
      while (text.starts_with('"')) text.remove_prefix(1);
    } else if (c == '"') {
      std::size_t end = 1;
      const bool raw = before == '?';
      while (end < text.size() && text[end] != '"') end += !raw && text[end] == '\\' ? 2 : 1;
      text.remove_prefix(std::min(end + 1, text.size()));
    } else if (c == '`') {
      const auto end = std::min(text.find('`', 1), text.size() - 1);
      see(text.substr(1, end - 1), text.substr(end + 1));
      text.remove_prefix(end + 1);
    } else if (IsNameStart(c)) {
      std::string name;
      std::size_t end = 0;
      do {  // a name may have blanks after a dot
        while (end < text.size() && text[end] == ' ') ++end;
        while (end < text.size() && IsNamePart(text[end])) name.push_back(text[end++]);
      } while (name.ends_with('.') && end < text.size() && text[end] == ' ');
      // `$entry.name` and `event0.name` are members of variables.
      const bool variable =
          before == '$' || name.starts_with("event0.") || name.starts_with("event1.");
      if (!variable && name.find('.') != std::string::npos) see(name, text.substr(end));
      text.remove_prefix(end);
    } else {
      text.remove_prefix(1);
    }
    before = c;
  }
}

// Unknown names with the number of their uses, and how many uses of known names there were.
class FieldCensus {
 public:
  void Use(std::string_view name) {
    if (schema_.Knows(name)) {
      ++known_;
    } else {
      ++unknown_[std::string(name)];
    }
  }
  void UseAll(const toml::node_view<const toml::node>& names) {
    if (const toml::array* list = names.as_array()) {
      for (const auto& item : *list) {
        if (const auto text = item.value<std::string_view>()) Use(*text);
      }
    }
  }
  void UseEql(std::string_view query) {
    ForEachName(query, [this](std::string_view name, std::string_view) { Use(name); });
  }
  void UseKql(std::string_view query) {
    ForEachName(query, [this](std::string_view name, std::string_view rest) {
      rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
      if (!rest.empty() && (rest[0] == ':' || rest[0] == '<' || rest[0] == '>')) Use(name);
    });
  }

  const std::map<std::string, int>& unknown() const { return unknown_; }
  int known() const { return known_; }

 private:
  Schema schema_;
  std::map<std::string, int> unknown_;
  int known_ = 0;
};

fs::path Corpora() {
  const char* shared = std::getenv("TOCSIN_SHARED");
  return fs::path(shared != nullptr ? shared : "../shared") / "corpora";
}

void ForEachRule(const fs::path& folder, const std::function<void(const toml::table&)>& see) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".toml") see(toml::parse_file(entry.path().string()));
  }
}

TEST(RuleCorpus, NamesOnlyKnownFields) {
  const fs::path folder = Corpora() / "elastic-detection-rules";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is not there; set TOCSIN_SHARED";
  FieldCensus eql;
  FieldCensus kql;
  FieldCensus keys;
  int rules = 0;
  ForEachRule(folder, [&](const toml::table& file) {
    const auto rule = file["rule"];
    const std::string_view language = rule["language"].value_or(std::string_view("kuery"));
    const std::string_view query = rule["query"].value_or(std::string_view());
    if (language == "esql") return;  // its columns are computed
    ++rules;
    if (language == "eql") eql.UseEql(query);
    if (language == "kuery") kql.UseKql(query);
    keys.UseAll(rule["threshold"]["field"]);
    keys.UseAll(rule["new_terms"]["value"]);
    keys.UseAll(rule["alert_suppression"]["group_by"]);
  });
  EXPECT_GT(rules, 1000);
  EXPECT_GT(eql.known(), 5000);
  EXPECT_GT(kql.known(), 1000);
  EXPECT_GT(keys.known(), 100);
  EXPECT_THAT(eql.unknown(), IsEmpty());
  EXPECT_THAT(kql.unknown(), IsEmpty());
  EXPECT_THAT(keys.unknown(), IsEmpty());
}

TEST(BehaviorCorpus, NamesOnlyKnownFields) {
  const fs::path folder = Corpora() / "elastic-protections-behavior";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is not there; set TOCSIN_SHARED";
  FieldCensus census;
  ForEachRule(folder, [&](const toml::table& file) {
    census.UseEql(file["rule"]["query"].value_or(std::string_view()));
  });
  EXPECT_GT(census.known(), 5000);
  EXPECT_THAT(census.unknown(), IsEmpty());
}

}  // namespace
}  // namespace tocsin
