#include "pipeline/census.h"

namespace tocsin {

Census::Cell& Census::CellOf(std::string_view source, std::string_view dataset,
                             std::string_view channel_dataset, KindSet kinds, OsType os) {
  probe_.assign(source);
  probe_.push_back('\0');
  probe_.append(dataset);
  probe_.push_back('\0');
  probe_.append(channel_dataset);
  probe_.push_back('\0');
  for (unsigned bit = 0; bit <= static_cast<unsigned>(FamilyKind::kWeb); ++bit) {
    probe_.push_back(kinds.Contains(static_cast<FamilyKind>(bit)) ? '1' : '0');
  }
  probe_.push_back(static_cast<char>('0' + static_cast<int>(os)));
  const auto it = cells_.find(probe_);
  if (it != cells_.end()) return it->second;
  Cell& cell = cells_[probe_];
  cell.key = {std::string(source), std::string(dataset), std::string(channel_dataset), kinds, os};
  return cell;
}

void Census::Count(const Event& event) {
  Cell& cell = CellOf(event.source, event.dataset, event.channel_dataset, event.kinds, event.os);
  ++cell.events;
  if (event.fields.empty()) return;
  // Fields ascend by id, so the last one decides the size.
  const std::size_t size = event.fields.back().field.index() + 1;
  if (cell.filled.size() < size) cell.filled.resize(size);
  for (const FieldEntry& entry : event.fields) ++cell.filled[entry.field.index()];
}

void Census::Merge(const Census& other) {
  for (const auto& [name, cell] : other.cells_) {
    const Key& key = cell.key;
    Cell& mine = CellOf(key.source, key.dataset, key.channel_dataset, key.kinds, key.os);
    mine.events += cell.events;
    if (mine.filled.size() < cell.filled.size()) mine.filled.resize(cell.filled.size());
    for (std::size_t i = 0; i < cell.filled.size(); ++i) mine.filled[i] += cell.filled[i];
  }
}

std::vector<const Census::Cell*> Census::cells() const {
  std::vector<const Cell*> list;
  for (const auto& [name, cell] : cells_) list.push_back(&cell);
  return list;
}

}  // namespace tocsin
