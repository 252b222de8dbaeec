#include "rules/model/attack.h"

#include "rules/model/severity.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

TEST(Attack, PagesByNumber) {
  EXPECT_EQ(AttackReference("TA0008"), "https://attack.mitre.org/tactics/TA0008/");
  EXPECT_EQ(AttackReference("T1021"), "https://attack.mitre.org/techniques/T1021/");
  EXPECT_EQ(AttackReference("T1021.004"), "https://attack.mitre.org/techniques/T1021/004/");
}

TEST(Attack, ReadsDatadogTags) {
  const AttackItem tactic = AttackFromTag("tactic:TA0008-lateral-movement");
  EXPECT_EQ(tactic.id, "TA0008");
  EXPECT_EQ(tactic.name, "Lateral Movement");
  EXPECT_EQ(AttackFromTag("technique:T1021.004-ssh").id, "T1021.004");
  EXPECT_EQ(AttackFromTag("technique:T1021").name, "");
  EXPECT_EQ(AttackFromTag("source:windows").id, "");
  EXPECT_EQ(AttackFromTag("tactic:unknown").id, "");
}

TEST(RuleSeverity, NamesReadBack) {
  for (int i = 0; i < 5; ++i) {
    const auto severity = static_cast<RuleSeverity>(i);
    EXPECT_EQ(ParseRuleSeverity(RuleSeverityName(severity)), severity);
  }
  EXPECT_EQ(ParseRuleSeverity("INFO"), RuleSeverity::kInformational);
  EXPECT_EQ(ParseRuleSeverity("urgent"), std::nullopt);
}

}  // namespace
}  // namespace tocsin
