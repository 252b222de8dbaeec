// Field map of the Security log. Facts: Windows security auditing events reference (names of the
// data items by event id), and the published ECS mapping of the channel.
#include "event/ecs/dictionary.h"
#include "telemetry/sources/windows_security/windows_security.h"

namespace tocsin::windows_security {
namespace {

using enum FieldConversion;

constexpr windows::EventClass kClasses[] = {
    {1100, {"process"}, {"end"}, "logging-service-shutdown"},
    {1102, {"iam"}, {"admin", "change"}, "audit-log-cleared"},
    {1104, {"iam"}, {"admin"}, "logging-full"},
    {4624, {"authentication"}, {"start"}, "logged-in"},
    {4625, {"authentication"}, {"start"}, "logon-failed"},
    {4634, {"authentication"}, {"end"}, "logged-out"},
    {4647, {"authentication"}, {"end"}, "logged-out"},
    {4648, {"authentication"}, {"start"}, "logged-in-explicit"},
    {4657, {"registry", "configuration"}, {"change"}, "registry-value-modified"},
    {4670, {"iam", "configuration"}, {"admin", "change"}, "permissions-changed"},
    {4672, {"iam"}, {"admin"}, "logged-in-special"},
    {4673, {"iam"}, {"admin"}, "privileged-service-called"},
    {4674, {"iam"}, {"admin"}, "privileged-operation"},
    {4688, {"process"}, {"start"}, "created-process"},
    {4689, {"process"}, {"end"}, "exited-process"},
    {4697, {"iam", "configuration"}, {"admin", "change"}, "service-installed"},
    {4698, {"iam", "configuration"}, {"creation", "admin"}, "scheduled-task-created"},
    {4699, {"iam", "configuration"}, {"deletion", "admin"}, "scheduled-task-deleted"},
    {4700, {"iam", "configuration"}, {"change", "admin"}, "scheduled-task-enabled"},
    {4701, {"iam", "configuration"}, {"change", "admin"}, "scheduled-task-disabled"},
    {4702, {"iam", "configuration"}, {"change", "admin"}, "scheduled-task-updated"},
    {4719, {"iam", "configuration"}, {"admin", "change"}, "changed-audit-config"},
    {4720, {"iam"}, {"user", "creation"}, "added-user-account"},
    {4722, {"iam"}, {"user", "change"}, "enabled-user-account"},
    {4723, {"iam"}, {"user", "change"}, "changed-password"},
    {4724, {"iam"}, {"user", "change"}, "reset-password"},
    {4725, {"iam"}, {"user", "deletion"}, "disabled-user-account"},
    {4726, {"iam"}, {"user", "deletion"}, "deleted-user-account"},
    {4727, {"iam"}, {"group", "creation"}, "added-group-account"},
    {4728, {"iam"}, {"group", "change"}, "added-member-to-group"},
    {4729, {"iam"}, {"group", "change"}, "removed-member-from-group"},
    {4730, {"iam"}, {"group", "deletion"}, "deleted-group-account"},
    {4731, {"iam"}, {"group", "creation"}, "added-group-account"},
    {4732, {"iam"}, {"group", "change"}, "added-member-to-group"},
    {4733, {"iam"}, {"group", "change"}, "removed-member-from-group"},
    {4734, {"iam"}, {"group", "deletion"}, "deleted-group-account"},
    {4735, {"iam"}, {"group", "change"}, "modified-group-account"},
    {4737, {"iam"}, {"group", "change"}, "modified-group-account"},
    {4738, {"iam"}, {"user", "change"}, "modified-user-account"},
    {4740, {"iam"}, {"user", "change"}, "locked-out-user-account"},
    {4741, {"iam"}, {"creation", "admin"}, "added-computer-account"},
    {4742, {"iam"}, {"change", "admin"}, "changed-computer-account"},
    {4743, {"iam"}, {"deletion", "admin"}, "deleted-computer-account"},
    {4744, {"iam"}, {"group", "creation"}, "added-distribution-group-account"},
    {4745, {"iam"}, {"group", "change"}, "changed-distribution-group-account"},
    {4746, {"iam"}, {"group", "change"}, "added-member-to-distribution-group"},
    {4747, {"iam"}, {"group", "change"}, "removed-member-from-distribution-group"},
    {4748, {"iam"}, {"group", "deletion"}, "deleted-distribution-group-account"},
    {4754, {"iam"}, {"group", "creation"}, "added-group-account"},
    {4755, {"iam"}, {"group", "change"}, "modified-group-account"},
    {4756, {"iam"}, {"group", "change"}, "added-member-to-group"},
    {4757, {"iam"}, {"group", "change"}, "removed-member-from-group"},
    {4758, {"iam"}, {"group", "deletion"}, "deleted-group-account"},
    {4764, {"iam"}, {"group", "change"}, "type-changed-group-account"},
    {4767, {"iam"}, {"user", "change"}, "unlocked-user-account"},
    {4768, {"authentication"}, {"start"}, "kerberos-authentication-ticket-requested"},
    {4769, {"authentication"}, {"start"}, "kerberos-service-ticket-requested"},
    {4770, {"authentication"}, {"start"}, "kerberos-service-ticket-renewed"},
    {4771, {"authentication"}, {"start"}, "kerberos-preauth-failed"},
    {4776, {"authentication"}, {"start"}, "credential-validated"},
    {4778, {"authentication", "session"}, {"start"}, "session-reconnected"},
    {4779, {"authentication", "session"}, {"end"}, "session-disconnected"},
    {4781, {"iam"}, {"user", "change"}, "renamed-user-account"},
    {4798, {"iam"}, {"user", "info"}, "group-membership-enumerated"},
    {4799, {"iam"}, {"group", "info"}, "user-member-enumerated"},
    {4964, {"iam"}, {"admin", "group"}, "logged-in-special"},
    {5140, {"network", "file"}, {"info", "access"}, "network-share-object-accessed"},
    {5145, {"network", "file"}, {"info", "access"}, "network-share-object-access-checked"},
    {5152, {"network"}, {"info", "denied"}, "windows-firewall-packet-block"},
    {5156, {"network"}, {"info", "allowed", "connection"}, "windows-firewall-connection"},
    {5157, {"network"}, {"info", "denied", "connection"}, "windows-firewall-packet-drop"},
};

constexpr EventSet kLogons{4624, 4625};
constexpr EventSet kLogoffs{4634, 4647, 4964};
// The account that the event is about is the one that acts.
constexpr EventSet kTargetActs{4624, 4625, 4634, 4647, 4768, 4769, 4770, 4771, 4776, 4964};
constexpr EventSet kSubjectActs =
    EventSet::AllBut({4624, 4625, 4634, 4647, 4768, 4769, 4770, 4771, 4776, 4778, 4779, 4964});
constexpr EventSet kAccounts{4720, 4722, 4723, 4724, 4725, 4726, 4738,
                             4740, 4741, 4742, 4743, 4767, 4781, 4798};
constexpr EventSet kGroups{4727, 4728, 4729, 4730, 4731, 4732, 4733, 4734, 4735, 4737, 4744,
                           4745, 4746, 4747, 4748, 4754, 4755, 4756, 4757, 4758, 4764, 4799};
// Events about what a running process did: ProcessId and ProcessName are the actor's. In 4688
// ProcessId is the creator.
constexpr EventSet kActors{4624, 4625, 4648, 4656, 4657, 4658, 4660, 4663,
                           4670, 4673, 4674, 4689, 4690, 4703, 4985};
constexpr EventSet kPackets{5031, 5150, 5151, 5152, 5153, 5154, 5155, 5156, 5157, 5158, 5159};

constexpr FieldRow kRows[] = {
    // Process creation.
    {"NewProcessId", Field("process.pid"), kHexNumber, {4688}},
    {"NewProcessName", Field("process.executable"), kText, {4688}},
    {"NewProcessName", Field("process.name"), kPathName, {4688}},
    {"ProcessId", Field("process.parent.pid"), kHexNumber, {4688}},
    {"ParentProcessName", Field("process.parent.executable"), kText, {4688}},
    {"ParentProcessName", Field("process.parent.name"), kPathName, {4688}},
    {"CommandLine", Field("process.command_line"), kText, {4688}},
    {"CommandLine", Field("process.args"), kSecurityArgs, {4688}},
    {"CommandLine", Field("process.args_count"), kSecurityArgCount, {4688}},
    {"MandatoryLabel", Field("process.Ext.token.integrity_level_name"), kIntegrityLabel, {4688}},
    {"SubjectLogonId", Field("process.Ext.authentication_id"), kHexText, {4688}},
    {{}, Field("process.entity_id"), kText, {4688, 4689}, MapMode::kAlways, Provenance::kDerived},
    {{}, Field("process.parent.entity_id"), kText, {4688}, MapMode::kAlways, Provenance::kDerived},
    {{},
     Field("process.parent.command_line"),
     kText,
     {4688},
     MapMode::kAlways,
     Provenance::kDerived},
    {{}, Field("process.parent.args"), kText, {4688}, MapMode::kAlways, Provenance::kDerived},

    // The process that acts.
    {"ProcessId", Field("process.pid"), kHexNumber, kActors},
    {"ProcessName", Field("process.executable"), kText, kActors},
    {"ProcessName", Field("process.name"), kPathName, kActors},
    {"CallerProcessId", Field("process.pid"), kHexNumber, {4798, 4799}},
    {"CallerProcessName", Field("process.executable"), kText, {4798, 4799}},
    {"CallerProcessName", Field("process.name"), kPathName, {4798, 4799}},
    {"ProcessID", Field("process.pid"), kHexNumber, kPackets},
    {"ProcessId", Field("process.pid"), kHexNumber, kPackets},
    {"Application", Field("process.executable"), kText, kPackets},
    {"Application", Field("process.name"), kPathName, kPackets},

    // Accounts: who acts.
    {"TargetUserSid", Field("user.id"), kText, kTargetActs},
    {"TargetSid", Field("user.id"), kText, kTargetActs},
    {"TargetUserName", Field("user.name"), kPrincipalName, kTargetActs},
    {"TargetDomainName", Field("user.domain"), kText, kTargetActs},
    {"AccountName", Field("user.name"), kText, {4778, 4779}},
    {"AccountDomain", Field("user.domain"), kText, {4778, 4779}},
    {"SubjectUserSid", Field("user.id"), kText, kSubjectActs},
    {"SubjectUserName", Field("user.name"), kText, kSubjectActs},
    {"SubjectDomainName", Field("user.domain"), kText, kSubjectActs},
    // As whom: 4688 has the nobody SID where there is no other account.
    {"TargetUserSid", Field("user.effective.id"), kText, {4688}, MapMode::kElastic},
    {"TargetUserName", Field("user.effective.name"), kPrincipalName, {4648, 4688}},
    {"TargetDomainName", Field("user.effective.domain"), kText, {4648, 4688}},
    // On whom.
    {"TargetSid", Field("user.target.id"), kText, kAccounts},
    {"TargetUserName", Field("user.target.name"), kText, kAccounts},
    {"OldTargetUserName", Field("user.target.name"), kText, {4781}},
    {"TargetDomainName", Field("user.target.domain"), kText, kAccounts},
    {"NewTargetUserName", Field("user.changes.name"), kText, {4781}},
    {"TargetSid", Field("group.id"), kText, kGroups},
    {"TargetUserName", Field("group.name"), kText, kGroups},
    {"TargetDomainName", Field("group.domain"), kText, kGroups},
    {"MemberSid", Field("user.target.id"), kText, kGroups},
    {"MemberName", Field("user.target.name"), kCommonName, kGroups},

    // Logons.
    {"LogonType", Field("winlog.logon.type"), kLogonType},
    {"TargetLogonId", Field("winlog.logon.id"), kHexText, kLogoffs},
    {"SubjectLogonId", Field("winlog.logon.id"), kHexText},
    {"LogonID", Field("winlog.logon.id"), kHexText, {4778, 4779}},

    // Where from.
    {"IpAddress", Field("source.ip"), kAddress},
    {"IpPort", Field("source.port"), kNumber},
    {"WorkstationName", Field("source.domain"), kText, kLogons},
    {"Workstation", Field("source.domain"), kText, {4776}},
    {"ClientAddress", Field("source.ip"), kAddress, {4778, 4779}},
    {"ClientName", Field("source.domain"), kText, {4778, 4779}},

    // The filtering platform.
    {"SourceAddress", Field("source.ip"), kAddress, kPackets},
    {"SourcePort", Field("source.port"), kNumber, kPackets},
    {"DestAddress", Field("destination.ip"), kAddress, kPackets},
    {"DestPort", Field("destination.port"), kNumber, kPackets},
    {"Protocol", Field("network.iana_number"), kText, kPackets},

    // Objects.
    {"ObjectName", Field("registry.path"), kText, {4657}},
    {"ObjectValueName", Field("registry.value"), kText, {4657}},
    {"NewValue", Field("registry.data.strings"), kText, {4657}},
    {"ServiceName", Field("service.name"), kText, {4697}},
};

}  // namespace

std::span<const FieldRow> FieldRows() { return kRows; }
std::span<const windows::EventClass> EventClasses() { return kClasses; }

}  // namespace tocsin::windows_security
