#include "telemetry/decoders/auditd/audit_decoder.h"

#include "base/hex.h"
#include "base/utf8.h"

#include <algorithm>
#include <string>

namespace tocsin::audit {
namespace {

using doc::Member;
using doc::Node;

constexpr std::size_t kNone = std::string_view::npos;
constexpr char kEnrichment = '\x1d';
constexpr std::string_view kNull = "(null)";

// Fields that are written as hexadecimal bytes when they hold blanks, quotes or control
// characters (audit-userspace, auparse/typetab.h).
constexpr std::string_view kEscaped[] = {
    "acct",  "cmd",  "comm",      "cwd",      "data", "device", "dir",
    "exe",   "file", "grp",       "ksource",  "key",  "name",   "new_group",
    "ocomm", "path", "proctitle", "root_dir", "sw",   "vm",     "watch",
};

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool IsKeyCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '[' || c == ']';
}

// a0, a12, a1[3] of an EXECVE line.
bool IsArgument(std::string_view key) {
  if (key.size() < 2 || key[0] != 'a') return false;
  return key[1] >= '0' && key[1] <= '9' && key != "argc";
}

bool IsEscaped(std::string_view type, std::string_view key) {
  if (type == "EXECVE" && IsArgument(key)) return true;
  return std::find(std::begin(kEscaped), std::end(kEscaped), key) != std::end(kEscaped);
}

// Kernel and libraries write capital digits; "decade" is a word.
bool IsHex(std::string_view text) {
  return !text.empty() && text.size() % 2 == 0 &&
         text.find_first_not_of("0123456789ABCDEF") == kNone;
}

class RecordReader {
 public:
  RecordReader(std::string_view type, std::string_view body, Arena& arena, AuditStatus* status)
      : type_(type), body_(body), arena_(arena), status_(*status), members_(arena, 32) {}

  Node Read() {
    while (position_ < body_.size()) {
      const char c = body_[position_];
      if (IsBlank(c) || c == kEnrichment || !IsKeyCharacter(c)) {
        ++position_;
        continue;
      }
      const std::size_t begin = position_;
      while (position_ < body_.size() && IsKeyCharacter(body_[position_])) ++position_;
      const std::string_view word = body_.substr(begin, position_ - begin);
      if (position_ < body_.size() && body_[position_] == '=') {
        ++position_;
        ReadField(word);
      } else {
        ReadWord(word);
      }
    }
    const auto members = members_.Finish();
    return Node::Object(members.data(), static_cast<std::uint32_t>(members.size()));
  }

 private:
  void ReadWord(std::string_view word) {
    if (type_ == "LOGIN" && (word == "old" || word == "new")) {
      era_ = word;
      return;
    }
    // avc:  denied  { read write } for  pid=...
    if (!word.empty() && (word == "denied" || word == "granted") && members_.empty()) {
      const std::size_t open = body_.find('{', position_);
      const std::size_t close = open == kNone ? kNone : body_.find('}', open);
      if (close == kNone) return;
      Add("seresult", word);
      Add("seperms", Permissions(body_.substr(open + 1, close - open - 1)));
      position_ = close + 1;
    }
  }

  // "read write" -> "read,write"
  std::string_view Permissions(std::string_view words) {
    const std::span<char> text = arena_.AllocateArray<char>(words.size());
    std::size_t size = 0;
    for (const char c : words) {
      if (!IsBlank(c)) {
        text[size++] = c;
      } else if (size > 0 && text[size - 1] != ',') {
        text[size++] = ',';
      }
    }
    if (size > 0 && text[size - 1] == ',') --size;
    return {text.data(), size};
  }

  void ReadField(std::string_view key) {
    if (key == "msg" && position_ < body_.size() && body_[position_] == '\'') {
      in_message_ = true;
      ++position_;
      return;
    }
    if (!era_.empty()) {
      key = arena_.Copy(std::string(era_).append("-").append(key));
      era_ = {};
    }
    bool quoted = false;
    std::string_view value = TakeValue(&quoted);
    if (!quoted && IsEscaped(type_, key) && IsHex(value)) value = FromHex(value);
    Add(key, value);
  }

