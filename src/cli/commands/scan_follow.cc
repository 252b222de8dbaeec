#include "cli/commands/scan_follow.h"

#include "base/escape.h"
#include "pipeline/follow.h"

#include <algorithm>
#include <optional>
#include <string>

namespace tocsin {
namespace {

constexpr std::size_t kNamesMax = 5;

class Printer final : public FollowListener {
 public:
  Printer(const Catalog& catalog, std::optional<AlertFormat> format, const DisplayOptions& display)
      : catalog_(catalog), format_(format), out_(display.Out()), quiet_(display.quiet) {}

  void Begin(std::span<const RuleId> unsure) override {
    if (quiet_ || unsure.empty()) return;
    std::string names;
    for (const RuleId rule : unsure.first(std::min(unsure.size(), kNamesMax))) {
      names += (names.empty() ? "'" : ", '") + catalog_.at(rule).rule.name + "'";
    }
    if (unsure.size() > kNamesMax) {
      names += " and " + WithThousands(unsure.size() - kNamesMax) + " more";
    }
    PrintError("while it follows, no process state is kept: " +
               CountText(unsure.size(), "rule is", "rules are") +
               " judged only where the sensor itself names processes and their parents; what is "
               "left unjudged is counted at the end (" +
               names + ")");
  }

  void Tell(const InputReport& input) override {
    if (!quiet_ && input.error) PrintError(input.name + ": " + input.error->message);
  }

  void Take(const Alert& alert) override {
    if (!format_) return;
    WriteAlerts({&alert, 1}, *format_, catalog_.schema(), out_,
                [](std::string_view text) { Write(stdout, text); });
  }

  void Rest() override { FlushOutput(); }

 private:
  const Catalog& catalog_;
  const std::optional<AlertFormat> format_;
  const Terminal out_;
  const bool quiet_;
};

}  // namespace

bool CanFollow(const std::vector<AlertTarget>& targets) {
  for (const AlertTarget& target : targets) {
    const bool in_lines =
        target.format == AlertFormat::kJsonl || target.format == AlertFormat::kEcs;
    if (in_lines && target.file.empty() && targets.size() == 1) continue;
    PrintError("--follow prints alerts one by one to standard output, as jsonl or ecs");
    return false;
  }
  return true;
}

ScanResult FollowEvidence(const Catalog& catalog, const FollowArguments& follow,
                          const EvidenceOptions& evidence, IndexMatch index_match,
                          std::optional<AlertFormat> format, const DisplayOptions& display,
                          const std::atomic<bool>& interrupted) {
  const BatchOptions batch = evidence.Batch();
  FollowOptions options;
  options.paths = batch.paths;
  options.batch_records = batch.batch_records;
  options.stream.normalize = batch.normalize;
  options.stream.lanes.hold_ns = std::int64_t{follow.hold_seconds} * kNsPerSecond;
  options.stream.key_hold_ns = options.stream.lanes.hold_ns;
  options.engine.index_match = index_match;
  options.interrupted = &interrupted;
  Printer printer(catalog, format, display);
  return Follow(catalog, options, printer);
}

}  // namespace tocsin
