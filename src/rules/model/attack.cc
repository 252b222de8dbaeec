#include "rules/model/attack.h"

#include <cctype>

namespace tocsin {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The leading "TA0008", "T1021" or "T1021.004" of `text`; empty when there is none.
std::string_view LeadingId(std::string_view text) {
  std::size_t end = 0;
  if (text.starts_with("TA")) {
    end = 2;
  } else if (text.starts_with("T")) {
    end = 1;
  } else {
    return {};
  }
  const std::size_t digits = end;
  while (end < text.size() && (IsDigit(text[end]) || text[end] == '.')) ++end;
  return end == digits ? std::string_view{} : text.substr(0, end);
}

// "lateral-movement" -> "Lateral Movement".
std::string TitleFromSlug(std::string_view slug) {
  std::string title;
  bool start = true;
  for (const char c : slug) {
    if (c == '-') {
      title.push_back(' ');
      start = true;
      continue;
    }
    title.push_back(start ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c);
    start = false;
  }
  return title;
}

}  // namespace

std::string AttackReference(std::string_view id) {
  std::string url = "https://attack.mitre.org/";
  url.append(id.starts_with("TA") ? "tactics/" : "techniques/");
  const std::size_t dot = id.find('.');
  url.append(id.substr(0, dot));
  if (dot != std::string_view::npos) {
    url.push_back('/');
    url.append(id.substr(dot + 1));
  }
  url.push_back('/');
  return url;
}

AttackItem AttackFromTag(std::string_view tag) {
  std::string_view rest;
  for (const std::string_view prefix : {"tactic:", "technique:"}) {
    if (tag.starts_with(prefix)) rest = tag.substr(prefix.size());
  }
  const std::string_view id = LeadingId(rest);
  if (id.empty()) return {};
  std::string_view slug = rest.substr(id.size());
  if (slug.starts_with('-')) slug.remove_prefix(1);
  return {std::string(id), TitleFromSlug(slug), AttackReference(id)};
}

}  // namespace tocsin
