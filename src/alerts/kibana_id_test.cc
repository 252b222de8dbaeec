#include "alerts/kibana_id.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

constexpr KibanaRule kRule{"11111111-2222-3333-4444-555555555555"};

TEST(KibanaId, SingleEvents) {
  EXPECT_EQ(KibanaEventAlertId({"idx-a", "E1"}, kRule),
            "5599c66af04efc9d8ca5da1cdc3835c794fd9a70c2c9f02c475d524e1af03f99");
  EXPECT_EQ(KibanaEventAlertId({"idx-a", "E1", "1"}, kRule),
            "30040af4658318afefc74a94e64ea4bd79e5015dac9a8a9c1d676beed6cf75a0");
}

TEST(KibanaId, Sequences) {
  const KibanaEvent events[] = {{"idx-a", "E1"}, {"idx-b", "E2"}};
  const KibanaSequenceIds ids = KibanaSequenceAlertIds(events, kRule);
  ASSERT_EQ(ids.building_blocks.size(), 2U);
  EXPECT_EQ(ids.building_blocks[0],
            "3536cc0e79d0b87c4ddf26d310e6ccfe34ebf9c875269dbffe504e34f555e18a");
  EXPECT_EQ(ids.building_blocks[1],
            "33bb07ead127ab5e08d46df4f435094cd82779098888793c14f5158cd2b4af5d");
  EXPECT_EQ(ids.shell, "67680399bf7366e4e54c49451f719287d518fae7201fe0221ea6ddddbb90f82b");
}

TEST(KibanaId, ThresholdBuckets) {
  const std::string bucket =
      KibanaThresholdBucket("my-rule", "2026-01-01T00:00:00.000Z", "host.name,user.name", "h1,u1");
  EXPECT_EQ(bucket, "d273142b-8b4a-5a5e-8a53-75c240c2c8b4");
  EXPECT_EQ(KibanaEventAlertId({"idx-a,idx-b", bucket}, kRule),
            "efd282e5ddd3443c6d89bc57c34b9c91b264b93af098340776fef0d1f2898c79");
}

}  // namespace
}  // namespace tocsin
