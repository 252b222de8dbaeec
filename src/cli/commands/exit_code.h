// Exit codes of all commands (docs/reference/exit-codes.md). When several apply, the highest of
// 5, 4, 3 and 1 is given.
#pragma once

namespace tocsin {

enum ExitCode : int {
  kExitSuccess = 0,
  kExitFindings = 1,    // lint errors, --fail-on reached
  kExitUsage = 2,       // wrong arguments or configuration
  kExitNoRules = 3,     // rules could not be loaded and none is left
  kExitUnreadable = 4,  // done, but some input could not be read
  kExitInternal = 5,
  kExitInterrupted = 130,  // Ctrl-C
};

}  // namespace tocsin
