#include "base/lucene_syntax.h"

#include "base/case_fold.h"
#include "base/utf8.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

namespace tocsin::lucene {
namespace {

using Kind = Node::Kind;

constexpr size_t kPatternBytesMax = 8192;
constexpr int kDepthMax = 200;
constexpr uint32_t kCountMax = 1'000'000;

const CharRanges kNoRanges;

Node Character(CharRanges ranges) { return {Kind::kCharacter, false, 0, 0, std::move(ranges), {}}; }
Node Character(char32_t c) { return Character(CharRanges{{c, c}}); }
Node Group(Kind kind, std::vector<Node> children) {
  if (children.size() == 1) return std::move(children[0]);
  return {kind, false, 0, 0, {}, std::move(children)};
}
Node Repeat(Node child, uint32_t min, uint32_t max) {
  Node node{Kind::kRepeat, false, min, max, {}, {}};
  node.children.push_back(std::move(child));
  return node;
}
Node Digit(char first, char last) {
  return Character(
      CharRanges{{static_cast<unsigned char>(first), static_cast<unsigned char>(last)}});
}

// Digit strings from `low` to `high`, which are equally long.
Node DigitsBetween(std::string_view low, std::string_view high) {
  if (low.empty()) return {};
  const auto rest = static_cast<uint32_t>(low.size() - 1);
  const auto first = [rest](char from, char to) {
    std::vector<Node> parts;
    parts.push_back(Digit(from, to));
    if (rest > 0) parts.push_back(Repeat(Digit('0', '9'), rest, rest));
    return Group(Kind::kConcat, std::move(parts));
  };
  const auto behind = [](char digit, Node tail) {
    std::vector<Node> parts;
    parts.push_back(Digit(digit, digit));
    parts.push_back(std::move(tail));
    return Group(Kind::kConcat, std::move(parts));
  };
  if (low[0] == high[0]) return behind(low[0], DigitsBetween(low.substr(1), high.substr(1)));
  std::vector<Node> ways;
  ways.push_back(behind(low[0], DigitsBetween(low.substr(1), std::string(rest, '9'))));
  if (low[0] + 1 < high[0]) {
    ways.push_back(first(static_cast<char>(low[0] + 1), static_cast<char>(high[0] - 1)));
  }
  ways.push_back(behind(high[0], DigitsBetween(std::string(rest, '0'), high.substr(1))));
  return Group(Kind::kUnion, std::move(ways));
}

// Numbers from `low` to `high` with any number of leading zeros.
Node NumbersBetween(const std::string& low, const std::string& high) {
  std::vector<Node> widths;
  for (size_t width = low.size(); width <= high.size(); ++width) {
    const std::string first = width == low.size() ? low : '1' + std::string(width - 1, '0');
    const std::string last = width == high.size() ? high : std::string(width, '9');
    widths.push_back(DigitsBetween(first, last));
  }
  std::vector<Node> parts;
  parts.push_back(Repeat(Digit('0', '0'), 0, kUnbounded));
  parts.push_back(Group(Kind::kUnion, std::move(widths)));
  return Group(Kind::kConcat, std::move(parts));
}

class Parser {
 public:
  using Parsed = Result<Node, LuceneRegexError>;

  Parser(std::string_view pattern, bool ignore_case)
      : pattern_(pattern), ignore_case_(ignore_case) {}

  Parsed Parse() {
    if (pattern_.size() > kPatternBytesMax) return FailAt(0, "pattern is longer than 8192 bytes");
    if (pattern_.empty()) return Node{};
    TOCSIN_TRY(Node node, ParseUnion());
    if (!AtEnd()) return FailAt(offset_, "`)` without a `(` before it");
    return node;
  }

 private:
  using Failure = tl::unexpected<LuceneRegexError>;

  Failure FailAt(size_t begin, std::string message) const {
    return Failure(LuceneRegexError{std::move(message), begin, std::max(offset_, begin) - begin});
  }

  bool AtEnd() const { return offset_ == pattern_.size(); }
  bool Sees(std::string_view set) const {
    return !AtEnd() && set.find(pattern_[offset_]) != std::string_view::npos;
  }
  bool Take(char c) {
    if (AtEnd() || pattern_[offset_] != c) return false;
    ++offset_;
    return true;
  }
  // The next code point; there must be one.
  char32_t Next() {
    const DecodedCodePoint decoded = DecodeUtf8(pattern_, offset_);
    offset_ += decoded.bytes;
    return decoded.code_point;
  }

