#include "telemetry/decoders/document.h"

#include "base/hash.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <iterator>

namespace tocsin::doc {
namespace {

void AppendQuoted(std::string_view text, std::string* out) {
  out->push_back('"');
  for (const char c : text) {
    switch (c) {
      case '"':
        out->append("\\\"");
        break;
      case '\\':
        out->append("\\\\");
        break;
      case '\n':
        out->append("\\n");
        break;
      case '\r':
        out->append("\\r");
        break;
      case '\t':
        out->append("\\t");
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          fmt::format_to(std::back_inserter(*out), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out->push_back(c);
        }
    }
  }
  out->push_back('"');
}

}  // namespace

// Recognition asks for many names that are not there: nearly all of them differ in length, or else
// at the end, where names of one length and family differ soonest.
const Node* Node::Find(std::string_view key) const {
  for (const Member& member : *this) {
    if (member.key.size() != key.size()) continue;
    if (key.empty() || (member.key.back() == key.back() && member.key == key)) {
      return &member.value;
    }
  }
  return nullptr;
}

std::string_view TextOf(const Node& node, Arena& arena) {
  switch (node.kind()) {
    case NodeKind::kString:
      return node.text();
    case NodeKind::kBool:
      return node.boolean() ? "true" : "false";
    case NodeKind::kInt: {
      const fmt::format_int text(node.integer());
      return arena.Copy({text.data(), text.size()});
    }
    case NodeKind::kUInt: {
      const fmt::format_int text(node.unsigned_integer());
      return arena.Copy({text.data(), text.size()});
    }
    case NodeKind::kDouble: {
      fmt::memory_buffer text;
      fmt::format_to(std::back_inserter(text), "{}", node.real());
      return arena.Copy({text.data(), text.size()});
    }
    case NodeKind::kNull:
    case NodeKind::kArray:
    case NodeKind::kObject:
      break;
  }
  return {};
}

namespace {

std::uint64_t HashInto(std::uint64_t hash, const Node& node) {
  hash = HashCombine(hash, static_cast<std::uint64_t>(node.kind()));
  switch (node.kind()) {
    case NodeKind::kNull:
      return hash;
    case NodeKind::kBool:
      return HashCombine(hash, node.boolean() ? 1 : 0);
    case NodeKind::kInt:
      return HashCombine(hash, static_cast<std::uint64_t>(node.integer()));
    case NodeKind::kUInt:
      return HashCombine(hash, node.unsigned_integer());
    case NodeKind::kDouble:
      return HashCombine(hash, std::bit_cast<std::uint64_t>(node.real()));
    case NodeKind::kString:
      return HashCombine(hash, Hash64(node.text()));
    case NodeKind::kArray:
      for (std::uint32_t i = 0; i < node.size(); ++i) hash = HashInto(hash, node.element(i));
      return HashCombine(hash, node.size());
    case NodeKind::kObject:
      for (const Member& member : node) {
        hash = HashInto(HashCombine(hash, Hash64(member.key)), member.value);
      }
      return HashCombine(hash, node.size());
  }
  return hash;
}

}  // namespace

std::uint64_t HashOf(const Node& node) {
  const std::uint64_t hash = HashInto(0, node);
  return hash == 0 ? 1 : hash;
}

void AppendJson(const Node& node, std::string* out) {
  switch (node.kind()) {
    case NodeKind::kNull:
      out->append("null");
      return;
    case NodeKind::kBool:
      out->append(node.boolean() ? "true" : "false");
      return;
    case NodeKind::kInt:
      fmt::format_to(std::back_inserter(*out), "{}", node.integer());
      return;
    case NodeKind::kUInt:
      fmt::format_to(std::back_inserter(*out), "{}", node.unsigned_integer());
      return;
    case NodeKind::kDouble:
      if (!std::isfinite(node.real())) {
        out->append("null");
      } else {
        fmt::format_to(std::back_inserter(*out), "{:#}", node.real());
      }
      return;
    case NodeKind::kString:
      AppendQuoted(node.text(), out);
      return;
    case NodeKind::kArray:
      out->push_back('[');
      for (std::uint32_t i = 0; i < node.size(); ++i) {
        if (i > 0) out->push_back(',');
        AppendJson(node.element(i), out);
      }
      out->push_back(']');
      return;
    case NodeKind::kObject:
      out->push_back('{');
      for (const Member& member : node) {
        if (&member != node.begin()) out->push_back(',');
        AppendQuoted(member.key, out);
        out->push_back(':');
        AppendJson(member.value, out);
      }
      out->push_back('}');
      return;
  }
}

}  // namespace tocsin::doc
