#include "rules/formats/datadog_json/message_text.h"

#include <algorithm>

namespace tocsin::datadog_json {
namespace {

std::string_view Trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// Takes the next line away from `*text`.
std::string_view TakeLine(std::string_view* text) {
  const std::size_t end = text->find('\n');
  const std::string_view line = text->substr(0, end);
  *text = end == std::string_view::npos ? std::string_view() : text->substr(end + 1);
  return Trim(line);
}

bool IsHeading(std::string_view line) { return line.starts_with('#'); }

bool IsGoal(std::string_view line) {
  return IsHeading(line) && Trim(line.substr(line.find_first_not_of('#'))).starts_with("Goal");
}

// Lines up to the next blank one or heading; headings before are passed over.
std::string FirstParagraph(std::string_view text) {
  std::string paragraph;
  while (!text.empty()) {
    const std::string_view line = TakeLine(&text);
    if (line.empty() || IsHeading(line)) {
      if (!paragraph.empty()) break;
      continue;
    }
    if (!paragraph.empty()) paragraph += ' ';
    paragraph += line;
  }
  return paragraph;
}

}  // namespace

std::string GoalOf(std::string_view message) {
  std::string_view rest = message;
  while (!rest.empty()) {
    const std::string_view line = TakeLine(&rest);
    if (line.size() > line.find_first_not_of('#') && IsGoal(line)) return FirstParagraph(rest);
  }
  return FirstParagraph(message);
}

std::vector<std::string> LinksOf(std::string_view message) {
  std::vector<std::string> links;
  while (!message.empty()) {
    const std::string_view line = TakeLine(&message);
    const std::size_t close = line.find("]:");
    if (!line.starts_with('[') || close == std::string_view::npos) continue;
    std::string link(Trim(line.substr(close + 2)));
    if (link.starts_with('<') && link.ends_with('>')) link = link.substr(1, link.size() - 2);
    if (!link.starts_with("http")) continue;
    if (std::find(links.begin(), links.end(), link) == links.end()) links.push_back(link);
  }
  return links;
}

}  // namespace tocsin::datadog_json
