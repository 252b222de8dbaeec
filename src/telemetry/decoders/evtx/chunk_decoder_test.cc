#include "telemetry/decoders/evtx/chunk_decoder.h"

#include "telemetry/decoders/evtx/documents_testing.h"
#include "telemetry/decoders/evtx/format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

namespace tocsin::evtx {
namespace {

using namespace std::string_literals;
using ::testing::ElementsAre;

constexpr std::uint8_t kMore = kMoreBit;

// Binary XML written token by token, for what ChunkWriter never writes. Names stand where they are
// used.
class Tokens {
 public:
  // `begin` is the offset in the chunk that the first token will have.
  explicit Tokens(std::uint32_t begin) : begin_(begin) {}

  template <class T>
  Tokens& Put(T value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof(T));
    return *this;
  }
  Tokens& Bytes(std::string_view bytes) {
    bytes_.append(bytes);
    return *this;
  }
  Tokens& Token8(Token token, std::uint8_t more = 0) {
    return Put(static_cast<std::uint8_t>(static_cast<std::uint8_t>(token) | more));
  }
  Tokens& Units(std::u16string_view text) {
    Put(static_cast<std::uint16_t>(text.size()));
    for (const char16_t unit : text) Put(unit);
    return *this;
  }
  Tokens& Name(std::u16string_view name) {
    Put(at() + 4);
    return Put(std::uint32_t{0}).Put(std::uint16_t{0}).Units(name).Put(char16_t{0});
  }
  Tokens& Fragment() { return Token8(Token::kFragmentHeader).Put('\1').Put('\1').Put('\0'); }
  Tokens& Open(std::u16string_view name) {
    return Token8(Token::kOpenStartElement).Put(std::uint32_t{0}).Name(name);
  }
  Tokens& OpenInTemplate(std::u16string_view name) {
    return Token8(Token::kOpenStartElement)
        .Put(std::uint16_t{0xffff})
        .Put(std::uint32_t{0})
        .Name(name);
  }
  Tokens& OpenWithAttributes(std::u16string_view name) {
    return Token8(Token::kOpenStartElement, kMore)
        .Put(std::uint32_t{0})
        .Name(name)
        .Put(std::uint32_t{0});
  }
  Tokens& Attribute(std::u16string_view name, std::uint8_t more = 0) {
    return Token8(Token::kAttribute, more).Name(name);
  }
  Tokens& Text(std::u16string_view text, std::uint8_t more = 0) {
    return Token8(Token::kValue, more).Put(ValueType::kString).Units(text);
  }
  Tokens& CloseStart() { return Token8(Token::kCloseStartElement); }
  Tokens& CloseEmpty() { return Token8(Token::kCloseEmptyElement); }
  Tokens& End() { return Token8(Token::kEndElement); }
  Tokens& Substitution(std::uint16_t index, bool optional = false) {
    return Token8(optional ? Token::kOptionalSubstitution : Token::kNormalSubstitution)
        .Put(index)
        .Put(ValueType::kString);
  }
  // An instance with its definition; the values follow.
  Tokens& Define(const std::function<void(Tokens&)>& body) {
    Token8(Token::kTemplateInstance).Put('\1').Put(std::uint32_t{7}).Put(at() + 4);
    definition_ = at();
    Put(std::uint32_t{0}).Bytes(std::string(16, 'g'));
    const std::size_t size_at = bytes_.size();
    Put(std::uint32_t{0}).Fragment();
    body(*this);
    Token8(Token::kEndOfStream);
    const auto size = static_cast<std::uint32_t>(bytes_.size() - size_at - 4);
    std::memcpy(bytes_.data() + size_at, &size, sizeof(size));
    return *this;
  }
  Tokens& Use(std::uint32_t definition) {
    return Token8(Token::kTemplateInstance).Put('\1').Put(std::uint32_t{7}).Put(definition);
  }
  struct TypedValue {
    std::uint8_t type;
    std::string bytes;
  };
  Tokens& Values(const std::vector<TypedValue>& values) {
    Put(static_cast<std::uint32_t>(values.size()));
    for (const TypedValue& value : values) {
      Put(static_cast<std::uint16_t>(value.bytes.size())).Put(value.type).Put('\0');
    }
    for (const TypedValue& value : values) Bytes(value.bytes);
    return *this;
  }

