#include "event/ecs/dictionary.h"
#include "telemetry/sources/windows_security/windows_security.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tocsin::windows_security {
namespace {

TEST(WindowsSecurityFields, ClassesAreInOrder) {
  EXPECT_TRUE(std::is_sorted(EventClasses().begin(), EventClasses().end(),
                             [](const auto& a, const auto& b) { return a.code < b.code; }));
}

TEST(WindowsSecurityFields, SayWhatProcessCreationLacks) {
  // 4688 has no entity ids and no command line of the parent: the engine derives them.
  for (const FieldId field : {Field("process.entity_id"), Field("process.parent.entity_id"),
                              Field("process.parent.command_line")}) {
    const auto row = std::find_if(
        FieldRows().begin(), FieldRows().end(),
        [field](const FieldRow& r) { return r.field == field && r.events.Contains(4688); });
    ASSERT_NE(row, FieldRows().end());
    EXPECT_EQ(row->provenance, Provenance::kDerived);
    const Value value = Value::String("x");
    EXPECT_FALSE(Invert(*row, std::span(&value, 1)).has_value());
  }
}

TEST(WindowsSecurityFields, ReadBackwards) {
  const auto row = std::find_if(FieldRows().begin(), FieldRows().end(), [](const FieldRow& r) {
    return r.field == Field("process.pid") && r.events.Contains(4688);
  });
  ASSERT_NE(row, FieldRows().end());
  EXPECT_EQ(row->raw, "NewProcessId");
  const Value pid = Value::Int(4556);
  EXPECT_EQ(Invert(*row, std::span(&pid, 1)), "0x11cc");
}

}  // namespace
}  // namespace tocsin::windows_security
