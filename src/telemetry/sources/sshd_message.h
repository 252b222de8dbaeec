// Log lines of the OpenSSH server that tell of connections and logins.
//
//   line       = listening | accepted | failed | invalid | closed
//   listening  = "Server listening on " address " port " number "."
//   accepted   = "Accepted " method " for " user from [ " ssh2" ] [ ": " key ]
//   failed     = "Failed " method " for " [ "invalid user " ] user from [ " ssh2" ]
//   invalid    = "Invalid user " user from …
//   closed     = ( "Connection closed by " | "Connection reset by " | "Disconnected from "
//                | "Received disconnect from " )
//                [ ( "authenticating" | "invalid" ) " user " user " " | "user " user " " ]
//                address " port " number …
//   from       = " from " address " port " number
//
// A user name is what stands before the last " from ": names may hold blanks, and an attacker
// chooses them. Facts: OpenSSH 9.x, auth.c, packet.c, sshd.c.
//
// Ownership: views of the line. Pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace tocsin {

enum class SshdEvent : std::uint8_t {
  kOther,
  kListening,
  kAccepted,
  kFailed,
  kInvalidUser,
  kClosed
};

struct SshdLine {
  SshdEvent event = SshdEvent::kOther;
  std::string_view method;   // "password", "publickey" ...
  std::string_view user;     // may be empty
  std::string_view address;  // as written
  std::string_view port;
  std::string_view signature;  // what stands behind "ssh2: "
  bool invalid_user = false;
};

SshdLine ParseSshdLine(std::string_view line);

}  // namespace tocsin
