// Random conditions and random events over a small world of fields, for property tests: of the
// passes, and of everything that must agree with the reference evaluator.
//
// Values and literals come from the same small sets, so that conditions hold often enough to mean
// something. The same seed gives the same sequence everywhere. Conditions are as a parser would
// give them: unresolved names, literals as written; they pass resolve and typecheck.
#pragma once

#include "event/builder.h"
#include "plan/plan.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin::plan {

// A number from the environment, for longer runs and for repeating one.
inline std::uint64_t NumberFromEnv(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

class RandomPlans {
 public:
  explicit RandomPlans(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Below(std::uint64_t bound) {
    // splitmix64 (Steele, Lea, Flood 2014)
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t x = state_;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return (x ^ (x >> 31)) % bound;
  }
  bool OneIn(std::uint64_t n) { return Below(n) == 0; }

  // ---- Events --------------------------------------------------------------------------------
  // Each field is missing, has one value, or up to three.
  void AddEvent(EventBuilder& builder) {
    builder.Begin("random", {.offset = offset_++}, {});
    for (const char* name : kTexts) AddValues(builder, name, [&] { return Value::String(Text()); });
    for (const char* name : kNumbers) AddValues(builder, name, [&] { return Value::Int(Int()); });
    AddValues(builder, kDouble, [&] { return Value::Double(Real()); });
    AddValues(builder, kFlag, [&] { return Value::Bool(OneIn(2)); });
    AddValues(builder, kDate, [&] { return Value::Time(Instant()); });
    AddValues(builder, kAddress, [&] { return Value::String(Pick(kAddresses)); });
    AddValues(builder, kUnmapped,
              [&] { return OneIn(2) ? Value::String(Text()) : Value::Int(Int()); });
    AddElements(builder);
    builder.SetTime(Time{static_cast<std::int64_t>(Below(1000))});
    builder.Finish();
  }

  // ---- Conditions ----------------------------------------------------------------------------
  Predicate NextPredicate(int depth = 3) {
    if (depth == 0 || OneIn(3)) return Predicate::Leaf(NextLeaf());
    if (OneIn(8)) return Search(depth - 1);
    switch (Below(5)) {
      case 0:
        return Predicate::Not(NextPredicate(depth - 1));
      case 1:
      case 2:
        return Predicate::And(Children(depth));
      case 3:
        return Predicate::Or(Children(depth));
      default:
        return OneIn(8) ? Predicate::Of(OneIn(2)) : Predicate::Leaf(NextLeaf());
    }
  }

  Expr NextLeaf() {
    switch (Below(12)) {
      case 0:
        return Expr::OfField(kFlag);
      case 1:
        return Call(Function::kIsNull, {OneIn(2) ? AnyField() : TextExpr(2)});
      case 2:
      case 3:
        return Call(Compare(), {NumberExpr(2), NumberExpr(OneIn(3) ? 1 : 0)});
      case 4:
        return Swapped(Compare(), Expr::OfField(kDate), Expr::Of(std::string(Pick(kDates))));
      case 5:
        return AddressLeaf();
      case 6:
        return Swapped(Compare(), Expr::OfField(kUnmapped), AnyLiteral());
      case 7:
        return Logic();
      case 8:
        return OneIn(2) ? Call(Function::kEqual, {Expr::OfField(kFlag), Expr::Of(OneIn(2))})
                        : Call(Compare(), {AnyField(), Expr::Of(NullConstant())});
      default:
        return TextLeaf();
    }
  }

 private:
  static constexpr std::array kTexts = {"process.name", "process.args", "event.code", "user.name"};
  static constexpr std::array kNumbers = {"process.pid", "process.parent.pid"};
  static constexpr const char* kDouble = "host.cpu.usage";
  static constexpr const char* kFlag = "process.interactive";
  static constexpr const char* kDate = "process.start";
  static constexpr const char* kAddress = "source.ip";
  static constexpr const char* kUnmapped = "made.up.name";
  static constexpr const char* kArray = "process.thread.Ext.call_stack";
  static constexpr const char* kTextMember = "process.thread.Ext.call_stack.symbol_info";
  static constexpr const char* kOtherMember = "process.thread.Ext.call_stack.module_path";
  static constexpr const char* kNumberMember =
      "process.thread.Ext.call_stack.allocation_private_bytes";
  static constexpr std::array kWords = {
      "",   "a",    "A",        "b",        "ab", "aB",           "abc", "a*b", "4",
      "42", "true", "\xC3\xA9", "\xC3\x89", "k",  "\xE2\x84\xAA", "a b", "1.5"};
  static constexpr std::array kPatterns = {"*",  "a*", "*b",  "A?", "?", "a",         "ab",
                                           "**", "4*", "*a*", "42", "",  "\xC3\xA9*", "aBC"};
  static constexpr std::array kRegexes = {"a.*", "ab", "[aA]b", "a|b", ".*", "(ab)?c?", "4+", "A"};
  static constexpr std::array kAddresses = {"10.0.0.1", "10.1.2.3", "192.168.0.1", "::1",
                                            "2001:db8::1"};
  static constexpr std::array kBlocks = {"10.0.0.0/8", "192.168.0.1", "::/0", "2001:DB8::/32",
                                         "10.0.0.1/32"};
  static constexpr std::array kDates = {"1970-01-01", "1970-01-01T00:00:01Z",
                                        "1970",       "1970-01-01T00:00:01.5Z",
                                        "1970-01-02", "never"};

  template <std::size_t N>
  const char* Pick(const std::array<const char*, N>& words) {
    return words[Below(N)];
  }
  const char* Text() { return Pick(kWords); }
  std::int64_t Int() { return static_cast<std::int64_t>(Below(7)) - 2; }
  double Real() { return static_cast<double>(Below(9)) / 2 - 1; }
  std::int64_t Instant() {
    constexpr std::int64_t kHalfSecond = 500'000'000;
    return static_cast<std::int64_t>(Below(6)) * kHalfSecond +
           (OneIn(4) ? 86'400 * 2 * kHalfSecond : 0);
  }

  template <class Make>
  void AddValues(EventBuilder& builder, const char* name, const Make& make) {
    const std::uint64_t count = OneIn(3) ? 0 : (OneIn(3) ? 1 + Below(3) : 1);
    for (std::uint64_t i = 0; i < count; ++i) builder.AddNamed(name, make());
  }

  // An array of up to three objects; its members stand flat beside it.
  void AddElements(EventBuilder& builder) {
    if (OneIn(3)) return;
    const FieldId array = *builder.schema().Find(kArray);
    for (std::uint64_t count = 1 + Below(3); count > 0; --count) {
      std::vector<FieldEntry> members;
      const auto add = [&](const char* name, const Value& value) {
        const FieldId field = *builder.schema().Find(name);
        builder.Add(field, value);
        const std::span<Value> kept = builder.arena().AllocateArray<Value>(1);
        kept[0] = value;
        members.push_back({.field = field, .count = 1, .values = kept.data()});
      };
      if (!OneIn(4)) add(kTextMember, Value::String(Text()));
      if (!OneIn(4)) add(kOtherMember, Value::String(Text()));
      if (!OneIn(4)) add(kNumberMember, Value::Int(Int()));
      const auto kept = builder.arena().CopyArray(std::span<const FieldEntry>(members));
      builder.Add(array, Value::Object(kept.data(), static_cast<std::uint32_t>(kept.size())));
    }
  }

  Predicate Search(int depth) {
    return Predicate::ArraySearch(Expr::OfField(kArray), ElementCondition(depth));
  }
  Predicate ElementCondition(int depth) {
    if (OneIn(10)) return NextPredicate(0);  // of the event around
    if (depth == 0 || OneIn(2)) return Predicate::Leaf(ElementLeaf());
    if (OneIn(4)) return Predicate::Not(ElementCondition(depth - 1));
    std::vector<Predicate> children;
    for (std::uint64_t i = 1 + Below(3); i > 0; --i) {
      children.push_back(ElementCondition(depth - 1));
    }
    return OneIn(3) ? Predicate::Or(std::move(children)) : Predicate::And(std::move(children));
  }
  Expr ElementLeaf() {
    const auto member = [](const char* name) {
      Expr field = Expr::OfField(name);
      field.kind = ExprKind::kVariable;
      return field;
    };
    Expr text = member(OneIn(2) ? kTextMember : kOtherMember);
    switch (Below(6)) {
      case 0:
        return Call(Function::kIsNull, {std::move(text)});
      case 1:
        return Call(Compare(), {member(kNumberMember), Expr::Of(Int())});
      case 2:
        return Call(Compare(), {member(kTextMember), member(kOtherMember)});
      case 3:
        return Call(Function::kIn, WithList(std::move(text), kWords), AnyFold());
      case 4:
        return Call(Function::kEqual, {std::move(text), Expr::OfField(kTexts[0])});
      default:
        return Call(Function::kWildcard, WithList(std::move(text), kPatterns), AnyFold());
    }
  }

  static Expr Call(Function function, std::vector<Expr> args, Fold fold = Fold::kNone) {
    return Expr::Call(function, std::move(args), fold);
  }
  Expr Swapped(Function comparison, Expr left, Expr right) {
    if (OneIn(3)) std::swap(left, right);
    return Call(comparison, {std::move(left), std::move(right)});
  }

  std::vector<Predicate> Children(int depth) {
    std::vector<Predicate> children;
    for (std::uint64_t i = Below(4); i > 0; --i) children.push_back(NextPredicate(depth - 1));
    if (!children.empty() && OneIn(6)) children.push_back(children.front());
    return children;
  }

  Function Compare() {
    constexpr std::array kComparisons = {Function::kEqual,   Function::kEqual,
                                         Function::kLess,    Function::kLessEqual,
                                         Function::kGreater, Function::kGreaterEqual};
    return kComparisons[Below(kComparisons.size())];
  }
  Fold AnyFold() { return static_cast<Fold>(Below(3)); }

  Expr AnyField() {
    switch (Below(7)) {
      case 0:
        return Expr::OfField(kDouble);
      case 1:
        return Expr::OfField(kDate);
      case 2:
        return Expr::OfField(kAddress);
      case 3:
        return Expr::OfField(kUnmapped);
      case 4:
        return Expr::OfField(kNumbers[Below(kNumbers.size())]);
      default:
        return Expr::OfField(kTexts[Below(kTexts.size())]);
    }
  }

  Expr AnyLiteral() {
    switch (Below(5)) {
      case 0:
        return Expr::Of(Int());
      case 1:
        return Expr::Of(Real());
      case 2:
        return OneIn(4) ? Expr::Of(NullConstant()) : Expr::Of(OneIn(2));
      default:
        return Expr::Of(std::string(Text()));
    }
  }

  // depth 0: a literal or a field.
  Expr NumberExpr(int depth) {
    switch (depth == 0 ? Below(4) : Below(8)) {
      case 0:
      case 1:
        return OneIn(6) ? Expr::OfField(kDouble) : Expr::OfField(kNumbers[Below(kNumbers.size())]);
      case 2:
        return Expr::Of(Int());
      case 3:
        return OneIn(8) ? Expr::Of(NullConstant()) : Expr::Of(Real());
      case 4:
        return Call(Function::kLength, {TextExpr(depth - 1)});
      case 5:
        return Call(Function::kIndexOf, {TextExpr(depth - 1), TextExpr(0)}, AnyFold());
      case 6:
        return Call(Function::kNegate, {NumberExpr(depth - 1)});
      default: {
        constexpr std::array kOps = {Function::kAdd, Function::kSubtract, Function::kMultiply,
                                     Function::kDivide, Function::kModulo};
        return Call(kOps[Below(kOps.size())], {NumberExpr(depth - 1), NumberExpr(depth - 1)});
      }
    }
  }

  Expr TextExpr(int depth) {
    switch (depth == 0 ? Below(4) : Below(8)) {
      case 0:
      case 1:
      case 2:
        return Expr::OfField(kTexts[Below(kTexts.size())]);
      case 3:
        return OneIn(10) ? Expr::Of(NullConstant()) : Expr::Of(std::string(Text()));
      case 4:
        return Call(Function::kConcat, {TextExpr(depth - 1), AnyField()});
      case 5:
        return Call(Function::kSubstring, {TextExpr(depth - 1), Expr::Of(Int())});
      case 6:
        return Call(Function::kString, {AnyField()});
      default:
        return Call(
            Function::kBetween,
            {TextExpr(depth - 1), Expr::Of(std::string(Text())), Expr::Of(std::string(Text()))},
            AnyFold());
    }
  }

  template <std::size_t N>
  std::vector<Expr> WithList(Expr left, const std::array<const char*, N>& words) {
    std::vector<Expr> args = {std::move(left)};
    for (std::uint64_t i = 1 + Below(3); i > 0; --i) {
      args.push_back(OneIn(20) ? Expr::Of(NullConstant()) : Expr::Of(std::string(Pick(words))));
    }
    return args;
  }

  Expr TextLeaf() {
    Expr left = OneIn(4) ? TextExpr(2) : Expr::OfField(kTexts[Below(kTexts.size())]);
    switch (Below(8)) {
      case 0:
        return Swapped(Compare(), std::move(left), AnyLiteral());
      case 1:
        return Call(Function::kEqual, {std::move(left), Expr::Of(std::string(Text()))}, AnyFold());
      case 2:
        return Call(Function::kIn, WithList(std::move(left), kWords), AnyFold());
      case 3:
        return Call(Function::kRegex, WithList(std::move(left), kRegexes),
                    OneIn(2) ? Fold::kAscii : Fold::kNone);
      case 4: {
        constexpr std::array kAffixes = {Function::kStartsWith, Function::kEndsWith,
                                         Function::kContains};
        return Call(kAffixes[Below(kAffixes.size())], {std::move(left), TextExpr(0)}, AnyFold());
      }
      case 5:
        return Call(Function::kContainsWords, {std::move(left), Expr::Of(std::string(Text()))});
      default:
        return Call(Function::kWildcard, WithList(std::move(left), kPatterns), AnyFold());
    }
  }

  Expr AddressLeaf() {
    switch (Below(3)) {
      case 0:
        return Call(Function::kCidrMatch, WithList(Expr::OfField(kAddress), kBlocks));
      case 1:
        return Call(Function::kIn, WithList(Expr::OfField(kAddress), kBlocks));
      default:
        return Swapped(Compare(), Expr::OfField(kAddress),
                       Expr::Of(std::string(OneIn(3) ? Pick(kBlocks) : Pick(kAddresses))));
    }
  }

  // Three-valued logic inside a leaf.
  Expr Logic() {
    Expr left = TextLeaf();
    Expr right = Call(Compare(), {NumberExpr(1), NumberExpr(0)});
    switch (Below(3)) {
      case 0:
        return Call(Function::kNot, {std::move(left)});
      case 1:
        return Call(Function::kAnd, {std::move(left), std::move(right)});
      default:
        return Call(Function::kOr, {std::move(left), std::move(right)});
    }
  }

  std::uint64_t state_;
  std::uint64_t offset_ = 0;
};

}  // namespace tocsin::plan
