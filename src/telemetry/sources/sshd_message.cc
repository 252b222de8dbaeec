#include "telemetry/sources/sshd_message.h"

#include <algorithm>
#include <cstddef>

namespace tocsin {
namespace {

bool Take(std::string_view prefix, std::string_view* text) {
  if (!text->starts_with(prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

// Up to the next blank, which is taken too.
std::string_view TakeWord(std::string_view* text) {
  const std::size_t blank = std::min(text->find(' '), text->size());
  const std::string_view word = text->substr(0, blank);
  text->remove_prefix(std::min(blank + 1, text->size()));
  return word;
}

// `address port number` at the start of `text`; false and no change to `line` if it is not there.
bool TakeEndpoint(std::string_view* text, SshdLine* line) {
  std::string_view rest = *text;
  const std::string_view address = TakeWord(&rest);
  if (address.empty() || !Take("port ", &rest)) return false;
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  if (digits == 0) return false;
  line->address = address;
  line->port = rest.substr(0, digits);
  rest.remove_prefix(digits);
  *text = rest;
  return true;
}

// `user from address port number`, the last " from " counting.
bool TakeUserFrom(std::string_view* text, SshdLine* line) {
  constexpr std::string_view kFrom = " from ";
  for (std::size_t from = text->rfind(kFrom); from != std::string_view::npos;
       from = from == 0 ? std::string_view::npos : text->rfind(kFrom, from - 1)) {
    std::string_view rest = text->substr(from + kFrom.size());
    if (!TakeEndpoint(&rest, line)) continue;
    line->user = text->substr(0, from);
    *text = rest;
    return true;
  }
  return false;
}

bool TakeUnknown(std::string_view* text) {
  return Take("invalid user ", text) || Take("illegal user ", text);
}

// `user from host` up to the end, the last " from " counting.
bool TakeUserFromHost(std::string_view text, SshdLine* line) {
  constexpr std::string_view kFrom = " from ";
  const std::size_t from = text.rfind(kFrom);
  if (from == std::string_view::npos) return false;
  const std::string_view host = text.substr(from + kFrom.size());
  if (host.empty() || host.find(' ') != std::string_view::npos) return false;
  line->user = text.substr(0, from);
  line->address = host;
  return true;
}

bool ParseListening(std::string_view text, SshdLine* line) { return TakeEndpoint(&text, line); }

bool ParseAttempt(std::string_view text, SshdLine* line) {
  line->method = TakeWord(&text);
  if (!Take("for ", &text)) return false;
  line->invalid_user = TakeUnknown(&text);
  if (!TakeUserFrom(&text, line)) return false;
  if (Take(" ssh2: ", &text)) line->signature = text;
  return true;
}

bool ParseInvalid(std::string_view text, SshdLine* line) {
  line->invalid_user = true;
  // The user may be empty, and then only one blank stands before "from".
  std::string_view behind = text;
  if (Take("from ", &behind) && TakeEndpoint(&behind, line)) return true;
  return TakeUserFrom(&text, line) || TakeUserFromHost(text, line);
}

bool ParseDropped(std::string_view text, SshdLine* line) {
  if (TakeEndpoint(&text, line)) return true;
  line->address = TakeWord(&text);
  return !line->address.empty();
}

// The reason is PAM's own text; what follows its first " for " is the user.
bool ParseRefused(std::string_view text, SshdLine* line) {
  constexpr std::string_view kFor = " for ";
  const std::size_t end = text.find(kFor);
  if (end == std::string_view::npos) return false;
  text.remove_prefix(end + kFor.size());
  line->invalid_user = TakeUnknown(&text);
  return TakeUserFromHost(text, line);
}

bool ParseClosed(std::string_view text, SshdLine* line) {
  line->invalid_user = Take("invalid user ", &text);
  if (!line->invalid_user && !Take("authenticating user ", &text) && !Take("user ", &text)) {
    return TakeEndpoint(&text, line);
  }
  // `user address port number`: the last " port " that fits counts.
  for (std::size_t blank = text.find(' '); blank != std::string_view::npos;
       blank = text.find(' ', blank + 1)) {
    std::string_view rest = text.substr(blank + 1);
    if (!TakeEndpoint(&rest, line)) continue;
    line->user = text.substr(0, blank);
  }
  return !line->port.empty();
}

}  // namespace

SshdLine ParseSshdLine(std::string_view text) {
  SshdLine line;
  const auto finish = [&](bool parsed, SshdEvent event) {
    if (!parsed) return SshdLine();
    line.event = event;
    return line;
  };
  if (Take("Server listening on ", &text)) {
    return finish(ParseListening(text, &line), SshdEvent::kListening);
  }
  if (Take("Accepted ", &text)) return finish(ParseAttempt(text, &line), SshdEvent::kAccepted);
  if (Take("Failed ", &text)) return finish(ParseAttempt(text, &line), SshdEvent::kFailed);
  if (Take("Invalid user ", &text) || Take("Illegal user ", &text)) {
    return finish(ParseInvalid(text, &line), SshdEvent::kInvalidUser);
  }
  if (Take("Did not receive identification string from ", &text)) {
    return finish(ParseDropped(text, &line), SshdEvent::kDropped);
  }
  if (Take("error: PAM: ", &text)) return finish(ParseRefused(text, &line), SshdEvent::kRefused);
  for (const std::string_view prefix : {"Connection closed by ", "Connection reset by ",
                                        "Disconnected from ", "Received disconnect from "}) {
    if (Take(prefix, &text)) return finish(ParseClosed(text, &line), SshdEvent::kClosed);
  }
  return line;
}

}  // namespace tocsin
