#include "query/eql/printer.h"

#include "query/eql/token.h"
#include "query/syntax/cursor.h"
#include "query/syntax/literal.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tocsin::eql {
namespace {

// How tightly a node binds; a child that binds less than its place asks for needs parentheses.
enum Binding {
  kBindOr,
  kBindAnd,
  kBindNot,
  kBindComparison,
  kBindSum,
  kBindProduct,
  kBindSigned,
  kBindPredicate,
  kBindPrimary,
};

Binding BindingOf(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kOr:
      return kBindOr;
    case ExprKind::kAnd:
      return kBindAnd;
    case ExprKind::kNot:
    case ExprKind::kRelation:
      return kBindNot;
    case ExprKind::kCompare:
      return kBindComparison;
    case ExprKind::kArithmetic:
      return expr.op == Operator::kAdd || expr.op == Operator::kSubtract ? kBindSum : kBindProduct;
    case ExprKind::kNegate:
    case ExprKind::kPlus:
      return kBindSigned;
    case ExprKind::kIn:
    case ExprKind::kPattern:
      return kBindPredicate;
    default:
      return kBindPrimary;
  }
}

bool IsPlainName(std::string_view text) {
  if (text.empty() || is_reserved(ReservedWord(text))) return false;
  const char first = text.front();
  if (!syntax::is_letter(first) && first != '_' && first != '@') return false;
  return std::all_of(text.begin() + 1, text.end(), [](char c) {
    return syntax::is_letter(c) || syntax::is_digit(c) || c == '_';
  });
}

class Printer {
 public:
  std::string Take() { return std::move(out_); }

  void Add(const Expr& expr, Binding least = kBindOr) {
    const bool grouped = BindingOf(expr) < least;
    if (grouped) out_ += '(';
    AddBare(expr);
    if (grouped) out_ += ')';
  }

  void Add(const EventFilter& event) {
    if (event.any) {
      out_ += "any";
    } else {
      out_ += IsPlainName(event.category) ? event.category : QuoteString(event.category);
    }
    out_ += " where ";
    Add(event.condition);
  }

  void Add(const Stage& stage) {
    out_ += stage.missing ? "![" : "[";
    Add(stage.event);
    out_ += ']';
    AddBy(stage.keys);
    if (stage.runs != 1) out_ += " with runs=" + std::to_string(stage.runs);
    if (!stage.alias.empty()) out_ += " as " + stage.alias;
  }

  void Add(const Sequence& sequence) {
    static constexpr std::string_view kUnits[] = {"ms", "s", "m", "h", "d"};
    out_ += "sequence";
    AddBy(sequence.keys);
    if (sequence.maxspan) {
      out_ += " with maxspan=" + std::to_string(sequence.maxspan->count);
      out_ += kUnits[static_cast<std::size_t>(sequence.maxspan->unit)];
    }
    AddStages(sequence.stages);
    if (sequence.until) {
      out_ += "\nuntil ";
      Add(*sequence.until);
    }
  }

  void Add(const Sample& sample) {
    out_ += "sample";
    AddBy(sample.keys);
    AddStages(sample.stages);
  }

  void Add(const Pipe& pipe) {
    out_ += pipe.tail ? "\n| tail " : "\n| head ";
    out_ += std::to_string(pipe.count);
  }

