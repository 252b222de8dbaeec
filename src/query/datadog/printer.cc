#include "query/datadog/printer.h"

#include "query/datadog/number.h"

#include <string_view>
#include <type_traits>

namespace tocsin::datadog {
namespace {

std::string_view Sign(CompareOp op) {
  static constexpr std::string_view kSigns[] = {"<", "<=", ">", ">="};
  return kSigns[static_cast<std::size_t>(op)];
}

std::string TermText(const TextPattern& pattern) {
  std::string text = pattern.ToSearch();
  // A word that is an operator where a term may stand.
  if (text == "AND" || text == "OR" || text == "NOT") text.insert(0, "\\");
  return text;
}

std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string KeyText(const Key& key) {
  switch (key.kind) {
    case KeyKind::kNone:
      return {};
    case KeyKind::kAttribute:
      return "@" + EscapeTerm(key.name);
    case KeyKind::kWord:
      return EscapeTerm(key.name);
    case KeyKind::kEverything:
      return "*";
  }
  return {};
}

class Printer {
 public:
  std::string Run(const Node& node) {
    Add(node, false);
    return std::move(out_);
  }

 private:
  void Add(const Node& node, bool inner) {
    switch (node.kind) {
      case NodeKind::kAll:
        out_ += '*';
        return;
      case NodeKind::kAnd:
        return AddList(node, " AND ", inner);
      case NodeKind::kOr:
        return AddList(node, " OR ", inner);
      case NodeKind::kNot:
        out_ += "NOT ";
        return Add(node.children.front(), true);
      case NodeKind::kMatch:
        return AddMatch(node);
    }
  }

  void AddList(const Node& node, std::string_view between, bool inner) {
    if (inner) out_ += '(';
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      if (i > 0) out_ += between;
      Add(node.children[i], true);
    }
    if (inner) out_ += ')';
  }

  void AddMatch(const Node& node) {
    if (const auto* blocks = std::get_if<Blocks>(&node.value)) {
      out_ += "CIDR(" + KeyText(node.key);
      for (const std::string& text : blocks->texts) out_ += ", " + text;
      out_ += ')';
      return;
    }
    out_ += KeyText(node.key);
    if (node.key.kind != KeyKind::kNone) out_ += ':';
    std::visit(
        [this](const auto& value) {
          using V = std::decay_t<decltype(value)>;
          if constexpr (std::is_same_v<V, Term>) {
            out_ += TermText(value.pattern);
          } else if constexpr (std::is_same_v<V, Phrase>) {
            out_ += Quoted(value.text);
          } else if constexpr (std::is_same_v<V, Comparison>) {
            out_ += std::string(Sign(value.op)) + TextOf(value.number);
          } else if constexpr (std::is_same_v<V, Range>) {
            AddRange(value);
          } else if constexpr (std::is_same_v<V, Exists>) {
            out_ += '*';
          }
        },
        node.value);
  }

  void AddRange(const Range& range) {
    out_ += range.inclusive_low ? '[' : '{';
    out_ += range.low ? TextOf(*range.low) : "*";
    out_ += " TO ";
    out_ += range.high ? TextOf(*range.high) : "*";
    out_ += range.inclusive_high ? ']' : '}';
  }

  std::string out_;
};

}  // namespace

std::string Print(const Node& node) { return Printer().Run(node); }

}  // namespace tocsin::datadog
