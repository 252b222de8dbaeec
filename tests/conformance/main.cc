// tocsin-conformance KIND FOLDER [--data FOLDER] [--out FILE]: runs one exam and reports for
// people; --out writes a JSON line for each case. Exit code: 0 all passed, 1 not, 2 wrong usage.
#include "datadog_cases.h"
#include "eql_cases.h"
#include "source_cases.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

namespace {

struct Arguments {
  std::string folder;
  std::string data;  // outside evidence that cases name
  std::string out;
};

// Whether all cases passed.
bool RunSources(const Arguments& arguments) {
  using namespace tocsin::conformance;
  std::string data = arguments.data;
  if (data.empty()) {
    data =
        (std::filesystem::path(arguments.folder) / "../../data/evtx").lexically_normal().string();
  }
  const std::vector<CaseResult> results = RunSourceCases(arguments.folder, data);
  PrintReport(results, std::cout);
  if (!arguments.out.empty()) {
    std::ofstream file(arguments.out);
    PrintLines(results, file);
  }
  return std::none_of(results.begin(), results.end(),
                      [](const CaseResult& result) { return result.verdict == Verdict::kFailed; });
}

bool RunDatadog(const Arguments& arguments) {
  using namespace tocsin::conformance;
  const std::vector<SearchResult> results = RunSearchCases(arguments.folder);
  PrintReport(results, std::cout);
  if (!arguments.out.empty()) {
    std::ofstream file(arguments.out);
    PrintLines(results, file);
  }
  return !results.empty() && std::all_of(results.begin(), results.end(),
                                         [](const SearchResult& result) { return result.passed; });
}

bool RunEql(const Arguments& arguments) {
  using namespace tocsin::conformance;
  const std::vector<EqlResult> results = RunEqlCases(arguments.folder);
  PrintReport(results, std::cout);
  if (!arguments.out.empty()) {
    std::ofstream file(arguments.out);
    PrintLines(results, file);
  }
  return AllPassed(results);
}

struct Exam {
  std::string_view kind;
  bool (*run)(const Arguments&);
};
constexpr Exam kExams[] = {
    {"sources", RunSources},
    {"datadog", RunDatadog},
    {"eql", RunEql},
};

int Usage() {
  std::cerr << "usage: tocsin-conformance KIND FOLDER [--data FOLDER] [--out FILE]\nkinds:";
  for (const Exam& exam : kExams) std::cerr << ' ' << exam.kind;
  std::cerr << "\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return Usage();
  const std::string_view kind = argv[1];
  const Exam* exam = std::find_if(std::begin(kExams), std::end(kExams),
                                  [kind](const Exam& candidate) { return candidate.kind == kind; });
  if (exam == std::end(kExams)) return Usage();
  Arguments arguments;
  for (int i = 2; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if ((argument == "--data" || argument == "--out") && i + 1 < argc) {
      (argument == "--data" ? arguments.data : arguments.out) = argv[++i];
    } else if (arguments.folder.empty() && !argument.starts_with("--")) {
      arguments.folder = argument;
    } else {
      return Usage();
    }
  }
  if (arguments.folder.empty()) return Usage();
  return exam->run(arguments) ? 0 : 1;
}
