#include "telemetry/decoders/syslog/syslog_line.h"

#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace tocsin::syslog {
namespace {

using doc::Member;
using doc::Node;

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::string_view kNil = "-";

constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsNumber(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

std::optional<int> NumberOf(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !IsNumber(text)) {
    return std::nullopt;
  }
  return number;
}

// A reader of blank-separated words at the front of a line.
class Words {
 public:
  explicit Words(std::string_view line) : line_(line) {}

  std::size_t position() const { return position_; }
  std::string_view rest() const { return line_.substr(position_); }

  std::string_view Peek() const { return rest().substr(0, rest().find(' ')); }
  std::string_view Take() {
    const std::string_view word = Peek();
    position_ += word.size();
    SkipBlanks();
    return word;
  }
  void Skip(std::size_t count) { position_ += count; }
  void SkipBlanks() {
    while (position_ < line_.size() && line_[position_] == ' ') ++position_;
  }

 private:
  std::string_view line_;
  std::size_t position_ = 0;
};

// "21:54:44", with or without a fraction.
bool ReadClock(std::string_view word, CivilTime* civil) {
  if (word.size() < 8 || word[2] != ':' || word[5] != ':') return false;
  const auto hour = NumberOf(word.substr(0, 2));
  const auto minute = NumberOf(word.substr(3, 2));
  const auto second = NumberOf(word.substr(6, 2));
  if (!hour || !minute || !second) return false;
  civil->hour = *hour;
  civil->minute = *minute;
  civil->second = *second;
  if (word.size() == 8) return true;
  const std::string_view fraction = word.substr(9);
  if ((word[8] != '.' && word[8] != ',') || !IsNumber(fraction)) return false;
  constexpr std::size_t kDigits = 9;
  for (std::size_t i = 0; i < kDigits; ++i) {
    civil->nanosecond = civil->nanosecond * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
  }
  return true;
}

bool IsYear(std::string_view word) {
  return word.size() == 4 && IsNumber(word) && word >= "1970" && word < "2263";
}

// The moment in the last year before `reference` (and a day) in which its date exists.
std::optional<Time> WithoutYear(CivilTime civil, Time reference) {
  constexpr int kYearsBetweenLeapDays = 8;
  civil.year = CivilFromTime(reference).year;
  for (int i = 0; i <= kYearsBetweenLeapDays; ++i, --civil.year) {
    const std::optional<Time> time = TimeFromCivil(civil);
    if (time && *time - reference <= Duration(kNsPerDay)) return time;
  }
  return std::nullopt;
}

// "+0100", "+01:00", "Z", "UTC", "GMT"; other words are no zone.
std::optional<Duration> ZoneOf(std::string_view word) {
  if (word == "Z" || word == "UTC" || word == "GMT") return Duration(0);
  if (word.size() < 5 || (word[0] != '+' && word[0] != '-')) return std::nullopt;
  const std::size_t minutes_at = word[3] == ':' ? 4 : 3;
  const auto hours = NumberOf(word.substr(1, 2));
  const auto minutes = NumberOf(word.substr(minutes_at));
  if (!hours || !minutes || word.size() != minutes_at + 2) return std::nullopt;
  const Duration offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return word[0] == '-' ? -offset : offset;
}

// "Feb 21 21:54:44" and its variants.
std::optional<Time> TakeNamedTime(Words* words, Time reference, SyslogLine* line) {
  Words ahead = *words;
  const std::string_view month = ahead.Take();
  const auto* const found = std::find(std::begin(kMonths), std::end(kMonths), month);
  if (found == std::end(kMonths)) return std::nullopt;
  CivilTime civil;
  civil.month = static_cast<int>(found - std::begin(kMonths)) + 1;
  const std::optional<int> day = NumberOf(ahead.Take());
  if (!day) return std::nullopt;
  civil.day = *day;
  bool has_year = IsYear(ahead.Peek());
  if (has_year) civil.year = *NumberOf(ahead.Take());
  std::string_view clock = ahead.Take();
  if (clock.ends_with(':')) clock.remove_suffix(1);  // network devices
  if (!ReadClock(clock, &civil)) return std::nullopt;
  if (!has_year && IsYear(ahead.Peek())) {
    civil.year = *NumberOf(ahead.Take());
    has_year = true;
  }
  const std::optional<Duration> zone = ZoneOf(ahead.Peek());
  if (zone) ahead.Take();
  const Duration offset = zone.value_or(Duration(0));
  const std::optional<Time> time =
      has_year ? TimeFromCivil(civil) : WithoutYear(civil, reference + offset);
  if (!time) return std::nullopt;
  *words = ahead;
  line->year_guessed = !has_year;
  line->zone_guessed = !zone;
  return *time - offset;
}

// "2026-03-01T10:11:12.345678+01:00", or date and clock as two words.
std::optional<Time> TakeIsoTime(Words* words) {
  Words ahead = *words;
  const std::string_view date = ahead.Take();
  constexpr std::size_t kDateSize = 10;
  if (date.size() < kDateSize || !IsDigit(date[0]) || date[4] != '-') return std::nullopt;
  if (date.size() == kDateSize) {
    const std::size_t begin = words->position();
    const std::string_view clock = ahead.Take();
    if (clock.size() < 8 || clock[2] != ':') return std::nullopt;
    const std::size_t size = ahead.position() - begin;
    std::string_view both = words->rest().substr(0, size);
    both = both.substr(0, both.find_last_not_of(' ') + 1);
    const std::optional<Time> time = ParseTime(both);
    if (time) *words = ahead;
    return time;
  }
  const std::optional<Time> time = ParseTime(date);
  if (time) *words = ahead;
  return time;
}

std::optional<std::uint32_t> TakePriority(Words* words) {
  constexpr std::uint32_t kPriorityMax = 191;  // RFC 5424, 6.2.1
  const std::string_view rest = words->rest();
  if (!rest.starts_with('<')) return std::nullopt;
  const std::size_t close = rest.substr(0, 5).find('>');
  if (close == kNone) return std::nullopt;
  const std::optional<int> number = NumberOf(rest.substr(1, close - 1));
  if (!number || static_cast<std::uint32_t>(*number) > kPriorityMax) return std::nullopt;
  words->Skip(close + 1);
  return static_cast<std::uint32_t>(*number);
}

std::string_view UnlessNil(std::string_view word) {
  return word == kNil ? std::string_view() : word;
}

// Where structured data ends: behind its last "]". A "]" within quotes may be escaped.
std::size_t EndOfData(std::string_view text) {
  if (!text.starts_with('[')) return std::min(text.find(' '), text.size());
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && text[i] == ']' && (i + 1 == text.size() || text[i + 1] != '[')) {
      return i + 1;
    }
  }
  return text.size();
}

