// One Windows event as XML text -> a document tree, the same one that the binary decoder makes of
// the record (document.h); all values are text here.
//
//   document  = misc element misc
//   misc      = { blanks | comment | instruction }
//   element   = "<" name { blanks attribute } [ blanks ] ( "/>" | ">" content "</" name [ blanks ]
//   ">" ) attribute = name [ blanks ] "=" [ blanks ] ( "'" text "'" | '"' text '"' ) content   = {
//   text | element | comment | instruction | "<![CDATA[" characters "]]>" } text      = { character
//   | "&lt;" | "&gt;" | "&amp;" | "&quot;" | "&apos;" | "&#" number ";" }
//
// There is no document type: one that is declared rejects the record, so no entity can expand. The
// decoder is strict about markup and lenient about characters, because what sensors write is
// evidence: characters that XML forbids are kept, as they are or as references; an & that begins no
// reference is text; malformed UTF-8 becomes U+FFFD, and the status says so. Line ends in text and
// attributes become LF (XML 1.0, 2.11); references to CR stay CR. Names keep their prefixes.
//
// Ownership: the tree lives in the arena and in the record's own bytes (text without references is
// a view of them), so it dies with whichever goes first. The decoder keeps scratch memory only.
// Threads: one decoder per worker. Cost: one pass; nothing is allocated per record in the steady
// state but the tree.
#pragma once

#include "base/arena.h"
#include "telemetry/decoders/document.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace tocsin {

enum class XmlFault : std::uint8_t {
  kNone,
  kEmpty,             // nothing but blanks, comments and instructions
  kTooLong,           // above XmlOptions::record_bytes_max
  kNoElement,         // something else than an element where the document begins
  kDocumentType,      // "<!DOCTYPE", or any other declaration
  kUnexpectedMarkup,  // markup that the grammar does not allow there
  kUnclosedMarkup,    // the record ends inside a tag, comment, instruction or CDATA section
  kUnclosedElement,   // the record ends inside an element
  kMismatchedTag,     // an end tag for another element than the open one
  kTooDeep,           // more nested elements than the tree allows
  kTooManyParts,      // above XmlOptions::children_max or attributes_max
  kTooMuchMemory,     // above XmlOptions::memory_bytes_max
  kTrailingBytes,     // something follows the element
};

// The reason's stable name for ledgers, such as "unclosed_element".
std::string_view XmlFaultName(XmlFault fault);

struct XmlStatus {
  XmlFault fault = XmlFault::kNone;
  bool repaired_utf8 = false;  // some text was not Unicode and was repaired
  std::uint32_t offset = 0;    // of the fault, in bytes of the record

  bool ok() const { return fault == XmlFault::kNone; }
};

struct XmlOptions {
  std::uint32_t children_max = 10'000;                       // of one element: look-ups are linear
  std::uint32_t attributes_max = 256;                        // of one element
  std::uint32_t record_bytes_max = std::uint32_t{16} << 20;  // a record of Windows is far smaller
  std::size_t memory_bytes_max = std::size_t{128} << 20;     // of one tree
};

class XmlDecoder {
 public:
  explicit XmlDecoder(const XmlOptions& options = {});
  XmlDecoder(XmlDecoder&&) noexcept;
  XmlDecoder& operator=(XmlDecoder&&) noexcept;
  ~XmlDecoder();

  // `*root` is set only on success. `record` must outlive the tree.
  XmlStatus Decode(std::string_view record, Arena& arena, doc::Node* root);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin
