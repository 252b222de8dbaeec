// Builds the document tree from the events of an XML reader, by the convention of document.h:
// attributes under "#attributes", text beside them under "#text", <Data> by its Name.
//
// Ownership: nodes and text go to the BudgetedArena's arena; names and texts that are passed in
// must live as long. The builder's stacks are scratch that is reused from record to record.
// Threads: one. Cost: linear; a closed element copies its members once.
#pragma once

#include "telemetry/decoders/document.h"
#include "telemetry/decoders/evtx/fault.h"
#include "telemetry/decoders/evtx/limits.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::evtx {

// The names with a meaning for the shape of the tree.
enum class ElementKind : std::uint8_t { kPlain, kData, kEventData };
ElementKind KindOf(std::string_view element_name);

class TreeBuilder {
 public:
  explicit TreeBuilder(BudgetedArena& memory) : memory_(memory) { Reset(); }

  // Forgets what was begun, to start a new tree.
  void Reset();

  // Faults: kTooDeep, kTooMuchWork; kBadToken inside of an attribute.
  Fault Open(std::string_view name, ElementKind kind);
  // Attributes come right after Open and before text or children; each one's value is what
  // Text() and Omit() say until the next attribute or EndAttributes().
  Fault BeginAttribute(std::string_view name);
  Fault EndAttributes();
  // A piece of text, or a typed value, of the attribute or element that is open.
  Fault Text(doc::Node value);
  // An optional value that is null: an attribute of nothing else is left out.
  void Omit() { omitted_ = true; }
  // A child that is complete; an array stands for as many children (MS-EVEN6 repeats the element
  // around an array for each value). kBadToken inside of an attribute.
  Fault Add(std::string_view name, doc::Node value);
  Fault Close();

  // The kind of the innermost open element.
  ElementKind open_kind() const { return frames_.back().kind; }

  // The tree: an object of the elements outside of any other. Every Open has been closed.
  Fault Finish(doc::Node* root);

 private:
  // An open element; its parts are the tails of the stacks below. The bottom frame is the document.
  struct Frame {
    std::string_view name;
    std::uint32_t members = 0;
    std::uint32_t attributes = 0;
    std::uint32_t texts = 0;
    std::uint32_t unnamed = 0;
    std::uint32_t unnamed_slot = kNoSlot;  // the member that unnamed <Data> are gathered in
    ElementKind kind = ElementKind::kPlain;
  };
  static constexpr std::uint32_t kNoSlot = UINT32_MAX;

  Fault EndAttribute();
  Fault JoinTexts(std::uint32_t from, doc::Node* out);
  void AppendText(const doc::Node& value);
  Fault MakeObject(const Frame& frame, doc::Node text, doc::Node* out);
  Fault AddUnnamed(doc::Node value);
  Fault GatherUnnamed(const Frame& frame);

  BudgetedArena& memory_;
  std::vector<Frame> frames_;
  std::vector<doc::Member> members_;
  std::vector<doc::Member> attributes_;
  std::vector<doc::Node> texts_;
  std::vector<doc::Node> unnamed_;
  std::string joined_;
  std::string_view attribute_name_;
  std::uint32_t attribute_texts_ = 0;
  bool in_attribute_ = false;
  bool omitted_ = false;
};

}  // namespace tocsin::evtx
