// Gives every file of the folders or files named to the fuzz target once: the corpus as a test, and
// a find under a debugger without libFuzzer.
#include "base/file.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

int main(int argc, char** argv) {
  size_t inputs = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string path = argv[i];
    std::vector<std::string> files{path};
    if (const auto list = tocsin::ListFiles(path)) files = list->paths;
    for (const std::string& file : files) {
      const auto bytes = tocsin::ReadFile(file);
      if (!bytes) {
        std::fprintf(stderr, "%s\n", bytes.error().ToString().c_str());
        return 1;
      }
      LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes->data()), bytes->size());
      ++inputs;
    }
  }
  std::printf("%zu inputs replayed\n", inputs);
  return inputs == 0 ? 1 : 0;
}
