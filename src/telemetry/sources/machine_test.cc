#include "telemetry/sources/machine.h"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

TEST(Machines, TellApartByNameInAnyCase) {
  Machines machines;
  const Machine upper = machines.Of("WEB-01.example");
  EXPECT_EQ(upper.name, "web-01.example");
  EXPECT_EQ(machines.Of("web-01.example").id, upper.id);
  EXPECT_NE(machines.Of("web-02.example").id, upper.id);
}

TEST(Machines, KeepTheirIdentity) {
  // A change of this value would rename every machine in stored state.
  Machines machines;
  EXPECT_EQ(machines.Of("web-01").id, "faed4d8e-a0ce-5aba-bfde-9f5a50ce5fc8");
}

}  // namespace
}  // namespace tocsin
