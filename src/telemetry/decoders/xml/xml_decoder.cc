#include "telemetry/decoders/xml/xml_decoder.h"

#include "base/utf8.h"
#include "telemetry/decoders/event_tree.h"
#include "telemetry/decoders/xml/xml_text.h"

#include <algorithm>
#include <array>
#include <vector>

namespace tocsin {
namespace {

using doc::TreeFault;

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kCommentBegin = "<!--";
constexpr std::string_view kCommentEnd = "-->";
constexpr std::string_view kCdataBegin = "<![CDATA[";
constexpr std::string_view kCdataEnd = "]]>";
constexpr std::size_t kNone = std::string_view::npos;

// What a byte is in markup. Names are what stands between bytes that end one; the decoder does not
// care for the classes of letters.
enum ByteClass : std::uint8_t { kBlank = 1, kEndsName = 2, kBeginsName = 4 };

constexpr std::array<std::uint8_t, 256> kClasses = [] {
  constexpr std::string_view kEnds = " \t\r\n/><=\"'&";
  constexpr std::string_view kNeverFirst{"!?#-.0123456789\0", 16};  // NUL is one
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const char c = static_cast<char>(i);
    const bool ends = kEnds.find(c) != kNone;
    const bool begins = !ends && kNeverFirst.find(c) == kNone;
    const bool blank = kBlanks.find(c) != kNone;
    classes[i] = static_cast<std::uint8_t>((blank ? kBlank : 0) | (ends ? kEndsName : 0) |
                                           (begins ? kBeginsName : 0));
  }
  return classes;
}();

bool Is(ByteClass wanted, char c) {
  return (kClasses[static_cast<unsigned char>(c)] & wanted) != 0;
}

XmlFault FaultOf(TreeFault fault) {
  switch (fault) {
    case TreeFault::kNone:
      return XmlFault::kNone;
    case TreeFault::kTooDeep:
      return XmlFault::kTooDeep;
    case TreeFault::kTooMuchWork:
      return XmlFault::kTooMuchMemory;
    case TreeFault::kMisplaced:
      break;
  }
  return XmlFault::kUnexpectedMarkup;
}

struct OpenElement {
  std::string_view name;
  std::uint32_t children = 0;
};

// One call of Decode. Every step returns a fault; at_ is where it was met.
class Reading {
 public:
  Reading(std::string_view record, const XmlOptions& options, BudgetedArena& memory,
          doc::EventTreeBuilder& tree, std::vector<OpenElement>& open)
      : record_(record),
        options_(options),
        memory_(memory),
        tree_(tree),
        open_(open),
        valid_utf8_(IsValidUtf8(record)) {
    tree_.Reset(memory_);
    open_.clear();
  }

  XmlFault Run(doc::Node* root) {
    while (at_ < record_.size()) {
      const XmlFault fault = record_[at_] == '<' ? ReadMarkup() : ReadCharacters();
      if (fault != XmlFault::kNone) return fault;
    }
    if (!open_.empty()) return XmlFault::kUnclosedElement;
    if (!has_root_) return XmlFault::kEmpty;
    return FaultOf(tree_.Finish(root));
  }

  std::size_t at() const { return at_; }
  bool repaired_utf8() const { return repaired_utf8_; }

 private:
  bool Ahead(std::string_view text) const { return record_.substr(at_).starts_with(text); }

  void SkipBlanks() {
    while (at_ < record_.size() && Is(kBlank, record_[at_])) ++at_;
  }

  // To behind `end`, which is looked for from `from`; false if it is not there.
  bool SkipPast(std::string_view end, std::size_t from) {
    const std::size_t found = record_.find(end, from);
    if (found == kNone) return false;
    at_ = found + end.size();
    return true;
  }

  XmlFault ReadCharacters() {
    const std::size_t end = std::min(record_.find('<', at_), record_.size());
    const std::string_view raw = record_.substr(at_, end - at_);
    if (open_.empty()) {
      SkipBlanks();
      if (at_ == end) return XmlFault::kNone;
      return has_root_ ? XmlFault::kTrailingBytes : XmlFault::kNoElement;
    }
    const XmlFault fault = AddText(raw, true);
    if (fault == XmlFault::kNone) at_ = end;
    return fault;
  }

