#include "pipeline/process_tree.h"

#include "telemetry/open_files.h"

#include <algorithm>
#include <charconv>
#include <tuple>
#include <utility>

namespace tocsin {

std::optional<EvidenceAddress> EvidenceAddress::Parse(std::string_view text) {
  const std::size_t mark = text.rfind('#');
  if (mark == std::string_view::npos || mark == 0) return std::nullopt;
  std::string_view input = text.substr(0, mark);
  if (input.starts_with("./")) input.remove_prefix(2);
  EvidenceAddress address{.input = std::string(input)};
  const std::string_view number = text.substr(mark + 1);
  const auto [end, error] =
      std::from_chars(number.data(), number.data() + number.size(), address.record);
  if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
  return address;
}

bool EvidenceAddress::Names(std::string_view input_name) const {
  if (input_name.starts_with("./")) input_name.remove_prefix(2);
  return input_name == input || (input_name.size() > input.size() && input_name.ends_with(input) &&
                                 input_name[input_name.size() - input.size() - 1] == '/');
}

ProcessTree ReadProcessTree(const std::vector<std::string>& paths, const Schema& schema,
                            const NormalizeOptions& options,
                            const std::optional<EvidenceAddress>& at) {
  ProcessTree tree;
  FieldDemand demand;
  for (const FieldId field : lineage::SightingFields()) demand.Add(field);
  Normalizer normalizer(schema, demand, options);
  const std::unique_ptr<Input> input = OpenFiles(paths);
  lineage::SightingBook book;
  EventBatch batch;
  while (std::optional<RawBatch> raw = input->Next()) {
    batch.Clear();
    normalizer.Normalize(*raw, &batch, &tree.records);
    const bool named = at && at->Names(input->reports().at(raw->input.value()).name);
    for (const Event& event : batch.events()) {
      book.Observe(event);
      if (!named || tree.at_found || event.origin.number != at->record) continue;
      tree.at_found = true;
      tree.at_event = RetainedEvent::RetainCopy(event);
    }
  }
  tree.inputs = input->reports();
  tree.timeline = lineage::ProcessTimeline::Build(std::move(book));
  if (tree.at_event) tree.at = lineage::ProcessOf(tree.at_event->event(), *tree.timeline);
  for (const std::unique_ptr<lineage::Process>& process : tree.timeline->processes()) {
    if (process->parent != nullptr) {
      tree.children[process->parent].push_back(process.get());
    } else {
      tree.roots.push_back(process.get());
    }
  }
  const auto by_start = [](const lineage::Process* a, const lineage::Process* b) {
    return std::tie(a->lane, a->start, a->pid) < std::tie(b->lane, b->start, b->pid);
  };
  std::stable_sort(tree.roots.begin(), tree.roots.end(), by_start);
  for (auto& [parent, children] : tree.children) {
    std::stable_sort(children.begin(), children.end(), by_start);
  }
  return tree;
}

}  // namespace tocsin