// Behind "<priority>1 ".
std::optional<SyslogLine> ParseNewForm(Words words, Time reference) {
  SyslogLine line;
  const std::string_view time_text = words.Take();
  // Without a time the log's own is the nearest.
  const std::optional<Time> time = time_text == kNil ? reference : ParseTime(time_text);
  if (!time) return std::nullopt;
  line.time = *time;
  line.host = UnlessNil(words.Take());
  line.tag = UnlessNil(words.Take());
  line.pid = UnlessNil(words.Take());
  line.message_id = UnlessNil(words.Take());
  const std::size_t data_size = EndOfData(words.rest());
  line.structured_data = UnlessNil(words.rest().substr(0, data_size));
  words.Skip(data_size);
  words.SkipBlanks();
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (words.rest().starts_with(kByteOrderMark)) words.Skip(kByteOrderMark.size());
  line.message_begin = words.position();
  line.message = words.rest();
  return line;
}

// Takes "tag: ", "tag[pid]: " from the front; false when the next words are none.
bool TakeTag(Words* words, SyslogLine* line) {
  const std::string_view rest = words->rest();
  constexpr std::size_t kTagMax = 128;
  const std::size_t end = rest.substr(0, kTagMax).find_first_of(": [");
  if (end == kNone || end == 0) return false;
  std::size_t colon = end;
  std::string_view pid;
  if (rest[end] == '[') {
    const std::size_t close = rest.substr(0, kTagMax).find(']', end);
    if (close == kNone) return false;
    pid = rest.substr(end + 1, close - end - 1);
    colon = close + 1;
  }
  if (colon >= rest.size() || rest[colon] != ':') return false;
  if (colon + 1 < rest.size() && rest[colon + 1] != ' ') return false;
  line->tag = rest.substr(0, end);
  line->pid = pid;
  words->Skip(colon + 1);
  words->SkipBlanks();
  return true;
}

