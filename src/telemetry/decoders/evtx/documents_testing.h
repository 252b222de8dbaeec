// Small documents and log bytes for the tests of this folder.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"
#include "telemetry/decoders/evtx/chunk_writer.h"
#include "telemetry/decoders/evtx/log_file.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::evtx {

inline constexpr std::uint64_t kSomeFileTime = 132'635'598'370'412'345;  // 2021-04-22T10:10:37

inline std::string Json(const doc::Node& node) {
  std::string text;
  doc::AppendJson(node, &text);
  return text;
}

inline doc::Node Object(Arena& arena, std::initializer_list<doc::Member> members) {
  const auto copy = arena.AllocateArray<doc::Member>(members.size());
  std::copy(members.begin(), members.end(), copy.begin());
  return doc::Node::Object(copy.data(), static_cast<std::uint32_t>(copy.size()));
}

inline doc::Node Array(Arena& arena, std::initializer_list<doc::Node> elements) {
  const auto copy = arena.AllocateArray<doc::Node>(elements.size());
  std::copy(elements.begin(), elements.end(), copy.begin());
  return doc::Node::Array(copy.data(), static_cast<std::uint32_t>(copy.size()));
}

// A process start with the given id and command line, in the shape of a Sysmon record.
inline doc::Node ProcessStart(Arena& arena, std::int64_t record_id, std::string_view command_line) {
  using doc::Node;
  const Node provider = Object(
      arena,
      {{"#attributes", Object(arena, {{"Name", Node::String("Microsoft-Windows-Sysmon")}})}});
  const Node system = Object(arena, {{"Provider", provider},
                                     {"EventID", Node::Int(1)},
                                     {"EventRecordID", Node::Int(record_id)},
                                     {"Correlation", Node::Null()}});
  const Node data = Object(arena, {{"ProcessId", Node::Int(4242)},
                                   {"CommandLine", Node::String(arena.Copy(command_line))}});
  return Object(arena, {{"Event", Object(arena, {{"System", system}, {"EventData", data}})}});
}

// A chunk with `count` process starts.
inline std::string SomeChunk(int count) {
  ChunkWriter writer;
  Arena arena;
  for (int i = 1; i <= count; ++i) {
    const std::string command = "cmd /c echo " + std::string(static_cast<std::size_t>(i % 40), 'x');
    if (writer.Append(kSomeFileTime, ProcessStart(arena, i, command)) != WriteResult::kWritten) {
      break;
    }
  }
  return writer.Finish();
}

// What a chunk decodes to: each tree as JSON, or the fault's name in angle brackets.
inline std::vector<std::string> DecodeChunk(std::string_view chunk) {
  std::vector<std::string> records;
  Arena arena;
  ChunkDecoder decoder(chunk, arena);
  for (Record record; decoder.Next(&record);) {
    records.push_back(record.ok() ? Json(record.root)
                                  : "<" + std::string(FaultName(record.damage.fault)) + ">");
  }
  return records;
}

}  // namespace tocsin::evtx