  Parsed ParseUnion() {
    if (++depth_ > kDepthMax) return FailAt(offset_, "nested more than 200 deep");
    std::vector<Node> ways;
    do {
      TOCSIN_TRY(Node way, ParseInter());
      ways.push_back(std::move(way));
    } while (Take('|'));
    --depth_;
    return Group(Kind::kUnion, std::move(ways));
  }

  Parsed ParseInter() {
    std::vector<Node> parts;
    do {
      TOCSIN_TRY(Node part, ParseConcat());
      parts.push_back(std::move(part));
    } while (Take('&'));
    return Group(Kind::kIntersect, std::move(parts));
  }

  Parsed ParseConcat() {
    std::vector<Node> parts;
    do {
      TOCSIN_TRY(Node part, ParseRepeat());
      // A quoted text is a concatenation of its own; one level is enough.
      if (part.kind == Kind::kConcat) {
        std::move(part.children.begin(), part.children.end(), std::back_inserter(parts));
      } else {
        parts.push_back(std::move(part));
      }
    } while (!AtEnd() && !Sees(")|&"));
    return Group(Kind::kConcat, std::move(parts));
  }

  Parsed ParseRepeat() {
    TOCSIN_TRY(Node node, ParseCompl());
    while (Sees("?*+{")) {
      if (Take('?')) {
        node = Repeat(std::move(node), 0, 1);
      } else if (Take('*')) {
        node = Repeat(std::move(node), 0, kUnbounded);
      } else if (Take('+')) {
        node = Repeat(std::move(node), 1, kUnbounded);
      } else {
        TOCSIN_TRY(node, ParseCounts(std::move(node)));
      }
      if (++repeats_ > kDepthMax) return FailAt(offset_, "more than 200 repetitions");
    }
    return node;
  }

  Parsed ParseCounts(Node node) {
    const size_t begin = offset_;
    Take('{');
    const std::optional<uint32_t> min = TakeCount();
    if (!min)
      return FailAt(begin, "`{` needs a number up to 1000000; write `\\{` for the character");
    uint32_t max = *min;
    if (Take(',')) {
      max = kUnbounded;
      if (Sees("0123456789")) {
        const std::optional<uint32_t> count = TakeCount();
        if (!count) return FailAt(begin, "count above 1000000");
        max = *count;
      }
    }
    if (!Take('}')) return FailAt(begin, "`{` without `}`");
    if (max < *min) return Character(kNoRanges);  // as in Lucene: no text at all
    return Repeat(std::move(node), *min, max);
  }

  std::optional<uint32_t> TakeCount() {
    const char* const begin = pattern_.data() + offset_;
    uint32_t count = 0;
    const auto [end, error] = std::from_chars(begin, pattern_.data() + pattern_.size(), count);
    if (error != std::errc() || count > kCountMax) return std::nullopt;
    offset_ += static_cast<size_t>(end - begin);
    return count;
  }

  Parsed ParseCompl() {
    if (!Take('~')) return ParseClass();
    if (++depth_ > kDepthMax) return FailAt(offset_, "nested more than 200 deep");
    TOCSIN_TRY(Node child, ParseCompl());
    --depth_;
    std::vector<Node> children;
    children.push_back(std::move(child));
    return Node{Kind::kComplement, false, 0, 0, {}, std::move(children)};
  }

  Parsed ParseClass() {
    const size_t begin = offset_;
    if (!Take('[')) return ParseSimple();
    const bool negated = Take('^');
    CharRanges ranges;
    do {
      if (AtEnd()) return FailAt(begin, "`[` without `]`");
      if (std::optional<CharRanges> predefined = TakePredefined()) {
        ranges.insert(ranges.end(), predefined->begin(), predefined->end());
        continue;
      }
      const size_t member = offset_;
      const std::optional<char32_t> first = TakeChar();
      std::optional<char32_t> last = first;
      if (first && Take('-')) last = TakeChar();
      if (!first || !last) return FailAt(begin, "`[` without `]`");
      if (*first > *last) return FailAt(member, "range that ends before it begins");
      ranges.push_back({*first, *last});
    } while (!Sees("]"));
    Take(']');
    ranges = Normalize(std::move(ranges));
    return Character(negated ? Negate(ranges) : ranges);
  }

