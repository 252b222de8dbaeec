#include "telemetry/inputs/file/xml_splitter.h"

#include "telemetry/inputs/file/record_header.h"

#include <algorithm>

namespace tocsin::input {
namespace {

constexpr std::string_view kBetweenEvents{"\0 \t\r\n", 5};
constexpr std::string_view kEvent = "<Event";
constexpr std::string_view kEventEnd = "</Event";
constexpr std::string_view kEvents = "<Events";
constexpr std::string_view kEventsEnd = "</Events";
constexpr std::string_view kComment = "<!--";
constexpr std::string_view kCommentEnd = "-->";
constexpr std::string_view kCdata = "<![CDATA[";
constexpr std::string_view kCdataEnd = "]]>";
constexpr std::string_view kInstruction = "<?";
constexpr std::string_view kInstructionEnd = "?>";
constexpr std::size_t kNone = std::string_view::npos;

// The longest of the words above, and one character behind it.
constexpr std::size_t kLookAheadBytes = kCdata.size() + 1;

// How long a comment or an instruction between events may be. Short, or text full of beginnings
// without an end would be searched over and over.
constexpr std::size_t kMarkupBytesMax = 512;

enum class Answer { kNo, kYes, kUnseen };

// Whether `text` begins with `tag` and the name ends there.
Answer BeginsTag(std::string_view text, std::string_view tag) {
  if (text.size() <= tag.size()) return tag.starts_with(text) ? Answer::kUnseen : Answer::kNo;
  if (!text.starts_with(tag)) return Answer::kNo;
  constexpr std::string_view kEnds{" \t\r\n>/", 6};
  return kEnds.find(text[tag.size()]) != kNone ? Answer::kYes : Answer::kNo;
}

// Where an event begins in `text`, from `from`. kUnseen: `*at` is where one may begin.
Answer FindEvent(std::string_view text, std::size_t from, std::size_t* at) {
  for (*at = text.find('<', from); *at != kNone; *at = text.find('<', *at + 1)) {
    const Answer answer = BeginsTag(text.substr(*at, kLookAheadBytes), kEvent);
    if (answer != Answer::kNo) return answer;
  }
  *at = text.size();
  return Answer::kNo;
}

}  // namespace

std::optional<bool> BeginsEventXml(std::string_view window, bool at_end) {
  const std::string_view head = window.substr(0, kLookAheadBytes);
  if (head.size() < kLookAheadBytes && !at_end) return std::nullopt;
  return head.starts_with("<?xml") || head.starts_with(kComment) ||
         BeginsTag(head, kEvent) == Answer::kYes || BeginsTag(head, kEvents) == Answer::kYes;
}

Cut XmlSplitter::Next(std::string_view window, bool at_end) {
  if (skipping_) return SkipOn(window, at_end);
  if (in_event_) return NextEvent(window, at_end);
  const std::size_t at = std::min(window.find_first_not_of(kBetweenEvents), window.size());
  counter_.PassOver(window.substr(0, at));
  if (at == window.size()) return at_end ? Cut::End(at) : Cut::NeedMore(at);
  if (at > 0) return Cut::Nothing(at);

  const std::string_view head = window.substr(0, kLookAheadBytes);
  if (head.size() < kLookAheadBytes && !at_end) return Cut::NeedMore(0);
  if (BeginsTag(head, kEvent) == Answer::kYes) {
    Restart();
    in_event_ = true;
    return NextEvent(window, at_end);
  }
  if (head.starts_with(kInstruction)) return PassMarkup(window, 2, kInstructionEnd, at_end);
  if (head.starts_with(kComment)) return PassMarkup(window, 4, kCommentEnd, at_end);
  if (BeginsTag(head, kEvents) == Answer::kYes || BeginsTag(head, kEventsEnd) == Answer::kYes) {
    return PassMarkup(window, 1, ">", at_end);
  }
  const std::optional<bool> is_header = IsRecordHeaderAt(window, 0, at_end);
  if (!is_header) return Cut::NeedMore(0);
  if (*is_header) return Cut::Nothing(std::min(window.find('\n'), window.size()));
  return Junk(window, at_end);
}

void XmlSplitter::Restart() {
  in_event_ = false;
  scanned_ = kEvent.size();
  until_ = {};
}

Cut XmlSplitter::EmitCut() {
  Restart();
  skipping_ = true;
  return counter_.EmitCut(0);
}

// The event that the window begins with.
Cut XmlSplitter::NextEvent(std::string_view window, bool at_end) {
  const std::string_view text = window.substr(0, counter_.record_bytes_max());
  const bool is_all = at_end && text.size() == window.size();
  if (const std::optional<Cut> found = NextInEvent(text, is_all)) return *found;
  if (text.size() < window.size()) return EmitCut();
  if (!at_end) return Cut::NeedMore(0);
  Restart();
  return counter_.Emit(window, 0, window.size(), window.size());
}

// Nullopt: the event does not end within `text`.
std::optional<Cut> XmlSplitter::NextInEvent(std::string_view text, bool at_end) {
  const auto emit = [&](std::size_t end) {
    Restart();
    return counter_.Emit(text, 0, end, end);
  };
  while (true) {
    if (!until_.empty()) {
      const std::size_t end = text.find(until_, scanned_);
      if (end == kNone) {
        const std::size_t tail = std::min(text.size(), until_.size() - 1);
        scanned_ = std::max(scanned_, text.size() - tail);
        return std::nullopt;
      }
      scanned_ = end + until_.size();
      until_ = {};
    }
    scanned_ = std::min(text.find('<', scanned_), text.size());
    const std::string_view head = text.substr(scanned_, kLookAheadBytes);
    const bool is_end = BeginsTag(head, kEventEnd) == Answer::kYes;
    if (head.size() < kLookAheadBytes && !at_end && !is_end) return std::nullopt;
    if (head.empty()) return std::nullopt;
    if (head.starts_with(kCdata)) {
      scanned_ += kCdata.size();
      until_ = kCdataEnd;
    } else if (head.starts_with(kComment)) {
      scanned_ += kComment.size();
      until_ = kCommentEnd;
    } else if (is_end) {
      const std::size_t close = text.find('>', scanned_);
      if (close == kNone) return std::nullopt;
      return emit(close + 1);
    } else if (BeginsTag(head, kEvent) == Answer::kYes) {
      return emit(scanned_);
    } else {
      ++scanned_;
    }
  }
}

// Markup that belongs to no event, up to `end`, which is looked for from `from`.
Cut XmlSplitter::PassMarkup(std::string_view window, std::size_t from, std::string_view end,
                            bool at_end) {
  const std::size_t most = std::min(kMarkupBytesMax, counter_.record_bytes_max());
  const std::size_t found = window.substr(0, most).find(end, from);
  if (found != kNone) return Cut::Nothing(found + end.size());
  return at_end || window.size() >= most ? Junk(window, at_end) : Cut::NeedMore(0);
}

// Bytes that belong nowhere: up to the line's end or the next event.
Cut XmlSplitter::Junk(std::string_view window, bool at_end) {
  const std::string_view text = window.substr(0, counter_.record_bytes_max());
  const std::size_t line_break = text.find('\n');
  const bool is_line = line_break != kNone;
  std::size_t end = 0;
  const Answer answer = FindEvent(is_line ? text.substr(0, line_break + 1) : text, 0, &end);
  if (answer == Answer::kYes) return counter_.Emit(window, 0, end, end);
  if (is_line) return counter_.Emit(window, 0, line_break, line_break);
  if (text.size() < window.size()) return EmitCut();
  return at_end ? counter_.Emit(window, 0, text.size(), text.size()) : Cut::NeedMore(0);
}

// Drops what follows a record that was cut, up to the next event.
Cut XmlSplitter::SkipOn(std::string_view window, bool at_end) {
  std::size_t event = 0;
  const Answer answer = FindEvent(window, 0, &event);
  if (answer == Answer::kYes) {
    skipping_ = false;
    return Cut::Nothing(event);
  }
  if (at_end) return Cut::End(window.size());
  return Cut::NeedMore(event);
}

}  // namespace tocsin::input
