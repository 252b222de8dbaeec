// A program that runs beside the test, with its streams in reach.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

namespace tocsin {

class Child {
 public:
  // Standard error goes to the file `err`; standard input is a pipe, see Write. `without_rights`:
  // as a user who owns nothing, if this one may choose.
  Child(const std::vector<std::string>& arguments, const std::string& err,
        bool without_rights = false) {
    int in[2] = {-1, -1};
    int out[2] = {-1, -1};
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) return;
    process_ = fork();
    if (process_ == 0) {
      dup2(in[0], 0);
      dup2(out[1], 1);
      dup2(open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
      constexpr uid_t kNobody = 65534;
      if (without_rights && geteuid() == 0 && setuid(kNobody) != 0) _exit(127);
      std::vector<char*> words;
      for (const std::string& argument : arguments) {
        words.push_back(const_cast<char*>(argument.c_str()));
      }
      words.push_back(nullptr);
      execv(words[0], words.data());
      _exit(127);
    }
    close(in[0]);
    close(out[1]);
    in_ = in[1];
    out_ = out[0];
  }
  ~Child() {
    if (process_ > 0 && !ended_) {
      kill(process_, SIGKILL);
      Wait();
    }
    CloseInput();
    close(out_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  bool Write(std::string_view text) {
    return write(in_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  }
  void CloseInput() {
    if (in_ >= 0) close(in_);
    in_ = -1;
  }
  void Interrupt() const { kill(process_, SIGINT); }

  // Waits for the next line of standard output; empty: none came within half a minute.
  std::string Line() {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (true) {
      const std::size_t end = read_.find('\n');
      if (end != std::string::npos) {
        std::string line = read_.substr(0, end);
        read_.erase(0, end + 1);
        return line;
      }
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          deadline - std::chrono::steady_clock::now());
      pollfd waited_for = {.fd = out_, .events = POLLIN, .revents = 0};
      if (left.count() <= 0 || poll(&waited_for, 1, static_cast<int>(left.count())) <= 0) return {};
      char buffer[4096];
      const ssize_t size = read(out_, buffer, sizeof buffer);
      if (size <= 0) return {};
      read_.append(buffer, static_cast<std::size_t>(size));
    }
  }

  // Waits for its end; the exit code, or -1.
  int Wait() {
    int status = 0;
    ended_ = wait4(process_, &status, 0, &usage_) == process_;
    return ended_ && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  // Of a child that has ended.
  std::size_t peak_bytes() const { return static_cast<std::size_t>(usage_.ru_maxrss) * 1024; }

 private:
  pid_t process_ = -1;
  bool ended_ = false;
  int in_ = -1;
  int out_ = -1;
  std::string read_;
  struct rusage usage_ = {};
};

}  // namespace tocsin
