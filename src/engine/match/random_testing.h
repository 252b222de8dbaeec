// Random leaves, conditions and events for tests, fuzzing and benchmarks of the matcher, over a
// handful of fields of every type, with values that collide often: mixed case, texts that are
// pieces of each other, lists, missing fields, numbers as text, text in numeric fields.
#pragma once

#include "base/arena.h"
#include "event/ecs/schema.h"
#include "event/event.h"
#include "plan/expr.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin::match {

// Numbers from a seed, or from the bytes of a fuzzer (zeros when they are used up).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  explicit Dice(std::span<const std::uint8_t> bytes) : bytes_(bytes), from_bytes_(true) {}

  std::uint32_t Below(std::uint32_t n) {
    if (!from_bytes_) return static_cast<std::uint32_t>(engine_() % n);
    std::uint32_t number = Byte();
    if (n > 256) number = number * 256 + Byte();
    return number % n;
  }
  bool OneIn(std::uint32_t n) { return Below(n) == 0; }
  template <class T, std::size_t N>
  const T& Pick(const T (&list)[N]) {
    return list[Below(static_cast<std::uint32_t>(N))];
  }
  bool used_up() const { return from_bytes_ && next_ >= bytes_.size(); }

 private:
  std::uint32_t Byte() { return next_ < bytes_.size() ? bytes_[next_++] : 0; }

  std::mt19937_64 engine_;
  std::span<const std::uint8_t> bytes_;
  std::size_t next_ = 0;
  bool from_bytes_ = false;
};

class RandomRules {
 public:
  // Both are borrowed; the schema gets the names that it lacks.
  RandomRules(Dice& dice, Schema& schema) : dice_(dice), schema_(schema) {
    constexpr std::string_view kNames[] = {
        "event.category",    "event.type",
        "process.name",      "process.args",
        "file.path",         "process.pid",
        "process.exit_code", "source.ip",
        "event.created",     "process.code_signature.trusted",
        "package.version",   "host.cpu.usage",
        "custom.unmapped",
    };
    for (const std::string_view name : kNames) {
      const FieldId id = schema_.Intern(name);
      fields_.push_back({id, std::string(name), plan::TypeOf(schema_.type(id))});
    }
    constexpr std::string_view kStack = "process.thread.Ext.call_stack";
    array_ = {schema_.Intern(kStack), std::string(kStack), plan::Type::kObject};
    for (const std::string_view member :
         {"symbol_info", "module_path", "allocation_private_bytes"}) {
      const std::string name = std::string(kStack) + "." + std::string(member);
      const FieldId id = schema_.Intern(name);
      members_.push_back({id, name, plan::TypeOf(schema_.type(id))});
    }
  }

  // ---- Events ------------------------------------------------------------------------------
  // Everything that the event views is in `arena`.
  Event MakeEvent(Arena& arena) {
    std::vector<FieldEntry> entries;
    for (const FieldInfo& field : fields_) {
      if (dice_.OneIn(3)) continue;
      std::vector<Value> values;
      const std::uint32_t count = dice_.OneIn(3) ? 1 + dice_.Below(3) : 1;
      for (std::uint32_t i = 0; i < count; ++i) values.push_back(MakeValue(field.type, arena));
      entries.push_back({field.id, count, arena.CopyArray(std::span<const Value>(values)).data()});
    }
    AddElements(arena, &entries);
    std::sort(entries.begin(), entries.end(),
              [](const FieldEntry& a, const FieldEntry& b) { return a.field < b.field; });
    Event event;
    event.fields = arena.CopyArray(std::span<const FieldEntry>(entries));
    return event;
  }

