#include "telemetry/inputs/file/content_kind.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin::input {
namespace {

using namespace std::string_literals;

std::string OldTarHeader() {
  std::string header(512, '\0');
  header.replace(0, 8, "old.json");
  header.replace(124, 11, "00000000002");
  unsigned sum = 8 * ' ';
  for (const char c : header) sum += static_cast<unsigned char>(c);
  char digits[8] = {};
  for (int i = 5; i >= 0; --i, sum /= 8) digits[i] = static_cast<char>('0' + sum % 8);
  header.replace(148, 6, digits, 6);
  return header;
}

TEST(ContentKind, IsToldByTheFirstBytes) {
  using enum ContentKind;
  const struct {
    const char* name;
    std::string head;
    ContentKind kind;
  } cases[] = {
      {"Empty", "", kEmpty},
      {"Json", "{\"a\":1}", kText},
      {"OneByte", "{", kText},
      {"ByteOrderMark", "\xef\xbb\xbf{}", kText},
      {"Latin", "Fehler: Zugriff verweigert f\xfcr M\xfcller", kText},
      {"TerminalColours", "\x1b[31mred\x1b[0m \x1b[1mbold\x1b[0m", kText},
      {"AuditSeparators", "type=USER msg=audit(1:2): pid=1\x1dUID=\"root\"", kText},
      {"HoleOfZeros", std::string(200, 'x') + std::string(10, '\0'), kText},
      {"LettersOfAProgram", "MZ is how this line begins", kText},
      {"LettersOfABzip", "BZh is no bzip2", kText},
      {"Zeros", std::string(100, '\0'), kBinary},
      {"ControlBytes", "\x01\x02\x03\x04 some text", kBinary},
      {"Utf16LeMarked", "\xff\xfe{\0"s, kUtf16Le},
      {"Utf16BeMarked", "\xfe\xff\0{"s, kUtf16Be},
      {"Utf16Le", "{\0\"\0a\0"s, kUtf16Le},
      {"Utf16Be", "\0{\0\"\0a"s, kUtf16Be},
      {"EvtxFile", "ElfFile\0xxx"s, kEvtxFile},
      {"EvtxChunk", "ElfChnk\0xxx"s, kEvtxChunks},
      {"EvtxAlmost", "ElfFile of text", kText},
      {"Gzip", "\x1f\x8b\x08\0"s, kGzip},
      {"Zstd", "\x28\xb5\x2f\xfd", kZstd},
      {"ZstdSkippable", "\x5a\x2a\x4d\x18", kZstd},
      {"NotSkippable", "\x6a\x2a\x4d\x18 is a line of text", kText},
      {"Xz", "\xfd\x37zXZ\0"s, kFiltered},
      {"Bzip2", "BZh91AY&SY", kFiltered},
      {"Lz4", "\x04\x22\x4d\x18", kFiltered},
      {"Zip", "PK\x03\x04", kArchive},
      {"EmptyZip", "PK\x05\x06", kArchive},
      {"SevenZip", "7z\xbc\xaf\x27\x1c", kArchive},
      {"Tar", "name"s + std::string(253, '\0') + "ustar", kArchive},
      {"OldTar", OldTarHeader(), kArchive},
      {"Program", "MZ\x90\0\x03"s, kUnsupported},
      {"Pdf", "%PDF-1.7 all text", kUnsupported},
      {"Sqlite", "SQLite format 3\0"s, kUnsupported},
      {"OldEventLog", "\x30\0\0\0LfLe"s, kUnsupported},
  };
  for (const auto& test : cases) {
    const Sniffed sniffed = Sniff(test.head);
    EXPECT_EQ(sniffed.kind, test.kind) << test.name;
    EXPECT_EQ(sniffed.what.empty(), test.kind != kUnsupported) << test.name;
    EXPECT_EQ(sniffed.remedy.empty(), test.kind != kUnsupported) << test.name;
  }
}

TEST(ContentKind, KnowsWhatIsNoEvidence) {
  EXPECT_TRUE(Sniff("MZ\x90\0\x03"s).no_evidence);
  EXPECT_TRUE(Sniff("%PDF-1.7"s).no_evidence);
  EXPECT_FALSE(Sniff("SQLite format 3\0"s).no_evidence);
  EXPECT_FALSE(Sniff("\x30\0\0\0LfLe"s).no_evidence);
  EXPECT_FALSE(Sniff("LPKSHHRH\0"s).no_evidence);
}

TEST(ContentKind, FindsJsonLinesInBinaryData) {
  const std::string zeros(512, '\0');
  EXPECT_TRUE(HoldsJsonLine(zeros + "{\"a\":1}"));
  EXPECT_TRUE(HoldsJsonLine(zeros + "\n \t{ \"a\":1}"));
  EXPECT_TRUE(HoldsJsonLine("{\n  \"a\":1}" + zeros));
  EXPECT_TRUE(HoldsJsonLine(zeros + "{}"));
  EXPECT_FALSE(HoldsJsonLine(zeros));
  EXPECT_FALSE(HoldsJsonLine(zeros + "x{\"a\":1}"));
  EXPECT_FALSE(HoldsJsonLine(zeros + "\n{a"));
  EXPECT_FALSE(HoldsJsonLine(zeros + "\n{"));
}

TEST(ContentKind, DoesNotTakeAWrongSumForATar) {
  std::string header = OldTarHeader();
  header[0] = 'O';
  EXPECT_NE(Sniff(header).kind, ContentKind::kArchive);
}

}  // namespace
}  // namespace tocsin::input
