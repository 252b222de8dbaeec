#include "plan/shrink_testing.h"

#include "plan/printer.h"
#include "plan/reference_eval.h"

#include <gtest/gtest.h>

namespace tocsin::plan {
namespace {

// A leaf about one of a few fields.
Predicate Has(std::uint32_t field) {
  Expr expr = Expr::OfField("f" + std::to_string(field));
  expr.field = FieldId(field);
  return Predicate::Not(Predicate::Leaf(Expr::Call(Function::kIsNull, {std::move(expr)})));
}

TEST(Shrink, KeepsWhatMakesItFail) {
  const Predicate big = Predicate::And(
      {Has(1), Predicate::Or({Predicate::And({Has(2), Has(3)}), Has(4)}), Predicate::Not(Has(5))});
  const auto mentions = [](const Predicate& predicate) {
    bool found = false;
    ForEachField(predicate, [&](const Expr& field) { found = found || field.name == "f3"; });
    return found;
  };
  EXPECT_EQ(Print(Shrunk(big, mentions)), "isNull(f3)");
}

TEST(Shrink, DropsFieldsThatDoNotMatter) {
  const Value value = Value::Int(1);
  const std::vector<FieldEntry> fields = {
      {FieldId(1), 1, &value}, {FieldId(2), 1, &value}, {FieldId(3), 1, &value}};
  Event event;
  event.fields = fields;
  std::vector<FieldEntry> kept;
  const Event small =
      Shrunk(event, &kept, [](const Event& smaller) { return Holds(Has(2), smaller); });
  ASSERT_EQ(small.fields.size(), 1U);
  EXPECT_EQ(small.fields[0].field, FieldId(2));
}

}  // namespace
}  // namespace tocsin::plan