 private:
  void AddList(const std::vector<Expr>& list, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (i > begin) out_ += ", ";
      Add(list[i]);
    }
  }

  void AddJoined(const std::vector<Expr>& children, std::string_view word, Binding least) {
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (i > 0) out_ += word;
      Add(children[i], least);
    }
  }

  void AddBinary(const Expr& expr, Binding left, Binding right) {
    Add(expr.children[0], left);
    out_ += ' ';
    out_ += OperatorText(expr.op);
    out_ += ' ';
    Add(expr.children[1], right);
  }

  void AddPredicate(const Expr& expr) {
    Add(expr.children[0], kBindPrimary);
    out_ += expr.negated ? " not " : " ";
    out_ += OperatorText(expr.op);
    out_ += ' ';
    const bool list = expr.kind == ExprKind::kIn || expr.children.size() > 2;
    if (list) out_ += '(';
    AddList(expr.children, 1, expr.children.size());
    if (list) out_ += ')';
  }

  void AddBare(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::kError:
        out_ += "<error>";
        break;
      case ExprKind::kNull:
        out_ += "null";
        break;
      case ExprKind::kBoolean:
        out_ += expr.boolean ? "true" : "false";
        break;
      case ExprKind::kInteger:
        out_ += std::to_string(expr.integer);
        break;
      case ExprKind::kDecimal:
        out_ += syntax::FormatDecimal(expr.decimal);
        break;
      case ExprKind::kString:
        out_ += QuoteString(expr.text);
        break;
      case ExprKind::kField:
        if (expr.optional) out_ += '?';
        out_ += JoinPath(expr.path);
        break;
      case ExprKind::kVariable:
        out_ += '$' + expr.text;
        if (!expr.path.empty()) out_ += '.' + JoinPath(expr.path);
        break;
      case ExprKind::kCall:
        out_ += expr.text + '(';
        AddList(expr.children, 0, expr.children.size());
        out_ += ')';
        break;
      case ExprKind::kNegate:
      case ExprKind::kPlus:
        out_ += expr.kind == ExprKind::kNegate ? '-' : '+';
        Add(expr.children[0], kBindSigned);
        break;
      case ExprKind::kArithmetic: {
        const Binding own = BindingOf(expr);
        AddBinary(expr, own, own == kBindSum ? kBindProduct : kBindSigned);
        break;
      }
      case ExprKind::kCompare:
        AddBinary(expr, kBindSum, kBindSum);
        break;
      case ExprKind::kIn:
      case ExprKind::kPattern:
        AddPredicate(expr);
        break;
      case ExprKind::kNot:
        out_ += "not ";
        Add(expr.children[0], kBindNot);
        break;
      case ExprKind::kAnd:
        AddJoined(expr.children, " and ", kBindNot);
        break;
      case ExprKind::kOr:
        AddJoined(expr.children, " or ", kBindAnd);
        break;
      case ExprKind::kRelation:
        out_ += expr.text + " of [";
        if (expr.event) Add(*expr.event);
        out_ += ']';
        break;
    }
  }

  void AddBy(const std::vector<Expr>& keys) {
    if (keys.empty()) return;
    out_ += " by ";
    AddList(keys, 0, keys.size());
  }

  void AddStages(const std::vector<Stage>& stages) {
    for (const Stage& stage : stages) {
      out_ += "\n  ";
      Add(stage);
    }
  }

  std::string out_;
};

// A tree of words, written in one line where it fits.
struct Node {
  std::string head;
  std::vector<Node> children;
};

void Write(const Node& node, std::size_t indent, std::string& out);

std::string OneLine(const Node& node) {
  if (node.children.empty()) return node.head;
  std::string line = "(" + node.head;
  for (const Node& child : node.children) line += " " + OneLine(child);
  return line + ")";
}

void Write(const Node& node, std::size_t indent, std::string& out) {
  constexpr std::size_t kWidth = 96;
  out.append(indent, ' ');
  const std::string line = OneLine(node);
  if (node.children.empty() || indent + line.size() <= kWidth) {
    out += line + '\n';
    return;
  }
  out += '(' + node.head + '\n';
  for (const Node& child : node.children) Write(child, indent + 2, out);
  out.insert(out.size() - 1, ")");
}

Node TreeOf(const EventFilter& event);

std::vector<Node> TreesOf(const std::vector<Expr>& list);

Node TreeOf(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kCall: {
      Node call{"call", {{expr.text, {}}}};
      for (const Expr& child : expr.children) call.children.push_back(TreeOf(child));
      return call;
    }
    case ExprKind::kNegate:
      return {"negate", TreesOf(expr.children)};
    case ExprKind::kPlus:
      return {"plus", TreesOf(expr.children)};
    case ExprKind::kNot:
      return {"not", TreesOf(expr.children)};
    case ExprKind::kAnd:
      return {"and", TreesOf(expr.children)};
    case ExprKind::kOr:
      return {"or", TreesOf(expr.children)};
    case ExprKind::kArithmetic:
    case ExprKind::kCompare:
    case ExprKind::kIn:
    case ExprKind::kPattern:
      return {(expr.negated ? "not-" : "") + std::string(OperatorText(expr.op)),
              TreesOf(expr.children)};
    case ExprKind::kRelation:
      return {expr.text + "-of",
              expr.event ? std::vector{TreeOf(*expr.event)} : std::vector<Node>{}};
    default:
      return {Print(expr), {}};
  }
}

