// Names of the bits that Security records print as numbers.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace tocsin::windows_security {

// NewUacValue and OldUacValue of account events (MS-SAMR 2.2.1.12, USER_ACCOUNT codes).
void AppendAccountControlNames(std::uint64_t value, std::vector<std::string_view>* names);

// AccessMask of 4662 and 4663: rights of the object's type, then the standard rights (MS-DTYP
// 2.4.3, MS-ADTS 5.1.3.2, access mask of processes).
void AppendAccessNames(std::uint64_t mask, std::string_view object_type,
                       std::vector<std::string_view>* names);

// TicketOptions of Kerberos events, lowest bit first (RFC 4120 5.4.1, KDCOptions; RFC 6806).
void AppendTicketOptionNames(std::uint64_t options, std::vector<std::string_view>* names);

// AuditPolicyChanges of 4719, "%%8448, %%8450": what was changed.
void AppendAuditChangeNames(std::string_view changes, std::vector<std::string_view>* names);

// "Object Access" for the CategoryId %%8274 of 4719; empty when unknown.
std::string_view AuditCategoryName(std::string_view code);

// "tcp" for 6; empty for what has no usual name (IANA protocol numbers).
std::string_view TransportName(std::uint64_t protocol);

}  // namespace tocsin::windows_security
