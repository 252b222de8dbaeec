// Diagnostics for people: the message, the line, carets under it, help.
//
//   error[EQL021]: unknown field `process.comand_line`
//     --> rules/windows/ssh_proxy.toml:31:3
//      |
//   31 |   process.comand_line : "*powershell*"
//      |   ^^^^^^^^^^^^^^^^^^^ not in ECS
//      |
//      = help: did you mean `process.command_line`?
//      = explain: tocsin explain EQL021
//
// Places are those of the outermost source. Columns count code points; carets follow display width,
// tabs print as four spaces. All text of the user's is escaped for the terminal.
#pragma once

#include "base/diag/diagnostic.h"

#include <span>
#include <string>

namespace tocsin {

struct RenderTextOptions {
  bool color = false;
  bool explain_line = true;     // "= explain: tocsin explain CODE"
  size_t line_width_max = 160;  // longer source lines are cut around the span, with "…"
};

// Ends with a newline.
std::string RenderText(const Diagnostic& diagnostic, const RenderTextOptions& options = {});
// With an empty line between.
std::string RenderText(std::span<const Diagnostic> diagnostics,
                       const RenderTextOptions& options = {});

// "file:31:3: error[EQL021]: unknown field …", one line each.
std::string RenderConcise(const Diagnostic& diagnostic);

}  // namespace tocsin
