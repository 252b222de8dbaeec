#include "event/ecs/dictionary.h"
#include "telemetry/sources/sysmon/sysmon.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::sysmon {
namespace {

const FieldRow* RowOf(FieldId field, std::uint32_t code) {
  for (const FieldRow& row : FieldRows()) {
    if (row.field == field && row.events.Contains(code)) return &row;
  }
  return nullptr;
}

TEST(SysmonFields, ReadBackwards) {
  struct Case {
    FieldId field;
    Value value;
    std::string_view raw_name;
    std::string_view raw;
  };
  const Case kCases[] = {
      {Field("process.name"), Value::String("ssh.exe"), "Image", "ssh.exe"},
      {Field("process.pid"), Value::Int(7), "ProcessId", "7"},
      {Field("process.pe.original_file_name"), Value::String("ssh.exe"), "OriginalFileName",
       "ssh.exe"},
      {Field("network.direction"), Value::String("egress"), "Initiated", "true"},
      {Field("destination.ip"), Value::String("10.0.0.1"), "DestinationIp", "10.0.0.1"},
      {Field("process.hash.md5"), Value::String("ab"), "Hashes", "MD5=AB"},
  };
  for (const Case& c : kCases) {
    const FieldRow* row = RowOf(c.field, c.field == Field("network.direction") ? 3 : 1);
    ASSERT_NE(row, nullptr) << c.raw_name;
    EXPECT_EQ(row->raw, c.raw_name);
    EXPECT_EQ(Invert(*row, std::span(&c.value, 1)), c.raw);
  }
  const Value kArguments[] = {Value::String("ssh"), Value::String("-o"),
                              Value::String("ProxyCommand=nc %h %p")};
  EXPECT_EQ(Invert(*RowOf(Field("process.args"), 1), kArguments),
            R"(ssh -o "ProxyCommand=nc %h %p")");
}

TEST(SysmonFields, EveryPartHasARowWithTheWholeText) {
  for (const FieldRow& row : FieldRows()) {
    if (row.provenance == Provenance::kDerived ||
        InversionOf(row.conversion) != Inversion::kNotInvertible) {
      continue;
    }
    const bool whole = std::any_of(FieldRows().begin(), FieldRows().end(), [&](const FieldRow& o) {
      return o.raw == row.raw && InversionOf(o.conversion) != Inversion::kNotInvertible;
    });
    EXPECT_TRUE(whole) << row.raw;
  }
}

TEST(SysmonFields, ClassesAreInOrder) {
  EXPECT_TRUE(std::is_sorted(EventClasses().begin(), EventClasses().end(),
                             [](const auto& a, const auto& b) { return a.code < b.code; }));
}

}  // namespace
}  // namespace tocsin::sysmon
