#include "telemetry/sources/auditd/process_arguments.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tocsin::auditd {
namespace {

using doc::Node;

// "a12" -> 12; "a12[3]" too, with `*is_piece`.
std::optional<std::uint32_t> ArgumentIndex(std::string_view name, bool* is_piece) {
  if (name.size() < 2 || name[0] != 'a') return std::nullopt;
  std::uint32_t index = 0;
  const char* const last = name.data() + name.size();
  const auto [end, error] = std::from_chars(name.data() + 1, last, index);
  if (error != std::errc()) return std::nullopt;
  *is_piece = end != last;
  if (*is_piece && *end != '[') return std::nullopt;  // a1_len
  return index;
}

// The pieces of one argument, put together when it is complete.
class Pieces {
 public:
  void Add(std::string_view piece) { pieces_.push_back(piece); }

  // What was added, as one text; starts anew.
  Node Take(Arena& arena) {
    if (pieces_.size() == 1) {
      const Node whole = Node::String(pieces_.front());
      pieces_.clear();
      return whole;
    }
    std::size_t size = 0;
    for (const std::string_view piece : pieces_) size += piece.size();
    const std::span<char> text = arena.AllocateArray<char>(size);
    auto out = text.begin();
    for (const std::string_view piece : pieces_) out = std::copy(piece.begin(), piece.end(), out);
    pieces_.clear();
    return Node::String({text.data(), text.size()});
  }
  bool empty() const { return pieces_.empty(); }

 private:
  std::vector<std::string_view> pieces_;
};

ProcessArguments Finish(std::span<Node> arguments, std::string_view count, Arena& arena) {
  ProcessArguments result;
  std::size_t size = 0;
  for (const Node& argument : arguments) size += argument.text().size() + 1;
  const std::span<char> line = arena.AllocateArray<char>(size);
  auto out = line.begin();
  for (const Node& argument : arguments) {
    if (out != line.begin()) *out++ = ' ';
    out = std::copy(argument.text().begin(), argument.text().end(), out);
  }
  result.list = Node::Array(arguments.data(), static_cast<std::uint32_t>(arguments.size()));
  result.count = count.empty() ? arena.Copy(std::to_string(arguments.size())) : count;
  result.command_line = {line.data(), static_cast<std::size_t>(out - line.begin())};
  return result;
}

std::string_view WithoutEnd(std::string_view title) {
  while (title.ends_with('\0')) title.remove_suffix(1);
  return title;
}

}  // namespace

ProcessArguments ArgumentsOf(std::span<const AuditRecord> records, std::string_view title,
                             Arena& arena) {
  ArenaBuilder<Node> arguments(arena);
  Pieces pieces;
  std::string_view count;
  std::optional<std::uint32_t> last;
  for (const AuditRecord& record : records) {
    if (record.type != "EXECVE") continue;
    for (const doc::Member& member : record.fields) {
      if (!member.value.is_string()) continue;
      if (member.key == "argc" && count.empty()) count = member.value.text();
      bool is_piece = false;
      const std::optional<std::uint32_t> index = ArgumentIndex(member.key, &is_piece);
      if (!index) continue;
      const bool goes_on = is_piece && last == index;
      if (!goes_on && !pieces.empty()) arguments.Add(pieces.Take(arena));
      pieces.Add(member.value.text());
      last = index;
    }
  }
  if (!pieces.empty()) arguments.Add(pieces.Take(arena));
  if (!arguments.empty()) return Finish(arguments.Finish(), count, arena);

  title = WithoutEnd(title);
  while (!title.empty()) {
    const std::string_view argument = title.substr(0, title.find('\0'));
    arguments.Add(Node::String(argument));
    title.remove_prefix(std::min(argument.size() + 1, title.size()));
  }
  if (arguments.empty()) return {};
  return Finish(arguments.Finish(), {}, arena);
}

std::string_view TitleText(std::string_view title, Arena& arena) {
  title = WithoutEnd(title);
  if (title.find('\0') == std::string_view::npos) return title;
  const std::span<char> text = arena.AllocateArray<char>(title.size());
  std::replace_copy(title.begin(), title.end(), text.begin(), '\0', ' ');
  return {text.data(), text.size()};
}

}  // namespace tocsin::auditd
