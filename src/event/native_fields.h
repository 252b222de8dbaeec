// Which fields each sensor gives by itself, in some record of some kind: what it can answer.
//
// Two things depend on it. Process state fills only what the sensor does not give; and a rule
// written for another sensor (SourceMatch::kEquivalent) takes a missing field as "nobody knows"
// when the sensor never gives it, instead of as "not so".
//
// A sensor that is not listed gives everything: its documents are taken as they are.
//
// Ownership: owns its tables. Threads: immutable after Declare, shared. Cost: a hash probe by name,
// then a bit test.
#pragma once

#include "base/bitset.h"
#include "base/hash.h"
#include "event/ecs/field.h"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tocsin {

class SourceFields {
 public:
  SourceFields() = default;  // none
  explicit SourceFields(std::span<const FieldId> fields) {
    for (const FieldId field : fields) Add(field);
  }
  static SourceFields All() {
    SourceFields all;
    all.all_ = true;
    return all;
  }

  void Add(FieldId field) {
    if (field.value() >= fields_.size()) fields_.Resize(field.value() + 1);
    fields_.Set(field.value());
  }
  bool all() const { return all_; }
  bool Contains(FieldId field) const {
    return all_ || (field.value() < fields_.size() && fields_.Test(field.value()));
  }

 private:
  bool all_ = false;
  Bitset fields_;
};

class NativeFields {
 public:
  void Declare(std::string_view source, SourceFields fields) {
    sources_.insert_or_assign(std::string(source), std::move(fields));
  }

  const SourceFields& Of(std::string_view source) const {
    const auto it = sources_.find(source);
    return it == sources_.end() ? everything_ : it->second;
  }

 private:
  SourceFields everything_ = SourceFields::All();
  std::unordered_map<std::string, SourceFields, TextHash, TextEqual> sources_;
};

}  // namespace tocsin
