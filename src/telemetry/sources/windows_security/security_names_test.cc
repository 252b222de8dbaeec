#include "telemetry/sources/windows_security/security_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tocsin::windows_security {
namespace {

using testing::ElementsAre;

TEST(SecurityNames, NamesAccountControlBits) {
  std::vector<std::string_view> names;
  AppendAccountControlNames(0x84, &names);
  EXPECT_THAT(names, ElementsAre("USER_PASSWORD_NOT_REQUIRED", "USER_WORKSTATION_TRUST_ACCOUNT"));
}

TEST(SecurityNames, NamesRightsByTheTypeOfTheObject) {
  std::vector<std::string_view> names;
  AppendAccessNames(0x20010, "Process", &names);
  EXPECT_THAT(names, ElementsAre("Read from process memory", "READ_CONTROL"));
  names.clear();
  AppendAccessNames(0x100, "%{19195a5b-6da0-11d0-afd3-00c04fd930c9}", &names);
  EXPECT_THAT(names, ElementsAre("Control Access"));
  names.clear();
  AppendAccessNames(0x40010, "Unheard", &names);
  EXPECT_THAT(names, ElementsAre("WRITE_DAC"));
}

TEST(SecurityNames, NamesTicketOptions) {
  std::vector<std::string_view> names;
  AppendTicketOptionNames(0x40810010, &names);
  EXPECT_THAT(names, ElementsAre("Renewable-ok", "Name-canonicalize", "Renewable", "Forwardable"));
}

TEST(SecurityNames, NamesAuditChanges) {
  std::vector<std::string_view> names;
  AppendAuditChangeNames("%%8448, %%8451", &names);
  EXPECT_THAT(names, ElementsAre("Success removed", "Failure added"));
  EXPECT_EQ(AuditCategoryName("%%8274"), "Object Access");
  EXPECT_EQ(AuditCategoryName("%%1"), "");
}

}  // namespace
}  // namespace tocsin::windows_security
