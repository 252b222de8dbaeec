// The OpenSSH server of Windows: channels OpenSSH/Operational and OpenSSH/Admin. The record holds
// the program's name and its log line; the line's meaning becomes ECS
// (telemetry/sources/sshd_message.h).
#pragma once

#include "telemetry/sources/source.h"

#include <memory>

namespace tocsin::openssh_windows {

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::openssh_windows
