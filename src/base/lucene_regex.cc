#include "base/lucene_regex.h"

#include "base/lucene_automaton.h"
#include "base/lucene_syntax.h"
#include "base/utf8.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <iterator>
#include <optional>
#include <utility>

namespace tocsin {
namespace {

using lucene::CharRange;
using lucene::Node;

constexpr uint32_t kRe2CountMax = 1000;  // RE2 refuses higher repetition counts

void AppendRe2Char(char32_t c, std::string& out) {
  const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  if (plain) {
    out += static_cast<char>(c);
  } else {
    fmt::format_to(std::back_inserter(out), "\\x{{{:x}}}", static_cast<uint32_t>(c));
  }
}

void AppendRe2Set(const lucene::CharRanges& ranges, std::string& out) {
  if (ranges.empty()) {
    out += "[^\\x{0}-\\x{10ffff}]";
    return;
  }
  if (ranges.size() == 1 && ranges[0].first == 0 && ranges[0].last == kMaxCodePoint) {
    out += '.';
    return;
  }
  if (ranges.size() == 1 && ranges[0].first == ranges[0].last) {
    AppendRe2Char(ranges[0].first, out);
    return;
  }
  out += '[';
  for (const CharRange& range : ranges) {
    AppendRe2Char(range.first, out);
    if (range.last > range.first) {
      out += '-';
      AppendRe2Char(range.last, out);
    }
  }
  out += ']';
}

void AppendRe2Counts(uint32_t min, uint32_t max, std::string& out) {
  if (max == lucene::kUnbounded) {
    out += min == 0 ? "*" : min == 1 ? "+" : fmt::format("{{{},}}", min);
  } else if (min == 0 && max == 1) {
    out += '?';
  } else {
    out += fmt::format("{{{},{}}}", min, max);
  }
}

// False if RE2 has no word for a part of the tree.
bool AppendRe2(const Node& node, std::string& out) {
  switch (node.kind) {
    case Node::Kind::kEmptyText:
      out += "(?:)";
      return true;
    case Node::Kind::kCharacter:
      AppendRe2Set(node.ranges, out);
      return true;
    case Node::Kind::kConcat:
      for (const Node& child : node.children) {
        if (!AppendRe2(child, out)) return false;
      }
      return true;
    case Node::Kind::kUnion:
      out += "(?:";
      for (size_t i = 0; i < node.children.size(); ++i) {
        if (i > 0) out += '|';
        if (!AppendRe2(node.children[i], out)) return false;
      }
      out += ')';
      return true;
    case Node::Kind::kRepeat:
      if (node.min > kRe2CountMax || (node.max != lucene::kUnbounded && node.max > kRe2CountMax)) {
        return false;
      }
      out += "(?:";
      if (!AppendRe2(node.children[0], out)) return false;
      out += ')';
      AppendRe2Counts(node.min, node.max, out);
      return true;
    case Node::Kind::kIntersect:
    case Node::Kind::kComplement:
      return false;
  }
  TOCSIN_UNREACHABLE();
}

bool IsLiteral(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kEmptyText:
      return true;
    case Node::Kind::kCharacter:
      return node.literal;
    case Node::Kind::kConcat:
      for (const Node& child : node.children) {
        if (!IsLiteral(child)) return false;
      }
      return true;
    default:
      return false;
  }
}

// The text of a literal tree. Under the case option a letter is its lower-case form, the last of
// its two ranges.
void AppendLiteral(const Node& node, std::string& out) {
  if (node.kind == Node::Kind::kCharacter) AppendUtf8(node.ranges.back().last, out);
  for (const Node& child : node.children) AppendLiteral(child, out);
}

RE2::Options Re2Options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_never_capture(true);
  return options;
}

}  // namespace

struct LuceneRegex::Compiled {
  std::string pattern;
  LuceneRegexOptions options;
  std::optional<std::string> literal;
  std::string re2_pattern;
  std::unique_ptr<const RE2> re2;              // if the pattern is within the common subset
  std::optional<lucene::Automaton> automaton;  // otherwise
};

Result<LuceneRegex, LuceneRegexError> LuceneRegex::Compile(std::string_view pattern,
                                                           LuceneRegexOptions options) {
  TOCSIN_TRY(const Node root, lucene::ParseLucene(pattern, options.ignore_case));
  auto compiled = std::make_unique<Compiled>();
  compiled->pattern = pattern;
  compiled->options = options;
  if (IsLiteral(root)) {
    compiled->literal.emplace();
    AppendLiteral(root, *compiled->literal);
  }
  std::string translated = "(?s)";
  if (AppendRe2(root, translated)) {
    auto re2 = std::make_unique<const RE2>(translated, Re2Options());
    if (re2->ok()) {
      compiled->re2_pattern = std::move(translated);
      compiled->re2 = std::move(re2);
      return LuceneRegex(std::move(compiled));
    }
  }
  compiled->automaton = lucene::Automaton::Build(root, options.work_max);
  if (!compiled->automaton) {
    return tl::unexpected(LuceneRegexError{
        fmt::format("pattern needs more than {} automaton states", options.work_max), 0,
        pattern.size()});
  }
  return LuceneRegex(std::move(compiled));
}

LuceneRegex::LuceneRegex(std::unique_ptr<const Compiled> compiled)
    : compiled_(std::move(compiled)) {}
LuceneRegex::LuceneRegex(LuceneRegex&&) noexcept = default;
LuceneRegex& LuceneRegex::operator=(LuceneRegex&&) noexcept = default;
LuceneRegex::~LuceneRegex() = default;

bool LuceneRegex::Matches(std::string_view value) const {
  if (compiled_->automaton) return compiled_->automaton->Matches(value);
  if (IsValidUtf8(value)) return RE2::FullMatch({value.data(), value.size()}, *compiled_->re2);
  // RE2's `.` takes no malformed byte; here each is a character.
  return RE2::FullMatch(ReplaceInvalidUtf8(value), *compiled_->re2);
}

const std::string& LuceneRegex::pattern() const { return compiled_->pattern; }
const LuceneRegexOptions& LuceneRegex::options() const { return compiled_->options; }
bool LuceneRegex::is_literal() const { return compiled_->literal.has_value(); }
std::string_view LuceneRegex::literal() const { return *compiled_->literal; }
const std::string& LuceneRegex::re2_pattern() const { return compiled_->re2_pattern; }

}  // namespace tocsin
