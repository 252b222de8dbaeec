// What to switch on where a sensor is blind: for reports of fields and kinds of events that rules
// want and the evidence does not have.
//
// Facts from the vendors' documentation: Microsoft, "Audit Process Creation" and "Command line
// process auditing"; Sysinternals, Sysmon configuration; Red Hat, auditd rules; Microsoft,
// "about_Logging_Windows".
#pragma once

#include <string_view>

namespace tocsin {

// A sentence on how this sensor comes to give the field; empty when it cannot, or nothing is known.
std::string_view CureForField(std::string_view source, std::string_view field);

// The same for a kind of event ("registry (windows)", category and system).
std::string_view CureForKind(std::string_view kind);

}  // namespace tocsin
