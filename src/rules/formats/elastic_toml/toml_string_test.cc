#include "rules/formats/elastic_toml/toml_string.h"

#include <gtest/gtest.h>

namespace tocsin::elastic_toml {
namespace {

TEST(TomlString, ReadsAllForms) {
  struct Case {
    const char* name;
    std::string file;
    std::string text;
  };
  const Case cases[] = {
      {"basic", R"("a\tb\"c\\d")", "a\tb\"c\\d"},
      {"literal", R"('C:\dir')", "C:\\dir"},
      {"multi-line basic", "\"\"\"\none\r\ntwo\\\n   three\"\"\"", "one\ntwothree"},
      {"multi-line literal", "'''\nwhere a : \"\\x\"\n'''", "where a : \"\\x\"\n"},
      {"ends in quotes", "\"\"\"say \"hi\"\"\"\"", "say \"hi\""},
      {"code points", R"("\u00e9\U0001F600")", "\xC3\xA9\xF0\x9F\x98\x80"},
      {"empty", "\"\"", ""},
  };
  for (const Case& c : cases) {
    const std::optional<TomlString> read = ReadTomlString(c.file, 0);
    ASSERT_TRUE(read.has_value()) << c.name;
    EXPECT_EQ(read->text, c.text) << c.name;
  }
}

TEST(TomlString, LeadsBackToTheFile) {
  const std::string file = "query = \"\"\"\r\nx\\ty == \"z\"\"\"\"\n";
  const std::optional<TomlString> read = ReadTomlString(file, file.find('"'));
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->text, "x\ty == \"z\"");
  const Span span = read->map.ToParent(Span::Of(2, 3));
  EXPECT_EQ(file.substr(span.begin, span.size()), "y");
  const Span tab = read->map.ToParent(Span::Of(1, 2));
  EXPECT_EQ(file.substr(tab.begin, tab.size()), "\\t");
}

TEST(TomlString, RefusesWhatNeverCloses) {
  for (const char* file : {"\"abc", "'''a''", "\"\\q\"", "\"\\u12\"", "x", ""}) {
    EXPECT_FALSE(ReadTomlString(file, 0).has_value()) << file;
  }
}

TEST(TomlString, CountsColumnsInCodePoints) {
  const std::string file = "a\n\xC3\xA9 = 'x'\n";
  EXPECT_EQ(file[OffsetOfPlace(file, 2, 5)], '\'');
  EXPECT_EQ(OffsetOfPlace(file, 9, 1), file.size());
}

}  // namespace
}  // namespace tocsin::elastic_toml
