// The texts in which PowerShell packs what it knows about its host and the running command.
//
//   module logging, ContextInfo       8 blanks, name, " = ", value
//   classic events, second or third   TAB, name, "=", value
//   data item
//   payload of both                   kind "(" command "):" value
//                                     kind "(" command "): name=" name "; value=" value
//
// Command lines may have several lines, and lines that look like other values; they end where the
// values behind them begin. Names in ContextInfo are in the language of the machine: where they are
// not English, values are told by their place.
// Facts: about_Logging_Windows; the resources of System.Management.Automation.
//
// Ownership: views of the text. Pure; linear in the text.
#pragma once

#include "base/arena.h"
#include "telemetry/sources/windows/windows_record.h"

#include <string_view>
#include <vector>

namespace tocsin::powershell {

// Appends the values of ContextInfo, by their names without blanks ("HostApplication"), not those
// that are empty.
void AppendContextInfo(std::string_view text, std::vector<windows::DataItem>* items);

// Appends the values of a classic event's text in the same way.
void AppendClassicText(std::string_view text, std::vector<windows::DataItem>* items);

// One line of a payload; parts that it does not have are empty.
struct Invocation {
  std::string_view type;     // CommandInvocation, ParameterBinding, NonTerminatingError ...
  std::string_view command;  // that it is about
  std::string_view name;     // of a parameter
  std::string_view value;    // without quotes
};

// Takes the next line that has the form; false when there is none.
bool TakeInvocation(std::string_view* payload, Invocation* invocation);

}  // namespace tocsin::powershell
