#include "telemetry/sources/windows_security/security_names.h"

#include <span>

namespace tocsin::windows_security {
namespace {

struct Bit {
  std::uint64_t mask;
  std::string_view name;
};

constexpr Bit kAccountControl[] = {
    {0x1, "USER_ACCOUNT_DISABLED"},
    {0x2, "USER_HOME_DIRECTORY_REQUIRED"},
    {0x4, "USER_PASSWORD_NOT_REQUIRED"},
    {0x8, "USER_TEMP_DUPLICATE_ACCOUNT"},
    {0x10, "USER_NORMAL_ACCOUNT"},
    {0x20, "USER_MNS_LOGON_ACCOUNT"},
    {0x40, "USER_INTERDOMAIN_TRUST_ACCOUNT"},
    {0x80, "USER_WORKSTATION_TRUST_ACCOUNT"},
    {0x100, "USER_SERVER_TRUST_ACCOUNT"},
    {0x200, "USER_DONT_EXPIRE_PASSWORD"},
    {0x400, "USER_ACCOUNT_AUTO_LOCKED"},
    {0x800, "USER_ENCRYPTED_TEXT_PASSWORD_ALLOWED"},
    {0x1000, "USER_SMARTCARD_REQUIRED"},
    {0x2000, "USER_TRUSTED_FOR_DELEGATION"},
    {0x4000, "USER_NOT_DELEGATED"},
    {0x8000, "USER_USE_DES_KEY_ONLY"},
    {0x10000, "USER_DONT_REQUIRE_PREAUTH"},
    {0x20000, "USER_PASSWORD_EXPIRED"},
    {0x40000, "USER_TRUSTED_TO_AUTHENTICATE_FOR_DELEGATION"},
    {0x80000, "USER_NO_AUTH_DATA_REQUIRED"},
    {0x100000, "USER_PARTIAL_SECRETS_ACCOUNT"},
    {0x200000, "USER_USE_AES_KEYS"},
};

constexpr Bit kDirectoryRights[] = {
    {0x1, "Create Child"}, {0x2, "Delete Child"},   {0x4, "List Contents"},
    {0x8, "SELF"},         {0x10, "Read Property"}, {0x20, "Write Property"},
    {0x40, "Delete Tree"}, {0x80, "List Object"},   {0x100, "Control Access"},
};
constexpr Bit kProcessRights[] = {
    {0x1, "Force process termination"},
    {0x2, "Create new thread in process"},
    {0x4, "Set process session ID"},
    {0x8, "Perform virtual memory operation"},
    {0x10, "Read from process memory"},
    {0x20, "Write to process memory"},
    {0x40, "Duplicate handle into or out of process"},
    {0x80, "Create a subprocess of process"},
    {0x100, "Set process quotas"},
    {0x200, "Set process information"},
    {0x400, "Query process information"},
    {0x800, "Set process termination port"},
};
constexpr Bit kFileRights[] = {
    {0x1, "ReadData (or ListDirectory)"},
    {0x2, "WriteData (or AddFile)"},
    {0x4, "AppendData (or AddSubdirectory or CreatePipeInstance)"},
    {0x8, "ReadEA"},
    {0x10, "WriteEA"},
    {0x20, "Execute/Traverse"},
    {0x40, "DeleteChild"},
    {0x80, "ReadAttributes"},
    {0x100, "WriteAttributes"},
};
constexpr Bit kStandardRights[] = {
    {0x10000, "DELETE"},          {0x20000, "READ_CONTROL"},       {0x40000, "WRITE_DAC"},
    {0x80000, "WRITE_OWNER"},     {0x100000, "SYNCHRONIZE"},       {0x1000000, "ACCESS_SYS_SEC"},
    {0x10000000, "GENERIC_ALL"},  {0x20000000, "GENERIC_EXECUTE"}, {0x40000000, "GENERIC_WRITE"},
    {0x80000000, "GENERIC_READ"},
};

constexpr Bit kTicketOptions[] = {
    {0x1, "Validate"},
    {0x2, "Renew"},
    {0x8, "Enc-tkt-in-skey"},
    {0x10, "Renewable-ok"},
    {0x20, "Disable-transited-check"},
    {0x10000, "Name-canonicalize"},
    {0x20000, "Request-anonymous"},
    {0x40000, "Ok-as-delegate"},
    {0x80000, "Transited-policy-checked"},
    {0x100000, "Opt-hardware-auth"},
    {0x200000, "Pre-authent"},
    {0x400000, "Initial"},
    {0x800000, "Renewable"},
    {0x1000000, "Invalid"},
    {0x2000000, "Postdated"},
    {0x4000000, "Allow-postdate"},
    {0x8000000, "Proxy"},
    {0x10000000, "Proxiable"},
    {0x20000000, "Forwarded"},
    {0x40000000, "Forwardable"},
    {0x80000000, "Reserved"},
};

struct Code {
  std::string_view code;
  std::string_view name;
};
constexpr Code kAuditChanges[] = {
    {"%%8448", "Success removed"},
    {"%%8449", "Success added"},
    {"%%8450", "Failure removed"},
    {"%%8451", "Failure added"},
};
constexpr Code kAuditCategories[] = {
    {"%%8272", "System"},
    {"%%8273", "Logon/Logoff"},
    {"%%8274", "Object Access"},
    {"%%8275", "Privilege Use"},
    {"%%8276", "Detailed Tracking"},
    {"%%8277", "Policy Change"},
    {"%%8278", "Account Management"},
    {"%%8279", "DS Access"},
    {"%%8280", "Account Logon"},
};

void Append(std::span<const Bit> bits, std::uint64_t value, std::vector<std::string_view>* names) {
  for (const Bit& bit : bits) {
    if ((value & bit.mask) != 0) names->push_back(bit.name);
  }
}

}  // namespace

void AppendAccountControlNames(std::uint64_t value, std::vector<std::string_view>* names) {
  Append(kAccountControl, value, names);
}

void AppendAccessNames(std::uint64_t mask, std::string_view object_type,
                       std::vector<std::string_view>* names) {
  if (object_type == "Process") {
    Append(kProcessRights, mask, names);
  } else if (object_type == "File") {
    Append(kFileRights, mask, names);
  } else if (!object_type.empty() && object_type.front() == '%') {
    Append(kDirectoryRights, mask, names);  // a class of the directory's schema, by GUID
  }
  Append(kStandardRights, mask, names);
}

void AppendTicketOptionNames(std::uint64_t options, std::vector<std::string_view>* names) {
  Append(kTicketOptions, options, names);
}

void AppendAuditChangeNames(std::string_view changes, std::vector<std::string_view>* names) {
  for (const Code& change : kAuditChanges) {
    if (changes.find(change.code) != std::string_view::npos) names->push_back(change.name);
  }
}

std::string_view AuditCategoryName(std::string_view code) {
  for (const Code& category : kAuditCategories) {
    if (category.code == code) return category.name;
  }
  return {};
}

std::string_view TransportName(std::uint64_t protocol) {
  switch (protocol) {
    case 1:
      return "icmp";
    case 2:
      return "igmp";
    case 6:
      return "tcp";
    case 17:
      return "udp";
    case 47:
      return "gre";
    case 58:
      return "ipv6-icmp";
    case 132:
      return "sctp";
    default:
      return {};
  }
}

}  // namespace tocsin::windows_security
