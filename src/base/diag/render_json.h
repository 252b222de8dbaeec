// Diagnostics for programs: one JSON object per line.
//
// {"code","severity","message","file","start":{"line","column","offset"},"end":{…},"label",
//  "within":{…},"related":[…],"notes":[…],"help":[…],"fix":{…}}
// Lines and columns count from 1 and are code points, offsets are bytes of the file from 0; keys
// without content are left out.
#pragma once

#include "base/diag/diagnostic.h"

#include <span>
#include <string>

namespace tocsin {

// Without a newline.
std::string RenderJson(const Diagnostic& diagnostic);
// One line each.
std::string RenderJsonLines(std::span<const Diagnostic> diagnostics);

}  // namespace tocsin
