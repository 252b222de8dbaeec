#include "event/ecs/dictionary.h"
#include "telemetry/sources/crowdstrike_fdr/fdr_fields.h"

namespace tocsin::crowdstrike_fdr {
namespace {

using enum FieldConversion;

constexpr EventSet kFiles{kFile, kRename, kDirectory};

// Logon types with a person at the keyboard (Windows security auditing reference).
constexpr RawName kInteractive[] = {
    {"2", "true"},  {"10", "true"}, {"11", "true"}, {"12", "true"}, {"0", "false"}, {"3", "false"},
    {"4", "false"}, {"5", "false"}, {"7", "false"}, {"8", "false"}, {"9", "false"}, {"13", "false"},
};

constexpr FieldRow kRows[] = {
    // The kinds of accounts have ids of their own: UID on Unix, SID on Windows.
    {"UID", Field("user.id")},
    {"UserSid", Field("user.id")},
    {"UserSid_readable", Field("user.id")},
    {"FileOperatorSid", Field("user.id"), kText, kFiles},
    {"UserName", Field("user.name")},
    {"User", Field("user.name"), kAccountName},
    {"User", Field("user.domain"), kAccountDomain},
    {"UserPrincipal", Field("user.email")},
    {"UserPrincipal", Field("user.domain"), kMailDomain},
    {"LogonDomain", Field("user.domain")},
    {"GID", Field("user.group.id")},
    {"GID", Field("process.group.id")},
    {"GID", Field("group.id")},
    {"RUID", Field("process.real_user.id")},
    {"RUID", Field("user.Ext.real.id")},
    {"RGID", Field("process.real_group.id")},
    {"RGID", Field("group.Ext.real.id")},
    {"LogonType", Field("process.Ext.session_info.logon_type"), kLogonType},
    Named("LogonType", Field("process.interactive"), kInteractive),

    // Someone acts for someone else: token impersonation, sudo.
    {"OriginalUserName", Field("user.name")},
    {"OriginalUserSid", Field("user.id")},
    {"OriginalUserID", Field("user.id")},
    {"ImpersonatedUserName", Field("user.target.name")},
    {"NewUsername", Field("user.target.name")},
    {"NewUserID", Field("user.target.id")},

    // Accounts of Active Directory.
    {"SourceAccountSamAccountName", Field("user.name")},
    {"SourceEndpointAccountObjectSid", Field("user.id")},
    {"SourceAccountDomain", Field("user.domain")},
    {"SamAccountName", Field("user.name")},
    {"AccountObjectSid", Field("user.id")},
    {"AccountDomain", Field("user.domain")},
};

}  // namespace

std::span<const FieldRow> AccountRows() { return kRows; }

}  // namespace tocsin::crowdstrike_fdr