  Value MakeValue(plan::Type type, Arena& arena) {
    if (type != plan::Type::kUnknown && dice_.OneIn(24)) {
      return MakeValue(plan::Type::kUnknown, arena);
    }
    switch (type) {
      case plan::Type::kLong:
        return Value::Int(Number());
      case plan::Type::kDouble:
        return Value::Double(static_cast<double>(Number()) / 2);
      case plan::Type::kBoolean:
        return Value::Bool(dice_.OneIn(2));
      case plan::Type::kDate:
        return Value::Time(Instant());
      case plan::Type::kIp:
        return Value::String(arena.Copy(Address()));
      case plan::Type::kVersion:
        return Value::String(arena.Copy(Version()));
      case plan::Type::kKeyword:
        return Value::String(arena.Copy(Text()));
      default:
        break;
    }
    switch (dice_.Below(7)) {
      case 0:
        return Value::Int(Number());
      case 1:
        return Value::UInt(UINT64_MAX - dice_.Below(3));
      case 2:
        return Value::Double(static_cast<double>(Number()) / 4);
      case 3:
        return Value::Bool(dice_.OneIn(2));
      case 4:
        return Value::Time(Instant());
      case 5:
        return Value::String(arena.Copy(std::to_string(Number())));
      default:
        return Value::String(arena.Copy(dice_.OneIn(2) ? Text() : Address()));
    }
  }

  // ---- Conditions --------------------------------------------------------------------------
  plan::Predicate MakeCondition(int depth = 3) {
    const std::uint32_t what = depth == 0 ? 0 : dice_.Below(9);
    if (what < 3) return plan::Predicate::Leaf(MakeLeaf());
    if (what == 8) return MakeSearch(depth - 1);
    if (what == 3) return plan::Predicate::Not(MakeCondition(depth - 1));
    std::vector<plan::Predicate> children;
    const std::uint32_t count = 1 + dice_.Below(4);
    for (std::uint32_t i = 0; i < count; ++i) children.push_back(MakeCondition(depth - 1));
    return what < 6 ? plan::Predicate::And(std::move(children))
                    : plan::Predicate::Or(std::move(children));
  }

  plan::Expr MakeLeaf() {
    using plan::Expr;
    using plan::Function;
    switch (dice_.Below(12)) {
      case 0:
        return Expr::Call(Function::kIsNull, {MakeField()});
      case 1: {  // a function of one field
        Expr length = Expr::Call(Function::kLength, {TextField()});
        length.type = plan::Type::kLong;
        return Expr::Call(OrderOrEqual(), {std::move(length), Expr::Of(std::int64_t{7})});
      }
      case 2: {  // two fields
        std::vector<Expr> parts = {TextField(), TextField()};
        Expr concat = Expr::Call(Function::kConcat, std::move(parts));
        concat.type = plan::Type::kKeyword;
        if (dice_.OneIn(3)) return Expr::Call(Function::kIsNull, {std::move(concat)});
        return Expr::Call(Function::kWildcard, {std::move(concat), Expr::Of(Pattern())}, AnyFold());
      }
      case 3:  // field against field
        return Expr::Call(OrderOrEqual(), {MakeField(), MakeField()});
      case 4: {
        Expr trusted = FieldExpr(fields_[9]);
        if (dice_.OneIn(2)) return trusted;
        return Expr::Call(Function::kEqual, {std::move(trusted), Expr::Of(dice_.OneIn(2))});
      }
      default:
        return MakeLeafOn(dice_.Below(static_cast<std::uint32_t>(fields_.size())));
    }
  }

  // Some element of the array meets a condition.
  plan::Predicate MakeSearch(int depth) {
    return plan::Predicate::ArraySearch(FieldExpr(array_), MakeElementCondition(depth));
  }

  // A leaf that compares one field with constants of its own type.
  plan::Expr MakeLeafOn(std::uint32_t which) {
    using plan::Expr;
    using plan::Function;
    return MakeLeafOn(FieldExpr(fields_[which]));
  }
  plan::Expr MakeLeafOn(plan::Expr left) {
    using plan::Expr;
    using plan::Function;
    switch (left.type) {
      case plan::Type::kLong:
      case plan::Type::kDouble:
        if (dice_.OneIn(3))
          return List(Function::kIn, std::move(left), [&] { return NumberExpr(); });
        return Expr::Call(OrderOrEqual(), {std::move(left), NumberExpr()});
      case plan::Type::kDate: {
        const auto instant = [&] {
          const std::int64_t first = Instant();
          return Expr::Of(plan::TimeConstant{first, first + dice_.Below(3)});
        };
        if (dice_.OneIn(3)) return List(Function::kIn, std::move(left), instant);
        return Expr::Call(OrderOrEqual(), {std::move(left), instant()});
      }
      case plan::Type::kIp:
        if (dice_.OneIn(3)) {
          return Expr::Call(OrderOrEqual(), {std::move(left), Expr::Of(Address())});
        }
        return List(dice_.OneIn(2) ? Function::kCidrMatch : Function::kIn, std::move(left),
                    [&] { return Expr::Of(dice_.OneIn(2) ? Block() : Address()); });
      case plan::Type::kVersion:
        return Expr::Call(OrderOrEqual(), {std::move(left), Expr::Of(Version())});
      default:
        break;
    }
    const auto text = [&] { return Expr::Of(Text()); };
    switch (dice_.Below(9)) {
      case 0:
        return Expr::Call(Function::kEqual, {std::move(left), text()}, AnyFold());
      case 1:
        return List(Function::kIn, std::move(left), text, AnyFold());
      case 2:
        return Expr::Call(Function::kStartsWith, {std::move(left), text()}, AnyFold());
      case 3:
        return Expr::Call(Function::kEndsWith, {std::move(left), text()}, AnyFold());
      case 4:
        return Expr::Call(Function::kContains, {std::move(left), text()}, AnyFold());
      case 5:
        return List(
            Function::kRegex, std::move(left), [&] { return Expr::Of(Regex()); }, AnyFold());
      case 6:
        return Expr::Call(OrderOrEqual(), {std::move(left), text()});
      default:
        return List(
            Function::kWildcard, std::move(left), [&] { return Expr::Of(Pattern()); }, AnyFold());
    }
  }

  std::uint32_t field_count() const { return static_cast<std::uint32_t>(fields_.size()); }
  FieldId field(std::uint32_t which) const { return fields_[which].id; }
  plan::Type type(std::uint32_t which) const { return fields_[which].type; }

  std::string Text() {
    static constexpr std::string_view kPieces[] = {
        "cmd",      ".exe",    "Power", "shell", "\\",       "/",    "C:\\Windows\\",
        "system32", "-enc",    "CMD",   ".EXE",  "a",        "-",    "s\xC3\xBC",
        "ssh",      "process", "start", " ",     "\xC3\x9C", "file",
    };
    std::string text;
    for (std::uint32_t n = dice_.Below(5); n > 0; --n) text += dice_.Pick(kPieces);
    return text;
  }

 private:
  // Up to three objects; their members stand flat beside them.
  void AddElements(Arena& arena, std::vector<FieldEntry>* entries) {
    const std::uint32_t count = dice_.Below(4);
    std::vector<Value> objects;
    std::vector<std::vector<Value>> flat(members_.size());
    for (std::uint32_t i = 0; i < count; ++i) {
      std::vector<FieldEntry> object;
      for (std::size_t m = 0; m < members_.size(); ++m) {
        if (dice_.OneIn(4)) continue;
        const Value value = MakeValue(members_[m].type, arena);
        flat[m].push_back(value);
        object.push_back(EntryOf(members_[m].id, {value}, arena));
      }
      const auto kept = arena.CopyArray(std::span<const FieldEntry>(object));
      objects.push_back(Value::Object(kept.data(), static_cast<std::uint32_t>(kept.size())));
    }
    for (std::size_t m = 0; m < members_.size(); ++m) {
      if (!flat[m].empty()) entries->push_back(EntryOf(members_[m].id, flat[m], arena));
    }
    if (!objects.empty()) entries->push_back(EntryOf(array_.id, objects, arena));
  }
  static FieldEntry EntryOf(FieldId field, const std::vector<Value>& values, Arena& arena) {
    const auto kept = arena.CopyArray(std::span<const Value>(values));
    return {field, static_cast<std::uint32_t>(kept.size()), kept.data()};
  }

  plan::Predicate MakeElementCondition(int depth) {
    if (dice_.OneIn(10)) return plan::Predicate::Leaf(MakeLeaf());  // of the event around
    if (depth <= 0 || dice_.OneIn(2)) {
      plan::Expr member =
          FieldExpr(members_[dice_.Below(static_cast<std::uint32_t>(members_.size()))]);
      member.kind = plan::ExprKind::kVariable;
      if (dice_.OneIn(8)) {
        return plan::Predicate::Leaf(plan::Expr::Call(plan::Function::kIsNull, {member}));
      }
      return plan::Predicate::Leaf(MakeLeafOn(std::move(member)));
    }
    if (dice_.OneIn(4)) return plan::Predicate::Not(MakeElementCondition(depth - 1));
    std::vector<plan::Predicate> children;
    for (std::uint32_t i = 1 + dice_.Below(3); i > 0; --i) {
      children.push_back(MakeElementCondition(depth - 1));
    }
    return dice_.OneIn(3) ? plan::Predicate::Or(std::move(children))
                          : plan::Predicate::And(std::move(children));
  }