  XmlFault AddText(std::string_view raw, bool references) {
    std::string_view text;
    if (!Characters(raw, references, &text)) return XmlFault::kTooMuchMemory;
    return FaultOf(tree_.Text(doc::Node::String(text)));
  }

  bool Characters(std::string_view raw, bool references, std::string_view* out) {
    const xml::Text text = xml::ReadText(raw, valid_utf8_, references, memory_);
    repaired_utf8_ = repaired_utf8_ || text.repaired;
    *out = text.characters;
    return text.fits;
  }

  XmlFault ReadMarkup() {
    if (at_ + 1 == record_.size()) return XmlFault::kUnclosedMarkup;
    switch (record_[at_ + 1]) {
      case '/':
        return ReadEndTag();
      case '?':
        return SkipPast("?>", at_ + 2) ? XmlFault::kNone : XmlFault::kUnclosedMarkup;
      case '!':
        return ReadDeclaration();
      default:
        return ReadStartTag();
    }
  }

  XmlFault ReadDeclaration() {
    if (Ahead(kCommentBegin)) {
      const bool closed = SkipPast(kCommentEnd, at_ + kCommentBegin.size());
      return closed ? XmlFault::kNone : XmlFault::kUnclosedMarkup;
    }
    if (!Ahead(kCdataBegin)) return XmlFault::kDocumentType;
    if (open_.empty()) return XmlFault::kUnexpectedMarkup;
    const std::size_t begin = at_ + kCdataBegin.size();
    const std::size_t end = record_.find(kCdataEnd, begin);
    if (end == kNone) return XmlFault::kUnclosedMarkup;
    const XmlFault fault = AddText(record_.substr(begin, end - begin), false);
    if (fault == XmlFault::kNone) at_ = end + kCdataEnd.size();
    return fault;
  }

  // The name at `at_`, which is left behind it.
  XmlFault TakeName(std::string_view* name) {
    const std::size_t begin = at_;
    if (begin == record_.size()) return XmlFault::kUnclosedMarkup;
    if (!Is(kBeginsName, record_[begin])) return XmlFault::kUnexpectedMarkup;
    while (at_ < record_.size() && !Is(kEndsName, record_[at_])) ++at_;
    *name = record_.substr(begin, at_ - begin);
    return XmlFault::kNone;
  }

  XmlFault ReadStartTag() {
    if (open_.empty() && has_root_) return XmlFault::kTrailingBytes;
    if (!open_.empty() && ++open_.back().children > options_.children_max) {
      return XmlFault::kTooManyParts;
    }
    const std::size_t begin = at_++;
    std::string_view raw_name;
    XmlFault fault = TakeName(&raw_name);
    if (fault != XmlFault::kNone) return fault;
    std::string_view name;
    if (!Characters(raw_name, false, &name)) return XmlFault::kTooMuchMemory;
    fault = FaultOf(tree_.Open(name, doc::KindOf(name)));
    if (fault != XmlFault::kNone) {
      at_ = begin;
      return fault;
    }
    has_root_ = true;
    open_.push_back({raw_name});
    return ReadAttributes();
  }

  // Up to the end of the start tag.
  XmlFault ReadAttributes() {
    for (std::uint32_t count = 0;; ++count) {
      const bool separated = at_ < record_.size() && Is(kBlank, record_[at_]);
      SkipBlanks();
      if (at_ == record_.size()) return XmlFault::kUnclosedMarkup;
      if (record_[at_] == '>') {
        ++at_;
        return FaultOf(tree_.EndAttributes());
      }
      if (record_[at_] == '/') {
        if (at_ + 1 == record_.size()) return XmlFault::kUnclosedMarkup;
        if (record_[at_ + 1] != '>') return XmlFault::kUnexpectedMarkup;
        at_ += 2;
        return CloseElement();
      }
      if (!separated) return XmlFault::kUnexpectedMarkup;
      if (count == options_.attributes_max) return XmlFault::kTooManyParts;
      const XmlFault fault = ReadAttribute();
      if (fault != XmlFault::kNone) return fault;
    }
  }

