#include "telemetry/inputs/file/xml_splitter.h"

#include "telemetry/inputs/file/splitter_testing.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::input {
namespace {

std::vector<std::string> Texts(const std::vector<Found>& found) {
  std::vector<std::string> texts;
  for (const Found& record : found) texts.push_back(record.bytes);
  return texts;
}

struct Case {
  const char* name;
  std::string content;
  std::vector<std::string> records;
};

TEST(XmlSplitter, FindsTheEventsHoweverTheContentArrives) {
  const std::string one = "<Event xmlns='u'><EventData>1</EventData></Event>";
  const std::string two = "<Event>\n  <System/>\n</Event >";
  const Case kCases[] = {
      {"one event", one, {one}},
      {"one a line", one + "\n" + one + "\r\n", {one, one}},
      {"one after the other", one + two + one, {one, two, one}},
      {"over several lines", two + "\n\n" + two, {two, two}},
      {"a byte order mark", "\xef\xbb\xbf" + one, {one}},
      {"zeros between", one + std::string(3, '\0') + one, {one, one}},
      {"a prolog for each",
       "<?xml version=\"1.0\"?>\n" + one + "\n<?xml version=\"1.0\"?>" + one,
       {one, one}},
      {"a root", "<?xml?><Events>" + one + "\n" + two + "</Events>\n", {one, two}},
      {"a root with a name space", "<Events xmlns='u'>" + one + "</Events >", {one}},
      {"two roots",
       "<Events>" + one + "</Events><Events/><Events>" + two + "</Events>",
       {one, two}},
      {"header lines", "Record 1\n" + two + "\nRecord 22\n<?xml?>\n" + one, {two, one}},
      {"comments", "<!-- <Event> -->" + one + "<!-- -->" + two, {one, two}},
      {"CDATA holds the end of an event",
       "<Event><![CDATA[</Event><Event>]]></Event>" + one,
       {"<Event><![CDATA[</Event><Event>]]></Event>", one}},
      {"a comment holds one",
       "<Event><!-- </Event> --></Event>" + one,
       {"<Event><!-- </Event> --></Event>", one}},
      {"names that go on",
       "<Event><EventX/><Eventually></Eventually></Event>",
       {"<Event><EventX/><Eventually></Eventually></Event>"}},
      {"an event without end", "<Event><a>" + one + "<Event", {"<Event><a>", one, "<Event"}},
      {"text between events", one + "\nlost\n" + one + " x" + two, {one, "lost", one, "x", two}},
      {"other elements", "<!-- x --><Log>\n" + one + "</Log>", {"<Log>", one, "</Log>"}},
      {"a comment without end", one + "<!-- lost\n" + two, {one, "<!-- lost", two}},
      {"CDATA without end", one + "<Event><![CDATA[ " + two, {one, "<Event><![CDATA[ " + two}},
      {"an end alone", one + "</Event>\n" + one, {one, "</Event>", one}},
      {"half a record header", one + "\nRecord", {one, "Record"}},
      {"lines of syslog are no XML",
       "<13>Nov 1 <Event></Event>\n<13>Nov 2 <Event></Event>",
       {"<13>Nov 1 <Event></Event>", "<13>Nov 2 <Event></Event>"}},
      {"other XML is lines", "<EventLog>\n<a/>", {"<EventLog>", "<a/>"}},
  };
  for (const Case& c : kCases) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{10'000}}) {
      bool fault = false;
      EXPECT_EQ(Texts(Split(c.content, piece, &fault)), c.records)
          << c.name << " in pieces of " << piece;
      EXPECT_FALSE(fault) << c.name;
    }
  }
}

TEST(XmlSplitter, CutsEventsThatAreTooLong) {
  const std::string filler(3 * kRecordBytesMax, 'x');
  const std::string last = "<Event></Event>";
  const struct {
    const char* name;
    std::string content;
    std::size_t records;
    std::size_t cut_record;
  } cases[] = {
      {"an event", "<Event></Event><Event>" + filler + "</Event>" + last, 3, 1},
      {"a start tag", "<Event x='" + filler + "'/>" + last, 2, 0},
      {"CDATA", "<Event><![CDATA[" + filler + "]]></Event>" + last, 2, 0},
      {"text between events", "<Event/>\n</Event>" + filler + last, 3, 1},
  };
  for (const auto& test : cases) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
      bool cut = false;
      const std::vector<Found> found = Split(test.content, piece, &cut);
      ASSERT_EQ(found.size(), test.records) << test.name << " in pieces of " << piece;
      EXPECT_TRUE(cut) << test.name;
      EXPECT_EQ(found[test.cut_record].bytes.size(), kRecordBytesMax) << test.name;
      EXPECT_EQ(found.back().bytes, last) << test.name;
    }
  }
}

TEST(XmlSplitter, DecidesAlikeOnDamagedContent) {
  const std::string content =
      "<?xml?><Events><Event a='b'><![CDATA[ ]]> </Event>\n<Event><!-- --></Event></Events>\n";
  for (std::size_t at = 0; at < content.size(); ++at) {
    for (const char c : {'<', '>', '!', '/', '-', ']', ' ', 'E', '\n', '\0', '\xff'}) {
      std::string damaged = content;
      damaged[at] = c;
      const std::vector<std::string> whole = Texts(Split(damaged, 4096));
      EXPECT_EQ(whole, Texts(Split(damaged, 1))) << c << " at " << at;
      EXPECT_EQ(whole, Texts(Split(damaged, 7))) << c << " at " << at;
    }
  }
}

// Beginnings without an end must not be searched to the end of the content over and over.
TEST(XmlSplitter, DoesNotRescanForever) {
  for (const std::string_view part :
       {"<!--\n<Event></Event>\n", "<?\n", "<Event><![CDATA[", "<Event"}) {
    std::string content = "<Event></Event>";
    while (content.size() < std::size_t{4} << 20) content += part;
    TextSplitter splitter(std::size_t{64} << 20);
    std::string_view window = content;
    while (true) {
      const Cut cut = splitter.Next(window, true);
      window.remove_prefix(cut.consumed);
      if (cut.kind == Cut::Kind::kEnd) break;
    }
    EXPECT_TRUE(window.empty());
  }
}

}  // namespace
}  // namespace tocsin::input
