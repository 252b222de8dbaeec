#include "base/diag/render_text.h"

#include "base/escape.h"
#include "base/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <vector>

namespace tocsin {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kTab = "    ";

// The 16 colors that every terminal has; bright variants are readable on dark and light ground.
enum class Style : uint8_t { kPlain, kBold, kGutter, kError, kWarning, kNote };

std::string_view StyleCode(Style style) {
  switch (style) {
    case Style::kPlain:
      return "";
    case Style::kBold:
      return "\x1b[1m";
    case Style::kGutter:
      return "\x1b[34m";
    case Style::kError:
      return "\x1b[1;31m";
    case Style::kWarning:
      return "\x1b[1;33m";
    case Style::kNote:
      return "\x1b[1;36m";
  }
  return "";
}

Style StyleOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return Style::kError;
    case Severity::kWarning:
      return Style::kWarning;
    case Severity::kNote:
      return Style::kNote;
  }
  return Style::kPlain;
}

// One line of carets or dashes.
struct Mark {
  uint32_t begin = 0;  // bytes of the line
  uint32_t end = 0;
  bool primary = false;
  std::string label;
};

// A source line as it is printed: escaped, and cut if it is very long.
class PrintedLine {
 public:
  PrintedLine(std::string_view line, uint32_t focus, size_t width_max) : line_(line) {
    if (line.size() > width_max) {
      // Every character prints as at least one byte, so a longer line may still fit.
      if (line.size() > 4 * width_max || !Fits(width_max)) {
        first_ = std::min<size_t>(focus, line.size());
        for (size_t i = 0; i < width_max / 3 && first_ > 0; ++i) {
          first_ = PreviousCodePoint(line, first_);
        }
      }
    }
    if (first_ > 0) text_ += kEllipsis;
    const size_t front = first_ > 0 ? 1 : 0;
    size_t cells = front;
    size_t i = first_;
    for (; i < line.size() && cells < width_max; i += DecodeUtf8(line, i).bytes) {
      cells_.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(cells)});
      cells += AppendPiece(i);
    }
    cells_.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(cells)});
    if (i < line.size()) text_ += kEllipsis;
  }

  const std::string& text() const { return text_; }

  // Cell in which the byte is printed; the nearest printed one if it was cut.
  size_t CellOf(uint32_t offset) const {
    const auto after = std::ranges::upper_bound(cells_, offset, {}, &Cell::offset);
    return after == cells_.begin() ? cells_.front().cell : std::prev(after)->cell;
  }

 private:
  struct Cell {
    uint32_t offset;
    uint32_t cell;
  };

  std::string Piece(size_t offset) const {
    if (line_[offset] == '\t') return std::string(kTab);
    return EscapeTerminal(line_.substr(offset, DecodeUtf8(line_, offset).bytes));
  }
  size_t AppendPiece(size_t offset) {
    const std::string piece = Piece(offset);
    text_ += piece;
    return DisplayWidth(piece);
  }
  bool Fits(size_t width_max) const {
    size_t cells = 0;
    for (size_t i = 0; i < line_.size(); i += DecodeUtf8(line_, i).bytes) {
      cells += DisplayWidth(Piece(i));
    }
    return cells <= width_max;
  }

  std::string_view line_;
  size_t first_ = 0;  // first printed byte
  std::string text_;
  std::vector<Cell> cells_;  // of each printed character, and of the end
};

// The marks of one file, by line.
using MarkedLines = std::map<uint32_t, std::vector<Mark>>;

// A span over several lines is marked on its first and last.
void AddMarks(const SourceText& root, Span span, bool primary, const std::string& label,
              MarkedLines& lines) {
  const auto size = static_cast<uint32_t>(root.text().size());
  span.begin = std::min(span.begin, size);
  span.end = std::clamp(span.end, span.begin, size);
  const uint32_t first = root.Position(span.begin).line;
  const uint32_t last = root.Position(span.empty() ? span.begin : span.end - 1).line;
  const uint32_t first_begin = span.begin - root.LineBegin(first);
  if (first == last) {
    lines[first].push_back({first_begin, span.end - root.LineBegin(first), primary, label});
    return;
  }
  const auto line_size = [&root](uint32_t line) {
    return static_cast<uint32_t>(root.Line(line).size());
  };
  lines[first].push_back({first_begin, line_size(first), primary, {}});
  const size_t indent = root.Line(last).find_first_not_of(" \t");
  const uint32_t last_begin = indent == std::string_view::npos ? 0 : static_cast<uint32_t>(indent);
  const uint32_t last_end = std::min(span.end - root.LineBegin(last), line_size(last));
  lines[last].push_back({std::min(last_begin, last_end), last_end, primary, label});
}

class Renderer {
 public:
  Renderer(const Diagnostic& diagnostic, const RenderTextOptions& options)
      : diagnostic_(diagnostic), options_(options) {
    Group();
  }

  std::string Render() {
    const CodeFacts& facts = FactsOf(diagnostic_.code());
    Put(StyleOf(diagnostic_.severity()),
        fmt::format("{}[{}]", SeverityName(diagnostic_.severity()), facts.text));
    Put(Style::kBold, ": " + EscapeTerminal(diagnostic_.message()));
    out_ += '\n';
    if (files_.empty() && !diagnostic_.place().empty()) {
      Place("-->", EscapeTerminal(diagnostic_.place()));
    }
    for (size_t i = 0; i < files_.size(); ++i) PutFile(files_[i], i == 0);
    if (!files_.empty() && HasRemarks()) {
      PutGutter();
      out_ += '\n';
    }
    for (const std::string& note : diagnostic_.notes()) Remark("note", note);
    for (const std::string& help : diagnostic_.helps()) Remark("help", help);
    if (diagnostic_.fix()) Remark("fix", diagnostic_.fix()->title);
    if (options_.explain_line) Remark("explain", fmt::format("tocsin explain {}", facts.text));
    return std::move(out_);
  }

