#include "base/bitset.h"
#include "base/case_fold.h"
#include "engine/match/pattern_set.h"
#include "engine/match/posting_list.h"
#include "engine/match/regex_literal.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <map>
#include <string>
#include <utility>

namespace tocsin::match {
namespace {

constexpr std::size_t kGramBytesMax = 4;

// The `length` bytes at `bytes` as a number.
std::uint32_t GramAt(const char* bytes, std::size_t length) {
  std::uint32_t gram = 0;
  std::memcpy(&gram, bytes, length);
  return gram;
}

// Where a literal hangs in a table: its pattern, and how far into the literal its gram stands.
struct Hook {
  std::uint32_t gram;
  std::uint32_t pattern;
  std::uint32_t offset;

  friend auto operator<=>(const Hook&, const Hook&) = default;
};

// All hooks with grams of one length, in a hash table with a bit for each bucket in front of it.
class GramTable {
 public:
  GramTable(std::size_t gram_bytes, const std::vector<Hook>& hooks) : gram_bytes_(gram_bytes) {
    const std::size_t buckets =
        std::clamp(std::bit_ceil(hooks.size() * 8), std::size_t{256}, std::size_t{65536});
    shift_ = 32 - std::countr_zero(static_cast<std::uint32_t>(buckets));
    used_.Resize(buckets);
    std::vector<std::pair<std::uint32_t, Hook>> pairs;
    for (const Hook& hook : hooks) {
      pairs.emplace_back(Bucket(hook.gram), hook);
      used_.Set(Bucket(hook.gram));
    }
    hooks_ = PostingList<Hook>::Build(static_cast<std::uint32_t>(buckets), std::move(pairs));
  }

  // Calls visit(pattern, start) where a hooked gram stands; start may lie before the text.
  template <class Visit>
  void Scan(std::string_view text, const Visit& visit) const {
    for (std::size_t i = 0; i + gram_bytes_ <= text.size(); ++i) {
      const std::uint32_t gram = GramAt(text.data() + i, gram_bytes_);
      const std::uint32_t bucket = Bucket(gram);
      if (!used_.Test(bucket)) continue;
      for (const Hook& hook : hooks_[bucket]) {
        if (hook.gram == gram && hook.offset <= i) visit(hook.pattern, i - hook.offset);
      }
    }
  }

 private:
  // Fibonacci hashing: the upper bits of a product with 2^32 / golden ratio.
  std::uint32_t Bucket(std::uint32_t gram) const { return (gram * 2654435769U) >> shift_; }

  std::size_t gram_bytes_;
  int shift_ = 0;
  Bitset used_;
  PostingList<Hook> hooks_;
};

class GramPatternSet final : public PatternSet {
 public:
  explicit GramPatternSet(std::vector<PatternSpec> patterns) : patterns_(std::move(patterns)) {
    literals_.reserve(patterns_.size());
    for (const PatternSpec& spec : patterns_) literals_.push_back(LiteralOf(spec));
    Hang();
  }

  void Find(std::string_view value, std::string_view lowered, SparseSet& tried,
            std::vector<AtomId>* out) const override {
    for (const std::uint32_t pattern : without_literal_) Confirm(pattern, value, out);
    tried.Clear();
    for (const GramTable& table : tables_) {
      table.Scan(lowered, [&](std::uint32_t pattern, std::size_t start) {
        const std::string& literal = literals_[pattern];
        if (literal.size() > lowered.size() - start) return;
        if (std::memcmp(lowered.data() + start, literal.data(), literal.size()) != 0) return;
        if (tried.Insert(pattern)) Confirm(pattern, value, out);
      });
    }
  }

  std::size_t size() const override { return patterns_.size(); }

 private:
  static std::string LiteralOf(const PatternSpec& spec) {
    if (const auto* wildcard = std::get_if<WildcardPattern>(&spec.pattern)) {
      return AsciiLowerCopy(wildcard->longest_literal());
    }
    return AsciiLowerCopy(RequiredLiteral(std::get<LuceneRegex>(spec.pattern).pattern()));
  }

  void Confirm(std::uint32_t index, std::string_view value, std::vector<AtomId>* out) const {
    const PatternSpec& spec = patterns_[index];
    const bool matches =
        std::visit([&](const auto& pattern) { return pattern.Matches(value); }, spec.pattern);
    if (matches) out->push_back(spec.atom);
  }

  // Gives every literal its hook: the gram that fewest literals of the set contain.
  void Hang() {
    std::map<std::uint32_t, std::uint32_t> literals_with;
    for (const std::string& literal : literals_) {
      std::vector<std::uint32_t> grams;
      for (std::size_t i = 0; i + kGramBytesMax <= literal.size(); ++i) {
        grams.push_back(GramAt(literal.data() + i, kGramBytesMax));
      }
      std::sort(grams.begin(), grams.end());
      grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
      for (const std::uint32_t gram : grams) ++literals_with[gram];
    }
    std::array<std::vector<Hook>, kGramBytesMax + 1> hooks;
    for (std::uint32_t p = 0; p < literals_.size(); ++p) {
      const std::string& literal = literals_[p];
      if (literal.empty()) {
        without_literal_.push_back(p);
        continue;
      }
      const std::size_t bytes = std::min(literal.size(), kGramBytesMax);
      std::uint32_t best = 0;
      for (std::uint32_t i = 1; i + bytes <= literal.size(); ++i) {
        if (literals_with[GramAt(literal.data() + i, bytes)] <
            literals_with[GramAt(literal.data() + best, bytes)]) {
          best = i;
        }
      }
      hooks[bytes].push_back({GramAt(literal.data() + best, bytes), p, best});
    }
    for (std::size_t bytes = 1; bytes <= kGramBytesMax; ++bytes) {
      if (!hooks[bytes].empty()) tables_.emplace_back(bytes, hooks[bytes]);
    }
  }

  std::vector<PatternSpec> patterns_;
  std::vector<std::string> literals_;  // lower case, by pattern; empty: none
  std::vector<std::uint32_t> without_literal_;
  std::vector<GramTable> tables_;
};

}  // namespace

std::unique_ptr<const PatternSet> BuildGramPatternSet(std::vector<PatternSpec> patterns) {
  return std::make_unique<const GramPatternSet>(std::move(patterns));
}

}  // namespace tocsin::match
