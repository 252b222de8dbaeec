#include "base/diag/source_text.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

TEST(SourceText, FindsLinesAndColumns) {
  const SourceRef source = SourceText::Make("f", "ab\r\n\u00E9\u20ACx\n");
  EXPECT_EQ(source->line_count(), 3U);
  EXPECT_EQ(source->Line(1), "ab");
  EXPECT_EQ(source->Line(2), "\u00E9\u20ACx");
  EXPECT_EQ(source->Line(3), "");
  EXPECT_EQ(source->Position(0), (LineColumn{1, 1}));
  EXPECT_EQ(source->Position(4), (LineColumn{2, 1}));
  EXPECT_EQ(source->Position(9), (LineColumn{2, 3}));  // columns count code points
  EXPECT_EQ(source->Position(11), (LineColumn{3, 1}));
  EXPECT_EQ(source->Position(999), (LineColumn{3, 1}));
}

TEST(SourceText, EmptyTextHasOneLine) {
  const SourceRef source = SourceText::Make("f", "");
  EXPECT_EQ(source->line_count(), 1U);
  EXPECT_EQ(source->Position(0), (LineColumn{1, 1}));
  EXPECT_EQ(source->Line(1), "");
}

TEST(SourceText, PlainSliceMapsToItsParent) {
  const SourceRef file = SourceText::Make("rule.toml", "query = 'a == b'");
  const SourceRef query = SourceText::MakeSlice(file, Span{9, 15});
  EXPECT_EQ(query->text(), "a == b");
  EXPECT_EQ(query->name(), "rule.toml");
  EXPECT_EQ(&query->root(), file.get());
  EXPECT_EQ(query->ToRoot({5, 6}), (Span{14, 15}));
  EXPECT_EQ(query->ToRoot(Span::At(6)), Span::At(15));
  const SourceRef inner = SourceText::MakeSlice(query, Span{2, 4});
  EXPECT_EQ(inner->text(), "==");
  EXPECT_EQ(inner->ToRoot({0, 2}), (Span{11, 13}));
}

// "a\"b\u00e9c": a slice of five characters out of escapes of one, two and six bytes.
TEST(SourceText, EscapesMapAsUnits) {
  const std::string text = R"(q = "a\"b\u00e9c")";
  const SourceRef file = SourceText::Make("f", text);
  OffsetMap map;
  map.Add(1, 5, 1);   // a
  map.Add(1, 6, 2);   // \"
  map.Add(1, 8, 1);   // b
  map.Add(2, 9, 6);   // \u00e9 is two bytes of UTF-8
  map.Add(1, 15, 1);  // c
  const SourceRef slice = SourceText::MakeSlice(file, "a\"b\u00E9c", map);
  const auto root_text = [&](Span span) { return file->text(slice->ToRoot(span)); };
  EXPECT_EQ(root_text({0, 1}), "a");
  EXPECT_EQ(root_text({1, 2}), R"(\")");
  EXPECT_EQ(root_text({3, 5}), R"(\u00e9)");
  EXPECT_EQ(root_text({4, 5}), R"(\u00e9)");  // half a character shows the whole escape
  EXPECT_EQ(root_text({0, 3}), R"(a\"b)");
  EXPECT_EQ(root_text({2, 6}), R"(b\u00e9c)");
  EXPECT_EQ(slice->ToRoot(Span::At(6)), Span::At(16));
}

// A span that ends before removed parent text (an indent) does not reach over it.
TEST(SourceText, GapsBelongToNobody) {
  const SourceRef file = SourceText::Make("f", "ab   cd");
  OffsetMap map;
  map.Add(2, 0, 2);
  map.Add(2, 5, 2);
  const SourceRef slice = SourceText::MakeSlice(file, "abcd", map);
  EXPECT_EQ(slice->ToRoot({0, 2}), (Span{0, 2}));
  EXPECT_EQ(slice->ToRoot({2, 3}), (Span{5, 6}));
  EXPECT_EQ(slice->ToRoot({1, 3}), (Span{1, 6}));
}

TEST(Span, CoversAndContains) {
  EXPECT_EQ(Cover({2, 4}, {3, 9}), (Span{2, 9}));
  EXPECT_TRUE((Span{2, 4}).Contains(2));
  EXPECT_FALSE((Span{2, 4}).Contains(4));
  EXPECT_TRUE(Span::At(5).empty());
}

}  // namespace
}  // namespace tocsin