  std::uint32_t at() const { return begin_ + static_cast<std::uint32_t>(bytes_.size()); }
  std::uint32_t definition() const { return definition_; }
  const std::string& bytes() const { return bytes_; }

 private:
  std::uint32_t begin_;
  std::uint32_t definition_ = 0;
  std::string bytes_;
};

constexpr std::uint8_t kString = static_cast<std::uint8_t>(ValueType::kString);
constexpr std::uint8_t kNull = static_cast<std::uint8_t>(ValueType::kNull);
constexpr std::uint8_t kUInt8 = static_cast<std::uint8_t>(ValueType::kUInt8);
constexpr std::uint8_t kBinXml = static_cast<std::uint8_t>(ValueType::kBinXml);
constexpr std::uint8_t kStrings = kString | kArrayBit;

// What a chunk with the one record decodes to.
std::string Decoded(const std::function<void(Tokens&)>& write) {
  ChunkWriter writer;
  Tokens tokens(writer.content_offset());
  write(tokens);
  EXPECT_EQ(writer.AppendRaw(kSomeFileTime, tokens.bytes()), WriteResult::kWritten);
  const std::vector<std::string> records = DecodeChunk(writer.Finish());
  return records.size() == 1 ? records[0] : std::to_string(records.size()) + " records";
}

TEST(BinXml, TextOfEveryKindIsJoined) {
  EXPECT_EQ(Decoded([](Tokens& t) {
              t.Fragment().Open(u"A").CloseStart();
              t.Text(u"one ", kMore).Token8(Token::kCdata).Units(u"<two> ");
              t.Token8(Token::kCharReference, kMore).Put(std::uint16_t{0x263a});
              t.Token8(Token::kEntityReference).Name(u"amp");
              t.Token8(Token::kEntityReference, kMore).Name(u"copy");
              t.Token8(Token::kValue).Put(ValueType::kUInt16).Put(std::uint16_t{7});
              t.End();
            }),
            R"({"A":"one <two> ☺&&copy;7"})");
}

TEST(BinXml, OneTypedTextKeepsItsType) {
  EXPECT_EQ(Decoded([](Tokens& t) {
              t.Open(u"A").CloseStart();
              t.Token8(Token::kValue).Put(ValueType::kUInt16).Put(std::uint16_t{7}).End();
            }),
            R"({"A":7})");
}

TEST(BinXml, AttributesInBothForms) {
  EXPECT_EQ(Decoded([](Tokens& t) {
              t.OpenWithAttributes(u"A").Attribute(u"x", kMore).Text(u"1");
              t.Attribute(u"y").Text(u"a").Text(u"b").CloseEmpty();
            }),
            R"({"A":{"#attributes":{"x":"1","y":"ab"}}})");
  EXPECT_EQ(Decoded([](Tokens& t) {
              t.OpenWithAttributes(u"A").Attribute(u"x").CloseStart().Text(u"body").End();
            }),
            R"({"A":{"#attributes":{"x":""},"#text":"body"}})");
}

TEST(BinXml, ProcessingInstructionsCarryNothing) {
  EXPECT_EQ(Decoded([](Tokens& t) {
              t.Open(u"A").CloseStart().Token8(Token::kPiTarget).Name(u"pi");
              t.Token8(Token::kPiData).Units(u"data").End();
            }),
            R"({"A":null})");
}

TEST(BinXml, BlanksBetweenElementsAreNoText) {
  EXPECT_EQ(Decoded([](Tokens& t) {
              t.Open(u"A").CloseStart().Text(u"\r\n  ").Open(u"B").CloseEmpty().Text(u" \n").End();
            }),
            R"({"A":{"B":null}})");
}

TEST(BinXml, NullSubstitutionsInAttributes) {
  const auto body = [](Tokens& t) {
    t.OpenWithAttributes(u"A").Attribute(u"optional", kMore).Substitution(0, true);
    t.Attribute(u"normal", kMore).Substitution(0).Attribute(u"mixed").Text(u"x");
    t.Substitution(0, true).CloseStart().Substitution(0, true).End();
  };
  EXPECT_EQ(Decoded([&](Tokens& t) {
              t.Fragment().Define(body).Values({{kNull, ""}});
            }),
            R"({"A":{"#attributes":{"normal":"","mixed":"x"}}})");
}

TEST(BinXml, DataTakesItsNameOrIsGathered) {
  const auto data = [](Tokens& t, std::u16string_view name, std::uint16_t index) {
    if (name.empty()) {
      t.Open(u"Data").CloseStart();
    } else {
      t.OpenWithAttributes(u"Data").Attribute(u"Name").Text(name).CloseStart();
    }
    t.Substitution(index).End();
  };
  EXPECT_EQ(
      Decoded([&](Tokens& t) {
        t.Define([&](Tokens& in) {
          in.Open(u"EventData").CloseStart();
          data(in, u"X", 0);
          data(in, u"", 1);
          data(in, u"Y", 2);
          data(in, u"", 3);
          data(in, u"Z", 1);
          // A name that is not known before the values are.
          in.OpenWithAttributes(u"Data").Attribute(u"Name").Substitution(0).CloseEmpty();
          in.End();
        });
        t.Values(
            {{kString, "x\0"s}, {kStrings, "1\0\0\0\x32\0\0\0"s}, {kString, ""}, {kUInt8, "\5"}});
      }),
      R"({"EventData":{"X":"x","Data":{"#text":["1","2",5]},"Y":null,)"
      R"("Z":"1","Z":"2","x":null}})");
}

TEST(BinXml, ValuesMayHoldBinXml) {
  EXPECT_EQ(Decoded([](Tokens& t) {
              t.Define([](Tokens& in) {
                in.OpenInTemplate(u"A").CloseStart().Substitution(0, true).End();
              });
              // The value: a fragment with an element of its own and one of another template.
              Tokens value(t.at() + 8);
              value.Fragment().Open(u"EventData").CloseStart();
              value.Define([](Tokens& in) {
                in.OpenWithAttributes(u"Data").Attribute(u"Name").Text(u"N").CloseStart();
                in.Substitution(0).End();
              });
              value.Values({{kUInt8, "\7"}}).End();
              t.Values({{kBinXml, value.bytes()}});
            }),
            R"({"A":{"EventData":{"N":7}}})");
}

TEST(BinXml, TemplatesAreFoundByOffset) {
  ChunkWriter writer;
  Tokens first(writer.content_offset());
  first.Define([](Tokens& t) { t.OpenInTemplate(u"A").CloseStart().Substitution(0).End(); });
  first.Values({{kUInt8, "\1"}});
  ASSERT_EQ(writer.AppendRaw(0, first.bytes()), WriteResult::kWritten);
  Tokens second(writer.content_offset());
  second.Use(first.definition()).Values({{kString, "z\0"s}});
  ASSERT_EQ(writer.AppendRaw(0, second.bytes()), WriteResult::kWritten);
  EXPECT_THAT(DecodeChunk(writer.Finish()), ElementsAre(R"({"A":1})", R"({"A":"z"})"));
}

TEST(BinXml, FaultsOfBadTokens) {
  const auto bad = [](const std::string& bytes) {
    return Decoded([&](Tokens& t) { t.Bytes(bytes); });
  };
  EXPECT_EQ(bad("\x1f"), "<bad_token>");
  EXPECT_EQ(bad("\x04"), "<bad_token>");
  EXPECT_EQ(bad("\x0f"), "<bad_token>");  // no element
  EXPECT_EQ(bad("\x0c\x01"), "<truncated>");
  EXPECT_EQ(bad("\x01" + std::string(12, '\xff')), "<bad_name>");
  EXPECT_EQ(bad("\x0c\x01zzzz\xff\xff\xff\xff" + std::string(8, '\0')), "<bad_template>");
  EXPECT_EQ(Decoded([](Tokens& t) { t.Open(u"A").CloseStart(); }), "<truncated>");
  EXPECT_EQ(Decoded([](Tokens& t) { t.Open(u"A").Open(u"B"); }), "<bad_token>");
  EXPECT_EQ(
      Decoded([](Tokens& t) { t.Open(u"A").CloseStart().Token8(Token::kValue).Put('\x55').End(); }),
      "<bad_value>");
  EXPECT_EQ(Decoded([](Tokens& t) {
              t.Define([](Tokens& in) { in.Open(u"A").CloseStart().Substitution(1).End(); });
              t.Values({{kUInt8, "\1"}});
            }),
            "<unknown_index>");
  EXPECT_EQ(Decoded([](Tokens& t) {
              t.Define([](Tokens& in) { in.Open(u"A").CloseEmpty(); });
              t.Put(std::uint32_t{1'000'000});
            }),
            "<too_many_values>");
  // An element where only the value of an attribute may stand.
  EXPECT_EQ(Decoded([](Tokens& t) {
              t.Define([](Tokens& in) {
                in.OpenWithAttributes(u"A").Attribute(u"x").Substitution(0).CloseEmpty();
              });
              Tokens value(t.at() + 8);
              value.Open(u"B").CloseEmpty();
              t.Values({{kBinXml, value.bytes()}});
            }),
            "<bad_token>");
}

TEST(BinXml, NestingIsLimited) {
  const auto nested = [](int depth) {
    return Decoded([&](Tokens& t) {
      for (int i = 0; i < depth; ++i) t.Open(u"A").CloseStart();
      for (int i = 0; i < depth; ++i) t.End();
    });
  };
  EXPECT_THAT(nested(64), ::testing::StartsWith("{\"A\":"));
  EXPECT_EQ(nested(65), "<too_deep>");
}

TEST(BinXml, ATemplateThatUsesItselfEnds) {
  const auto loop = [](int uses) {
    return Decoded([&](Tokens& t) {
      t.Define([&](Tokens& in) {
        const std::uint32_t self = in.at() - 4 - static_cast<std::uint32_t>(kDefinitionHeaderBytes);
        in.Open(u"A").CloseStart();
        for (int i = 0; i < uses; ++i) in.Use(self).Put(std::uint32_t{0});
        in.End();
      });
      t.Put(std::uint32_t{0});
    });
  };
  EXPECT_EQ(loop(1), "<too_deep>");
  EXPECT_EQ(loop(2), "<too_deep>");
}

// Ten templates, each of which uses the next one a hundred times: 10^20 elements.
TEST(BinXml, WorkIsLimited) {
  ChunkWriter writer;
  std::uint32_t definition = 0;
  for (int level = 0; level < 10; ++level) {
    Tokens tokens(writer.content_offset());
    tokens.Define([&](Tokens& t) {
      t.Open(u"A").CloseStart();
      for (int i = 0; i < 100 && definition != 0; ++i) t.Use(definition).Put(std::uint32_t{0});
      t.End();
    });
    tokens.Put(std::uint32_t{0});
    definition = tokens.definition();
    ASSERT_EQ(writer.AppendRaw(0, tokens.bytes()), WriteResult::kWritten);
  }
  Arena arena;
  const std::string chunk = writer.Finish();
  ChunkDecoder decoder(chunk, arena);
  std::vector<Fault> faults;
  for (Record record; decoder.Next(&record);) faults.push_back(record.damage.fault);
  ASSERT_EQ(faults.size(), 10u);
  EXPECT_EQ(faults[0], Fault::kNone);
  EXPECT_EQ(faults[1], Fault::kNone);
  EXPECT_EQ(faults[9], Fault::kTooMuchWork);
  EXPECT_LE(arena.bytes_used(), kWorkMax);
}

TEST(ChunkDecoder, SkipsADamagedSignature) {
  std::string chunk = SomeChunk(5);
  const std::vector<std::string> whole = DecodeChunk(chunk);
  ASSERT_EQ(whole.size(), 5u);
  Arena arena;
  ChunkDecoder decoder(chunk, arena);
  Record third;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(decoder.Next(&third));
  chunk[third.offset] = 'x';
  EXPECT_THAT(DecodeChunk(chunk),
              ElementsAre(whole[0], whole[1], "<record_signature>", whole[3], whole[4]));
}

TEST(ChunkDecoder, SkipsImpossibleSizes) {
  const std::string good = SomeChunk(3);
  const std::vector<std::string> whole = DecodeChunk(good);
  Arena arena;
  ChunkDecoder decoder(good, arena);
  Record second;
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(decoder.Next(&second));
  for (const std::uint32_t size : {0u, 1u, 27u, 65536u, 0x7fffffffu, 0xffffffffu}) {
    std::string chunk = good;
    std::memcpy(chunk.data() + second.offset + 4, &size, sizeof(size));
    EXPECT_THAT(DecodeChunk(chunk), ElementsAre(whole[0], "<record_size>", whole[2])) << size;
  }
}

TEST(ChunkDecoder, ATornRecordGivesWhatItHas) {
  std::string chunk = SomeChunk(3);
  const std::uint32_t free_space = ReadChunkHeader(chunk)->free_space;
  // The last record's end was never written. Its command line was, its size was not.
  std::fill(chunk.begin() + free_space - 8, chunk.begin() + free_space, '\0');
  const std::uint32_t beyond = free_space + 100;
  std::memcpy(chunk.data() + 48, &beyond, sizeof(beyond));
  Arena arena;
  ChunkDecoder decoder(chunk, arena);
  Record record;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(decoder.Next(&record));
  EXPECT_EQ(record.damage.fault, Fault::kRecordSizeCopy);
  EXPECT_TRUE(record.salvaged());
  ASSERT_NE(record.root.FindPath("Event", "System", "EventRecordID"), nullptr);
  EXPECT_EQ(record.root.FindPath("Event", "System", "EventRecordID")->integer(), 3);
  EXPECT_FALSE(decoder.Next(&record));
}

TEST(ChunkDecoder, AHeaderThatLagsBehindHidesNothing) {
  const std::string good = SomeChunk(5);
  const std::vector<std::string> whole = DecodeChunk(good);
  Arena arena;
  ChunkDecoder decoder(good, arena);
  Record third;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(decoder.Next(&third));
  for (const std::uint32_t end : {third.offset, 512u, 0u, 70000u}) {
    std::string chunk = good;
    std::memcpy(chunk.data() + 48, &end, sizeof(end));
    EXPECT_EQ(DecodeChunk(chunk), whole) << end;
  }
}

TEST(ChunkDecoder, OldRecordsBehindTheEndStayOut) {
  // A reused chunk: two new records over five old ones of other ids.
  const std::string old_chunk = SomeChunk(5);
  Arena arena;
  ChunkWriter writer(100);
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(writer.Append(kSomeFileTime, ProcessStart(arena, i, "echo")), WriteResult::kWritten);
  }
  std::string chunk = writer.Finish();
  const std::uint32_t free_space = ReadChunkHeader(chunk)->free_space;
  const std::size_t next = old_chunk.find(kRecordMagic, free_space);
  ASSERT_NE(next, std::string::npos);
  chunk.replace(free_space, kChunkBytes - next, old_chunk, next, kChunkBytes - next);
  EXPECT_EQ(DecodeChunk(chunk).size(), 2u);
  // So they do when the signature is gone, as the records' checksum proves where they end.
  chunk.replace(0, 8, "ElfLost\x01");
  EXPECT_EQ(DecodeChunk(chunk).size(), 2u);
  chunk[52] = static_cast<char>(chunk[52] ^ 1);  // of that checksum
  EXPECT_GT(DecodeChunk(chunk).size(), 2u);
}

TEST(ChunkDecoder, ADamagedHeaderDoesNotMatter) {
  std::string chunk = SomeChunk(5);
  const std::vector<std::string> whole = DecodeChunk(chunk);
  std::fill(chunk.begin(), chunk.begin() + 512, '\xff');
  EXPECT_EQ(DecodeChunk(chunk), whole);
}

TEST(ChunkDecoder, AChunkWithoutItsHeaderIsOneDamage) {
  EXPECT_THAT(DecodeChunk(SomeChunk(5).substr(0, 511)), ElementsAre("<chunk_header>"));
  EXPECT_THAT(DecodeChunk(""), ElementsAre());
}

TEST(ChunkDecoder, EmptyChunk) { EXPECT_THAT(DecodeChunk(SomeChunk(0)), ElementsAre()); }

// Damage tests: whatever is done to a chunk, records that it does not touch come out as before,
// and no record disappears without a report.
class DamagedChunk : public ::testing::Test {
 protected:
  void SetUp() override {
    Arena arena;
    ChunkDecoder decoder(chunk_, arena);
    for (Record record; decoder.Next(&record);) {
      ASSERT_TRUE(record.ok());
      offsets_.push_back(record.offset);
      trees_.push_back(Json(record.root));
    }
    ASSERT_GT(offsets_.size(), 100u);
    offsets_.push_back(ReadChunkHeader(chunk_)->free_space);
  }

  const std::string chunk_ = SomeChunk(1000);
  std::vector<std::uint32_t> offsets_;  // and the end of the last
  std::vector<std::string> trees_;
};

TEST_F(DamagedChunk, TruncatedAnywhereKeepsTheWholeRecords) {
  for (std::size_t size = kChunkHeaderBytes; size < chunk_.size(); size += 1024) {
    SCOPED_TRACE(size);
    const std::string_view part = std::string_view(chunk_).substr(0, size);
    const std::vector<std::string> decoded = DecodeChunk(part);
    std::size_t whole = 0;
    while (whole < trees_.size() && offsets_[whole + 1] <= size) ++whole;
    ASSERT_GE(decoded.size(), whole);
    for (std::size_t i = 0; i < whole; ++i) ASSERT_EQ(decoded[i], trees_[i]);
    const bool cut_within = whole < trees_.size() && offsets_[whole] < size;
    ASSERT_EQ(decoded.size(), whole + (cut_within ? 1 : 0));
    if (cut_within) {
      EXPECT_THAT(decoded.back(), ::testing::StartsWith("<"));
    }
  }
}

TEST_F(DamagedChunk, AFlippedBitHarmsOneRecord) {
  std::uint64_t random = 20240501;  // a fixed seed; splitmix-like steps below
  for (int round = 0; round < 1500; ++round) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    // Behind the second record: the first one holds the template that all others use.
    const std::size_t at = offsets_[1] + (random >> 20) % (offsets_.back() - offsets_[1]);
    std::string chunk = chunk_;
    chunk[at] = static_cast<char>(chunk[at] ^ (1 << (random >> 61)));
    SCOPED_TRACE("byte " + std::to_string(at) + " round " + std::to_string(round));
    const auto hit = static_cast<std::size_t>(
        std::upper_bound(offsets_.begin(), offsets_.end(), at) - offsets_.begin() - 1);
    const std::vector<std::string> decoded = DecodeChunk(chunk);
    ASSERT_EQ(decoded.size(), trees_.size());
    for (std::size_t i = 0; i < trees_.size(); ++i) {
      if (i != hit) {
        ASSERT_EQ(decoded[i], trees_[i]);
      }
    }
  }
}

TEST_F(DamagedChunk, BitsInHeaderAndTemplateHarmNoMemory) {
  for (std::size_t at = 0; at < offsets_[1]; ++at) {
    for (const char mask : {'\x01', '\x10', '\x80', '\xff'}) {
      std::string chunk = chunk_;
      chunk[at] = static_cast<char>(chunk[at] ^ mask);
      Arena arena;
      ChunkDecoder decoder(chunk, arena);
      std::size_t records = 0;
      for (Record record; decoder.Next(&record);) ++records;
      ASSERT_GE(records, trees_.size() - 1) << at;
      ASSERT_LE(decoder.work(), kWorkMax);
    }
  }
}

TEST_F(DamagedChunk, EachHeaderNumberAtItsExtremes) {
  for (std::size_t at = 0; at < 128; at += 4) {
    for (const std::uint32_t value : {0u, 1u, 0x7fffffffu, 0xfffffffeu, 0xffffffffu}) {
      std::string chunk = chunk_;
      std::memcpy(chunk.data() + at, &value, sizeof(value));
      const std::vector<std::string> decoded = DecodeChunk(chunk);
      EXPECT_EQ(decoded, trees_) << at << " = " << value;
    }
  }
}

}  // namespace
}  // namespace tocsin::evtx
