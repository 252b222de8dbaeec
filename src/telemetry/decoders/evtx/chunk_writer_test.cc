#include "telemetry/decoders/evtx/chunk_writer.h"

#include "telemetry/decoders/evtx/documents_testing.h"
#include "telemetry/decoders/evtx/format.h"

#include <gtest/gtest.h>

namespace tocsin::evtx {
namespace {

using doc::Node;

// The document that comes back from a log with the one record.
std::string WrittenAndRead(const Node& root) {
  LogWriter writer;
  EXPECT_EQ(writer.Append(kSomeFileTime, root), WriteResult::kWritten);
  std::string text;
  Arena arena;
  ForEachRecord(writer.Finish(), arena, [&](const ChunkSlot&, const Record& record) {
    text += record.ok() ? Json(record.root) : FaultName(record.damage.fault);
  });
  return text;
}

Node Event(Arena& arena, Node content) { return Object(arena, {{"Event", content}}); }

TEST(ChunkWriter, DocumentsReadBackAsTheyWere) {
  Arena arena;
  const Node text = Node::String("caf\u00e9 \U0001F600 <&>");
  const Node attributes = Object(arena, {{"Qualifiers", Node::UInt(16384)}});
  const std::vector<Node> contents = {
      Node::Null(),
      text,
      Node::Int(-5),
      Node::UInt(UINT64_MAX),
      Node::Double(0.1),
      Node::Bool(true),
      Object(arena, {{"EventID",
                      Object(arena, {{"#attributes", attributes}, {"#text", Node::Int(104)}})}}),
      Object(arena, {{"#attributes", attributes}}),
      Object(arena, {{"A", Node::Int(1)}, {"B", Node::Null()}, {"A", Node::Int(2)}}),
      Object(arena, {{"EventData", Object(arena, {{"X", text}, {"Y", Node::Null()}})}}),
      Object(arena,
             {{"EventData",
               Object(arena, {{"X", text},
                              {"Data", Object(arena, {{"#text", Array(arena, {text, text})}})},
                              {"Binary", Node::String("00FF")}})}}),
      Object(arena, {{"UserData",
                      Object(arena, {{"LogFileCleared", Object(arena, {{"Channel", text}})}})}}),
  };
  for (const Node& content : contents) {
    const Node root = Event(arena, content);
    EXPECT_EQ(WrittenAndRead(root), Json(root));
  }
}

TEST(ChunkWriter, ArraysReadBackAsRepeatedMembers) {
  Arena arena;
  const Node two = Array(arena, {Node::String("a"), Node::Int(2)});
  const Node data = Object(arena, {{"X", two}});
  EXPECT_EQ(WrittenAndRead(Event(arena, Object(arena, {{"EventData", data}, {"Y", two}}))),
            R"({"Event":{"EventData":{"X":"a","X":"2"},"Y":"a","Y":"2"}})");
  const Node objects = Array(arena, {data, Object(arena, {{"Z", Node::Int(1)}})});
  EXPECT_EQ(WrittenAndRead(Event(arena, Object(arena, {{"W", objects}}))),
            R"({"Event":{"W":{"X":"a","X":"2"},"W":{"Z":1}}})");
}

TEST(ChunkWriter, AttributesThatAreNullAreLeftOut) {
  Arena arena;
  const Node attributes = Object(arena, {{"A", Node::Null()}, {"B", Node::Int(1)}});
  EXPECT_EQ(WrittenAndRead(Event(arena, Object(arena, {{"#attributes", attributes}}))),
            R"({"Event":{"#attributes":{"B":1}}})");
}

TEST(ChunkWriter, RecordsOfOneShapeShareATemplate) {
  Arena arena;
  ChunkWriter writer;
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(writer.Append(kSomeFileTime, ProcessStart(arena, i, "x")), WriteResult::kWritten);
  }
  const std::vector<std::uint32_t>& at = writer.record_offsets();
  EXPECT_LT(at[2] - at[1], at[1] - at[0]);
  EXPECT_EQ(DecodeChunk(writer.Finish()).size(), 3u);
}

TEST(ChunkWriter, ChecksumsHold) {
  const std::string chunk = SomeChunk(20);
  const ChunkHeader header = ReadChunkHeader(chunk).value();
  EXPECT_TRUE(HeaderCrcMatches(chunk, header));
  EXPECT_TRUE(RecordsCrcMatches(chunk, header));
  EXPECT_EQ(header.first_record_id, 1u);
  EXPECT_EQ(header.last_record_id, 20u);
}

TEST(ChunkWriter, AFullChunkIsLeftAsItWas) {
  Arena arena;
  ChunkWriter writer;
  const std::string command(3000, 'y');
  WriteResult result = WriteResult::kWritten;
  std::string before;
  while (result == WriteResult::kWritten) {
    before = writer.Finish();
    result = writer.Append(kSomeFileTime, ProcessStart(arena, 7, command));
  }
  EXPECT_EQ(result, WriteResult::kChunkFull);
  EXPECT_EQ(writer.Finish(), before);
  // A new shape does not fit either, and its names and template must not be believed to be there.
  const Node other = Event(arena, Object(arena, {{"Unseen", Node::String(command)}}));
  EXPECT_EQ(writer.Append(kSomeFileTime, other), WriteResult::kChunkFull);
  const Node small = Event(arena, Object(arena, {{"Unseen", Node::Null()}}));
  ASSERT_EQ(writer.Append(kSomeFileTime, small), WriteResult::kWritten);
  EXPECT_EQ(DecodeChunk(writer.Finish()).back(), Json(small));
}

TEST(ChunkWriter, RefusesWhatHasNoFormOrNoRoom) {
  Arena arena;
  ChunkWriter writer;
  EXPECT_EQ(writer.Append(0, Node::Int(1)), WriteResult::kNoXmlForm);
  const Node odd = Object(arena, {{"#attributes", Node::Int(1)}});
  EXPECT_EQ(writer.Append(0, Event(arena, odd)), WriteResult::kNoXmlForm);
  const std::string huge(40'000, 'z');  // 80,000 bytes of UTF-16
  EXPECT_EQ(writer.Append(0, Event(arena, Node::String(huge))), WriteResult::kTooLarge);
  EXPECT_EQ(writer.record_count(), 0u);
}

TEST(LogWriter, GoesOnInNewChunks) {
  Arena arena;
  LogWriter writer;
  constexpr int kRecords = 2000;
  for (int i = 1; i <= kRecords; ++i) {
    ASSERT_EQ(writer.Append(kSomeFileTime, ProcessStart(arena, i, "cmd")), WriteResult::kWritten);
  }
  const std::string file = writer.Finish();
  const FileHeader header = ReadFileHeader(file);
  EXPECT_TRUE(header.magic_matches);
  EXPECT_TRUE(header.crc_matches);
  EXPECT_FALSE(header.dirty);
  EXPECT_EQ(header.major_version, 3);
  std::uint64_t expected_id = 0;
  Arena decoded;
  const Summary summary = ForEachRecord(file, decoded, [&](const ChunkSlot&, const Record& record) {
    ++expected_id;
    EXPECT_EQ(record.id, expected_id);
    EXPECT_EQ(record.written, kSomeFileTime);
    const Node* const number = record.root.FindPath("Event", "System", "EventRecordID");
    ASSERT_NE(number, nullptr);
    EXPECT_EQ(number->integer(), static_cast<std::int64_t>(expected_id));
  });
  EXPECT_EQ(summary.records, std::uint64_t{kRecords});
  EXPECT_EQ(summary.chunks, header.chunk_count);
  EXPECT_GT(summary.chunks, 1u);
  EXPECT_EQ(summary.header_crc_mismatches + summary.records_crc_mismatches, 0u);
}

}  // namespace
}  // namespace tocsin::evtx
