#include "telemetry/event_limits.h"

#include <span>

namespace tocsin {
namespace {

// Of a character in UTF-8, which decoders vouch for.
bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

class Walk {
 public:
  Walk(Arena& arena, const EventLimits& limits) : arena_(arena), limits_(limits) {}

  // The node, or its copy if some text below it was cut. `name_bytes`: of the name that leads here.
  // As deep as the document, which decoders bound.
  doc::Node Limited(const doc::Node& node, std::size_t name_bytes) {
    switch (node.kind()) {
      case doc::NodeKind::kString:
        bytes_ += node.text().size();
        names_ += name_bytes;
        return LimitedText(node);
      case doc::NodeKind::kArray:
        return LimitedArray(node, name_bytes);
      case doc::NodeKind::kObject:
        return LimitedObject(node, name_bytes);
      default:
        bytes_ += 1;
        names_ += name_bytes;
        return node;
    }
  }

  std::string_view reason() const {
    if (keys_ > limits_.keys_max) return "too_many_keys";
    if (names_ > limits_.name_bytes_max) return "names_too_long";
    if (bytes_ > limits_.event_bytes_max) return "too_long";
    return {};
  }
  std::uint32_t texts_cut() const { return texts_cut_; }

 private:
  doc::Node LimitedText(const doc::Node& node) {
    const std::string_view text = node.text();
    if (text.size() <= limits_.text_bytes_max) return node;
    ++texts_cut_;
    std::size_t end = limits_.text_bytes_max;
    while (end > 0 && IsContinuation(text[end])) --end;
    return doc::Node::String(text.substr(0, end));
  }

  doc::Node LimitedArray(const doc::Node& node, std::size_t name_bytes) {
    std::span<doc::Node> copy;
    for (std::uint32_t i = 0; i < node.size() && reason().empty(); ++i) {
      const std::uint32_t cut_before = texts_cut_;
      const doc::Node element = Limited(node.element(i), name_bytes);
      if (texts_cut_ == cut_before) continue;
      if (copy.empty()) copy = arena_.CopyArray(std::span(&node.element(0), node.size()));
      copy[i] = element;
    }
    return copy.empty() ? node : doc::Node::Array(copy.data(), node.size());
  }

  doc::Node LimitedObject(const doc::Node& node, std::size_t name_bytes) {
    std::span<doc::Member> copy;
    for (const doc::Member& member : node) {
      ++keys_;
      bytes_ += member.key.size();
      if (!reason().empty()) break;
      const std::uint32_t cut_before = texts_cut_;
      const doc::Node value = Limited(member.value, name_bytes + member.key.size() + 1);
      if (texts_cut_ == cut_before) continue;
      if (copy.empty()) copy = arena_.CopyArray(std::span(node.begin(), node.size()));
      copy[static_cast<std::size_t>(&member - node.begin())].value = value;
    }
    return copy.empty() ? node : doc::Node::Object(copy.data(), node.size());
  }

  Arena& arena_;
  const EventLimits& limits_;
  std::size_t bytes_ = 0;
  std::size_t keys_ = 0;
  std::size_t names_ = 0;
  std::uint32_t texts_cut_ = 0;
};

}  // namespace

LimitedDocument KeepLimits(const doc::Node& document, Arena& arena, const EventLimits& limits) {
  Walk walk(arena, limits);
  const doc::Node limited = walk.Limited(document, 0);
  return {.document = limited, .reason = walk.reason(), .texts_cut = walk.texts_cut()};
}

}  // namespace tocsin
