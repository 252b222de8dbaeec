#include "engine/match/string_set.h"

#include "base/check.h"

#include <span>

namespace tocsin::match {

void StringSet::Add(std::string_view text, CaseMode mode, AtomId atom) {
  TOCSIN_CHECK(mode != CaseMode::kUnicodeFold);
  if (mode == CaseMode::kSensitive) {
    exact_.pairs.emplace_back(exact_.texts.Intern(text), atom);
  } else {
    folded_.pairs.emplace_back(folded_.texts.Intern(AsciiLowerCopy(text)), atom);
  }
}

void StringSet::Build() {
  for (Table* table : {&exact_, &folded_}) {
    table->atoms = PostingList<AtomId>::Build(table->texts.size(), std::move(table->pairs));
  }
}

void StringSet::Table::Find(std::string_view text, std::vector<AtomId>* out) const {
  if (texts.size() == 0) return;
  const std::optional<std::uint32_t> id = texts.Find(text);
  if (!id) return;
  const std::span<const AtomId> found = atoms[*id];
  out->insert(out->end(), found.begin(), found.end());
}

void StringSet::Find(std::string_view value, std::string_view lowered,
                     std::vector<AtomId>* out) const {
  exact_.Find(value, out);
  if (folds()) folded_.Find(lowered, out);
}

}  // namespace tocsin::match
