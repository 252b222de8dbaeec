#include "rules/formats/datadog_json/json_document.h"

#include "base/utf8.h"

#include <algorithm>
#include <utility>

namespace tocsin::datadog_json {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::uint32_t> FourHexDigits(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text.substr(at, 4)) {
    std::uint32_t digit = 0;
    if (IsDigit(c)) {
      digit = static_cast<std::uint32_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<std::uint32_t>(c - 'a') + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<std::uint32_t>(c - 'A') + 10;
    } else {
      return std::nullopt;
    }
    value = value * 16 + digit;
  }
  return value;
}

// Bytes that the escape at `at` (a backslash) takes; 0 when it is none.
std::size_t Unescape(std::string_view file, std::size_t at, std::string* out) {
  static constexpr std::string_view kLetters = "\"\\/bfnrt";
  static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (at + 1 >= file.size()) return 0;
  if (file[at + 1] != 'u') {
    const std::size_t which = kLetters.find(file[at + 1]);
    if (which == std::string_view::npos) return 0;
    out->push_back(kMeanings[which]);
    return 2;
  }
  const std::optional<std::uint32_t> high = FourHexDigits(file, at + 2);
  if (!high) return 0;
  if (*high >= 0xD800 && *high < 0xDC00 && file.substr(at + 6).starts_with("\\u")) {
    const std::optional<std::uint32_t> low = FourHexDigits(file, at + 8);
    if (low && *low >= 0xDC00 && *low < 0xE000) {
      AppendUtf8(0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00), *out);
      return 12;
    }
  }
  AppendUtf8(*high, *out);  // a lone surrogate becomes U+FFFD
  return 6;
}

class Parser {
 public:
  Parser(const SourceRef& file, DiagnosticSink& sink)
      : file_(file), text_(file->text()), sink_(sink) {}

  Result<JsonValue, Reported> Run() {
    JsonValue root;
    if (!ParseValue(&root, 0)) return Fail(Reported());
    SkipBlanks();
    if (at_ != text_.size()) {
      Fault(at_, "the file goes on after its value");
      return Fail(Reported());
    }
    return root;
  }

