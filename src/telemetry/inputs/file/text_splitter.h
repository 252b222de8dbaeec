// Text into records: lines, or JSON values and event XML that do not keep to lines.
//
//   lines    one record a line: JSON lines, syslog, audit logs, anything else
//   values   JSON objects over several lines, several on one line, or in an array; blanks, commas
//            and the header lines "Record 12" (evtx_dump) between them are passed over
//   xml      elements <Event>, however lines break (xml_splitter.h)
//
// The form is decided once, on the first record: content is `values` when it begins with an array
// of objects or a "Record N" line, or when its first object goes on behind its first line as a
// pretty-printed one does, or is followed by another on the same line; it is `xml` when it begins
// with <Event>, <Events> or what XML may have in front of them. Everything else is `lines`, as is
// what cannot be decided within the size of one record.
//
// A byte order mark in front, blank lines, and CR before LF belong to no record; nor do zeros
// between records, which the fault tells of. What is not JSON is a record as well: whoever decodes
// it rejects and counts it.
//
// Recovery: a broken line costs that line. A broken value costs what lies before the next place
// where a record plausibly begins: a line with { in the column where records begin, a "Record N"
// line, or, if records share a line, a { after a }.
#pragma once

#include "telemetry/inputs/file/record_counter.h"
#include "telemetry/inputs/file/splitter.h"
#include "telemetry/inputs/file/value_scanner.h"
#include "telemetry/inputs/file/xml_splitter.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin::input {

class TextSplitter final : public Splitter {
 public:
  // A longer record is handed out cut to `record_bytes_max`.
  explicit TextSplitter(std::size_t record_bytes_max)
      : record_bytes_max_(record_bytes_max), counter_(record_bytes_max), xml_(counter_) {}
  TextSplitter(const TextSplitter&) = delete;
  TextSplitter& operator=(const TextSplitter&) = delete;

  Cut Next(std::string_view window, bool at_end) override;
  std::optional<Error> fault() const override { return counter_.fault(); }

 private:
  enum class Form : std::uint8_t { kUnknown, kLines, kValues, kXml };
  enum class Skip : std::uint8_t { kNothing, kToLineEnd, kToNextRecord };
  struct Resync;

  std::optional<Form> Decide(std::string_view window, bool at_end);
  std::optional<Form> DecideByObject(std::string_view window, bool at_end);
  Cut NextLine(std::string_view window, bool at_end);
  Cut NextValue(std::string_view window, bool at_end);
  Cut ValueAt(std::string_view window, std::size_t at, bool at_end);
  Cut JunkAt(std::string_view window, std::size_t at, bool at_end);
  Cut SkipOn(std::string_view window, bool at_end);
  Cut EmitCut(std::size_t begin, Skip skip);
  std::optional<Resync> FindNextLine(std::string_view window, std::size_t from, bool at_end) const;
  std::optional<Resync> FindNextInLine(std::string_view window, std::size_t from) const;

  const std::size_t record_bytes_max_;
  Form form_ = Form::kUnknown;
  Skip skip_ = Skip::kNothing;
  bool started_ = false;
  RecordCounter counter_;
  XmlSplitter xml_;

  // kValues only.
  static constexpr std::size_t kWithinLine = static_cast<std::size_t>(-1);
  std::size_t column_ = 0;  // blanks since the last line break, kWithinLine behind other bytes
  std::size_t record_column_ = 0;  // where records begin in their lines
  bool in_array_ = false;
  // Bytes of broken values that were scanned again. Bounded, or crafted text would cost quadratic
  // time; behind the bound, recovery goes on where the scan stopped.
  static constexpr std::uint64_t kRescanBytesMax = std::uint64_t{256} << 20;
  std::uint64_t rescanned_ = 0;
  ValueScanner scanner_;
};

}  // namespace tocsin::input
