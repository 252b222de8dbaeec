#include "alerts/message_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

namespace tocsin {
namespace {

constexpr int kExpressionDepthMax = 32;
constexpr std::string_view kBlanks = " \t\r\n";

std::string_view Trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

// "is_match" "x" "a b" -> three words; quotes are taken off.
std::vector<std::string_view> SplitWords(std::string_view text) {
  std::vector<std::string_view> words;
  while (!(text = Trim(text)).empty()) {
    const bool quoted = text.front() == '"';
    if (quoted) text.remove_prefix(1);
    const std::size_t end = quoted ? text.find('"') : text.find_first_of(kBlanks);
    words.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + (quoted ? 1 : 0));
  }
  return words;
}

std::string Joined(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) {
    if (!text.empty()) text += ", ";
    text += value;
  }
  return text;
}

std::optional<double> NumberOf(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

// sum = product { ("+" | "-") product };  product = atom { ("*" | "/" | "%") atom };
// atom = "(" sum ")" | "-" atom | number | variable
class Expression {
 public:
  Expression(std::string_view text, const MessageVariables& variables)
      : text_(text), variables_(variables) {}

  std::optional<double> Value() {
    const std::optional<double> value = Sum();
    SkipBlanks();
    return at_ == text_.size() ? value : std::nullopt;
  }

 private:
  void SkipBlanks() {
    while (at_ < text_.size() && kBlanks.find(text_[at_]) != std::string_view::npos) ++at_;
  }
  char Peek() {
    SkipBlanks();
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  std::optional<double> Sum() {
    std::optional<double> left = Product();
    while (left && (Peek() == '+' || Peek() == '-')) {
      const char op = text_[at_++];
      const std::optional<double> right = Product();
      if (!right) return std::nullopt;
      *left = op == '+' ? *left + *right : *left - *right;
    }
    return left;
  }

  std::optional<double> Product() {
    std::optional<double> left = Atom();
    while (left && (Peek() == '*' || Peek() == '/' || Peek() == '%')) {
      const char op = text_[at_++];
      const std::optional<double> right = Atom();
      if (!right || (op != '*' && *right == 0)) return std::nullopt;
      *left = op == '*' ? *left * *right : op == '/' ? *left / *right : std::fmod(*left, *right);
    }
    return left;
  }

  std::optional<double> Atom() {
    if (depth_ >= kExpressionDepthMax) return std::nullopt;
    ++depth_;
    const std::optional<double> value = AtomInside();
    --depth_;
    return value;
  }

  std::optional<double> AtomInside() {
    const char c = Peek();
    if (c == '(') {
      ++at_;
      const std::optional<double> inner = Sum();
      if (Peek() != ')') return std::nullopt;
      ++at_;
      return inner;
    }
    if (c == '-') {
      ++at_;
      const std::optional<double> inner = Atom();
      return inner ? std::optional(-*inner) : std::nullopt;
    }
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of("+-*/%() \t\r\n", at_), text_.size());
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (const std::optional<double> number = NumberOf(word)) return number;
    const std::vector<std::string> values = variables_.Values(word);
    return values.empty() ? std::nullopt : NumberOf(values.front());
  }

  const std::string_view text_;
  const MessageVariables& variables_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

std::string Evaluate(std::string_view expression, const MessageVariables& variables) {
  const std::optional<double> value = Expression(expression, variables).Value();
  if (!value || !std::isfinite(*value)) return {};
  constexpr double kExact = 9007199254740992.0;  // 2^53: whole numbers below are exact
  if (*value == std::trunc(*value) && std::abs(*value) < kExact) {
    return fmt::format("{}", static_cast<std::int64_t>(*value));
  }
  return fmt::format("{}", *value);
}

// RFC 3986: all but the unreserved characters.
std::string PercentEncoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

class Renderer {
 public:
  Renderer(std::string_view text, const MessageVariables& variables)
      : rest_(text), variables_(variables) {}

  std::string Run() {
    while (!rest_.empty() && out_.size() < kMessageBytesMax) {
      const std::size_t open = rest_.find("{{");
      Emit(rest_.substr(0, open));
      if (open == std::string_view::npos) break;
      rest_.remove_prefix(open);
      if (rest_.starts_with("{{{{")) {
        RenderRaw();
      } else {
        RenderTag();
      }
    }
    if (out_.size() > kMessageBytesMax) out_.resize(kMessageBytesMax);
    return std::move(out_);
  }

 private:
  struct Block {
    std::string_view word;
    bool shown_before = true;  // around it
  };

  void Emit(std::string_view text) {
    if (shown_) out_ += text;
  }

  // Takes "{{ ... }}" with this many braces; the text between. None: the braces are plain text.
  std::optional<std::string_view> TakeBraces(std::size_t braces) {
    const std::string_view close = std::string_view("}}}}").substr(0, braces);
    const std::size_t end = rest_.find(close, braces);
    if (end == std::string_view::npos) {
      Emit(rest_);
      rest_ = {};
      return std::nullopt;
    }
    const std::string_view inside = rest_.substr(braces, end - braces);
    rest_.remove_prefix(end + braces);
    return Trim(inside);
  }

  void RenderRaw() {
    const std::optional<std::string_view> inside = TakeBraces(4);
    if (!inside) return;
    const std::vector<std::string_view> words = SplitWords(*inside);
    if (words.empty()) return;
    const std::string close = "{{{{/" + std::string(words.front()) + "}}}}";
    const std::size_t end = rest_.find(close);
    if (words.front() == "raw" || Condition(words)) Emit(rest_.substr(0, end));
    rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + close.size());
  }

  void RenderTag() {
    const std::optional<std::string_view> inside = TakeBraces(rest_.starts_with("{{{") ? 3 : 2);
    if (!inside || inside->empty()) return;
    const char sign = inside->front();
    if (sign == '#' || sign == '^') {
      const std::vector<std::string_view> words = SplitWords(inside->substr(1));
      if (words.empty()) return;
      blocks_.push_back({words.front(), shown_});
      shown_ = shown_ && Condition(words) == (sign == '#');
    } else if (sign == '/') {
      if (blocks_.empty() || blocks_.back().word != Trim(inside->substr(1))) return;
      shown_ = blocks_.back().shown_before;
      blocks_.pop_back();
    } else if (shown_) {
      out_ += Text(*inside);
    }
  }

  // Words of a block: its name, a variable, texts.
  bool Condition(const std::vector<std::string_view>& words) const {
    if (words.size() < 2) return false;
    const std::vector<std::string> values = variables_.Values(words[1]);
    if (words[0] == "if") return !values.empty();
    const bool exact = words[0] == "is_exact_match";
    if (!exact && words[0] != "is_match") return false;
    for (std::size_t i = 2; i < words.size(); ++i) {
      for (const std::string& value : values) {
        if (exact ? value == words[i] : value.find(words[i]) != std::string::npos) return true;
      }
      // A variable without a value is the empty text.
      if (values.empty() && words[i].empty()) return true;
    }
    return false;
  }

  std::string Text(std::string_view inside) const {
    const std::vector<std::string_view> words = SplitWords(inside);
    if (words.empty()) return {};
    if (words.size() > 1 && words[0] == "eval") return Evaluate(words[1], variables_);
    if (words.size() > 1 && words[0] == "urlencode") {
      return PercentEncoded(Joined(variables_.Values(words[1])));
    }
    if (words.size() > 1 && words[0] == "local_time") {
      const std::optional<Time> time = variables_.Instant(words[1]);
      if (!time) return {};
      const CivilTime civil = CivilFromTime(*time);
      return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}+00:00", civil.year, civil.month,
                         civil.day, civil.hour, civil.minute, civil.second);
    }
    return Joined(variables_.Values(inside));
  }

  std::string_view rest_;
  const MessageVariables& variables_;
  std::string out_;
  std::vector<Block> blocks_;
  bool shown_ = true;
};

}  // namespace

std::string RenderMessage(std::string_view text, const MessageVariables& variables) {
  return Renderer(text, variables).Run();
}

std::string FormatMessageTime(Time time) {
  static constexpr std::array<std::string_view, 7> kDays = {"Thu", "Fri", "Sat", "Sun",
                                                            "Mon", "Tue", "Wed"};
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilTime civil = CivilFromTime(time);
  // 1970-01-01 was a Thursday.
  const std::int64_t days = DaysFromCivil(civil.year, civil.month, civil.day);
  const auto day = static_cast<std::size_t>(((days % 7) + 7) % 7);
  return fmt::format("{} {} {:02} {:02}:{:02}:{:02} UTC {:04}", kDays[day],
                     kMonths[static_cast<std::size_t>(civil.month - 1)], civil.day, civil.hour,
                     civil.minute, civil.second, civil.year);
}

}  // namespace tocsin
