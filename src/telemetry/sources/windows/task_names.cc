#include "telemetry/sources/windows/task_names.h"

#include "base/case_fold.h"

#include <algorithm>
#include <span>

namespace tocsin::windows {
namespace {

struct Name {
  std::uint32_t number;
  std::string_view name;
};

constexpr Name kSecurityTasks[] = {
    {12288, "Security State Change"},
    {12289, "Security System Extension"},
    {12290, "System Integrity"},
    {12292, "Other System Events"},
    {12544, "Logon"},
    {12545, "Logoff"},
    {12546, "Account Lockout"},
    {12548, "Special Logon"},
    {12551, "Other Logon/Logoff Events"},
    {12554, "Group Membership"},
    {12800, "File System"},
    {12801, "Registry"},
    {12802, "Kernel Object"},
    {12803, "SAM"},
    {12804, "Other Object Access Events"},
    {12805, "Certification Services"},
    {12807, "Handle Manipulation"},
    {12808, "File Share"},
    {12809, "Filtering Platform Packet Drop"},
    {12810, "Filtering Platform Connection"},
    {12811, "Detailed File Share"},
    {12812, "Removable Storage"},
    {13056, "Sensitive Privilege Use"},
    {13057, "Non Sensitive Privilege Use"},
    {13312, "Process Creation"},
    {13313, "Process Termination"},
    {13314, "DPAPI Activity"},
    {13315, "RPC Events"},
    {13317, "Token Right Adjusted Events"},
    {13568, "Audit Policy Change"},
    {13569, "Authentication Policy Change"},
    {13570, "Authorization Policy Change"},
    {13571, "MPSSVC Rule-Level Policy Change"},
    {13572, "Filtering Platform Policy Change"},
    {13573, "Other Policy Change Events"},
    {13824, "User Account Management"},
    {13825, "Computer Account Management"},
    {13826, "Security Group Management"},
    {13827, "Distribution Group Management"},
    {14080, "Directory Service Access"},
    {14081, "Directory Service Changes"},
    {14082, "Directory Service Replication"},
    {14083, "Detailed Directory Service Replication"},
    {14336, "Credential Validation"},
    {14337, "Kerberos Service Ticket Operations"},
    {14338, "Other Account Logon Events"},
    {14339, "Kerberos Authentication Service"},
};
constexpr Name kEventLogTasks[] = {{103, "Service shutdown"}, {104, "Log clear"}};
constexpr Name kPowerShellTasks[] = {
    {2, "Execute a Remote Command"}, {4, "PowerShell Console Startup"},
    {102, "Starting Command"},       {103, "Stopping Command"},
    {106, "Executing Pipeline"},     {111, "PowerShell Named Pipe IPC"},
};
constexpr Name kClassicPowerShellTasks[] = {
    {4, "Engine Lifecycle"},
    {6, "Provider Lifecycle"},
    {8, "Pipeline Execution Details"},
};
constexpr Name kLevels[] = {
    {0, "information"}, {1, "critical"},    {2, "error"},
    {3, "warning"},     {4, "information"}, {5, "verbose"},
};
constexpr Name kOpcodes[] = {
    {0, "Info"},  {1, "Start"},  {2, "Stop"},    {3, "DCStart"}, {4, "DCStop"},    {5, "Extension"},
    {6, "Reply"}, {7, "Resume"}, {8, "Suspend"}, {9, "Send"},    {240, "Receive"},
};

std::string_view Find(std::span<const Name> names, std::uint32_t number) {
  const auto found =
      std::lower_bound(names.begin(), names.end(), number,
                       [](const Name& name, std::uint32_t wanted) { return name.number < wanted; });
  return found != names.end() && found->number == number ? found->name : std::string_view();
}

}  // namespace

std::string_view TaskName(std::string_view channel, std::string_view provider, std::uint32_t task) {
  if (AsciiEqualsIgnoreCase(provider, "Microsoft-Windows-Eventlog")) {
    return Find(kEventLogTasks, task);
  }
  if (AsciiEqualsIgnoreCase(channel, "Windows PowerShell"))
    return Find(kClassicPowerShellTasks, task);
  if (AsciiStartsWithIgnoreCase(channel, "Microsoft-Windows-PowerShell/")) {
    return Find(kPowerShellTasks, task);
  }
  if (AsciiEqualsIgnoreCase(channel, "Security")) return Find(kSecurityTasks, task);
  return {};
}

std::string_view LevelName(std::uint32_t level) { return Find(kLevels, level); }

std::string_view OpcodeName(std::uint32_t opcode) { return Find(kOpcodes, opcode); }

}  // namespace tocsin::windows
