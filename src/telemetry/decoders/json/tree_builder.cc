#include "telemetry/decoders/json/tree_builder.h"

#include "telemetry/decoders/json/json_number.h"
#include "telemetry/decoders/json/json_string.h"

namespace tocsin::json {
namespace {

constexpr bool IsWhiteSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

// One walk over one record's tokens.
class TreeBuilder::Walk {
 public:
  Walk(TreeBuilder& builder, std::string_view record, std::span<const std::uint32_t> tokens,
       Arena& arena)
      : builder_(builder), record_(record), tokens_(tokens), arena_(arena) {}

  JsonStatus Run(doc::Node* root);

 private:
  bool done() const { return next_ == tokens_.size(); }
  std::uint32_t offset() const { return tokens_[next_]; }
  char token() const { return record_[tokens_[next_]]; }
  // Where the token after the current one starts, or the record's end.
  std::uint32_t limit() const {
    return next_ + 1 < tokens_.size() ? tokens_[next_ + 1]
                                      : static_cast<std::uint32_t>(record_.size());
  }

  bool Fault(JsonFault fault, std::size_t offset) {
    status_.fault = fault;
    status_.offset = static_cast<std::uint32_t>(offset);
    return false;
  }
  // The current token does not fit, or the record ends where one is needed.
  bool Misfit() {
    return done() ? Fault(JsonFault::kUnclosedValue, record_.size())
                  : Fault(JsonFault::kUnexpectedToken, offset());
  }

  // Each reads from the current token on and leaves the one after as the current one. False after
  // a fault.
  bool Open(bool is_object);
  bool Key();
  // Texts and nodes come back in registers: through memory each would wait for itself, because it
  // is written in parts and read as a whole.
  std::string_view String();  // without data() after a fault
  doc::Node Scalar();         // null after a fault
  doc::Node Close();

  TreeBuilder& builder_;
  std::string_view record_;
  std::span<const std::uint32_t> tokens_;
  Arena& arena_;
  std::size_t next_ = 0;
  std::uint32_t values_ = 0;
  JsonStatus status_;
};

std::string_view TreeBuilder::Walk::String() {
  const std::uint32_t open = offset();
  std::uint32_t close = limit();
  do {
    --close;
  } while (IsWhiteSpace(record_[close]));
  if (close <= open || record_[close] != '"') {
    Fault(JsonFault::kUnclosedString, open);
    return {};
  }
  ++next_;
  const Literal literal = {record_, open + 1, close};
  const std::size_t backslash = FindBackslash(literal);
  if (backslash == close) return literal.text();
  const Unescaped unescaped = Unescape(literal, backslash, builder_.options_.repair_utf8, arena_);
  if (!unescaped.ok) {
    Fault(JsonFault::kInvalidEscape, unescaped.fault_offset);
    return {};
  }
  status_.repaired_utf8 |= unescaped.repaired;
  return unescaped.text;
}

bool TreeBuilder::Walk::Key() {
  if (done() || token() != '"') return Misfit();
  const std::uint32_t key_offset = offset();
  std::vector<doc::Member>& members = builder_.members_;
  if (members.size() - builder_.frames_.back().first >= builder_.options_.keys_max) {
    return Fault(JsonFault::kTooManyKeys, key_offset);
  }
  const std::string_view key = String();
  if (key.data() == nullptr) return false;
  if (done() || token() != ':') return Misfit();
  ++next_;
  members.push_back({key, doc::Node()});
  return true;
}

doc::Node TreeBuilder::Walk::Scalar() {
  const std::uint32_t start = offset();
  if (record_[start] == '"') return doc::Node::String(String());
  std::uint32_t end = limit();
  while (end > start + 1 && IsWhiteSpace(record_[end - 1])) --end;
  const std::string_view text = record_.substr(start, end - start);
  ++next_;
  const char first = text.front();
  if (first == '-' || (first >= '0' && first <= '9')) {
    doc::Node number;
    if (!ParseNumber(text, &number)) Fault(JsonFault::kInvalidNumber, start);
    return number;
  }
  if (text == "true") return doc::Node::Bool(true);
  if (text == "false") return doc::Node::Bool(false);
  if (text != "null") Fault(JsonFault::kUnexpectedToken, start);
  return doc::Node::Null();
}

bool TreeBuilder::Walk::Open(bool is_object) {
  if (builder_.frames_.size() >= builder_.options_.depth_max) {
    return Fault(JsonFault::kTooDeep, offset());
  }
  const std::size_t first = is_object ? builder_.members_.size() : builder_.elements_.size();
  builder_.frames_.push_back({static_cast<std::uint32_t>(first), is_object});
  ++next_;
  return true;
}

// Moves the children of the innermost container from the stack to the arena.
doc::Node TreeBuilder::Walk::Close() {
  const Frame frame = builder_.frames_.back();
  builder_.frames_.pop_back();
  ++next_;
  if (frame.is_object) {
    std::vector<doc::Member>& stack = builder_.members_;
    const auto members = arena_.CopyArray(std::span<const doc::Member>(stack).subspan(frame.first));
    stack.resize(frame.first);
    return doc::Node::Object(members.data(), static_cast<std::uint32_t>(members.size()));
  }
  std::vector<doc::Node>& stack = builder_.elements_;
  const auto elements = arena_.CopyArray(std::span<const doc::Node>(stack).subspan(frame.first));
  stack.resize(frame.first);
  return doc::Node::Array(elements.data(), static_cast<std::uint32_t>(elements.size()));
}

JsonStatus TreeBuilder::Walk::Run(doc::Node* root) {
  std::vector<Frame>& frames = builder_.frames_;
  while (true) {
    // A value begins at the current token. Descend to the first one that has no children.
    if (done()) return Misfit(), status_;
    if (++values_ > builder_.options_.values_max) {
      return Fault(JsonFault::kTooManyValues, offset()), status_;
    }
    const char first = token();
    doc::Node value;
    if (first == '{' || first == '[') {
      const bool is_object = first == '{';
      if (!Open(is_object)) return status_;
      if (!done() && token() == (is_object ? '}' : ']')) {
        value = Close();
      } else {
        if (is_object && !Key()) return status_;
        continue;
      }
    } else {
      value = Scalar();
      if (!status_.ok()) return status_;
    }

    // Hand the value to its container, and every container that this closes to its own.
    while (!frames.empty()) {
      const bool is_object = frames.back().is_object;
      if (is_object) {
        builder_.members_.back().value = value;
      } else {
        builder_.elements_.push_back(value);
      }
      if (done()) return Misfit(), status_;
      const char separator = token();
      if (separator == ',') {
        ++next_;
        if (is_object && !Key()) return status_;
        break;
      }
      if (separator != (is_object ? '}' : ']')) return Misfit(), status_;
      value = Close();
    }
    if (!frames.empty()) continue;
    if (!done()) return Fault(JsonFault::kTrailingBytes, offset()), status_;
    *root = value;
    return status_;
  }
}

JsonStatus TreeBuilder::Build(std::string_view record, std::span<const std::uint32_t> tokens,
                              Arena& arena, doc::Node* root) {
  frames_.clear();
  members_.clear();
  elements_.clear();
  return Walk(*this, record, tokens, arena).Run(root);
}

}  // namespace tocsin::json
