#include "telemetry/sources/auditd/process_arguments.h"

#include "telemetry/decoders/auditd/audit_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tocsin::auditd {
namespace {

// "count|argument|argument": from the bodies of EXECVE lines.
std::string Read(const std::vector<std::string>& bodies, std::string_view title = {}) {
  Arena arena;
  std::vector<std::string> texts;
  for (const std::string& body : bodies) texts.push_back("type=EXECVE msg=audit(1.5:7): " + body);
  const std::vector<std::string_view> lines(texts.begin(), texts.end());
  doc::Node root;
  std::vector<AuditRecord> records;
  if (audit::DecodeAuditEvent(lines, {}, arena, &root).ok) {
    const doc::Node& list = *root.FindPath("auditd", "records");
    for (std::uint32_t i = 0; i < list.size(); ++i) records.push_back(RecordOf(list.element(i)));
  }
  const ProcessArguments arguments = ArgumentsOf(records, title, arena);
  std::string text(arguments.count);
  for (std::uint32_t i = 0; i < arguments.list.size(); ++i) {
    text += "|" + std::string(arguments.list.element(i).text());
  }
  return text;
}

TEST(ProcessArguments, ComeFromTheirLines) {
  EXPECT_EQ(Read({R"(argc=3 a0="sh" a1="-c" a2=6120)"}), "3|sh|-c|a ");
  EXPECT_EQ(Read({R"(argc=4 a0="a" a1="b")", R"(a2="c" a3="d")"}), "4|a|b|c|d");
  EXPECT_EQ(Read({R"(argc=3 a0="x" a1_len=4 a1[0]="ab" a1[1]=6364 a2="y")"}), "3|x|abcd|y");
  EXPECT_EQ(Read({R"(argc=2 a0="x" a1_len=4 a1[0]="ab")", R"(a1[1]="cd")"}), "2|x|abcd");
  EXPECT_EQ(Read({R"(argc=9 a0="a" a1="b")"}), "9|a|b");  // lines are missing: argc knows
  EXPECT_EQ(Read({"argc=0"}), "");
}

TEST(ProcessArguments, ComeFromTheTitleElse) {
  EXPECT_EQ(Read({}, std::string_view("sh\0-c\0\0", 7)), "2|sh|-c");
  EXPECT_EQ(Read({}, "(sshd)"), "1|(sshd)");
  EXPECT_EQ(Read({}, std::string_view("a\0\0b", 4)), "3|a||b");
  EXPECT_EQ(Read({}), "");
  EXPECT_EQ(Read({R"(argc=1 a0="x")"}, "title"), "1|x");
}

TEST(ProcessArguments, TakeMemoryInProportion) {
  std::vector<std::string> bodies(100, "");
  int piece = 0;
  for (std::string& body : bodies) {
    for (int i = 0; i < 500; ++i) body += "a1[" + std::to_string(piece++) + "]=\"x\" ";
  }
  EXPECT_EQ(Read(bodies), "1|" + std::string(50'000, 'x'));
}

TEST(ProcessArguments, TitlesAreForPeople) {
  Arena arena;
  EXPECT_EQ(TitleText(std::string_view("ssh\0-N\0\0", 8), arena), "ssh -N");
  EXPECT_EQ(TitleText("plain", arena), "plain");
  EXPECT_EQ(TitleText("", arena), "");
}

}  // namespace
}  // namespace tocsin::auditd
