// Builds the document tree of a Windows event from the steps of its reader, binary or textual XML
// alike, by the convention of document.h: attributes under "#attributes", text beside them under
// "#text", <Data> by its Name.
//
// Ownership: nodes and text go to the BudgetedArena's arena; names and texts that are passed in
// must live as long. The builder's stacks are scratch that is reused from record to record.
// Threads: one. Cost: linear; a closed element copies its members once.
#pragma once

#include "telemetry/decoders/budgeted_arena.h"
#include "telemetry/decoders/document.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::doc {

// The names with a meaning for the shape of the tree.
enum class ElementKind : std::uint8_t { kPlain, kData, kEventData };
ElementKind KindOf(std::string_view element_name);

// Why a step was refused. The tree is of no use then, until Reset().
enum class TreeFault : std::uint8_t {
  kNone,
  kMisplaced,    // an element inside of an attribute
  kTooDeep,      // more nested elements than EventTreeBuilder::kDepthMax
  kTooMuchWork,  // the memory's budget is used up
};

class EventTreeBuilder {
 public:
  static constexpr std::uint32_t kDepthMax = 64;

  // Builds in memory that is named with each Reset(memory).
  EventTreeBuilder() = default;
  explicit EventTreeBuilder(BudgetedArena& memory) { Reset(memory); }

  // Forgets what was begun, to start a new tree.
  void Reset();
  void Reset(BudgetedArena& memory) {
    memory_ = &memory;
    Reset();
  }

  // kMisplaced inside of an attribute.
  TreeFault Open(std::string_view name, ElementKind kind);
  // Attributes come right after Open and before text or children; each one's value is what
  // Text() and Omit() say until the next attribute or EndAttributes().
  TreeFault BeginAttribute(std::string_view name);
  TreeFault EndAttributes();
  // A piece of text, or a typed value, of the attribute or element that is open.
  TreeFault Text(Node value);
  // An optional value that is null: an attribute of nothing else is left out.
  void Omit() { omitted_ = true; }
  // A child that is complete; an array stands for as many children (MS-EVEN6 repeats the element
  // around an array for each value). kMisplaced inside of an attribute.
  TreeFault Add(std::string_view name, Node value);
  TreeFault Close();

  // The kind of the innermost open element.
  ElementKind open_kind() const { return frames_.back().kind; }

  // The tree: an object of the elements outside of any other. Every Open has been closed.
  TreeFault Finish(Node* root);

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

  TreeFault EndAttribute();
  TreeFault JoinTexts(std::uint32_t from, Node* out);
  void AppendText(const Node& value);
  TreeFault MakeObject(const Frame& frame, Node text, Node* out);
  TreeFault AddUnnamed(Node value);
  TreeFault GatherUnnamed(const Frame& frame);

  BudgetedArena* memory_ = nullptr;
  std::vector<Frame> frames_;
  std::vector<Member> members_;
  std::vector<Member> attributes_;
  std::vector<Node> texts_;
  std::vector<Node> unnamed_;
  std::string joined_;
  std::string_view attribute_name_;
  std::uint32_t attribute_texts_ = 0;
  bool in_attribute_ = false;
  bool omitted_ = false;
};

}  // namespace tocsin::doc