  std::string_view TakeValue(bool* quoted) {
    if (position_ == body_.size()) return {};
    const char first = body_[position_];
    if (first == '"' || first == '{') {
      const char last = first == '"' ? '"' : '}';
      const std::size_t close = body_.find(last, position_ + 1);
      *quoted = true;
      const std::size_t begin = position_ + 1;
      const std::size_t end = std::min(close, body_.size());  // a cut line has no end quote
      position_ = std::min(end + 1, body_.size());
      return body_.substr(begin, end - begin);
    }
    const std::size_t begin = position_;
    // The separator in front of the resolved names is sometimes lost on the way.
    if (body_.substr(begin).starts_with(kNull)) {
      position_ += kNull.size();
      return kNull;
    }
    while (position_ < body_.size() && !IsBlank(body_[position_]) &&
           body_[position_] != kEnrichment && !(in_message_ && body_[position_] == '\'')) {
      ++position_;
    }
    std::string_view value = body_.substr(begin, position_ - begin);
    // Old programs write (hostname=?, addr=?).
    if (value.ends_with(')') && value.find('(') == kNone) value.remove_suffix(1);
    if (value.ends_with(',')) value.remove_suffix(1);
    return value;
  }

  std::string_view FromHex(std::string_view digits) {
    const std::span<char> bytes = arena_.AllocateArray<char>(digits.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] =
          static_cast<char>(HexDigitValue(digits[2 * i]) * 16 + HexDigitValue(digits[2 * i + 1]));
    }
    return {bytes.data(), bytes.size()};
  }

  void Add(std::string_view key, std::string_view value) {
    if (members_.size() == kFieldsMax) {
      ++status_.dropped;
      return;
    }
    if (value.size() > kValueBytesMax) {
      value = value.substr(0, kValueBytesMax);
      ++status_.dropped;
    }
    if (!IsValidUtf8(value)) {
      value = arena_.Copy(ReplaceInvalidUtf8(value));
      status_.repaired_utf8 = true;
    }
    members_.Add({key, Node::String(value)});
  }

  const std::string_view type_;
  const std::string_view body_;
  Arena& arena_;
  AuditStatus& status_;
  ArenaBuilder<Member> members_;
  std::size_t position_ = 0;
  bool in_message_ = false;
  std::string_view era_;  // "old" or "new", in front of the next key
};

std::string_view Repaired(std::string_view text, Arena& arena, AuditStatus* status) {
  if (IsValidUtf8(text)) return text;
  status->repaired_utf8 = true;
  return arena.Copy(ReplaceInvalidUtf8(text));
}

Node ObjectOf(std::span<const Member> members, Arena& arena) {
  const std::span<Member> copy = arena.CopyArray(members);
  return Node::Object(copy.data(), static_cast<std::uint32_t>(copy.size()));
}

}  // namespace

AuditStatus DecodeAuditEvent(std::span<const std::string_view> lines, std::string_view node,
                             Arena& arena, Node* root) {
  AuditStatus status;
  AuditHeader first;
  ArenaBuilder<Node> records(arena, lines.size());
  for (const std::string_view line : lines) {
    const std::optional<AuditHeader> header = FindAuditHeader(line);
    if (!header) {
      ++status.dropped;
      continue;
    }
    if (!status.ok) first = *header;
    status.ok = true;
    if (header->type == "EOE") continue;
    if (records.size() == kLinesMax) {
      ++status.dropped;
      continue;
    }
    const Node fields =
        RecordReader(header->type, line.substr(header->body), arena, &status).Read();
    const Member members[] = {{"type", Node::String(header->type)}, {"fields", fields}};
    records.Add(ObjectOf(members, arena));
  }
  if (!status.ok) return status;
  if (!first.node.empty()) node = first.node;

  const auto list = records.Finish();
  const Member whole[] = {
      {"node", Node::String(Repaired(node, arena, &status))},
      {"time", Node::String(first.time_text)},
      {"serial", Node::String(first.serial_text)},
      {"records", Node::Array(list.data(), static_cast<std::uint32_t>(list.size()))},
  };
  const std::span<const Member> present(whole);
  const Member top[] = {{"auditd", ObjectOf(node.empty() ? present.subspan(1) : present, arena)}};
  *root = ObjectOf(top, arena);
  return status;
}

}  // namespace tocsin::audit
