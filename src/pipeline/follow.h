// Rules over telemetry that goes on: each alert as soon as it is certain, until somebody ends it.
//
// Rules that one event decides answer at once. What needs several events waits for the hold
// (pipeline/stream.h), so that records of several files fall into order; what came later than that
// stands in the gaps. No process state is kept: rules that read it are judged wherever the sensor
// gives what they read by itself, and what was left unjudged is counted.
//
// Threads: one; the listener is called from it.
#pragma once

#include "pipeline/scan.h"

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tocsin {

struct FollowOptions {
  std::vector<std::string> paths;
  std::size_t batch_records = 1024;
  EngineOptions engine;
  StreamOptions stream;
  // Set from outside (a signal handler) to end it: what has arrived is still decided.
  const std::atomic<bool>* interrupted = nullptr;
};

class FollowListener {
 public:
  virtual ~FollowListener() = default;

  // The ruleset is compiled. `unsure`: rules that process state may decide.
  virtual void Begin(std::span<const RuleId> unsure) = 0;
  // An input that was begun or left out, or that now has a fault.
  virtual void Tell(const InputReport& input) = 0;
  virtual void Take(const Alert& alert) = 0;
  // All that is there has been taken: whoever reads on may be waiting for it.
  virtual void Rest() = 0;
};

// Ends when it is interrupted or nothing more can come. The result has no alerts.
ScanResult Follow(const Catalog& catalog, const FollowOptions& options, FollowListener& listener);

}  // namespace tocsin
