// conformance_sources FOLDER [--data FOLDER] [--out FILE]: runs the source exam and reports; the
// exit code is 1 when a case failed.
#include "source_cases.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

namespace {

int Usage() {
  std::cerr << "usage: conformance_sources FOLDER [--data FOLDER] [--out FILE]\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace tocsin::conformance;
  std::string folder;
  std::string data;
  std::string out;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if ((argument == "--data" || argument == "--out") && i + 1 < argc) {
      (argument == "--data" ? data : out) = argv[++i];
    } else if (folder.empty() && !argument.starts_with("--")) {
      folder = argument;
    } else {
      return Usage();
    }
  }
  if (folder.empty()) return Usage();
  if (data.empty()) {
    data = (std::filesystem::path(folder) / "../../data/evtx").lexically_normal().string();
  }
  const std::vector<CaseResult> results = RunSourceCases(folder, data);
  PrintReport(results, std::cout);
  if (!out.empty()) {
    std::ofstream file(out);
    PrintLines(results, file);
  }
  return std::any_of(results.begin(), results.end(),
                     [](const CaseResult& result) { return result.verdict == Verdict::kFailed; });
}
