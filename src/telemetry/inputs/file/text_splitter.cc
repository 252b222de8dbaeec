#include "telemetry/inputs/file/text_splitter.h"

#include "telemetry/inputs/file/record_header.h"

#include <algorithm>
#include <cstring>

namespace tocsin::input {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kBlanks = " \t\r";
constexpr std::string_view kBlanksAndBreaks = " \t\r\n";
constexpr std::string_view kBetweenLines{"\0 \t\r\n", 5};
constexpr std::size_t kNone = std::string_view::npos;

// What may lie between the start of a line and the bytes that tell whether a record begins there.
// Bounded, so that a decision never depends on the window.
constexpr std::size_t kLookAheadBytes = 64;

std::size_t FindLineBreak(std::string_view text, std::size_t from) {
  if (from >= text.size()) return kNone;
  const void* const found = std::memchr(text.data() + from, '\n', text.size() - from);
  if (found == nullptr) return kNone;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

// Where zeros end the line that `text` begins: many of them, or some in front of an object or of
// the line's end. kNone: nowhere. `is_line`: the line goes no further than the text.
std::size_t FindHole(std::string_view text, bool is_line) {
  std::size_t hole = text.find('\0');
  while (hole != kNone) {
    const std::size_t behind = std::min(text.find_first_not_of('\0', hole), text.size());
    if (behind - hole >= kHoleBytes) return hole;
    if (behind < text.size() && text[behind] == '{') return hole;
    if (is_line && text.find_first_not_of(kBlanks, behind) == kNone) return hole;
    hole = text.find('\0', behind);
  }
  return kNone;
}

}  // namespace

// Where to go on after a broken value: at the start of a line, or at a { within a line. Or where
// that cannot be told before the window shows more.
struct TextSplitter::Resync {
  std::size_t at = 0;
  bool line_start = false;
  bool undecided = false;
};

Cut TextSplitter::EmitCut(std::size_t begin, Skip skip) {
  skip_ = skip;
  column_ = kWithinLine;
  return counter_.EmitCut(begin);
}

Cut TextSplitter::Next(std::string_view window, bool at_end) {
  if (!started_) {
    if (window.size() < kByteOrderMark.size() && !at_end) return Cut::NeedMore(0);
    started_ = true;
    if (window.starts_with(kByteOrderMark)) return Cut::Nothing(kByteOrderMark.size());
  }
  if (skip_ != Skip::kNothing) return SkipOn(window, at_end);
  if (form_ == Form::kUnknown) {
    // Blanks in front may be longer than any window; what they tell is the first record's column.
    const std::size_t first = std::min(window.find_first_not_of(kBetweenLines), window.size());
    const std::string_view front = window.substr(0, first);
    const std::size_t line_break = front.find_last_of(std::string_view("\0\n", 2));
    counter_.PassOver(front);
    column_ = line_break == kNone ? column_ + first : first - line_break - 1;
    if (first == window.size()) return at_end ? Cut::End(first) : Cut::NeedMore(first);
    if (first > 0) return Cut::Nothing(first);
    // Not more than this, or the decision would depend on how much the window happens to show.
    const std::string_view shown = window.substr(0, record_bytes_max_);
    const bool is_all = at_end && shown.size() == window.size();
    const std::optional<Form> form = Decide(shown, is_all);
    if (!form && !at_end && window.size() < record_bytes_max_) return Cut::NeedMore(0);
    form_ = form.value_or(Form::kLines);
  }
  switch (form_) {
    case Form::kXml:
      return xml_.Next(window, at_end);
    case Form::kValues:
      return NextValue(window, at_end);
    case Form::kLines:
    case Form::kUnknown:
      break;
  }
  return NextLine(window, at_end);
}

// `window` begins with the first byte that is no blank. Nullopt: more text is needed.
std::optional<TextSplitter::Form> TextSplitter::Decide(std::string_view window, bool at_end) {
  switch (window.front()) {
    case '{':
      return DecideByObject(window, at_end);
    case '[': {
      const std::size_t next = window.find_first_not_of(kBlanksAndBreaks, 1);
      if (next == kNone) return std::nullopt;
      return window[next] == '{' || window[next] == ']' ? Form::kValues : Form::kLines;
    }
    case 'R': {
      const std::optional<bool> is_header = IsRecordHeaderAt(window, 0, at_end);
      if (!is_header) return std::nullopt;
      if (!*is_header) return Form::kLines;
      const std::size_t line_break = std::min(FindLineBreak(window, 0), window.size());
      const std::size_t next = window.find_first_not_of(kBlanksAndBreaks, line_break);
      if (next == kNone) return at_end ? std::optional(Form::kValues) : std::nullopt;
      return window[next] == '<' ? Form::kXml : Form::kValues;
    }
    case '<': {
      const std::optional<bool> is_xml = BeginsEventXml(window, at_end);
      if (!is_xml) return std::nullopt;
      return *is_xml ? Form::kXml : Form::kLines;
    }
    default:
      return Form::kLines;
  }
}

std::optional<TextSplitter::Form> TextSplitter::DecideByObject(std::string_view window,
                                                               bool at_end) {
  using enum ValueScan::Outcome;
  const std::size_t line_break = FindLineBreak(window, 0);
  const std::string_view line = window.substr(0, line_break);
  const ValueScan scan = scanner_.Scan(line);
  if (scan.outcome == kClosed) {
    const std::size_t behind = line.find_first_not_of(kBlanks, scan.size);
    if (behind != kNone) {
      const char c = line[behind];
      return c == '{' || c == '[' || c == ',' ? Form::kValues : Form::kLines;
    }
    if (line_break == kNone && !at_end) return std::nullopt;
    return Form::kLines;
  }
  if (scan.outcome == kBroken) return Form::kLines;
  if (line_break == kNone) return std::nullopt;
  if (scan.in_string) return Form::kLines;
  // Does the next line go on with the object, or does it begin another?
  const std::size_t next = window.find_first_not_of(kBlanksAndBreaks, line_break);
  if (next == kNone) return std::nullopt;
  if (window[next] != '{') return Form::kValues;
  const bool fits = scan.last_token == ':' || (scan.in_array && scan.last_token != 'v');
  return fits ? Form::kValues : Form::kLines;
}

Cut TextSplitter::NextLine(std::string_view window, bool at_end) {
  const std::size_t begin = std::min(window.find_first_not_of(kBetweenLines), window.size());
  counter_.PassOver(window.substr(0, begin));
  if (begin == window.size()) return at_end ? Cut::End(begin) : Cut::NeedMore(begin);
  const std::size_t line_break = FindLineBreak(window, begin);
  const std::size_t end = std::min(line_break, window.size());
  const bool is_line = (line_break != kNone || at_end) && end - begin <= record_bytes_max_;
  const std::string_view text = window.substr(begin, std::min(end - begin, record_bytes_max_));
  const std::size_t hole = FindHole(text, is_line);
  if (hole != kNone) return counter_.Emit(window, begin, begin + hole, begin + hole);
  if (end - begin > record_bytes_max_) return EmitCut(begin, Skip::kToLineEnd);
  if (line_break == kNone && !at_end) return Cut::NeedMore(begin);
  return counter_.Emit(window, begin, end, line_break == kNone ? end : line_break + 1);
}

Cut TextSplitter::NextValue(std::string_view window, bool at_end) {
  std::size_t at = 0;
  while (at < window.size()) {
    const char c = window[at];
    if (c == '\n' || c == '\0') {
      counter_.PassOver(window.substr(at, 1));
      column_ = 0;
      ++at;
      continue;
    }
    if (kBlanks.find(c) != kNone) {
      if (column_ != kWithinLine) ++column_;
      ++at;
      continue;
    }
    if (c == ',' || (c == ']' && in_array_)) {
      if (c == ']') in_array_ = false;
      column_ = kWithinLine;
      ++at;
      continue;
    }
    if (c == '[' && (!in_array_ || column_ == 0)) {
      const std::string_view ahead = window.substr(at + 1, record_bytes_max_);
      const std::size_t next = ahead.find_first_not_of(kBlanksAndBreaks);
      if (next == kNone && !at_end && ahead.size() < record_bytes_max_) return Cut::NeedMore(at);
      if (next == kNone || ahead[next] == '{' || ahead[next] == ']') {
        in_array_ = true;
        column_ = kWithinLine;
        ++at;
        continue;
      }
    }
    if (c == 'R' && column_ == 0) {
      const std::optional<bool> is_header = IsRecordHeaderAt(window, at, at_end);
      if (!is_header) return Cut::NeedMore(at);
      if (*is_header) {
        at = std::min(FindLineBreak(window, at), window.size());
        continue;
      }
    }
    return c == '{' || c == '[' ? ValueAt(window, at, at_end) : JunkAt(window, at, at_end);
  }
  return at_end ? Cut::End(at) : Cut::NeedMore(at);
}

Cut TextSplitter::ValueAt(std::string_view window, std::size_t at, bool at_end) {
  using enum ValueScan::Outcome;
  const std::string_view text = window.substr(at, record_bytes_max_);
  const bool whole = text.size() == window.size() - at;  // not cut by the limit
  const ValueScan scan = scanner_.Scan(text);
  const bool within_line = column_ == kWithinLine;
  if (!within_line) record_column_ = column_;
  if (scan.outcome == kClosed) {
    column_ = kWithinLine;
    return counter_.Emit(window, at, at + scan.size, at + scan.size);
  }
  if (scan.outcome == kOpen) {
    if (!whole) return EmitCut(at, Skip::kToNextRecord);
    if (!at_end) return Cut::NeedMore(at);
  }
  // Go on where a record seems to begin: in the line that is known to be wrong or behind it, or
  // anywhere in a value that never ends.
  const std::size_t scanned = scan.outcome == kBroken ? scan.size : text.size();
  const bool may_rescan = rescanned_ < kRescanBytesMax;
  std::size_t from = 1;
  if (!may_rescan) {
    from = scanned;
  } else if (scan.outcome == kBroken) {
    const std::size_t line_break = text.rfind('\n', scan.size);
    if (line_break != kNone) from = std::max(from, line_break);
  }
  std::optional<Resync> next;
  if (within_line) next = FindNextInLine(text, may_rescan ? 1 : scanned);
  if (!next) next = FindNextLine(text, from, whole && at_end);
  if (next && !next->undecided) {
    if (next->at < scanned) rescanned_ += scanned - next->at;
    column_ = next->line_start ? 0 : kWithinLine;
    return counter_.Emit(window, at, at + next->at, at + next->at);
  }
  if (!whole) return EmitCut(at, Skip::kToNextRecord);
  if (!at_end) return Cut::NeedMore(at);
  return counter_.Emit(window, at, window.size(), window.size());
}

// Bytes between records that are no JSON value: up to the line's end, or, within an array, to the
// next comma.
Cut TextSplitter::JunkAt(std::string_view window, std::size_t at, bool at_end) {
  const std::size_t found = in_array_ ? window.find_first_of(",\n", at) : FindLineBreak(window, at);
  const std::size_t end = std::min(found, window.size());
  if (end - at > record_bytes_max_) return EmitCut(at, Skip::kToLineEnd);
  if (found == kNone && !at_end) return Cut::NeedMore(at);
  column_ = kWithinLine;
  return counter_.Emit(window, at, end, end);
}

// Drops the rest of a record that was cut.
Cut TextSplitter::SkipOn(std::string_view window, bool at_end) {
  if (skip_ == Skip::kToLineEnd) {
    const std::size_t line_break = FindLineBreak(window, 0);
    if (line_break == kNone) return at_end ? Cut::End(window.size()) : Cut::NeedMore(window.size());
    skip_ = Skip::kNothing;
    return Cut::Nothing(line_break);
  }
  const std::optional<Resync> next = FindNextLine(window, 0, at_end);
  if (!next) return at_end ? Cut::End(window.size()) : Cut::NeedMore(window.size());
  if (next->undecided) return Cut::NeedMore(next->at - 1);  // keep the line break in front
  skip_ = Skip::kNothing;
  column_ = 0;
  return Cut::Nothing(next->at);
}

// The first line that begins behind `from` and looks like the start of a record.
std::optional<TextSplitter::Resync> TextSplitter::FindNextLine(std::string_view window,
                                                               std::size_t from,
                                                               bool at_end) const {
  for (std::size_t line_break = FindLineBreak(window, from); line_break != kNone;
       line_break = FindLineBreak(window, line_break + 1)) {
    const std::size_t line = line_break + 1;
    const std::size_t first = window.find_first_not_of(kBlanks, line);
    if (first == kNone) {
      const bool may_begin = !at_end && window.size() - line <= kLookAheadBytes;
      if (may_begin) return Resync{.at = line, .undecided = true};
      break;
    }
    const std::size_t column = first - line;
    const char c = window[first];
    bool begins = c == '{' && column == record_column_ && column <= kLookAheadBytes;
    if (c == '[' && column == 0) {
      const std::string_view ahead = window.substr(first + 1, kLookAheadBytes);
      const std::size_t next = ahead.find_first_not_of(kBlanksAndBreaks);
      if (next == kNone && ahead.size() < kLookAheadBytes && !at_end) {
        return Resync{.at = line, .undecided = true};
      }
      begins = next != kNone && ahead[next] == '{';
    } else if (c == 'R' && column == 0) {
      const std::optional<bool> is_header = IsRecordHeaderAt(window, first, at_end);
      if (!is_header) return Resync{.at = line, .undecided = true};
      begins = *is_header;
    }
    if (begins) return Resync{.at = line, .line_start = true};
  }
  return std::nullopt;
}

// The first { that follows a } or "}," in the rest of the line behind `from`.
std::optional<TextSplitter::Resync> TextSplitter::FindNextInLine(std::string_view window,
                                                                 std::size_t from) const {
  for (std::size_t at = window.find_first_of("}\n", from); at != kNone && window[at] == '}';
       at = window.find_first_of("}\n", at + 1)) {
    std::size_t next = window.find_first_not_of(kBlanks, at + 1);
    if (next != kNone && window[next] == ',') next = window.find_first_not_of(kBlanks, next + 1);
    if (next == kNone) break;
    if (window[next] == '{') return Resync{.at = next};
  }
  return std::nullopt;
}

}  // namespace tocsin::input
