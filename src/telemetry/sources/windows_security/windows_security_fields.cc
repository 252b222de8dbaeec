// Field map of the Security log. Facts: Windows security auditing events reference (names of the
// data items by event id), and the published ECS mapping of the channel.
#include "event/ecs/dictionary.h"
#include "telemetry/sources/windows_security/security_codes.h"
#include "telemetry/sources/windows_security/windows_security.h"

namespace tocsin::windows_security {
namespace {

using enum FieldConversion;

constexpr EventSet kLogons{4624, 4625};
constexpr EventSet kLogoffs{4634, 4647, 4964};
// The account that the event is about is the one that acts.
constexpr EventSet kTargetActs{4624, 4625, 4634, 4647, 4768, 4769, 4770, 4771, 4776, 4964};
constexpr EventSet kSubjectActs =
    EventSet::AllBut({4624, 4625, 4634, 4647, 4768, 4769, 4770, 4771, 4776, 4778, 4779, 4964});
constexpr EventSet kComputers{4741, 4742, 4743};
constexpr EventSet kAccounts{4720, 4722, 4723, 4724, 4725, 4726, 4738,
                             4740, 4741, 4742, 4743, 4767, 4781, 4798};
constexpr EventSet kGroups{4727, 4728, 4729, 4730, 4731, 4732, 4733, 4734, 4735, 4737, 4744,
                           4745, 4746, 4747, 4748, 4749, 4750, 4751, 4752, 4753, 4754, 4755,
                           4756, 4757, 4758, 4759, 4760, 4761, 4762, 4763, 4764, 4799};
// Events about what a running process did: ProcessId and ProcessName are the actor's. In 4688
// ProcessId is the creator.
constexpr EventSet kActors{4624, 4625, 4648, 4656, 4657, 4658, 4660, 4663,
                           4670, 4673, 4674, 4689, 4690, 4703, 4985};
constexpr EventSet kTickets{4768, 4769, 4770, 4771, 4772, 4773};
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
    {"SubjectLogonId", Field("process.Ext.authentication_id"), kHexText, {4688, 4689}},
    {"Status", Field("process.exit_code"), kHexNumber, {4689}},
    Derived(Field("process.entity_id")),
    Derived(Field("process.Ext.ancestry")),
    Derived(Field("process.parent.entity_id")),
    Derived(Field("process.parent.command_line")),
    Derived(Field("process.parent.args")),
    Derived(Field("process.parent.args_count")),

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

    {"TargetSid", Field("winlog.computerObject.id"), kText, kComputers},
    {"TargetUserName", Field("winlog.computerObject.name"), kText, kComputers},
    {"TargetDomainName", Field("winlog.computerObject.domain"), kText, kComputers},

    // Logons.
    {"LogonType", Field("winlog.logon.type"), kLogonType},
    {"TargetLogonId", Field("winlog.logon.id"), kHexText, kLogoffs},
    {"SubjectLogonId", Field("winlog.logon.id"), kHexText},
    {"LogonID", Field("winlog.logon.id"), kHexText, {4778, 4779}},
    Named("FailureReason", Field("winlog.logon.failure.reason"), kFailureReasons, {4625}),
    Named("Status", Field("winlog.logon.failure.status"), kLogonStatus, {4625, 4776}),
    Named("SubStatus", Field("winlog.logon.failure.sub_status"), kLogonStatus, {4625}),

    // Kerberos.
    Named("Status", Field("winlog.event_data.StatusDescription"), kKerberosStatus, kTickets),
    Named("TicketEncryptionType", Field("winlog.event_data.TicketEncryptionTypeDescription"),
          kEncryptionTypes, kTickets),

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

    // The registry; our own path has the value's name at its end, as that of other sensors.
    {"ObjectName", Field("registry.path"), kText, {4657}, MapMode::kElastic},
    {"ObjectValueName", Field("registry.value"), kText, {4657}},
    {"NewValue", Field("registry.data.strings"), kText, {4657}},
    Named("NewValueType", Field("registry.data.type"), kRegistryTypes, {4657}),

    // Services, policies, trusts.
    {"ServiceName", Field("service.name"), kText, {4697}},
    Named("ServiceType", Field("service.type"), kServiceTypes, {4697}),
    Named("TdoDirection", Field("winlog.trustDirection"), kTrustDirections, {4706, 4716}),
};

}  // namespace

std::span<const FieldRow> FieldRows() { return kRows; }

}  // namespace tocsin::windows_security