  Parsed ParseSimple() {
    const size_t begin = offset_;
    if (Take('.')) return Character(Negate(kNoRanges));
    if (Take('#')) return Character(kNoRanges);
    if (Take('@')) return Repeat(Character(Negate(kNoRanges)), 0, kUnbounded);
    if (Take('"')) {
      std::vector<Node> characters;
      while (!AtEnd() && !Sees("\"")) characters.push_back(Literal(Next()));
      if (!Take('"')) return FailAt(begin, "text without a closing quote");
      return characters.empty() ? Node{} : Group(Kind::kConcat, std::move(characters));
    }
    if (Take('(')) {
      if (Take(')')) return Node{};
      TOCSIN_TRY(Node node, ParseUnion());
      if (!Take(')')) return FailAt(begin, "`(` without `)`");
      return node;
    }
    if (Take('<')) return ParseInterval(begin);
    if (std::optional<CharRanges> predefined = TakePredefined()) {
      return Character(*std::move(predefined));
    }
    const std::optional<char32_t> c = TakeChar();
    if (!c) return FailAt(begin, "pattern ends where something must follow");
    return Literal(*c);
  }

  // The rest of `<n-m>`.
  Parsed ParseInterval(size_t begin) {
    const auto number = [this] {
      const size_t first = offset_;
      while (Sees("0123456789")) ++offset_;
      return std::string(pattern_.substr(first, offset_ - first));
    };
    std::string low = number();
    const bool dash = Take('-');
    std::string high = number();
    if (low.empty() || !dash || high.empty() || !Take('>')) {
      return FailAt(begin, "`<` begins an interval such as <1-100>; write `\\<` for the character");
    }
    if (low.size() > 9 || high.size() > 9) return FailAt(begin, "bound of more than 9 digits");
    const bool fixed = low.size() == high.size();
    const auto less = [](const std::string& a, const std::string& b) {
      return std::pair(a.size(), a) < std::pair(b.size(), b);
    };
    if (fixed) {
      if (less(high, low)) std::swap(low, high);
      return DigitsBetween(low, high);
    }
    for (std::string* bound : {&low, &high}) {
      bound->erase(0, std::min(bound->find_first_not_of('0'), bound->size() - 1));
    }
    if (less(high, low)) std::swap(low, high);
    return NumbersBetween(low, high);
  }

  Node Literal(char32_t c) const {
    Node node = Character(c);
    node.literal = true;
    if (ignore_case_ && c < 0x80) {
      const char letter = static_cast<char>(c);
      const auto lower = static_cast<char32_t>(AsciiLower(letter));
      const auto upper = static_cast<char32_t>(AsciiUpper(letter));
      node.ranges = Normalize({{upper, upper}, {lower, lower}});
    }
    return node;
  }

  std::optional<char32_t> TakeChar() {
    Take('\\');
    if (AtEnd()) return std::nullopt;
    return Next();
  }

  std::optional<CharRanges> TakePredefined() {
    if (pattern_.size() - offset_ < 2 || pattern_[offset_] != '\\') return std::nullopt;
    CharRanges ranges;
    const char name = pattern_[offset_ + 1];
    switch (AsciiLower(name)) {
      case 'd':
        ranges = {{'0', '9'}};
        break;
      case 's':
        ranges = {{'\t', '\n'}, {'\r', '\r'}, {' ', ' '}};
        break;
      case 'w':
        ranges = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
        break;
      default:
        return std::nullopt;
    }
    offset_ += 2;
    return name >= 'A' && name <= 'Z' ? Negate(ranges) : ranges;
  }

  std::string_view pattern_;
  bool ignore_case_;
  size_t offset_ = 0;
  int depth_ = 0;
  int repeats_ = 0;
};

}  // namespace

CharRanges Normalize(CharRanges ranges) {
  std::ranges::sort(ranges, {}, &CharRange::first);
  CharRanges joined;
  for (const CharRange& range : ranges) {
    if (!joined.empty() && range.first <= joined.back().last + 1) {
      joined.back().last = std::max(joined.back().last, range.last);
    } else {
      joined.push_back(range);
    }
  }
  return joined;
}

CharRanges Negate(const CharRanges& ranges) {
  CharRanges others;
  char32_t next = 0;
  for (const CharRange& range : ranges) {
    if (range.first > next) others.push_back({next, range.first - 1});
    next = range.last + 1;
  }
  if (next <= kMaxCodePoint) others.push_back({next, kMaxCodePoint});
  return others;
}

Result<Node, LuceneRegexError> ParseLucene(std::string_view pattern, bool ignore_case) {
  return Parser(pattern, ignore_case).Parse();
}

}  // namespace tocsin::lucene
