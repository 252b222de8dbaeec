#include "event/ecs/dictionary.h"
#include "telemetry/sources/sentinel_one/funnel_fields.h"

namespace tocsin::sentinel_one {
namespace {

using enum FieldConversion;

constexpr EventSet kAboutProcess{kProcess};
constexpr EventSet kByProcess = EventSet::AllBut({kProcess, kLogin});
constexpr EventSet kLogins{kLogin};

constexpr RawName kOutcomes[] = {{"true", "success"}, {"false", "failure"}};
constexpr RawName kLogonTypes[] = {
    {"SYSTEM", "System"},
    {"INTERACTIVE", "Interactive"},
    {"NETWORK", "Network"},
    {"BATCH", "Batch"},
    {"SERVICE", "Service"},
    {"UNLOCK", "Unlock"},
    {"NETWORK_CLEAR_TEXT", "NetworkCleartext"},
    {"NETWORK_CLEARTEXT", "NetworkCleartext"},
    {"NEW_CREDENTIALS", "NewCredentials"},
    {"REMOTE_INTERACTIVE", "RemoteInteractive"},
    {"CACHED_INTERACTIVE", "CachedInteractive"},
    {"CACHED_REMOTE_INTERACTIVE", "CachedRemoteInteractive"},
    {"CACHED_UNLOCK", "CachedUnlock"},
};

constexpr FieldRow kRows[] = {
    // Whose process it is: DOMAIN\name on Windows, names and ids on Unix.
    {"tgt.process.user", Field("user.domain"), kAccountDomain, kAboutProcess},
    {"tgt.process.user", Field("user.name"), kAccountName, kAboutProcess},
    {"tgt.process.eUserName", Field("user.name"), kText, kAboutProcess},
    {"tgt.process.eUserUid", Field("user.id"), kText, kAboutProcess},
    {"src.process.user", Field("user.domain"), kAccountDomain, kByProcess},
    {"src.process.user", Field("user.name"), kAccountName, kByProcess},
    {"src.process.eUserName", Field("user.name"), kText, kByProcess},
    {"src.process.eUserUid", Field("user.id"), kText, kByProcess},

    // Who logs in or out. event.login.account... is the account that asked the system for it.
    {"event.login.tgt.user.name", Field("user.name"), kText, kLogins},
    {"event.login.userName", Field("user.name"), kText, kLogins},
    {"event.logout.tgt.user.name", Field("user.name"), kText, kLogins},
    {"event.login.tgt.domainName", Field("user.domain"), kText, kLogins},
    {"event.logout.tgt.domainName", Field("user.domain"), kText, kLogins},
    // The published mapping takes the domain of the service that lets the user in.
    {"src.process.user", Field("user.domain"), kAccountDomain, kLogins, MapMode::kElastic},
    {"src.endpoint.ip.address", Field("source.ip"), kAddress, kLogins},
    {"src.endpoint.ip.address", Field("source.address"), kAddress, kLogins},
    Named("event.login.loginIsSuccessful", Field("event.outcome"), kOutcomes, kLogins),
    Named("event.login.type", Field("process.Ext.session_info.logon_type"), kLogonTypes, kLogins),
    {"event.login.failureReason", Field("event.reason"), kText, kLogins},
};

}  // namespace

std::span<const FieldRow> AccountRows() { return kRows; }

}  // namespace tocsin::sentinel_one
