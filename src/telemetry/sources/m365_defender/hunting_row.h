// One row of an advanced-hunting table as a flat object, with its columns in the form that the
// field map reads.
//
//   *FolderPath        the whole path: tables of some ages give the folder alone, then the file
//                      name follows it. PreviousFolderPath likewise.
//   RegistryKey        with the short name of the hive (HKLM, HKCU, HKU, HKCR, HKCC); the previous
//                      key where there is no other, as when keys are deleted. RegistryValueName
//                      likewise.
//   AdditionalFields.x a member of that column, which is an object or the text of one. Text that is
//                      no JSON stays the text of AdditionalFields; so do lists and texts in other
//                      columns, where they are JSON.
//   x                  a column, or what stands beside `properties`
//
// The sensor writes 0 for the id or port of what it does not know. Such zeros are no values; the
// published mapping keeps them, and so do rows read for it.
//
// Ownership: the object is in the arena and views the document. Threads: one reader per worker.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"
#include "telemetry/decoders/json/json_decoder.h"
#include "telemetry/sources/source.h"

#include <string_view>
#include <vector>

namespace tocsin::m365_defender {

class HuntingRowReader {
 public:
  // A record without `properties` is read as the columns themselves.
  doc::Node Read(const SourceRecord& record, Arena& arena);

 private:
  void AddColumn(const doc::Member& column, const doc::Node& columns, Arena& arena);
  void AddAdditional(const doc::Node& column, Arena& arena);
  void AddPrevious(std::string_view name, std::string_view previous, Arena& arena);
  const doc::Node* Find(std::string_view name) const;
  doc::Node Unpacked(const doc::Node& node, Arena& arena);

  bool compat_elastic_ = false;
  JsonDecoder json_;
  std::vector<doc::Member> members_;
};

// "HKLM\a" for "HKEY_LOCAL_MACHINE\a"; other texts as they are.
std::string_view ShortHive(std::string_view key, Arena& arena);

// `folder` and `file_name` as one path, unless `folder` names the file already: if its last part is
// the file's name in any case, or another name with the same extension.
std::string_view WholePath(std::string_view folder, std::string_view file_name, Arena& arena);

}  // namespace tocsin::m365_defender
