// What programs say about logins, sessions and accounts: the event's class, and the fields in it.
//
//   sshd      telemetry/sources/sshd_message.h
//   PAM       "pam_" module "(" service ":session): session " ( "opened" | "closed" )
//                 " for user " user [ "(uid=" id ")" ] [ " by " [ user ] "(uid=" id ")" ]
//             "pam_" module "(" service ":auth): authentication failure; " { name "=" value " " }
//             "pam_" module "(" service ":chauthtok): password changed for " user
//   sudo      user " : " [ complaint " ; " ] "TTY=" … " ; PWD=" … " ; USER=" … " ; COMMAND=" …
//   su        ( "Successful su" | "FAILED su" ) " for " user " by " user
//             ( "+" | "-" ) " " terminal " " user ":" user;  "(to " user ") " user " on " terminal
//   useradd   "new user: name=" …, ", UID=" …;  "new group: name=" …
//   groupadd  "new group: name=" …;  "group added to " file ": name=" …
//   userdel   "delete user '" user "'";  "delete '" user "' from group '" group "'"
//   usermod   "add '" user "' to group '" group "'";  "change user '" user "' " …
//   passwd    "password for '" user "' changed by '" user "'"
//   login     "FAILED LOGIN " … " FOR '" user "'";  "LOGIN ON " terminal " BY " user
//
// Field names are those of system_log_fields.cc. What the user wrote stands where nothing follows
// it, or is taken up to the last word that can follow, so that a name cannot pose as a field.
// Facts: shadow-utils, Linux-PAM, sudo, util-linux.
//
// Ownership: fields view the message or the arena. Pure. Linear in the message.
#pragma once

#include "telemetry/sources/field_list.h"

#include <array>
#include <string_view>

namespace tocsin::system_log {

struct AuthClass {
  std::array<std::string_view, 2> categories = {};  // empty texts end a list
  std::array<std::string_view, 2> types = {};
  std::string_view action;
  std::string_view outcome;
};

// An empty class when the message says nothing of the kind.
AuthClass ReadAuthMessage(std::string_view program, std::string_view message, FieldList* fields);

}  // namespace tocsin::system_log
