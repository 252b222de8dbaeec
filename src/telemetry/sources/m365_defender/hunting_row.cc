#include "telemetry/sources/m365_defender/hunting_row.h"

#include "base/case_fold.h"
#include "telemetry/sources/raw_text.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>

namespace tocsin::m365_defender {
namespace {

constexpr std::string_view kColumns = "properties";
constexpr std::string_view kAdditional = "AdditionalFields";

struct PathColumn {
  std::string_view folder;
  std::string_view file_name;
};
constexpr PathColumn kPaths[] = {
    {"FolderPath", "FileName"},
    {"PreviousFolderPath", "PreviousFileName"},
    {"InitiatingProcessFolderPath", "InitiatingProcessFileName"},
};

struct Hive {
  std::string_view name;
  std::string_view abbreviation;
};
constexpr Hive kHives[] = {
    {"HKEY_LOCAL_MACHINE", "HKLM"}, {"HKEY_CURRENT_USER", "HKCU"},   {"HKEY_USERS", "HKU"},
    {"HKEY_CLASSES_ROOT", "HKCR"},  {"HKEY_CURRENT_CONFIG", "HKCC"},
};

// Ids and ports that are 0 where the sensor does not know them.
constexpr std::string_view kZeroIsNothing[] = {
    "InitiatingProcessId", "InitiatingProcessParentId", "ProcessId", "LocalPort", "RemotePort",
};

bool IsOneOf(std::string_view name, const auto& names) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

std::string_view ShortHive(std::string_view key, Arena& arena) {
  const std::string_view head = key.substr(0, key.find('\\'));
  for (const Hive& hive : kHives) {
    if (!AsciiEqualsIgnoreCase(hive.name, head)) continue;
    std::string text(hive.abbreviation);
    return arena.Copy(text.append(key.substr(head.size())));
  }
  return key;
}

std::string_view WholePath(std::string_view folder, std::string_view file_name, Arena& arena) {
  if (folder.empty() || file_name.empty()) return folder;
  const char separator = folder.find('\\') != std::string_view::npos ? '\\' : '/';
  const bool ends_in_separator = folder.back() == separator;
  if (!ends_in_separator) {
    // Paths of Unix are whole, and a text without any separator is no folder.
    if (separator == '/') return folder;
    if (AsciiEqualsIgnoreCase(PathName(folder), PathName(file_name))) return folder;
    const std::string_view extension = PathExtension(file_name);
    if (!extension.empty() && AsciiEqualsIgnoreCase(PathExtension(folder), extension)) {
      return folder;
    }
  }
  std::string path(folder);
  if (!ends_in_separator) path += separator;
  return arena.Copy(path.append(PathName(file_name)));
}

const doc::Node* HuntingRowReader::Find(std::string_view name) const {
  const auto found = std::find_if(members_.begin(), members_.end(),
                                  [name](const doc::Member& member) { return member.key == name; });
  return found == members_.end() ? nullptr : &found->value;
}

doc::Node HuntingRowReader::Unpacked(const doc::Node& node, Arena& arena) {
  if (!node.is_string() || node.text().empty()) return node;
  if (node.text().front() != '[' && node.text().front() != '{') return node;
  doc::Node tree;
  return json_.Decode(node.text(), arena, &tree).ok() ? tree : node;
}

doc::Node HuntingRowReader::Read(const SourceRecord& record, Arena& arena) {
  compat_elastic_ = record.compat_elastic;
  members_.clear();
  const doc::Node& document = record.document;
  const doc::Node* columns = document.Find(kColumns);
  const bool wrapped = columns != nullptr && columns->is_object();
  if (!wrapped) columns = &document;
  if (columns->is_object()) {
    for (const doc::Member& column : *columns) AddColumn(column, *columns, arena);
  }
  if (wrapped) {
    for (const doc::Member& member : document) {
      if (member.key != kColumns && Find(member.key) == nullptr) members_.push_back(member);
    }
  }
  AddPrevious("RegistryKey", "PreviousRegistryKey", arena);
  AddPrevious("RegistryValueName", "PreviousRegistryValueName", arena);

  const std::span<doc::Member> members = arena.CopyArray(std::span<const doc::Member>(members_));
  return doc::Node::Object(members.data(), static_cast<std::uint32_t>(members.size()));
}

void HuntingRowReader::AddColumn(const doc::Member& column, const doc::Node& columns,
                                 Arena& arena) {
  const doc::Node& value = column.value;
  if (value.is_null() || (value.is_string() && value.text().empty())) return;
  if (column.key == kAdditional) return AddAdditional(value, arena);
  if (!compat_elastic_ && IsOneOf(column.key, kZeroIsNothing) && doc::TextOf(value, arena) == "0") {
    return;
  }
  for (const PathColumn& path : kPaths) {
    if (path.folder != column.key) continue;
    const std::string_view whole =
        WholePath(StringOf(&value), StringOf(columns.Find(path.file_name)), arena);
    members_.push_back({column.key, doc::Node::String(whole)});
    return;
  }
  if (column.key == "RegistryKey") {
    members_.push_back({column.key, doc::Node::String(ShortHive(StringOf(&value), arena))});
    return;
  }
  members_.push_back({column.key, Unpacked(value, arena)});
}

void HuntingRowReader::AddAdditional(const doc::Node& column, Arena& arena) {
  const doc::Node tree = Unpacked(column, arena);
  if (!tree.is_object()) {
    members_.push_back({kAdditional, tree});
    return;
  }
  std::string name;
  for (const doc::Member& member : tree) {
    name.assign(kAdditional).append(".").append(member.key);
    members_.push_back({arena.Copy(name), Unpacked(member.value, arena)});
  }
}

void HuntingRowReader::AddPrevious(std::string_view name, std::string_view previous, Arena& arena) {
  if (Find(name) != nullptr) return;
  const std::string_view text = StringOf(Find(previous));
  if (!text.empty()) members_.push_back({name, doc::Node::String(ShortHive(text, arena))});
}

}  // namespace tocsin::m365_defender
