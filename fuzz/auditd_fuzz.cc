// Lines of the Linux audit system: the join, and the decoder.
//
// Any bytes, taken as lines. What the join makes of them must not depend on where batches end, and
// must keep every line but ends of events. The decoder gives each field of each line at most once
// for each place in it, all as valid UTF-8. Lines are copied to blocks of their own size, so that
// reading past their ends is seen.

#include "base/arena.h"
#include "base/check.h"
#include "base/utf8.h"
#include "telemetry/audit_join.h"
#include "telemetry/audit_line.h"
#include "telemetry/decoders/auditd/audit_decoder.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {
namespace {

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (!line.empty()) lines.push_back(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return lines;
}

// What comes out of the join when a batch ends behind every `batch` lines.
std::vector<std::string> Joined(const std::vector<std::string_view>& lines, std::size_t batch) {
  AuditJoin join;
  AuditJoin::Texts texts;
  std::vector<RawRecord> out;
  std::vector<std::string> records;
  const auto take = [&] {
    for (const RawRecord& record : out) {
      records.push_back(std::to_string(record.number) + ":" + std::string(record.bytes));
    }
    out.clear();
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    join.Add({.offset = i, .number = i + 1, .bytes = lines[i]}, &out, &texts);
    if ((i + 1) % batch != 0) continue;
    take();
    join.EndBatch();
  }
  join.Flush(&out, &texts);
  take();
  TOCSIN_CHECK(join.empty());
  return records;
}

void CheckTree(const doc::Node& node) {
  if (node.is_string()) TOCSIN_CHECK(IsValidUtf8(node.text()));
  if (node.is_array()) {
    for (std::uint32_t i = 0; i < node.size(); ++i) CheckTree(node.element(i));
  }
  if (!node.is_object()) return;
  for (const doc::Member& member : node) {
    TOCSIN_CHECK(IsValidUtf8(member.key));
    CheckTree(member.value);
  }
}

void Check(std::string_view text) {
  const std::vector<std::string_view> lines = Lines(text);
  const std::vector<std::string> whole = Joined(lines, lines.size() + 1);
  for (const std::size_t batch : {1, 3}) TOCSIN_CHECK(Joined(lines, batch) == whole);
  std::size_t kept = 0;
  for (const std::string& record : whole) {
    kept += 1 + static_cast<std::size_t>(std::count(record.begin(), record.end(), '\n'));
  }
  std::size_t ends = 0;
  for (const std::string_view line : lines) {
    const auto header = FindAuditLine(line);
    if (header && header->type == "EOE") ++ends;
  }
  TOCSIN_CHECK(kept + ends == lines.size());

  std::vector<std::vector<char>> blocks;
  std::vector<std::string_view> exact;
  for (const std::string_view line : lines) {
    const std::vector<char>& block = blocks.emplace_back(line.begin(), line.end());
    exact.emplace_back(block.data(), block.size());
  }
  Arena arena;
  doc::Node root;
  const audit::AuditStatus status = audit::DecodeAuditEvent(exact, "node", arena, &root);
  const bool has_head = std::any_of(exact.begin(), exact.end(), [](std::string_view line) {
    return audit::FindAuditHeader(line).has_value();
  });
  TOCSIN_CHECK(status.ok == has_head);
  if (!status.ok) return;
  CheckTree(root);
  const doc::Node& records = *root.FindPath("auditd", "records");
  TOCSIN_CHECK(records.size() <= std::min(lines.size(), audit::kLinesMax));
  for (std::uint32_t i = 0; i < records.size(); ++i) {
    TOCSIN_CHECK(records.element(i).Find("fields")->size() <= audit::kFieldsMax);
  }
}

}  // namespace
}  // namespace tocsin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