  struct FieldInfo {
    FieldId id;
    std::string name;
    plan::Type type;
  };

  static plan::Expr FieldExpr(const FieldInfo& field) {
    plan::Expr expr = plan::Expr::OfField(field.name);
    expr.field = field.id;
    expr.type = field.type;
    return expr;
  }
  plan::Expr MakeField() { return FieldExpr(fields_[dice_.Below(field_count())]); }
  plan::Expr TextField() { return FieldExpr(fields_[2 + dice_.Below(3)]); }
  plan::Expr NumberExpr() {
    if (dice_.OneIn(3)) return plan::Expr::Of(static_cast<double>(Number()) / 2);
    return plan::Expr::Of(Number());
  }
  template <class Make>
  plan::Expr List(plan::Function function, plan::Expr left, const Make& make,
                  plan::Fold fold = plan::Fold::kNone) {
    std::vector<plan::Expr> args = {std::move(left)};
    for (std::uint32_t n = 1 + dice_.Below(3); n > 0; --n) args.push_back(make());
    return plan::Expr::Call(function, std::move(args), fold);
  }
  plan::Fold AnyFold() {
    static constexpr plan::Fold kFolds[] = {plan::Fold::kNone, plan::Fold::kAscii,
                                            plan::Fold::kAscii, plan::Fold::kUnicode};
    return dice_.Pick(kFolds);
  }
  plan::Function OrderOrEqual() {
    using plan::Function;
    static constexpr Function kFunctions[] = {Function::kEqual, Function::kLess,
                                              Function::kLessEqual, Function::kGreater,
                                              Function::kGreaterEqual};
    return dice_.Pick(kFunctions);
  }
  std::int64_t Number() { return static_cast<std::int64_t>(dice_.Below(9)) - 3; }
  std::int64_t Instant() { return std::int64_t{1'700'000'000'000'000'000} + dice_.Below(6); }
  std::string Address() {
    static constexpr std::string_view kAddresses[] = {
        "10.0.0.1", "10.1.2.3", "192.168.1.1", "::1", "fe80::1", "8.8.8.8", "0.0.0.0", "none"};
    return std::string(dice_.Pick(kAddresses));
  }
  std::string Block() {
    static constexpr std::string_view kBlocks[] = {
        "10.0.0.0/8", "10.0.0.0/16", "192.168.0.0/16", "fe80::/10", "::/0", "0.0.0.0/0", "bad/8"};
    return std::string(dice_.Pick(kBlocks));
  }
  std::string Version() {
    static constexpr std::string_view kVersions[] = {"1.2.3", "1.2.4-rc", "1.10.0", "x", "2"};
    return std::string(dice_.Pick(kVersions));
  }
  std::string Pattern() {
    std::string pattern;
    for (std::uint32_t n = 1 + dice_.Below(3); n > 0; --n) {
      pattern += dice_.OneIn(2) ? "*" : (dice_.OneIn(4) ? "?" : "");
      pattern += Text();
    }
    if (dice_.OneIn(2)) pattern += "*";
    return pattern;
  }
  std::string Regex() {
    static constexpr std::string_view kRegexes[] = {
        ".*cmd.*",  "[cC]md\\.exe", "(cmd|ssh).*",    ".*-enc",     "a{1,2}.*", "power?shell.*",
        "~(cmd.*)", "@exe",         ".*\\\\system32", "s\xC3\xBC+", "cmd&.*",   "(",
        ".*s+h.*",  "[a-c]*",
    };
    return std::string(dice_.Pick(kRegexes));
  }

  Dice& dice_;
  Schema& schema_;
  std::vector<FieldInfo> fields_;
  FieldInfo array_;
  std::vector<FieldInfo> members_;  // of the array's elements
};

}  // namespace tocsin::match
