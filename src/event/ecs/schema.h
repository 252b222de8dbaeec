// Schema: all fields of one run: the dictionary, and names added while rules and user schemas load.
//
// A name is *known* when it stands in the dictionary, in a user's schema (Declare), or below an
// open object of theirs (winlog.event_data.*, labels.*, any flattened object). A name is never
// known because some event or rule uses it.
//
// Ids are dense and stable: the dictionary first, additions after it. Views that name() returns
// live as long as the schema. Threads: mutable while loading; after that every const call is safe
// to share. Cost: Find and Resolve are a hash probe or a few; Suggest about 1 ms.
#pragma once

#include "base/interner.h"
#include "base/result.h"
#include "event/ecs/field.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

class Schema {
 public:
  Schema();  // the dictionary

  // ---- While loading -----------------------------------------------------------------------
  // The id of exactly this name, which is added if it is new: as a keyword below an open object,
  // else unmapped and unknown.
  FieldId Intern(std::string_view name);
  // As Resolve, but adds what is missing. For the fields of rules.
  FieldRef InternRef(std::string_view name);
  // For a schema that stands alone, as the mapping of one index does: the names of the dictionary
  // keep their ids, but are unknown and without type until they are declared.
  void ForgetDictionary();
  // A field of a user's schema. kInvalid if the name already has another type.
  Result<FieldId> Declare(std::string_view name, FieldType type);

  // ---- Always ------------------------------------------------------------------------------
  // The id of exactly this name, if it has one.
  std::optional<FieldId> Find(std::string_view name) const;
  // The field that a query's name means: an exact name first, else `X.caseless` and `X.text` are
  // views of the known field X. None when the name has no id (yet).
  std::optional<FieldRef> Resolve(std::string_view name) const;
  // Whether a query may use the name: it is known, or a view of a known field; with or without id.
  bool Knows(std::string_view name) const;

  std::size_t size() const { return traits_.size(); }
  std::string_view name(FieldId id) const { return names_.Text(id.value()); }
  FieldType type(FieldId id) const { return traits_[id.index()].type; }
  bool known(FieldId id) const { return traits_[id.index()].standing != Standing::kUnknown; }
  bool in_ecs(FieldId id) const;
  // A list by convention: written as a list even with one value.
  bool is_array(FieldId id) const;
  // Equal values mean that the events come from one host (streaming contract, section 8): host
  // and agent ids and addresses, process ids and entity ids, container ids, logon ids. Fields that
  // many hosts share, such as host.os.type, are not.
  bool host_bound(FieldId id) const;

  // Known names that `name` may have been meant to be, best first: near in spelling, then, for a
  // name without dots, those that end in it.
  std::vector<std::string> Suggest(std::string_view name, std::size_t max = 3) const;

 private:
  enum class Standing : std::uint8_t {
    kUnknown,
    kMember,  // below an open object
    kListed,  // in the dictionary or a user's schema
  };
  struct Traits {
    FieldType type = FieldType::kUnmapped;
    std::uint8_t flags = 0;  // of ecs::FieldFlag
    Standing standing = Standing::kUnknown;
  };
  // A view suffix taken off a name; view kExact and the whole name if there is none.
  struct Split {
    std::string_view base;
    FieldView view;
  };

  // What the name is or would be if it were added.
  Traits TraitsOf(std::string_view name) const;
  Split SplitView(std::string_view name) const;

  Interner names_;
  std::vector<Traits> traits_;  // by id
};

}  // namespace tocsin
