// MITRE ATT&CK as rules state it: tactics with techniques and sub-techniques.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct AttackItem {
  std::string id;         // TA0008, T1021, T1021.004
  std::string name;       // as the rule writes it; empty when the rule gives only the number
  std::string reference;  // https://attack.mitre.org/..., with a trailing slash
  friend bool operator==(const AttackItem&, const AttackItem&) = default;
};

struct Technique {
  AttackItem item;
  std::vector<AttackItem> subtechniques;
  friend bool operator==(const Technique&, const Technique&) = default;
};

// One tactic and what the rule sees of it. A technique may stand under several tactics.
struct Threat {
  std::string framework = "MITRE ATT&CK";
  AttackItem tactic;
  std::vector<Technique> techniques;
  friend bool operator==(const Threat&, const Threat&) = default;
};

// The page of a tactic ("TA0008"), technique ("T1021") or sub-technique ("T1021.004").
std::string AttackReference(std::string_view id);

// "tactic:TA0008-lateral-movement" -> {TA0008, "Lateral Movement"}; the same for "technique:".
// Empty id when the tag is neither.
AttackItem AttackFromTag(std::string_view tag);

}  // namespace tocsin
