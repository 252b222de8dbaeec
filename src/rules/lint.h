// Advice on rules that load: what will surprise their author later.
//
// Messages carry the rule's file; none of them stops a rule from running.
#pragma once

#include "base/diag/sink.h"
#include "rules/catalog.h"

namespace tocsin {

void LintCatalog(const Catalog& catalog, DiagnosticSink& sink);

}  // namespace tocsin
