// Records that try to cost more than themselves.

#include "hostile/hostile_testing.h"

namespace tocsin::hostile {
namespace {

std::string Repeated(std::string_view text, std::size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST_F(HostileTest, DeepNesting) {
  Write("arrays", Repeated("[", 1'000'000) + "\n" + kGood);
  Write("objects", Repeated(R"({"a":)", 1'000'000) + "\n" + kGood);
  Write("xml", "<Event>" + Repeated("<a>", 1'000'000) + "\n");
  Scan(4, 3);
  EXPECT_GE(Rejected("too_deep"), 2U);
}

TEST_F(HostileTest, HugeTexts) {
  Write("a", R"({"@timestamp":"2026-02-01T08:00:00Z","x":")" + std::string(64 << 20, 'x') +
                 "\"}\n" + kGood);
  Write("b", R"({"@timestamp":"2026-02-01T08:00:00Z","x":")" + std::string(3 << 20, 'x') + "\"}\n" +
                 kGood);
  Write("c", R"({"@timestamp":"2026-02-01T08:00:00Z","x":")" + std::string(1 << 20, 'x') + "\"}\n" +
                 kGood);
  Write("d", "Feb  1 08:00:00 host tag: " + std::string(10 << 20, 'x') + "\n" + kGood);
  Write("e", "Feb  1 08:00:00 host tag: " + std::string(1 << 20, 'x') + "\n" + kGood);
  Scan(4, 6);
  EXPECT_EQ(Rejected("too_long"), 2U);  // b and d
  EXPECT_EQ(Noted("cut"), 3U);          // c, d and e
  EXPECT_NE(FaultOf("/a"), "");
}

TEST_F(HostileTest, ManyKeysAndLongNames) {
  std::string keys = "{";
  for (int i = 0; i < 1'000'000; ++i) keys += "\"" + std::to_string(i) + "\":1,";
  Write("keys", keys + "\"x\":1}\n" + kGood);
  // Forty kilobytes of names, to be written again for each of ten thousand values.
  std::string names =
      R"({"@timestamp":"2026-02-01T08:00:00Z","n":{")" + std::string(40'000, 'k') + R"(":{)";
  for (int i = 0; i < 9'000; ++i) names += "\"" + std::to_string(i) + "\":1,";
  names += "\"x\":1}}}\n";
  Write("names", Repeated(names, 50) + kGood);
  const std::string dots = Repeated("a.", 500'000);
  Write("dots", R"({"@timestamp":"2026-02-01T08:00:00Z",")" + dots + R"(a":1})" + "\n" + kGood);
  Scan(4, 4);
  EXPECT_EQ(Rejected("too_many_keys"), 1U);
  EXPECT_EQ(Rejected("names_too_long"), 50U);
}

TEST_F(HostileTest, CrowdsOfNothing) {
  Write("array", "[" + Repeated("{},", 1'000'000) + "{}]\n");
  Write("list", R"({"records":[)" + Repeated("{},", 1'000'000) + "{}]}\n" + kGood);
  Write("numbers", R"({"x":[)" + Repeated("1,", 7'000'000) + "1]}\n" + kGood);
  Scan(4, 3);
  EXPECT_EQ(Rejected("too_many_events"), 1'000'001U - 100'000U);
  EXPECT_EQ(Rejected("too_many_values"), 1U);
}

TEST_F(HostileTest, NumbersThatNobodyCanHold) {
  Write("a", R"({"@timestamp":"2026-02-01T08:00:00Z","a":)" + std::string(100'000, '9') +
                 R"(,"b":1e999999,"c":-0.0e-999999})" + "\n" + kGood);
  Scan(0, 2);
}

TEST_F(HostileTest, TextThatIsNoText) {
  const std::string front = R"({"@timestamp":"2026-02-01T08:00:00Z","x":")";
  for (const char* bytes : {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe2\x82",
                            "\\ud800", "\\u0000", "\x80\x80\x80"}) {
    std::ofstream(Path("a"), std::ios::app | std::ios::binary) << front << bytes << "\"}\n";
  }
  std::ofstream(Path("a"), std::ios::app | std::ios::binary)
      << front << std::string_view("\0", 1) << "\"}\n"
      << std::string_view("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 18) << "\n"
      << kGood;
  Write("le", std::string("\xff\xfe{\0\"\0a\0\"\0:\0\x00\xd8\x00\xd8", 16));
  Write("odd", std::string("\xff\xfe{\0}\0\n", 7));
  Write("cr", "{\"a\":1}\r{\"a\":2}\r");
  Scan(4, 2);
  EXPECT_EQ(Noted("repaired_utf8"), 7U);
  EXPECT_GE(Rejected("control_character"), 1U);
}

// Both values of a repeated key are seen, so that neither hides the other.
TEST_F(HostileTest, RepeatedKeys) {
  const std::string name = R"("name":"ssh.exe")";
  std::string twice = kGood;
  twice.replace(twice.find(name), name.size(), R"("name":"x.exe","name":"ssh.exe")");
  std::string reversed = kGood;
  reversed.replace(reversed.find(name), name.size(), R"("name":"ssh.exe","name":"x.exe")");
  Write("a", twice + reversed);
  Scan(0, 3);
}

TEST_F(HostileTest, LinesWithoutEnd) {
  Write("a", std::string(40 << 20, 'x'));
  Write("b", "{\"a\":" + Repeated("[\n", 3'000'000));
  Scan(4);
  EXPECT_NE(FaultOf("/a"), "");
}

TEST_F(HostileTest, EntitiesDoNotExpand) {
  Write("a.xml",
        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"
        "<Event><System><EventID>&b;</EventID></System></Event>\n");
  Write("b.xml", "<Event" + Repeated(" a='1'", 100'000) + "/>\n");
  Scan(4);
  EXPECT_GE(Rejected("document_type") + Rejected("not_json") + Rejected("no_element"), 1U)
      << books_["records"].dump(1);
}

}  // namespace
}  // namespace tocsin::hostile
