// Log lines of the OpenSSH server that tell of connections and logins.
//
//   line       = listening | accepted | failed | invalid | closed | dropped | refused
//   listening  = "Server listening on " address " port " number "."
//   accepted   = "Accepted " method " for " user from [ " ssh2" ] [ ": " key ]
//   failed     = "Failed " method " for " [ unknown ] user from [ " ssh2" ]
//   invalid    = ( "Invalid" | "Illegal" ) " user " user ( from | " from " address ) …
//   closed     = ( "Connection closed by " | "Connection reset by " | "Disconnected from "
//                | "Received disconnect from " )
//                [ ( "authenticating" | "invalid" ) " user " user " " | "user " user " " ]
//                address " port " number …
//   dropped    = "Did not receive identification string from " address [ " port " number ]
//   refused    = "error: PAM: " reason " for " [ unknown ] user " from " host
//   unknown    = "invalid user " | "illegal user "
//   from       = " from " address " port " number
//
// A user name is what stands before the last " from ": names may hold blanks, and an attacker
// chooses them. Facts: OpenSSH 4 to 9.x, auth.c, auth-pam.c, packet.c, sshd.c.
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
  kClosed,
  kDropped,  // no SSH client at the other end
  kRefused,  // PAM's reason; a "Failed" line follows
};

struct SshdLine {
  SshdEvent event = SshdEvent::kOther;
  std::string_view method;   // "password", "publickey" ...
  std::string_view user;     // may be empty
  std::string_view address;  // as written; a host name where the server resolved it
  std::string_view port;
  std::string_view signature;  // what stands behind "ssh2: "
  bool invalid_user = false;
};

SshdLine ParseSshdLine(std::string_view line);

}  // namespace tocsin
