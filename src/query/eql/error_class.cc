#include "query/eql/error_class.h"

namespace tocsin::eql {

std::string_view ErrorClassName(ErrorClass error_class) {
  switch (error_class) {
    case ErrorClass::kParsing:
      return "parsing";
    case ErrorClass::kVerification:
      return "verification";
    case ErrorClass::kPlanning:
      return "planning";
    case ErrorClass::kRuntime:
      return "runtime";
  }
  return "";
}

// EQL001-019 and 060-069 are about the text, 020-059 about names, types and constants, and 070-099
// about functions and constructs.
ErrorClass ErrorClassOf(DiagCode code) {
  switch (code) {
    case DiagCode::kEqlFieldComparison:
      return ErrorClass::kPlanning;
    case DiagCode::kEqlConstantFault:
      return ErrorClass::kRuntime;
    case DiagCode::kEqlArgumentCount:
      return ErrorClass::kParsing;
    default:
      break;
  }
  const std::string_view text = FactsOf(code).text;
  if (!text.starts_with("EQL")) return ErrorClass::kVerification;
  const bool syntax = text.substr(3) < "020";
  const bool sequences = text.substr(3, 2) == "06";
  return syntax || sequences ? ErrorClass::kParsing : ErrorClass::kVerification;
}

}  // namespace tocsin::eql
