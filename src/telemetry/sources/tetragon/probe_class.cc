#include "telemetry/sources/tetragon/probe_class.h"

#include <algorithm>
#include <iterator>

namespace tocsin::tetragon {
namespace {

struct NamedClass {
  std::string_view function;  // without prefixes of architecture and hook
  ProbeClass kind;
};

using enum ProbeSubject;

constexpr ProbeClass kConnecting = {kConnect, "network", "start", "connection_attempted"};
constexpr ProbeClass kAccepting = {kAccept, "network", "start", "connection_accepted"};
constexpr ProbeClass kClosing = {kSocket, "network", "end", "disconnect_received"};
constexpr ProbeClass kBinding = {kSocket, "network", "info", "bound-socket"};
constexpr ProbeClass kListening = {kSocket, "network", "info", "listen-for-connections"};
constexpr ProbeClass kOpening = {kFile, "file", "access", "open"};
constexpr ProbeClass kWriting = {kFile, "file", "change", "modification"};
constexpr ProbeClass kCreating = {kFile, "file", "creation", "creation"};
constexpr ProbeClass kDeleting = {kFile, "file", "deletion", "deletion"};
constexpr ProbeClass kRenaming = {kFile, "file", "change", "rename"};
constexpr ProbeClass kLoading = {kOther, "driver", "start", "load"};
constexpr ProbeClass kUnloading = {kOther, "driver", "end", "unload"};

// Ascending.
constexpr NamedClass kClasses[] = {
    {"accept", kAccepting},
    {"accept4", kAccepting},
    {"bind", kBinding},
    {"connect", kConnecting},
    {"delete_module", kUnloading},
    {"do_init_module", kLoading},
    {"fd_install", kOpening},
    {"file_open", kOpening},
    {"file_permission", kOpening},
    {"finit_module", kLoading},
    {"free_module", kUnloading},
    {"inet_bind", kBinding},
    {"inet_csk_accept", kAccepting},
    {"inet_csk_listen_start", kListening},
    {"inet_listen", kListening},
    {"init_module", kLoading},
    {"inode_create", kCreating},
    {"inode_mkdir", kCreating},
    {"inode_rename", kRenaming},
    {"inode_unlink", kDeleting},
    {"listen", kListening},
    {"open", kOpening},
    {"openat", kOpening},
    {"path_mkdir", kCreating},
    {"path_rename", kRenaming},
    {"path_rmdir", kDeleting},
    {"path_truncate", kWriting},
    {"path_unlink", kDeleting},
    {"rename", kRenaming},
    {"renameat", kRenaming},
    {"renameat2", kRenaming},
    {"socket_accept", kAccepting},
    {"socket_bind", kBinding},
    {"socket_connect", kConnecting},
    {"socket_listen", kListening},
    {"tcp_close", kClosing},
    {"tcp_connect", kConnecting},
    {"tcp_disconnect", kClosing},
    {"tcp_v4_connect", kConnecting},
    {"tcp_v6_connect", kConnecting},
    {"unlink", kDeleting},
    {"unlinkat", kDeleting},
    {"vfs_write", kWriting},
    {"write", kWriting},
};

}  // namespace

ProbeClass ClassOfFunction(std::string_view function) {
  // __x64_sys_openat, sys_openat, security_file_open
  for (const std::string_view prefix :
       {"__x64_sys_", "__arm64_sys_", "__sys_", "sys_", "security_", "do_sys_"}) {
    if (!function.starts_with(prefix)) continue;
    function.remove_prefix(prefix.size());
    break;
  }
  const auto* const found = std::lower_bound(
      std::begin(kClasses), std::end(kClasses), function,
      [](const NamedClass& known, std::string_view name) { return known.function < name; });
  return found != std::end(kClasses) && found->function == function ? found->kind : ProbeClass();
}

}  // namespace tocsin::tetragon
