// The values of EventData and UserData, as texts under their names.
//
// Texts are as Windows prints them, with two spellings made one: hexadecimal numbers without
// padding in lower case ("0x3e7"), GUIDs in braces in lower case. Values from binary XML get the
// line ends that readers of event XML see, LF (XML 1.0, 2.11). What is empty is left out.
//
// Ownership: views of the document and the arena. Threads: one; keeps scratch memory only. Cost:
// linear in the values.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::windows {

// One value; never empty text.
struct DataItem {
  std::string_view name;
  std::string_view text;
};

// How the texts at hand are written.
struct ItemForm {
  bool bare_guids = false;  // GUIDs in capitals without braces, as exporters of trees write them
  bool binary_xml = false;  // line ends as they were before XML
};

class DataItems {
 public:
  // Begins with none. The arena outlives the items.
  void Start(const ItemForm& form, Arena& arena) {
    form_ = form;
    arena_ = &arena;
    items_.clear();
  }

  // All of an EventData element: named values, and those without a name as param1, param2 ...,
  // empty ones included in the count.
  void AddEventData(const doc::Node& event_data);
  // One value, or each of an array; objects within become items under dotted names.
  void AddNamed(std::string_view name, const doc::Node& value);
  // The members of an object, below `parent` if that is not empty.
  void AddChildren(const doc::Node& object, std::string_view parent);

  std::size_t size() const { return items_.size(); }
  // Forgets the first `count`.
  void DropFirst(std::size_t count) {
    items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(count));
  }

  // The items, as a copy in the arena.
  std::span<const DataItem> Finish() {
    return arena_->CopyArray(std::span<const DataItem>(items_));
  }

 private:
  void AddUnnamed(const doc::Node& data);
  void Add(std::string_view name, std::string_view text);
  std::string_view NameOfFirst(std::string_view name) const;
  std::string_view Canonical(std::string_view text);
  std::string_view WithLineFeeds(std::string_view text);

  ItemForm form_;
  Arena* arena_ = nullptr;
  std::vector<DataItem> items_;
  std::string name_;
};

}  // namespace tocsin::windows
