// A document taken apart for writing: the outline of its XML, which becomes a template, and the
// values that fill it. Two documents with equal outlines share a template.
//
// Ownership: borrows the document. Cost: linear.
#pragma once

#include "telemetry/decoders/document.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::evtx {

struct OutlineStep {
  enum class Kind : std::uint8_t {
    kOpen,       // name; attributes follow, then kContent
    kData,       // <Data Name="name">, already complete as a start tag
    kAttribute,  // name; its value is the next substitution
    kContent,    // the start tag ends here
    kValue,      // the next substitution
    kClose,
  };
  Kind kind;
  std::string_view name = {};
};

struct RecordSketch {
  std::vector<OutlineStep> outline;
  std::vector<doc::Node> values;  // scalars, or arrays of scalars

  // Equal for equal outlines, different for different ones.
  std::string Key() const;
};

// Reads a document in the convention of document.h. False when it has no XML form: the root is no
// object, elements are nested deeper than kDepthMax, or a "#text" or "#attributes" holds what such
// a member cannot hold.
bool SketchRecord(const doc::Node& root, RecordSketch* out);

}  // namespace tocsin::evtx
