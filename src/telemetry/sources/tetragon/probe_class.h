// What a probe of Tetragon saw, by the function that it is on.
//
// Which functions are watched, and under which arguments, is for the operator's policies to say;
// these are the ones that the published policies use. Facts: kernel sources; Tetragon's examples.
//
// Pure; constant text.
#pragma once

#include <cstdint>
#include <string_view>

namespace tocsin::tetragon {

enum class ProbeSubject : std::uint8_t {
  kOther,
  kConnect,  // the socket's peer is the destination
  kAccept,   // ... the source
  kSocket,   // listening and closing
  kFile,
};

struct ProbeClass {
  ProbeSubject subject = ProbeSubject::kOther;
  std::string_view category = "process";
  std::string_view type = "info";
  std::string_view action;  // empty: the function's name
};

ProbeClass ClassOfFunction(std::string_view function);

}  // namespace tocsin::tetragon