  XmlFault ReadAttribute() {
    std::string_view raw_name;
    XmlFault fault = TakeName(&raw_name);
    if (fault != XmlFault::kNone) return fault;
    SkipBlanks();
    if (at_ == record_.size()) return XmlFault::kUnclosedMarkup;
    if (record_[at_] != '=') return XmlFault::kUnexpectedMarkup;
    ++at_;
    SkipBlanks();
    if (at_ == record_.size()) return XmlFault::kUnclosedMarkup;
    const char quote = record_[at_];
    if (quote != '"' && quote != '\'') return XmlFault::kUnexpectedMarkup;
    const std::size_t end = record_.find(quote, at_ + 1);
    if (end == kNone) return XmlFault::kUnclosedMarkup;
    std::string_view name;
    if (!Characters(raw_name, false, &name)) return XmlFault::kTooMuchMemory;
    fault = FaultOf(tree_.BeginAttribute(name));
    if (fault == XmlFault::kNone) fault = AddText(record_.substr(at_ + 1, end - at_ - 1), true);
    if (fault == XmlFault::kNone) at_ = end + 1;
    return fault;
  }

  XmlFault ReadEndTag() {
    const std::size_t begin = at_;
    at_ += 2;
    std::string_view name;
    const XmlFault fault = TakeName(&name);
    if (fault != XmlFault::kNone) return fault;
    SkipBlanks();
    if (at_ == record_.size()) return XmlFault::kUnclosedMarkup;
    if (record_[at_] != '>') return XmlFault::kUnexpectedMarkup;
    if (open_.empty() || open_.back().name != name) {
      at_ = begin;
      return open_.empty() ? XmlFault::kUnexpectedMarkup : XmlFault::kMismatchedTag;
    }
    ++at_;
    return CloseElement();
  }

  XmlFault CloseElement() {
    open_.pop_back();
    return FaultOf(tree_.Close());
  }

  const std::string_view record_;
  const XmlOptions& options_;
  BudgetedArena& memory_;
  doc::EventTreeBuilder& tree_;
  std::vector<OpenElement>& open_;
  const bool valid_utf8_;
  bool repaired_utf8_ = false;
  bool has_root_ = false;
  std::size_t at_ = 0;
};

}  // namespace

std::string_view XmlFaultName(XmlFault fault) {
  switch (fault) {
    case XmlFault::kNone:
      return "none";
    case XmlFault::kEmpty:
      return "empty";
    case XmlFault::kTooLong:
      return "too_long";
    case XmlFault::kNoElement:
      return "no_element";
    case XmlFault::kDocumentType:
      return "document_type";
    case XmlFault::kUnexpectedMarkup:
      return "unexpected_markup";
    case XmlFault::kUnclosedMarkup:
      return "unclosed_markup";
    case XmlFault::kUnclosedElement:
      return "unclosed_element";
    case XmlFault::kMismatchedTag:
      return "mismatched_tag";
    case XmlFault::kTooDeep:
      return "too_deep";
    case XmlFault::kTooManyParts:
      return "too_many_parts";
    case XmlFault::kTooMuchMemory:
      return "too_much_memory";
    case XmlFault::kTrailingBytes:
      return "trailing_bytes";
  }
  return "none";
}

struct XmlDecoder::Impl {
  XmlOptions options;
  doc::EventTreeBuilder tree;
  std::vector<OpenElement> open;
};

XmlDecoder::XmlDecoder(const XmlOptions& options) : impl_(std::make_unique<Impl>()) {
  impl_->options = options;
}
XmlDecoder::XmlDecoder(XmlDecoder&&) noexcept = default;
XmlDecoder& XmlDecoder::operator=(XmlDecoder&&) noexcept = default;
XmlDecoder::~XmlDecoder() = default;

XmlStatus XmlDecoder::Decode(std::string_view record, Arena& arena, doc::Node* root) {
  if (record.size() > impl_->options.record_bytes_max) {
    return {.fault = XmlFault::kTooLong, .offset = impl_->options.record_bytes_max};
  }
  BudgetedArena memory(arena, impl_->options.memory_bytes_max);
  Reading reading(record, impl_->options, memory, impl_->tree, impl_->open);
  const XmlFault fault = reading.Run(root);
  return {.fault = fault,
          .repaired_utf8 = reading.repaired_utf8(),
          .offset = fault == XmlFault::kNone ? 0 : static_cast<std::uint32_t>(reading.at())};
}

}  // namespace tocsin