std::vector<Node> TreesOf(const std::vector<Expr>& list) {
  std::vector<Node> nodes;
  nodes.reserve(list.size());
  for (const Expr& expr : list) nodes.push_back(TreeOf(expr));
  return nodes;
}

Node TreeOf(const EventFilter& event) {
  Node node{"event", {}};
  node.children.push_back({event.any ? "any" : QuoteString(event.category), {}});
  node.children.push_back(TreeOf(event.condition));
  return node;
}

Node TreeOf(const Stage& stage) {
  Node node{stage.missing ? "missing-stage" : "stage", {TreeOf(stage.event)}};
  if (!stage.keys.empty()) node.children.push_back({"by", TreesOf(stage.keys)});
  if (stage.runs != 1) node.children.push_back({"runs", {{std::to_string(stage.runs), {}}}});
  if (!stage.alias.empty()) node.children.push_back({"as", {{stage.alias, {}}}});
  return node;
}

Node TreeOf(const Sequence& sequence) {
  Node node{"sequence", {}};
  if (!sequence.keys.empty()) node.children.push_back({"by", TreesOf(sequence.keys)});
  if (sequence.maxspan) {
    node.children.push_back(
        {"maxspan-ns", {{std::to_string(sequence.maxspan->nanoseconds()), {}}}});
  }
  for (const Stage& stage : sequence.stages) node.children.push_back(TreeOf(stage));
  if (sequence.until) node.children.push_back({"until", {TreeOf(*sequence.until)}});
  return node;
}

Node TreeOf(const Sample& sample) {
  Node node{"sample", {}};
  if (!sample.keys.empty()) node.children.push_back({"by", TreesOf(sample.keys)});
  for (const Stage& stage : sample.stages) node.children.push_back(TreeOf(stage));
  return node;
}

}  // namespace

std::string_view OperatorText(Operator op) {
  switch (op) {
    case Operator::kNone:
      return "";
    case Operator::kEqual:
      return "==";
    case Operator::kNotEqual:
      return "!=";
    case Operator::kLess:
      return "<";
    case Operator::kLessEqual:
      return "<=";
    case Operator::kGreater:
      return ">";
    case Operator::kGreaterEqual:
      return ">=";
    case Operator::kAdd:
      return "+";
    case Operator::kSubtract:
      return "-";
    case Operator::kMultiply:
      return "*";
    case Operator::kDivide:
      return "/";
    case Operator::kModulo:
      return "%";
    case Operator::kIn:
      return "in";
    case Operator::kInFold:
      return "in~";
    case Operator::kWildcard:
      return ":";
    case Operator::kLike:
      return "like";
    case Operator::kLikeFold:
      return "like~";
    case Operator::kRegex:
      return "regex";
    case Operator::kRegexFold:
      return "regex~";
  }
  return "";
}

std::string QuoteString(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '\b':
        out += "\\b";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\r':
        out += "\\r";
        break;
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      default:
        if (const auto byte = static_cast<unsigned char>(c); byte < 0x20 || byte == 0x7F) {
          out += {'\\', 'u', '{', kHex[byte >> 4], kHex[byte & 15], '}'};
        } else {
          out += c;
        }
    }
  }
  return out + '"';
}

std::string JoinPath(const std::vector<std::string>& path) {
  std::string out;
  for (const std::string& name : path) {
    if (!out.empty()) out += '.';
    if (IsPlainName(name)) {
      out += name;
      continue;
    }
    out += '`';
    for (const char c : name) out += c == '`' ? std::string("``") : std::string(1, c);
    out += '`';
  }
  return out;
}

std::string Print(const Expr& expr) {
  Printer printer;
  printer.Add(expr);
  return printer.Take();
}

std::string Print(const Query& query) {
  Printer printer;
  std::visit([&](const auto& body) { printer.Add(body); }, query.body);
  for (const Pipe& pipe : query.pipes) printer.Add(pipe);
  return printer.Take();
}

std::string PrintTree(const Expr& expr) {
  std::string out;
  Write(TreeOf(expr), 0, out);
  return out;
}

std::string PrintTree(const Query& query) {
  Node node = std::visit([](const auto& body) { return TreeOf(body); }, query.body);
  for (const Pipe& pipe : query.pipes) {
    node = {"pipe",
            {std::move(node), {pipe.tail ? "tail" : "head", {}}, {std::to_string(pipe.count), {}}}};
  }
  std::string out;
  Write(node, 0, out);
  return out;
}

}  // namespace tocsin::eql
