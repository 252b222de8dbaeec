#include "telemetry/sources/system_log/auth_message.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin::system_log {
namespace {

// The class and the fields in one line: "authentication info ssh_login failure user=ann".
std::string Read(std::string_view program, std::string_view message) {
  Arena arena;
  FieldList fields(arena);
  const AuthClass kind = ReadAuthMessage(program, message, &fields);
  std::string text;
  const auto add = [&text](std::string_view word) {
    if (word.empty()) return;
    if (!text.empty()) text += ' ';
    text += word;
  };
  for (const std::string_view word : kind.categories) add(word);
  for (const std::string_view word : kind.types) add(word);
  add(kind.action);
  add(kind.outcome);
  const doc::Node object = fields.Finish();
  for (const doc::Member& member : object) {
    add(std::string(member.key) + "=" + std::string(member.value.text()));
  }
  return text;
}

struct Case {
  std::string_view program;
  std::string_view message;
  std::string_view expected;
};

TEST(AuthMessage, ReadsSessions) {
  const Case kCases[] = {
      {"sshd", "pam_unix(sshd:session): session opened for user ann by (uid=0)",
       "session start logged-on success user=ann"},
      {"sshd", "pam_unix(sshd:session): session closed for user ann",
       "session end logged-off success user=ann"},
      {"su", "pam_unix(su-l:session): session opened for user root(uid=0) by ann(uid=1000)",
       "session start logged-on success user.id=1000 user=ann effective.id=0 effective=root"},
      {"cron", "pam_unix(cron:session): session opened for user a by b by c(uid=5)",
       "session start logged-on success user.id=5 user=c effective=a by b"},
      {"x", "pam_unix(x:session): session opened", ""},
      {"x", "pam_unix(x:account): expired", ""},
      {"x", "pam_unix", ""},
  };
  for (const Case& c : kCases) EXPECT_EQ(Read(c.program, c.message), c.expected) << c.message;
}

TEST(AuthMessage, CountsAFailedLoginOnce) {
  EXPECT_EQ(Read("sshd", "Failed password for ann from 10.0.0.7 port 5 ssh2"),
            "authentication info ssh_login failure user=ann ssh.method=password "
            "source.address=10.0.0.7 source.ip=10.0.0.7 source.port=5 ssh.event=Failed");
  EXPECT_EQ(Read("sshd",
                 "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh "
                 "ruser= rhost=10.0.0.7  user=ann"),
            "user=ann source.address=10.0.0.7 source.ip=10.0.0.7");
  EXPECT_EQ(Read("su",
                 "pam_unix(su:auth): authentication failure; logname=b uid=1 euid=0 tty=pts/1 "
                 "ruser=b rhost=  user=root"),
            "authentication info authenticated failure user=root");
}

TEST(AuthMessage, ReadsSudo) {
  const Case kCases[] = {
      {"sudo", "ann : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls ; TTY=x",
       "process info success user=ann effective=root sudo.tty=pts/0 sudo.pwd=/ sudo.user=root "
       "sudo.command=/bin/ls ; TTY=x"},
      {"sudo", "ann : 3 incorrect password attempts ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/x",
       "process info failure user=ann effective=root sudo.tty=pts/0 sudo.pwd=/ sudo.user=root "
       "sudo.command=/x sudo.error=3 incorrect password attempts"},
      {"sudo", "unable to resolve host : COMMAND=TTY=1", ""},
      {"sudo", "a password is required", ""},
  };
  for (const Case& c : kCases) EXPECT_EQ(Read(c.program, c.message), c.expected) << c.message;
}

TEST(AuthMessage, ReadsSu) {
  const Case kCases[] = {
      {"su", "Successful su for root by ann",
       "authentication info authenticated success user=ann effective=root"},
      {"su", "FAILED su for root by ann",
       "authentication info authenticated failure user=ann effective=root"},
      {"su", "+ /dev/pts/1 ann:root",
       "authentication info authenticated success user=ann effective=root"},
      {"su", "- pts/1 ann:root",
       "authentication info authenticated failure user=ann effective=root"},
      {"su", "(to root) ann on none",
       "authentication info authenticated success user=ann effective=root"},
      {"su", "(to root", ""},
      {"su", "+ ", ""},
  };
  for (const Case& c : kCases) EXPECT_EQ(Read(c.program, c.message), c.expected) << c.message;
}

TEST(AuthMessage, ReadsAccounts) {
  const Case kCases[] = {
      {"useradd", "new user: name=eve, UID=7, GID=8, home=/h, shell=/s, from=none",
       "iam user creation added-user-account success user=eve user.id=7 group.id=8 "
       "useradd.home=/h useradd.shell=/s"},
      {"useradd", "failed adding user 'eve', exit code: 9",
       "iam user creation added-user-account failure user=eve"},
      {"groupadd", "new group: name=ops, GID=8",
       "iam group creation added-group-account-to success group=ops group.id=8"},
      {"useradd", "add 'eve' to shadow group 'wheel'",
       "iam group change added-user-to-group success user=eve group=wheel"},
      {"userdel", "delete 'eve' from group 'wheel'",
       "iam group change removed-user-from-group success user=eve group=wheel"},
      {"userdel", "delete user 'eve'", "iam user deletion deleted-user-account success user=eve"},
      {"userdel", "removed group 'eve' owned by 'eve'",
       "iam group deletion deleted-group-account-from success group=eve"},
      {"groupdel", "group 'ops' removed from /etc/group",
       "iam group deletion deleted-group-account-from success group=ops"},
      {"usermod", "change user 'eve' shell from '/a' to '/b'",
       "iam user change modified-user-account success user=eve"},
      {"usermod", "change user 'eve' password",
       "iam user change changed-password success user=eve"},
      {"passwd", "password for 'eve' changed by 'root'",
       "iam user change changed-password success user=eve"},
      {"useradd", "new user", ""},
      {"usermod", "add 'eve", ""},
      {"groupdel", "group 'ops' is busy", ""},
  };
  for (const Case& c : kCases) EXPECT_EQ(Read(c.program, c.message), c.expected) << c.message;
}

TEST(AuthMessage, ReadsConsoles) {
  const Case kCases[] = {
      {"login", "FAILED LOGIN (2) on '/dev/tty1' FOR 'eve', Authentication failure",
       "authentication info logged-in failure user=eve"},
      {"login", "LOGIN ON tty1 BY ann", "authentication start logged-in success user=ann"},
      {"login", "ROOT LOGIN ON tty1", "authentication start logged-in success user=root"},
      {"login", "FAILED LOGIN", ""},
      {"unheard", "Accepted password for a from 1.2.3.4 port 5", ""},
  };
  for (const Case& c : kCases) EXPECT_EQ(Read(c.program, c.message), c.expected) << c.message;
}

}  // namespace
}  // namespace tocsin::system_log
