#include "telemetry/decoders/auditd/audit_header.h"

#include <algorithm>
#include <charconv>

namespace tocsin::audit {
namespace {

constexpr std::string_view kMark = "audit(";
constexpr std::size_t kNone = std::string_view::npos;

struct NumberedType {
  int number;
  std::string_view name;
};

// The kernel's types (linux/audit.h). User space writes names.
constexpr NumberedType kTypes[] = {
    {1006, "LOGIN"},
    {1300, "SYSCALL"},
    {1302, "PATH"},
    {1303, "IPC"},
    {1304, "SOCKETCALL"},
    {1305, "CONFIG_CHANGE"},
    {1306, "SOCKADDR"},
    {1307, "CWD"},
    {1309, "EXECVE"},
    {1311, "IPC_SET_PERM"},
    {1312, "MQ_OPEN"},
    {1313, "MQ_SENDRECV"},
    {1314, "MQ_NOTIFY"},
    {1315, "MQ_GETSETATTR"},
    {1316, "KERNEL_OTHER"},
    {1317, "FD_PAIR"},
    {1318, "OBJ_PID"},
    {1319, "TTY"},
    {1320, "EOE"},
    {1321, "BPRM_FCAPS"},
    {1322, "CAPSET"},
    {1323, "MMAP"},
    {1324, "NETFILTER_PKT"},
    {1325, "NETFILTER_CFG"},
    {1326, "SECCOMP"},
    {1327, "PROCTITLE"},
    {1328, "FEATURE_CHANGE"},
    {1329, "REPLACE"},
    {1330, "KERN_MODULE"},
    {1331, "FANOTIFY"},
    {1332, "TIME_INJOFFSET"},
    {1333, "TIME_ADJNTPVAL"},
    {1334, "BPF"},
    {1335, "EVENT_LISTENER"},
    {1336, "URINGOP"},
    {1337, "OPENAT2"},
    {1338, "DM_CTRL"},
    {1339, "DM_EVENT"},
    {1400, "AVC"},
    {1401, "SELINUX_ERR"},
    {1402, "AVC_PATH"},
    {1403, "MAC_POLICY_LOAD"},
    {1404, "MAC_STATUS"},
    {1405, "MAC_CONFIG_CHANGE"},
    {1406, "MAC_UNLBL_ALLOW"},
    {1407, "MAC_CIPSOV4_ADD"},
    {1408, "MAC_CIPSOV4_DEL"},
    {1409, "MAC_MAP_ADD"},
    {1410, "MAC_MAP_DEL"},
    {1415, "MAC_IPSEC_EVENT"},
    {1416, "MAC_UNLBL_STCADD"},
    {1417, "MAC_UNLBL_STCDEL"},
    {1418, "MAC_CALIPSO_ADD"},
    {1419, "MAC_CALIPSO_DEL"},
    {1500, "APPARMOR"},
    {1501, "APPARMOR_AUDIT"},
    {1502, "APPARMOR_ALLOWED"},
    {1503, "APPARMOR_DENIED"},
    {1504, "APPARMOR_HINT"},
    {1505, "APPARMOR_STATUS"},
    {1506, "APPARMOR_ERROR"},
    {1507, "APPARMOR_KILL"},
    {1700, "ANOM_PROMISCUOUS"},
    {1701, "ANOM_ABEND"},
    {1702, "ANOM_LINK"},
    {1703, "ANOM_CREAT"},
    {1800, "INTEGRITY_DATA"},
    {1801, "INTEGRITY_METADATA"},
    {1802, "INTEGRITY_STATUS"},
    {1803, "INTEGRITY_HASH"},
    {1804, "INTEGRITY_PCR"},
    {1805, "INTEGRITY_RULE"},
    {1806, "INTEGRITY_EVM_XATTR"},
    {1807, "INTEGRITY_POLICY_RULE"},
    {2000, "KERNEL"},
};

// How names of user space begin; the others are in kTypes.
constexpr std::string_view kUserPrefixes[] = {
    "USER",  "CRED_",      "ADD_",      "DEL_",      "ACCT_",   "GRP_",
    "ROLE_", "DAEMON_",    "SERVICE_",  "SYSTEM_",   "CRYPTO_", "VIRT_",
    "RESP_", "LABEL_",     "CHGRP_ID",  "CHUSER_ID", "USYS_",   "TRUSTED_APP",
    "TEST",  "FS_RELABEL", "MAC_CHECK", "DAC_CHECK", "DEV_",    "SOFTWARE_UPDATE",
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsTypeCharacter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || IsDigit(c) || c == '_' || c == '[' ||
         c == ']';
}

// The digits at `*position`, which moves behind them. Nothing if there are none or too many.
std::optional<std::uint64_t> TakeNumber(std::string_view line, std::size_t* position,
                                        std::string_view* text) {
  const std::size_t begin = *position;
  while (*position < line.size() && IsDigit(line[*position])) ++*position;
  *text = line.substr(begin, *position - begin);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || text->empty()) return std::nullopt;
  return number;
}

bool Expect(char c, std::string_view line, std::size_t* position) {
  if (*position >= line.size() || line[*position] != c) return false;
  ++*position;
  return true;
}

// "seconds.milliseconds:serial):" at `position`.
bool ReadStamp(std::string_view line, std::size_t position, AuditHeader* header) {
  const std::size_t begin = position;
  std::string_view text;
  const auto seconds = TakeNumber(line, &position, &text);
  if (!seconds || !Expect('.', line, &position)) return false;
  const auto fraction = TakeNumber(line, &position, &text);
  constexpr std::uint64_t kSecondsMax = INT64_MAX / kNsPerSecond - 1;
  if (!fraction || text.size() > 9 || *seconds > kSecondsMax) return false;
  std::uint64_t nanoseconds = *fraction;
  for (std::size_t digits = text.size(); digits < 9; ++digits) nanoseconds *= 10;
  header->time.ns =
      static_cast<std::int64_t>(*seconds) * kNsPerSecond + static_cast<std::int64_t>(nanoseconds);
  header->time_text = line.substr(begin, position - begin);
  if (!Expect(':', line, &position)) return false;
  const auto serial = TakeNumber(line, &position, &header->serial_text);
  if (!serial || !Expect(')', line, &position)) return false;
  header->serial = *serial;
  Expect(':', line, &position);
  header->body = position;
  return true;
}

// "[node=N ]type=T [msg=]" that ends at `end`.
bool ReadType(std::string_view line, std::size_t end, AuditHeader* header) {
  constexpr std::string_view kMessage = "msg=";
  constexpr std::string_view kType = "type=";
  constexpr std::string_view kNode = "node=";
  std::string_view front = line.substr(0, end);
  if (front.ends_with(kMessage)) front.remove_suffix(kMessage.size());
  const std::size_t type_end = front.find_last_not_of(' ');
  if (type_end == kNone || type_end + 1 == front.size()) return false;
  front = front.substr(0, type_end + 1);
  std::size_t name = front.size();
  while (name > 0 && IsTypeCharacter(front[name - 1])) --name;
  header->type = front.substr(name);
  front = front.substr(0, name);
  if (header->type.empty() || !front.ends_with(kType)) return false;
  if (IsDigit(header->type.front())) {
    const std::string_view known = TypeName(header->type);
    if (!known.empty()) header->type = known;
  }
  header->begin = name - kType.size();
  front = front.substr(0, header->begin);

  const std::size_t node_end = front.find_last_not_of(' ');
  if (node_end == kNone || node_end + 1 == front.size()) return true;
  front = front.substr(0, node_end + 1);
  const std::size_t word = front.find_last_of(' ') + 1;  // 0 when there is no blank
  // Behind other text the word may have a quote in front.
  const std::size_t node = front.find(kNode, word);
  if (node == kNone) return true;
  header->node = front.substr(node + kNode.size());
  header->begin = node;
  return true;
}

}  // namespace

std::optional<AuditHeader> FindAuditHeader(std::string_view line) {
  const std::string_view front = line.substr(0, kHeaderBytesMax);
  for (std::size_t open = front.find('('); open != kNone; open = front.find('(', open + 1)) {
    if (!front.substr(0, open + 1).ends_with(kMark)) continue;
    AuditHeader header;
    if (!ReadStamp(front, open + 1, &header)) continue;
    if (!ReadType(front, open + 1 - kMark.size(), &header)) continue;
    return header;
  }
  return std::nullopt;
}

bool IsUserMessage(std::string_view type) {
  return std::any_of(std::begin(kUserPrefixes), std::end(kUserPrefixes),
                     [type](std::string_view prefix) { return type.starts_with(prefix); }) ||
         type.starts_with("ANOM_LOGIN");
}

std::string_view TypeName(std::string_view number) {
  int value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc() || end != number.data() + number.size()) return {};
  const auto found =
      std::lower_bound(std::begin(kTypes), std::end(kTypes), value,
                       [](const NumberedType& type, int wanted) { return type.number < wanted; });
  return found != std::end(kTypes) && found->number == value ? found->name : std::string_view();
}

}  // namespace tocsin::audit