 private:
  struct File {
    const SourceText* root = nullptr;
    LineColumn position;  // of its first span
    MarkedLines lines;
  };

  // Sorts all spans by file; the primary's file comes first.
  void Group() {
    if (!diagnostic_.has_source()) return;
    const auto add = [this](const LabeledSpan& place, bool primary) {
      const SourceText& root = place.source->root();
      const Span span = place.source->ToRoot(place.span);
      auto file = std::ranges::find(files_, &root, &File::root);
      if (file == files_.end()) {
        files_.push_back({&root, root.Position(span.begin), {}});
        file = std::prev(files_.end());
      }
      AddMarks(root, span, primary, place.label, file->lines);
    };
    add(diagnostic_.primary(), true);
    for (const LabeledSpan& place : diagnostic_.secondary()) add(place, false);
    uint32_t last_line = 1;
    for (const File& file : files_) last_line = std::max(last_line, file.lines.rbegin()->first);
    gutter_width_ = fmt::formatted_size("{}", last_line);
  }

  bool HasRemarks() const {
    return options_.explain_line || !diagnostic_.notes().empty() || !diagnostic_.helps().empty() ||
           diagnostic_.fix().has_value();
  }

  void Put(Style style, std::string_view text) {
    if (!options_.color || style == Style::kPlain) {
      out_ += text;
      return;
    }
    out_ += StyleCode(style);
    out_ += text;
    out_ += "\x1b[0m";
  }

  // "   |"
  void PutGutter() { Put(Style::kGutter, std::string(gutter_width_ + 1, ' ') + '|'); }

  void Place(std::string_view arrow, std::string_view place) {
    out_.append(gutter_width_, ' ');
    Put(Style::kGutter, arrow);
    out_ += ' ';
    out_ += place;
    out_ += '\n';
  }

  void PutFile(const File& file, bool primary) {
    Place(primary ? "-->" : ":::", fmt::format("{}:{}:{}", EscapeTerminal(file.root->name()),
                                               file.position.line, file.position.column));
    PutGutter();
    out_ += '\n';
    uint32_t previous = 0;
    for (const auto& [line, marks] : file.lines) {
      if (previous != 0 && line > previous + 1) {
        Put(Style::kGutter, std::string(gutter_width_, '.'));
        out_ += '\n';
      }
      PutLine(file.root->Line(line), line, marks);
      previous = line;
    }
  }

  void PutLine(std::string_view text, uint32_t number, const std::vector<Mark>& marks) {
    auto focus = std::ranges::find(marks, true, &Mark::primary);
    if (focus == marks.end()) focus = marks.begin();
    const PrintedLine printed(text, focus->begin, options_.line_width_max);
    Put(Style::kGutter, fmt::format("{:>{}} |", number, gutter_width_));
    out_ += ' ';
    out_ += printed.text();
    out_ += '\n';
    for (const Mark& mark : marks) {
      const size_t begin = printed.CellOf(mark.begin);
      const size_t end = std::max(printed.CellOf(mark.end), begin + 1);
      PutGutter();
      out_.append(begin + 1, ' ');
      std::string underline(end - begin, mark.primary ? '^' : '-');
      if (!mark.label.empty()) underline += ' ' + EscapeTerminal(mark.label);
      Put(mark.primary ? StyleOf(diagnostic_.severity()) : Style::kGutter, underline);
      out_ += '\n';
    }
  }

  // "   = help: …"; further lines of the text stand under its first.
  void Remark(std::string_view kind, std::string_view text) {
    Put(Style::kGutter, std::string(gutter_width_ + 1, ' ') + '=');
    out_ += ' ';
    Put(Style::kBold, kind);
    out_ += ": ";
    for (const char c : EscapeTerminalLines(text)) {
      out_ += c;
      if (c == '\n') out_.append(gutter_width_ + kind.size() + 5, ' ');
    }
    out_ += '\n';
  }

  const Diagnostic& diagnostic_;
  const RenderTextOptions& options_;
  std::vector<File> files_;
  size_t gutter_width_ = 2;
  std::string out_;
};

}  // namespace

std::string RenderText(const Diagnostic& diagnostic, const RenderTextOptions& options) {
  return Renderer(diagnostic, options).Render();
}

std::string RenderText(std::span<const Diagnostic> diagnostics, const RenderTextOptions& options) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!out.empty()) out += '\n';
    out += RenderText(diagnostic, options);
  }
  return out;
}

std::string RenderConcise(const Diagnostic& diagnostic) {
  std::string out;
  if (diagnostic.has_source()) {
    const SourceText& root = diagnostic.primary().source->root();
    const Span span = diagnostic.primary().source->ToRoot(diagnostic.primary().span);
    const LineColumn position = root.Position(span.begin);
    out = fmt::format("{}:{}:{}: ", EscapeTerminal(root.name()), position.line, position.column);
  } else if (!diagnostic.place().empty()) {
    out = EscapeTerminal(diagnostic.place()) + ": ";
  }
  fmt::format_to(std::back_inserter(out), "{}[{}]: {}", SeverityName(diagnostic.severity()),
                 FactsOf(diagnostic.code()).text, EscapeTerminal(diagnostic.message()));
  return out;
}

}  // namespace tocsin
