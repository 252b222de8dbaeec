#include "telemetry/decoders/document.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace tocsin::doc {
namespace {

std::string Json(const Node& node) {
  std::string text;
  AppendJson(node, &text);
  return text;
}

TEST(Document, FindTakesTheFirstOfEqualNames) {
  const std::array<Member, 3> members = {
      Member{"a", Node::Int(1)}, {"b", Node::Null()}, {"a", Node::Int(2)}};
  const Node object = Node::Object(members.data(), members.size());
  ASSERT_NE(object.Find("a"), nullptr);
  EXPECT_EQ(object.Find("a")->integer(), 1);
  EXPECT_TRUE(object.Find("b")->is_null());
  EXPECT_EQ(object.Find("A"), nullptr);
  EXPECT_EQ(object.size(), 3u);
}

TEST(Document, FindPathStopsAtWhatIsNoObject) {
  const std::array<Member, 1> inner = {Member{"y", Node::String("deep")}};
  const std::array<Member, 2> outer = {Member{"x", Node::Object(inner.data(), inner.size())},
                                       {"s", Node::String("x")}};
  const Node root = Node::Object(outer.data(), outer.size());
  ASSERT_NE(root.FindPath("x", "y"), nullptr);
  EXPECT_EQ(root.FindPath("x", "y")->text(), "deep");
  EXPECT_EQ(root.FindPath("x", "z"), nullptr);
  EXPECT_EQ(root.FindPath("s", "y"), nullptr);
  EXPECT_EQ(root.FindPath("x", "y", "z"), nullptr);
}

TEST(Document, ScalarsHaveNeitherSizeNorMembers) {
  for (const Node& node : {Node::Null(), Node::Bool(true), Node::Int(7), Node::String("text")}) {
    EXPECT_TRUE(node.is_scalar());
    EXPECT_EQ(node.size(), 0u);
    EXPECT_EQ(node.begin(), node.end());
    EXPECT_EQ(node.Find("x"), nullptr);
  }
}

TEST(Document, TextOfScalars) {
  Arena arena;
  EXPECT_EQ(TextOf(Node::String("as it is"), arena), "as it is");
  EXPECT_EQ(TextOf(Node::Bool(true), arena), "true");
  EXPECT_EQ(TextOf(Node::Bool(false), arena), "false");
  EXPECT_EQ(TextOf(Node::Int(std::numeric_limits<std::int64_t>::min()), arena),
            "-9223372036854775808");
  EXPECT_EQ(TextOf(Node::UInt(std::numeric_limits<std::uint64_t>::max()), arena),
            "18446744073709551615");
  EXPECT_EQ(TextOf(Node::Double(0.1), arena), "0.1");
  EXPECT_EQ(TextOf(Node::Null(), arena), "");
  EXPECT_EQ(TextOf(Node::Array(nullptr, 0), arena), "");
  EXPECT_EQ(TextOf(Node::Object(nullptr, 0), arena), "");
}

TEST(Document, TextOfStringsCopiesNothing) {
  Arena arena;
  const std::string_view text = "text";
  EXPECT_EQ(TextOf(Node::String(text), arena).data(), text.data());
  EXPECT_EQ(arena.bytes_used(), 0u);
}

TEST(Document, JsonKeepsOrderAndRepeatedNames) {
  const std::array<Node, 2> elements = {Node::Int(-1), Node::Null()};
  const std::array<Member, 3> members = {Member{"b", Node::Array(elements.data(), 2)},
                                         {"a", Node::Bool(false)},
                                         {"b", Node::Object(nullptr, 0)}};
  EXPECT_EQ(Json(Node::Object(members.data(), members.size())),
            R"({"b":[-1,null],"a":false,"b":{}})");
}

TEST(Document, JsonEscapesWhatJsonMust) {
  using namespace std::string_literals;
  EXPECT_EQ(Json(Node::String("q\"b\\n\nr\rt\t0\0e\x1f\u00e9"s)),
            R"("q\"b\\n\nr\rt\t0\u0000e\u001fé")");
}

TEST(Document, JsonHasNoNumberForTheInfiniteAndTheUndefined) {
  EXPECT_EQ(Json(Node::Double(std::numeric_limits<double>::infinity())), "null");
  EXPECT_EQ(Json(Node::Double(std::numeric_limits<double>::quiet_NaN())), "null");
  EXPECT_EQ(Json(Node::Double(1.0)), "1.0");
}

}  // namespace
}  // namespace tocsin::doc
