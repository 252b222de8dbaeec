// Telemetry that goes on coming: files that grow, and streams.
//
// Ownership and threads: as of Input (input.h). Records of several inputs come in turn, those of
// one input in its order.
#pragma once

#include "telemetry/inputs/input.h"

#include <chrono>
#include <optional>
#include <vector>

namespace tocsin {

class LiveInput {
 public:
  virtual ~LiveInput() = default;

  // The next batch of what is there; nullopt: nothing more at present.
  virtual std::optional<RawBatch> Next() = 0;

  // Returns when there may be more, at the latest after `patience`.
  virtual void Wait(std::chrono::milliseconds patience) = 0;

  // Nothing more is awaited: what has no end yet, such as a line, is handed out as it is.
  virtual void Close() = 0;

  // Nothing will come any more, whoever waits.
  virtual bool ended() const = 0;

  // One entry for each InputId handed out so far and for each thing that is left out.
  virtual const std::vector<InputReport>& reports() const = 0;
};

}  // namespace tocsin
