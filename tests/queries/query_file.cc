#include "query_file.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cmath>
#include <sstream>

namespace tocsin::queries {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kStoryBegin = 1'704'067'200 * kNsPerSecond;  // 2024-01-01T00:00:00Z

class FileParser {
 public:
  Result<QueryFile> Parse(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      ++number_;
      if (line.starts_with("--- ")) {
        Begin(line.substr(4));
      } else if (section_ == Section::kQuery) {
        file_.cases.back().text += line + "\n";
      } else if (!line.empty() && !line.starts_with('#')) {
        Take(line);
      }
      if (!fault_.empty()) return Fail(ErrorCode::kInvalid, fault_);
    }
    if (section_ == Section::kQuery) Refuse("the last query has no answer");
    if (!fault_.empty()) return Fail(ErrorCode::kInvalid, fault_);
    return std::move(file_);
  }

 private:
  enum class Section { kNone, kFields, kEvents, kQuery, kAnswer };

  void Refuse(const std::string& what) {
    if (fault_.empty()) fault_ = "line " + std::to_string(number_) + ": " + what;
  }

  void Begin(const std::string& heading) {
    std::istringstream words(heading);
    std::string word;
    words >> word;
    if ((section_ == Section::kQuery) != (word == "finds" || word == "refused")) {
      return Refuse("a query is followed by its answer, and only a query is");
    }
    if (word == "fields") {
      section_ = Section::kFields;
    } else if (word == "events") {
      section_ = Section::kEvents;
      events_ = std::make_shared<std::vector<QueryEvent>>();
    } else if (word == "query") {
      BeginQuery(words);
    } else if (section_ == Section::kQuery) {
      section_ = Section::kAnswer;
      file_.cases.back().refused = word == "refused";
    } else {
      return Refuse("no such section: " + word);
    }
  }

  void BeginQuery(std::istringstream& words) {
    section_ = Section::kQuery;
    QueryCase test;
    test.line = number_;
    test.events = events_;
    constexpr std::string_view kPerKey = "per-key=";
    for (std::string word; words >> word;) {
      if (word == "exact") {
        test.exact = true;
      } else if (word == "endpoint") {
        test.dialect = word;
      } else if (word.starts_with(kPerKey)) {
        const char* end = word.data() + word.size();
        if (std::from_chars(word.data() + kPerKey.size(), end, test.samples_per_key).ptr != end) {
          return Refuse("no number: " + word);
        }
      } else {
        return Refuse("no such option: " + word);
      }
    }
    file_.cases.push_back(std::move(test));
  }

  void Take(const std::string& line) {
    switch (section_) {
      case Section::kFields:
        return TakeField(line);
      case Section::kEvents:
        return TakeEvent(line);
      case Section::kAnswer:
        file_.cases.back().answer += line + "\n";
        return;
      case Section::kNone:
      case Section::kQuery:
        return Refuse("a line outside of all sections");
    }
  }

  void TakeField(const std::string& line) {
    std::istringstream words(line);
    std::string name;
    std::string type;
    words >> name >> type;
    for (int i = 0; i <= static_cast<int>(FieldType::kUnmapped); ++i) {
      const auto candidate = static_cast<FieldType>(i);
      if (FieldTypeName(candidate) == type) {
        file_.fields.emplace_back(name, candidate);
        return;
      }
    }
    Refuse("no such type: " + type);
  }

  void TakeEvent(const std::string& line) {
    Json event = Json::parse(line, nullptr, false);
    if (!event.is_object() || !event.value("id", Json()).is_string()) {
      return Refuse("no JSON object with an id");
    }
    const Json at = event.value("at", Json(events_->size() + 1));
    const Json tie = event.value("tie", Json());
    if (!at.is_number() || !(tie.is_null() || tie.is_number_unsigned())) {
      return Refuse("`at` is a number of seconds, `tie` a whole number");
    }
    QueryEvent taken;
    taken.id = event.at("id").get<std::string>();
    taken.time = Time{kStoryBegin + std::llround(at.get<double>() * kNsPerSecond)};
    if (!tie.is_null()) taken.tiebreaker = tie.get<std::uint64_t>();
    for (const char* name : {"id", "at", "tie"}) event.erase(name);
    taken.json = event.dump();
    events_->push_back(std::move(taken));
  }

  QueryFile file_;
  Section section_ = Section::kNone;
  std::shared_ptr<std::vector<QueryEvent>> events_ = std::make_shared<std::vector<QueryEvent>>();
  std::size_t number_ = 0;
  std::string fault_;
};

}  // namespace

Result<QueryFile> ParseQueryFile(const std::string& text) { return FileParser().Parse(text); }

}  // namespace tocsin::queries