Node ObjectOf(const Member* members, std::size_t count, Arena& arena) {
  const auto copy = arena.CopyArray(std::span<const Member>(members, count));
  return Node::Object(copy.data(), static_cast<std::uint32_t>(copy.size()));
}

}  // namespace

std::optional<SyslogLine> ParseSyslogLine(std::string_view text, Time reference) {
  Words words(text);
  const std::optional<std::uint32_t> priority = TakePriority(&words);
  if (priority && words.rest().starts_with("1 ")) {
    words.Take();
    std::optional<SyslogLine> line = ParseNewForm(words, reference);
    if (line) line->priority = priority;
    return line;
  }
  SyslogLine line;
  std::optional<Time> time = TakeNamedTime(&words, reference, &line);
  if (!time) time = TakeIsoTime(&words);
  if (!time) return std::nullopt;
  line.priority = priority;
  line.time = *time;
  if (!TakeTag(&words, &line)) {
    line.host = words.Take();
    TakeTag(&words, &line);
  }
  line.message_begin = words.position();
  line.message = words.rest();
  if (line.host.empty() && line.tag.empty()) return std::nullopt;
  return line;
}

Node DecodeSyslogLine(std::string_view text, Time reference, std::string_view message, Arena& arena,
                      bool* repaired_utf8) {
  const std::optional<SyslogLine> line = ParseSyslogLine(text, reference);
  if (!line) return Node::Null();
  std::array<Member, 8> members;
  std::size_t count = 0;
  const auto add = [&](std::string_view key, std::string_view value) {
    if (value.empty()) return;
    if (!IsValidUtf8(value)) {
      value = arena.Copy(ReplaceInvalidUtf8(value));
      *repaired_utf8 = true;
    }
    members[count++] = {key, Node::String(value)};
  };
  if (line->priority) members[count++] = {"priority", Node::Int(*line->priority)};
  add("time", arena.Copy(FormatTime(line->time)));
  add("host", line->host);
  add("tag", line->tag);
  add("pid", line->pid);
  add("message_id", line->message_id);
  add("structured_data", line->structured_data);
  add("message", message.empty() ? line->message : message);
  const Member top{"syslog", ObjectOf(members.data(), count, arena)};
  return ObjectOf(&top, 1, arena);
}

std::optional<Repetition> ParseRepetition(std::string_view message) {
  constexpr std::string_view kFront = "message repeated ";
  constexpr std::string_view kBack = " times: [";
  if (!message.starts_with(kFront) || !message.ends_with(']')) return std::nullopt;
  message.remove_prefix(kFront.size());
  const std::size_t digits = message.find_first_not_of("0123456789");
  if (digits == kNone || !message.substr(digits).starts_with(kBack)) return std::nullopt;
  const std::optional<int> count = NumberOf(message.substr(0, digits));
  if (!count || *count == 0) return std::nullopt;
  message.remove_prefix(digits + kBack.size());
  message.remove_suffix(1);
  message.remove_prefix(std::min(message.find_first_not_of(' '), message.size()));
  return Repetition{static_cast<std::uint32_t>(*count), message};
}

}  // namespace tocsin::syslog
