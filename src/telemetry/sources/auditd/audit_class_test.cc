#include "telemetry/sources/auditd/audit_class.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string_view>

namespace tocsin::auditd {
namespace {

TEST(AuditClass, IsKnownByOneName) {
  std::set<std::string_view> names;
  for (const AuditClass& entry : AuditClasses()) {
    EXPECT_FALSE(entry.names.empty()) << entry.action;
    EXPECT_FALSE(entry.categories[0].empty()) << entry.names;
    EXPECT_FALSE(entry.types[0].empty()) << entry.names;
    std::string_view rest = entry.names;
    while (!rest.empty()) {
      const std::string_view name = rest.substr(0, rest.find(' '));
      EXPECT_TRUE(names.insert(name).second) << name;
      rest.remove_prefix(std::min(name.size() + 1, rest.size()));
    }
  }
  EXPECT_GT(names.size(), 200U);
}

TEST(AuditClass, IsFoundByCallAndType) {
  const AuditClassifier classifier;
  EXPECT_EQ(classifier.OfSystemCall("execveat")->action, "executed");
  EXPECT_EQ(classifier.OfSystemCall("TIME_INJOFFSET"), classifier.OfSystemCall("adjtimex"));
  EXPECT_EQ(classifier.OfSystemCall("ioctl")->categories[0], "process");
  EXPECT_EQ(classifier.OfSystemCall("ioctl")->action, "");
  EXPECT_EQ(classifier.OfRecordType("USER_LOGIN")->action, "logged-in");
  EXPECT_EQ(classifier.OfRecordType("UNHEARD_OF"), nullptr);
}

}  // namespace
}  // namespace tocsin::auditd
