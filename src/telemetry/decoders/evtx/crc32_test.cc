#include "telemetry/decoders/evtx/crc32.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin::evtx {
namespace {

TEST(Crc32, HasThePublishedCheckValue) { EXPECT_EQ(Crc32("123456789"), 0xcbf43926u); }

TEST(Crc32, PartsMakeTheWhole) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) bytes.push_back(static_cast<char>(i * 7));
  const std::string_view all(bytes);
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    EXPECT_EQ(Crc32(all.substr(cut), Crc32(all.substr(0, cut))), Crc32(all)) << cut;
  }
  EXPECT_EQ(Crc32(""), 0u);
}

}  // namespace
}  // namespace tocsin::evtx
