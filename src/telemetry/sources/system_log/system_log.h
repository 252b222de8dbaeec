// The system log of Unix hosts: lines of syslog files and of the network (decoders/syslog), and
// entries of the systemd journal as `journalctl -o json` prints them.
//
// Two sources share it: system_auth takes what programs say about logins, sessions and accounts,
// syslog the rest.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>
#include <span>

namespace tocsin::system_log {

std::span<const FieldRow> FieldRows();

std::unique_ptr<Source> MakeAuthSource();
std::unique_ptr<Source> MakeSyslogSource();

}  // namespace tocsin::system_log
