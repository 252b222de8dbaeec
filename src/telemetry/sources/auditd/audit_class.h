// What an audit event is about: its ECS class and action by the name of its system call or, if no
// call made it, by its record type.
//
// Facts: the published normalization of audit events (Elastic's auditd integration and Auditbeat,
// which follow auparse), with the calls that it leaves without a class filled in where their
// meaning leaves no choice.
//
// Threads: immutable. Cost: one look-up by name.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <unordered_map>

namespace tocsin::auditd {

struct AuditClass {
  std::string_view action;                          // empty: none
  std::array<std::string_view, 2> categories = {};  // empty texts end a list
  std::array<std::string_view, 2> types = {};
  std::string_view object;   // what was acted upon: "file", "socket", "process" ...
  std::string_view primary;  // fields that name it, best first, separated by blanks
  std::string_view secondary;
  std::string_view names;   // of the calls and record types, separated by blanks
  bool of_another = false;  // what starts or ends is not the process that the record is from
};

std::span<const AuditClass> AuditClasses();

class AuditClassifier {
 public:
  AuditClassifier();

  // The class of a system call, which always has one; null for another record type without one.
  const AuditClass* OfSystemCall(std::string_view name) const;
  const AuditClass* OfRecordType(std::string_view type) const;

 private:
  std::unordered_map<std::string_view, const AuditClass*> by_name_;
};

}  // namespace tocsin::auditd
