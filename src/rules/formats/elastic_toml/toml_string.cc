#include "rules/formats/elastic_toml/toml_string.h"

#include "base/utf8.h"

#include <charconv>

namespace tocsin::elastic_toml {
namespace {

class Reader {
 public:
  Reader(std::string_view file, std::size_t at) : file_(file), at_(at) {}

  std::optional<TomlString> Read() {
    if (at_ >= file_.size() || (file_[at_] != '"' && file_[at_] != '\'')) return std::nullopt;
    quote_ = file_[at_];
    const std::string triple(3, quote_);
    multi_line_ = file_.substr(at_).starts_with(triple);
    at_ += multi_line_ ? 3 : 1;
    if (multi_line_) SkipLineEnd();
    while (at_ < file_.size()) {
      if (AtEnd(triple)) return std::move(result_);
      if (quote_ == '"' && file_[at_] == '\\') {
        if (!Escape()) return std::nullopt;
      } else if (file_[at_] == '\r' && at_ + 1 < file_.size() && file_[at_ + 1] == '\n') {
        Emit("\n", 2);
      } else {
        Emit(file_.substr(at_, 1), 1);
      }
    }
    return std::nullopt;
  }

 private:
  // A multi-line string may end in up to two quotes of its own: the last three of a run close it.
  bool AtEnd(const std::string& triple) {
    if (file_[at_] != quote_) return false;
    if (!multi_line_) return true;
    if (!file_.substr(at_).starts_with(triple)) return false;
    return at_ + 3 >= file_.size() || file_[at_ + 3] != quote_;
  }

  void SkipLineEnd() {
    if (file_.substr(at_).starts_with("\r\n")) {
      at_ += 2;
    } else if (file_.substr(at_).starts_with("\n")) {
      at_ += 1;
    }
  }

  void Emit(std::string_view text, std::size_t file_bytes) {
    result_.text.append(text);
    result_.map.Add(text.size(), at_, file_bytes);
    at_ += file_bytes;
  }

  bool Escape() {
    if (at_ + 1 >= file_.size()) return false;
    switch (const char c = file_[at_ + 1]) {
      case 'b':
        return Emit("\b", 2), true;
      case 't':
        return Emit("\t", 2), true;
      case 'n':
        return Emit("\n", 2), true;
      case 'f':
        return Emit("\f", 2), true;
      case 'r':
        return Emit("\r", 2), true;
      case 'e':
        return Emit("\x1b", 2), true;
      case '"':
        return Emit("\"", 2), true;
      case '\\':
        return Emit("\\", 2), true;
      case 'x':
        return CodePoint(2);
      case 'u':
        return CodePoint(4);
      case 'U':
        return CodePoint(8);
      default:
        return multi_line_ && LineContinuation(c);
    }
  }

  bool CodePoint(std::size_t digits) {
    const std::string_view hex = file_.substr(at_ + 2, digits);
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
    if (hex.size() != digits || error != std::errc{} || end != hex.data() + hex.size()) {
      return false;
    }
    std::string text;
    AppendUtf8(static_cast<char32_t>(value), text);
    Emit(text, digits + 2);
    return true;
  }

  // A backslash at the end of a line swallows all white space up to the next text.
  bool LineContinuation(char next) {
    if (next != ' ' && next != '\t' && next != '\r' && next != '\n') return false;
    const std::size_t text = file_.find_first_not_of(" \t\r\n", at_ + 1);
    at_ = text == std::string_view::npos ? file_.size() : text;
    return true;
  }

  std::string_view file_;
  std::size_t at_;
  char quote_ = '"';
  bool multi_line_ = false;
  TomlString result_;
};

}  // namespace

std::optional<TomlString> ReadTomlString(std::string_view file, std::size_t quote) {
  return Reader(file, quote).Read();
}

std::size_t OffsetOfPlace(std::string_view file, std::size_t line, std::size_t column) {
  std::size_t at = 0;
  for (; line > 1; --line) {
    const std::size_t end = file.find('\n', at);
    if (end == std::string_view::npos) return file.size();
    at = end + 1;
  }
  for (; column > 1 && at < file.size(); --column) {
    ++at;
    while (at < file.size() && (static_cast<unsigned char>(file[at]) & 0xC0U) == 0x80U) ++at;
  }
  return at;
}

}  // namespace tocsin::elastic_toml
