#include "telemetry/audit_join.h"

#include "telemetry/joined_input.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <utility>

namespace tocsin {
namespace {

std::string Line(std::string_view type, std::string_view stamp, std::string_view node = {}) {
  std::string line = node.empty() ? "" : "node=" + std::string(node) + " ";
  return line + "type=" + std::string(type) + " msg=audit(" + std::string(stamp) + "): a=b";
}

// Lines as an input gives them, `sizes` of them in each batch, over and over; batches of `input`s.
class Lines final : public Input {
 public:
  Lines(std::vector<std::string> lines, std::vector<std::size_t> sizes)
      : lines_(std::move(lines)), sizes_(std::move(sizes)) {}

  std::optional<RawBatch> Next() override {
    if (next_ == lines_.size()) return std::nullopt;
    const std::size_t size = std::min(sizes_[batches_++ % sizes_.size()], lines_.size() - next_);
    // Each batch has memory of its own, which goes away with it.
    auto text = std::make_shared<std::string>();
    RawBatch batch;
    batch.input = InputId(0);
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i < size; ++i) {
      *text += lines_[next_ + i] + "\n";
      ends.push_back(text->size());
    }
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t begin = i == 0 ? 0 : ends[i - 1];
      batch.records.push_back(
          {.offset = offset_ + begin,
           .number = next_ + i + 1,
           .bytes = std::string_view(*text).substr(begin, ends[i] - begin - 1)});
    }
    offset_ += text->size();
    next_ += size;
    batch.memory = std::move(text);
    return batch;
  }
  const std::vector<InputReport>& reports() const override { return reports_; }
  std::uint64_t total_bytes() const override { return 0; }

 private:
  std::vector<std::string> lines_;
  std::vector<std::size_t> sizes_;
  std::size_t next_ = 0;
  std::size_t batches_ = 0;
  std::uint64_t offset_ = 0;
  std::vector<InputReport> reports_;
};

// What comes out, as "number:text" with "|" for line ends.
std::vector<std::string> Joined(std::vector<std::string> lines, std::vector<std::size_t> sizes) {
  JoinedInput input(std::make_unique<Lines>(std::move(lines), std::move(sizes)));
  std::vector<std::string> records;
  std::uint64_t sequence = 0;
  while (const std::optional<RawBatch> batch = input.Next()) {
    EXPECT_EQ(batch->sequence, sequence++);
    EXPECT_FALSE(batch->records.empty());
    for (const RawRecord& record : batch->records) {
      std::string text = std::to_string(record.number) + ":" + std::string(record.bytes);
      std::replace(text.begin(), text.end(), '\n', '|');
      records.push_back(std::move(text));
    }
  }
  return records;
}

TEST(AuditJoin, PutsInterleavedEventsTogether) {
  const std::vector<std::string> lines = {
      Line("SYSCALL", "1.000:1"), Line("SYSCALL", "1.000:2"), "{\"x\":1}",
      Line("CWD", "1.000:2"),     Line("CWD", "1.000:1"),     Line("EOE", "1.000:2"),
      Line("EOE", "1.000:1"),
  };
  const std::vector<std::string> expected = {
      "3:{\"x\":1}",
      "2:" + lines[1] + "|" + lines[3],
      "1:" + lines[0] + "|" + lines[4],
  };
  EXPECT_EQ(Joined(lines, {100}), expected);
}

TEST(AuditJoin, EndsEvents) {
  struct Case {
    const char* name;
    std::vector<std::string> lines;
    std::size_t records;
  };
  const Case kCases[] = {
      {"at a title, whose end-of-event line says nothing",
       {Line("SYSCALL", "1.000:1"), Line("PROCTITLE", "1.000:1"), Line("EOE", "1.000:1")},
       1},
      {"after two seconds",
       {Line("SYSCALL", "1.000:1"), Line("SYSCALL", "3.000:2"), Line("CWD", "1.000:1")},
       3},
      {"not before",
       {Line("SYSCALL", "1.000:1"), Line("SYSCALL", "2.999:2"), Line("CWD", "1.000:1")},
       2},
      {"by the clock of their node only",
       {Line("SYSCALL", "1.000:1", "a"), Line("SYSCALL", "9.000:2", "b"),
        Line("CWD", "1.000:1", "a")},
       2},
      {"apart by node", {Line("SYSCALL", "1.000:1", "a"), Line("CWD", "1.000:1", "b")}, 2},
      {"apart by time", {Line("SYSCALL", "1.000:1"), Line("CWD", "1.001:1")}, 2},
      {"at once for user space", {Line("USER_LOGIN", "1.000:1"), Line("USER_END", "1.000:1")}, 2},
      {"with nothing in them", {Line("EOE", "1.000:1")}, 0},
  };
  for (const Case& c : kCases) EXPECT_EQ(Joined(c.lines, {100}).size(), c.records) << c.name;
}

TEST(AuditJoin, UserMessagesDoNotWait) {
  AuditJoin join;
  AuditJoin::Texts texts;
  std::vector<RawRecord> out;
  const std::string line = Line("USER_LOGIN", "1.000:1");
  join.Add({.offset = 0, .number = 1, .bytes = line}, &out, &texts);
  EXPECT_EQ(out.size(), 1U);
  EXPECT_TRUE(join.empty());
}

TEST(AuditJoin, BoundsWhatWaits) {
  AuditJoin join;
  AuditJoin::Texts texts;
  std::vector<RawRecord> out;
  for (std::size_t i = 0; i < AuditJoin::kOpenMax + 5; ++i) {
    const std::string& line = texts.emplace_back(Line("SYSCALL", "1.000:" + std::to_string(i)));
    join.Add({.offset = i, .number = i + 1, .bytes = line}, &out, &texts);
  }
  EXPECT_EQ(out.size(), 5U);
  out.clear();

  AuditJoin other;
  const std::string big =
      Line("EXECVE", "1.000:1") + std::string(AuditJoin::kEventBytesMax / 3, 'x');
  for (int i = 0; i < 7; ++i) other.Add({.offset = 0, .number = 1, .bytes = big}, &out, &texts);
  EXPECT_EQ(out.size(), 3U);
  for (const RawRecord& record : out) EXPECT_LE(record.bytes.size(), AuditJoin::kEventBytesMax);
}

// What comes out depends on the lines alone.
TEST(AuditJoin, DoesNotDependOnBatches) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::vector<std::string> lines;
  for (int i = 0; i < 3000; ++i) {
    const std::string stamp = std::to_string(1 + i / 40) + "." +
                              std::to_string(100 + random() % 3) + ":" +
                              std::to_string(i / 8 + static_cast<int>(random() % 4));
    constexpr std::string_view kTypes[] = {"SYSCALL", "CWD",       "PATH",       "EXECVE", "PATH",
                                           "EOE",     "PROCTITLE", "USER_LOGIN", "PATH",   "CWD"};
    constexpr std::string_view kNodes[] = {"", "a", "b"};
    lines.push_back(random() % 9 == 0 ? "{\"n\":" + std::to_string(i) + "}"
                                      : Line(kTypes[random() % std::size(kTypes)], stamp,
                                             kNodes[random() % std::size(kNodes)]));
  }
  const std::vector<std::string> whole = Joined(lines, {lines.size()});
  EXPECT_GT(whole.size(), 300U);
  EXPECT_EQ(Joined(lines, {1}), whole);
  EXPECT_EQ(Joined(lines, {2, 7, 1, 64}), whole);
  EXPECT_EQ(Joined(lines, {1 + random() % 50, 1 + random() % 50}), whole);
}

}  // namespace
}  // namespace tocsin
