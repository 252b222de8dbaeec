// English names of what Windows records carry as numbers: tasks, levels, opcodes, keywords.
//
// Records hold numbers; names are rendered by the reader, in the reader's language. Detection
// content asks for the English ones. Facts: winmeta.xml (standard levels, opcodes, keywords) and
// the manifests of the named providers.
#pragma once

#include <cstdint>
#include <string_view>

namespace tocsin::windows {

// "Logon" for task 12544 of the Security channel; empty when unknown.
std::string_view TaskName(std::string_view channel, std::string_view provider, std::uint32_t task);
// "information" for 4 and 0, as shippers write log.level; empty when unknown.
std::string_view LevelName(std::uint32_t level);
// "Info" for 0; empty when unknown.
std::string_view OpcodeName(std::uint32_t opcode);

// Calls `use` with the name of each standard keyword in the mask.
template <class Use>
void ForEachKeywordName(std::uint64_t mask, Use use) {
  if (mask & 0x0001000000000000) use(std::string_view("Response Time"));
  if (mask & 0x0004000000000000) use(std::string_view("WDI Diag"));
  if (mask & 0x0008000000000000) use(std::string_view("SQM"));
  if (mask & 0x0010000000000000) use(std::string_view("Audit Failure"));
  if (mask & 0x0020000000000000) use(std::string_view("Audit Success"));
  if (mask & 0x0040000000000000) use(std::string_view("Correlation Hint"));
  if (mask & 0x0080000000000000) use(std::string_view("Classic"));
}

}  // namespace tocsin::windows
