#include "query/eql/sequence_checks.h"

#include <algorithm>
#include <string>

namespace tocsin::eql {
namespace {

constexpr std::int64_t kRunsMax = 100;

std::string Keys(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " key" : " keys");
}

// Where a stage names its own keys, or the stage if it names none.
Span KeysOf(const Stage& stage) {
  if (stage.keys.empty()) return stage.span;
  return Cover(stage.keys.front().span, stage.keys.back().span);
}

// All stages need as many keys as the first one. Common keys count for each alike.
bool CheckKeyCounts(const std::vector<Stage>& stages, const Stage* until, ParseContext& context) {
  const Stage& first = stages.front();
  const auto differs = [&](const Stage& stage) { return stage.keys.size() != first.keys.size(); };
  auto wrong = std::find_if(stages.begin(), stages.end(), differs);
  const Stage* offender = wrong == stages.end() ? nullptr : &*wrong;
  if (offender == nullptr && until != nullptr && differs(*until)) offender = until;
  if (offender == nullptr) return true;
  const std::string expected = std::to_string(first.keys.size());
  const std::string found = std::to_string(offender->keys.size());
  context.Tell(context
                   .Problem(DiagCode::kEqlKeyCount, KeysOf(*offender),
                            "inconsistent number of join keys specified; expected " + expected +
                                " but found " + found)
                   .Label(Keys(offender->keys.size()) + " of its own")
                   .Secondary(KeysOf(first), "the first stage has " + Keys(first.keys.size())));
  return false;
}

bool CheckRuns(const Stage& stage, ParseContext& context) {
  if (stage.runs >= 1 && stage.runs <= kRunsMax) return true;
  context.Tell(context.Problem(DiagCode::kEqlRuns, stage.runs_span,
                               "a stage can run 1 to " + std::to_string(kRunsMax) + " times, not " +
                                   std::to_string(stage.runs)));
  return false;
}

void CheckMissingStages(const Sequence& sequence, ParseContext& context) {
  const std::vector<Stage>& stages = sequence.stages;
  const auto missing =
      std::find_if(stages.begin(), stages.end(), [](const Stage& stage) { return stage.missing; });
  if (missing == stages.end()) return;
  if (!sequence.maxspan) {
    context.Tell(context
                     .Problem(DiagCode::kEqlMissingStage, missing->span,
                              "a missing-event stage needs a time span")
                     .Secondary(sequence.span, "add `with maxspan=…` to this sequence"));
  }
  if (std::all_of(stages.begin(), stages.end(), [](const Stage& s) { return s.missing; })) {
    context.Tell(context.Problem(DiagCode::kEqlMissingStage, missing->span,
                                 "a sequence needs at least one stage that is not missing"));
  }
}

void CheckSize(const Sequence& sequence, ParseContext& context) {
  std::size_t stages = 0;
  std::size_t nodes = 0;
  for (const Stage& stage : sequence.stages) {
    const auto runs = static_cast<std::size_t>(stage.runs);
    stages += runs;
    nodes += runs * (CountNodes(stage.event.condition) + stage.keys.size() + sequence.keys.size());
  }
  if (stages > kStagesMax || nodes > kNodesMax) {
    context.Tell(context
                     .Problem(DiagCode::kEqlTooLarge, sequence.span,
                              "the sequence is too large once its runs are written out")
                     .Label(std::to_string(stages) + " stages, " + std::to_string(nodes) +
                            " nodes; the limits are " + std::to_string(kStagesMax) + " and " +
                            std::to_string(kNodesMax)));
  }
}

}  // namespace

void CheckSequence(const Sequence& sequence, ParseContext& context) {
  if (sequence.stages.empty()) return;  // told by the parser
  bool runs_good = true;
  for (const Stage& stage : sequence.stages) runs_good &= CheckRuns(stage, context);
  CheckKeyCounts(sequence.stages, sequence.until ? &*sequence.until : nullptr, context);
  CheckMissingStages(sequence, context);
  if (!runs_good) return;
  if (sequence.stages.size() == 1 && sequence.stages.front().runs < 2) {
    context.Tell(context
                     .Problem(DiagCode::kEqlTooFewStages, sequence.span,
                              "a sequence needs at least two stages")
                     .Secondary(sequence.stages.front().span, "the only stage")
                     .Help("for a single event, write its condition without `sequence`; for "
                           "repeated events, add `with runs=n`"));
  }
  CheckSize(sequence, context);
}

void CheckSample(const Sample& sample, ParseContext& context) {
  if (sample.stages.empty()) return;  // told by the parser
  if (!CheckKeyCounts(sample.stages, nullptr, context)) return;
  if (sample.keys.empty() && sample.stages.front().keys.empty()) {
    context.Tell(
        context.Problem(DiagCode::kEqlSample, sample.span, "a sample needs at least one join key")
            .Help("`sample by host.id […] […]`, or a `by` behind each term"));
  }
  if (sample.stages.size() < 2) {
    context.Tell(context.Problem(DiagCode::kEqlTooFewStages, sample.span,
                                 "a sample needs at least two terms"));
  }
}

}  // namespace tocsin::eql
