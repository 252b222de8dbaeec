#include "telemetry/decoders/xml/xml_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tocsin {
namespace {

using namespace std::string_literals;

// The tree as JSON, or the fault and its place: "<mismatched_tag 12>".
std::string Decode(std::string_view xml, const XmlOptions& options = {}) {
  XmlDecoder decoder(options);
  Arena arena;
  doc::Node root;
  const XmlStatus status = decoder.Decode(xml, arena, &root);
  if (!status.ok()) {
    return "<" + std::string(XmlFaultName(status.fault)) + " " + std::to_string(status.offset) +
           ">";
  }
  std::string json;
  doc::AppendJson(root, &json);
  return json;
}

std::string Repeat(std::string_view text, std::size_t count) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

struct Case {
  const char* name;
  std::string xml;
  std::string expected;
};

TEST(XmlDecoder, MakesTheTreeOfTheBinaryDecoder) {
  const Case kCases[] = {
      {"text is a scalar", "<a>b</a>", R"({"a":"b"})"},
      {"an empty element is null", "<a><b/><c></c><d ></d ></a>",
       R"({"a":{"b":null,"c":null,"d":null}})"},
      {"attributes stand apart", R"(<a x="1" y='2'>t</a>)",
       R"({"a":{"#attributes":{"x":"1","y":"2"},"#text":"t"}})"},
      {"an empty attribute is empty text", "<a x=''/>", R"({"a":{"#attributes":{"x":""}}})"},
      {"blanks in tags", "<a\n x = '1'\t/ >", "<unexpected_markup 12>"},
      {"blanks around attributes", "<a\n x = '1'\t/>", R"({"a":{"#attributes":{"x":"1"}}})"},
      {"the other quote within quotes", R"(<a x="it's" y='"'/>)",
       R"({"a":{"#attributes":{"x":"it's","y":"\""}}})"},
      {"a bracket within quotes", R"(<a x="1>2"/>)", R"({"a":{"#attributes":{"x":"1>2"}}})"},
      {"blanks between elements", "<a>\n  <b>1</b>\n</a>\n", R"({"a":{"b":"1"}})"},
      {"blanks alone in an element", "<a> </a>", R"({"a":" "})"},
      {"data by name", "<EventData><Data Name='A'>1</Data><Data Name=\"B\"/></EventData>",
       R"({"EventData":{"A":"1","B":null}})"},
      {"data without names", "<EventData><Data>1</Data><Data/><Binary>AF</Binary></EventData>",
       R"({"EventData":{"Data":{"#text":["1",null]},"Binary":"AF"}})"},
      {"data elsewhere", "<a><Data Name='A'>1</Data></a>",
       R"({"a":{"Data":{"#attributes":{"Name":"A"},"#text":"1"}}})"},
      {"repeated elements", "<a><b>1</b><b>2</b></a>", R"({"a":{"b":"1","b":"2"}})"},
      {"prefixes stay", "<x:a xmlns:x='u'/>", R"({"x:a":{"#attributes":{"xmlns:x":"u"}}})"},
      {"a prolog", "<?xml version='1.0'?>\n<!-- - -- --><a/><?end?>", R"({"a":null})"},
      {"comments within text", "<a>x<!-- <b> -->y<?p ?>z</a>", R"({"a":"xyz"})"},
  };
  for (const Case& c : kCases) EXPECT_EQ(Decode(c.xml), c.expected) << c.name;
}

TEST(XmlDecoder, ReadsCharacters) {
  const Case kCases[] = {
      {"entities", "<a x='&quot;&apos;'>&lt;b&gt; &amp;amp;</a>",
       R"({"a":{"#attributes":{"x":"\"'"},"#text":"<b> &amp;"}})"},
      {"decimal and hexadecimal", "<a>&#65;&#x42;&#x1F600;</a>", "{\"a\":\"AB\xF0\x9F\x98\x80\"}"},
      {"characters that XML forbids", "<a>&#0;&#x1;\x02</a>", R"({"a":"\u0000\u0001\u0002"})"},
      {"NUL as it is", "<a>x\0y</a>"s, R"({"a":"x\u0000y"})"},
      {"no characters at all", "<a>&#xD800;&#x110000;&#99999999999;</a>",
       "{\"a\":\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"}"},
      {"an & that begins nothing", "<a>a && b &c; &#; &#x; &#1 &lt</a>",
       R"({"a":"a && b &c; &#; &#x; &#1 &lt"})"},
      {"line ends", "<a x='1\r\n2'>3\r\n4\r5&#13;&#10;</a>",
       R"({"a":{"#attributes":{"x":"1\n2"},"#text":"3\n4\n5\r\n"}})"},
      {"CDATA", "<a>x<![CDATA[<b>&amp;]]]]><![CDATA[>\r\n]]></a>", R"({"a":"x<b>&amp;]]>\n"})"},
      {"other languages", "<a>\xD0\xB6\xE6\x97\xA5</a>", "{\"a\":\"\xD0\xB6\xE6\x97\xA5\"}"},
      {"broken UTF-8", "<a x='\xC0'>&amp;\xFF</a>",
       "{\"a\":{\"#attributes\":{\"x\":\"\xEF\xBF\xBD\"},\"#text\":\"&\xEF\xBF\xBD\"}}"},
  };
  for (const Case& c : kCases) EXPECT_EQ(Decode(c.xml), c.expected) << c.name;
}

TEST(XmlDecoder, TellsWhatItRepaired) {
  XmlDecoder decoder;
  Arena arena;
  doc::Node root;
  EXPECT_TRUE(decoder.Decode("<a>\xFF</a>", arena, &root).repaired_utf8);
  EXPECT_TRUE(decoder.Decode("<a>&#xDC00;</a>", arena, &root).repaired_utf8);
  EXPECT_TRUE(decoder.Decode("<a\xFF/>", arena, &root).repaired_utf8);
  EXPECT_FALSE(decoder.Decode("<a>& \x01 &#0;</a>", arena, &root).repaired_utf8);
}

TEST(XmlDecoder, NamesTheFaultAndItsPlace) {
  const Case kCases[] = {
      {"nothing", "", "<empty 0>"},
      {"blanks and comments", " <!-- a --> ", "<empty 12>"},
      {"no markup", "  text", "<no_element 2>"},
      {"a number as name", "<13>Jan  1", "<unexpected_markup 1>"},
      {"document type", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<document_type 0>"},
      {"document type within", "<a><!ENTITY b 'c'></a>", "<document_type 3>"},
      {"a tag of nothing", "<>", "<unexpected_markup 1>"},
      {"a tag within a tag", "<a <b>", "<unexpected_markup 3>"},
      {"an attribute without value", "<a b>", "<unexpected_markup 4>"},
      {"an attribute without quotes", "<a b=c>", "<unexpected_markup 5>"},
      {"attributes without a blank", "<a b='1'c='2'/>", "<unexpected_markup 8>"},
      {"an open quote", "<a b='1/><c/>", "<unclosed_markup 5>"},
      {"an open comment", "<a><!-- </a>", "<unclosed_markup 3>"},
      {"an open CDATA section", "<a><![CDATA[</a>", "<unclosed_markup 3>"},
      {"an open instruction", "<?xml", "<unclosed_markup 0>"},
      {"an open tag", "<a", "<unclosed_markup 2>"},
      {"one bracket", "<a><", "<unclosed_markup 3>"},
      {"an open element", "<a><b></b>", "<unclosed_element 10>"},
      {"the wrong end", "<a><b></a></b>", "<mismatched_tag 6>"},
      {"an end alone", "</a>", "<unexpected_markup 0>"},
      {"text behind", "<a/>x", "<trailing_bytes 4>"},
      {"an element behind", "<a/><b/>", "<trailing_bytes 4>"},
      {"CDATA outside", "<![CDATA[x]]>", "<unexpected_markup 0>"},
  };
  for (const Case& c : kCases) EXPECT_EQ(Decode(c.xml), c.expected) << c.name;
}

TEST(XmlDecoder, RejectsEveryPrefixOfARecord) {
  const std::string record =
      "<Event xmlns='x'><System><EventID Qualifiers=\"0\">1</EventID></System><EventData>"
      "<Data Name='A'>&lt;<![CDATA[b]]></Data><!-- c --></EventData></Event>";
  ASSERT_EQ(Decode(record).front(), '{');
  for (std::size_t size = 0; size < record.size(); ++size) {
    EXPECT_EQ(Decode(record.substr(0, size)).front(), '<') << size;
  }
}

TEST(XmlDecoder, KeepsToItsLimits) {
  EXPECT_EQ(Decode(Repeat("<a>", 64) + Repeat("</a>", 64)).front(), '{');
  EXPECT_EQ(Decode(Repeat("<a>", 65)), "<too_deep 192>");
  EXPECT_EQ(Decode(Repeat("<a>", 1'000'000)), "<too_deep 192>");
  EXPECT_EQ(Decode("<a>" + Repeat("<b/>", 3) + "</a>", {.children_max = 2}), "<too_many_parts 11>");
  EXPECT_EQ(Decode("<a" + Repeat(" b='1'", 3) + "/>", {.attributes_max = 2}),
            "<too_many_parts 15>");
  EXPECT_EQ(Decode("<a>" + Repeat("<b/>", 20'000) + "</a>"), "<too_many_parts 40003>");
  EXPECT_EQ(Decode("<a></a>", {.record_bytes_max = 6}), "<too_long 6>");
  EXPECT_EQ(Decode("<a>&amp;" + std::string(2000, 'x') + "</a>", {.memory_bytes_max = 1000}),
            "<too_much_memory 3>");
  const std::string huge(std::size_t{8} << 20, 'x');
  EXPECT_EQ(Decode("<a b='" + huge + "'>c</a>").size(), huge.size() + 42);
}

}  // namespace
}  // namespace tocsin
