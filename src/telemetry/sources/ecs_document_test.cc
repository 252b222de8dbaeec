#include "telemetry/sources/ecs_document.h"

#include "event/ecs/dictionary.h"
#include "telemetry/decoders/json/json_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tocsin {
namespace {

class EcsDocumentTest : public testing::Test {
 protected:
  const doc::Node& Decoded(std::string_view json) {
    EXPECT_TRUE(json_.Decode(json, arena_, &document_).ok());
    return document_;
  }
  std::string Text(std::string_view json, FieldId field) {
    EventBuilder event(schema_, FieldDemand::All(), batch_);
    event.Begin("ecs", {}, {});
    AddEcsBody(EcsBody(Decoded(json)), event);
    return std::string(event.Text(field));
  }

  Schema schema_;
  EventBatch batch_;
  Arena arena_;
  JsonDecoder json_;
  doc::Node document_;
};

TEST_F(EcsDocumentTest, OpensSearchHits) {
  constexpr std::string_view kHit =
      R"({"_index":".ds-logs-endpoint.events.file-prod-2024.05.01-000003","_id":"x",
          "_source":{"file":{"name":"a"}}})";
  EXPECT_EQ(Text(kHit, Field("file.name")), "a");
  const IndexNames names = IndexOf(Decoded(kHit));
  EXPECT_EQ(names.type, "logs");
  EXPECT_EQ(names.dataset, "endpoint.events.file");
  EXPECT_EQ(names.name_space, "prod");
}

TEST_F(EcsDocumentTest, KnowsIndicesThatAreNoDataStreams) {
  const IndexNames names = IndexOf(Decoded(R"({"_index":"endgame-4.21-2024.05.01","_source":{}})"));
  EXPECT_EQ(names.type, "endgame");
  EXPECT_EQ(names.dataset, "");
  EXPECT_EQ(IndexOf(Decoded(R"({"file":{}})")).type, "");
}

TEST_F(EcsDocumentTest, FindsTheSystem) {
  EXPECT_EQ(Text(R"({"host.os.platform":"ubuntu"})", Field("host.os.type")), "linux");
  EXPECT_EQ(Text(R"({"host":{"os":{"platform":"darwin"}}})", Field("host.os.type")), "macos");
  EXPECT_EQ(Text(R"({"host.os.name":"Windows Server 2022"})", Field("host.os.type")), "windows");
  EXPECT_EQ(Text(R"({"host.os":{"type":"linux","platform":"windows"}})", Field("host.os.type")),
            "linux");
  EXPECT_EQ(Text(R"({"host.os.name":"Plan 9"})", Field("host.os.type")), "");
}

}  // namespace
}  // namespace tocsin