 private:
  void SkipBlanks() { at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size()); }

  bool Fault(std::size_t at, std::string what) {
    sink_.Add(Diagnostic(DiagCode::kRulMalformedFile, file_, Span::At(at), std::move(what)));
    return false;
  }

  bool ParseValue(JsonValue* value, int depth) {
    SkipBlanks();
    if (depth > kDepthMax) return Fault(at_, "the JSON nests too deeply");
    if (at_ == text_.size()) return Fault(at_, "the file ends where a value is expected");
    const std::size_t begin = at_;
    bool ok = false;
    switch (text_[at_]) {
      case '{':
        ok = ParseObject(value, depth);
        break;
      case '[':
        ok = ParseList(value, depth);
        break;
      case '"':
        value->kind = JsonValue::Kind::kText;
        ok = ParseString(&value->text);
        break;
      default:
        ok = ParseScalar(value);
    }
    value->span = Span::Of(begin, at_);
    return ok;
  }

  bool ParseString(std::string* out) {
    std::size_t fault = at_;
    std::optional<JsonString> read = ReadJsonString(text_, at_, &fault);
    if (!read) return Fault(fault, "the string is not complete or has an unknown escape");
    at_ = read->end;
    *out = std::move(read->text);
    return true;
  }

  bool ParseScalar(JsonValue* value) {
    const auto take = [this](std::string_view word) {
      if (!text_.substr(at_).starts_with(word)) return false;
      at_ += word.size();
      return true;
    };
    if (take("null")) return true;
    if (take("true") || take("false")) {
      value->kind = JsonValue::Kind::kBool;
      value->boolean = text_[at_ - 2] == 'u';
      return true;
    }
    const std::size_t begin = at_;
    if (!TakeNumber()) return Fault(begin, "no JSON value begins here");
    value->kind = JsonValue::Kind::kNumber;
    value->text = std::string(text_.substr(begin, at_ - begin));
    return true;
  }

  std::size_t TakeDigits() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && IsDigit(text_[at_])) ++at_;
    return at_ - begin;
  }
  bool Sees(char c) const { return at_ < text_.size() && text_[at_] == c; }

  bool TakeNumber() {
    if (Sees('-')) ++at_;
    if (Sees('0')) {
      ++at_;
    } else if (TakeDigits() == 0) {
      return false;
    }
    if (Sees('.')) {
      ++at_;
      if (TakeDigits() == 0) return false;
    }
    if (Sees('e') || Sees('E')) {
      ++at_;
      if (Sees('+') || Sees('-')) ++at_;
      if (TakeDigits() == 0) return false;
    }
    return true;
  }

  bool ParseList(JsonValue* value, int depth) {
    value->kind = JsonValue::Kind::kList;
    ++at_;
    SkipBlanks();
    if (Sees(']')) return ++at_, true;
    for (;;) {
      value->list.emplace_back();
      if (!ParseValue(&value->list.back(), depth + 1)) return false;
      SkipBlanks();
      if (Sees(']')) return ++at_, true;
      if (!Sees(',')) return Fault(at_, "expected `,` or `]`");
      ++at_;
    }
  }

  bool ParseObject(JsonValue* value, int depth) {
    value->kind = JsonValue::Kind::kObject;
    ++at_;
    SkipBlanks();
    if (Sees('}')) return ++at_, true;
    for (;;) {
      SkipBlanks();
      if (!Sees('"')) return Fault(at_, "expected the name of a member in quotes");
      auto& [key, member] = value->members.emplace_back();
      if (!ParseString(&key)) return false;
      SkipBlanks();
      if (!Sees(':')) return Fault(at_, "expected `:`");
      ++at_;
      if (!ParseValue(&member, depth + 1)) return false;
      SkipBlanks();
      if (Sees('}')) return ++at_, true;
      if (!Sees(',')) return Fault(at_, "expected `,` or `}`");
      ++at_;
    }
  }

  const SourceRef& file_;
  const std::string_view text_;
  DiagnosticSink& sink_;
  std::size_t at_ = 0;
};

}  // namespace

const JsonValue* JsonValue::Find(std::string_view key) const {
  const auto found = std::find_if(members.rbegin(), members.rend(),
                                  [key](const JsonMember& member) { return member.key == key; });
  return found == members.rend() ? nullptr : &found->value;
}

std::string_view KindName(JsonValue::Kind kind) {
  switch (kind) {
    case JsonValue::Kind::kNull:
      return "null";
    case JsonValue::Kind::kBool:
      return "true or false";
    case JsonValue::Kind::kNumber:
      return "a number";
    case JsonValue::Kind::kText:
      return "a string";
    case JsonValue::Kind::kList:
      return "a list";
    case JsonValue::Kind::kObject:
      return "an object";
  }
  return {};
}

Result<JsonValue, Reported> ParseJson(const SourceRef& file, DiagnosticSink& sink) {
  return Parser(file, sink).Run();
}

std::optional<JsonString> ReadJsonString(std::string_view file, std::size_t quote,
                                         std::size_t* fault) {
  *fault = quote;
  if (quote >= file.size() || file[quote] != '"') return std::nullopt;
  JsonString read;
  std::size_t at = quote + 1;
  for (;;) {
    const std::size_t plain = at;
    while (at < file.size() && file[at] != '"' && file[at] != '\\' &&
           static_cast<unsigned char>(file[at]) >= 0x20) {
      ++at;
    }
    if (at > plain) {
      read.text.append(file.substr(plain, at - plain));
      read.map.Add(at - plain, plain, at - plain);
    }
    *fault = at;
    if (at == file.size()) return std::nullopt;
    if (file[at] == '"') break;
    const std::size_t before = read.text.size();
    const std::size_t taken = file[at] == '\\' ? Unescape(file, at, &read.text) : 0;
    if (taken == 0) return std::nullopt;
    read.map.Add(read.text.size() - before, at, taken);
    at += taken;
  }
  read.end = at + 1;
  return read;
}

}  // namespace tocsin::datadog_json
