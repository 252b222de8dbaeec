// A fixture for tests of one source: records in, events out.
#pragma once

#include "event/batch.h"
#include "event/builder.h"
#include "event/conversion.h"
#include "event/ecs/schema.h"
#include "telemetry/sources/source.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace tocsin {

// `Decoder` reads the wire format of the sensor's records.
template <class Decoder>
class SourceTest : public testing::Test {
 protected:
  explicit SourceTest(std::unique_ptr<Source> source) : source_(std::move(source)) {}

  // The event of one record, with all its fields; lives until the next one.
  const Event& Map(std::string record, bool compat_elastic = false) {
    batch_.Clear();
    record_ = std::move(record);
    doc::Node document;
    EXPECT_TRUE(decoder_.Decode(record_, batch_.arena(), &document).ok()) << record_;
    confidence_ = source_->Recognize(document);
    EventBuilder event(schema_, FieldDemand::All(), batch_);
    event.Begin(source_->name(), {}, record_);
    source_->Map({.document = document, .compat_elastic = compat_elastic}, event);
    event.Finish();
    return batch_.events().back();
  }

  // What the source says about the record.
  Confidence Recognized(std::string record) {
    Map(std::move(record));
    return confidence_;
  }

  // Values as text, "|" between them.
  std::string Text(const Event& event, FieldId field) {
    std::string text;
    for (const Value& value : event.Find(field)) {
      if (!text.empty()) text += '|';
      text += TextOfValue(value, batch_.arena());
    }
    return text;
  }
  std::string Text(const Event& event, std::string_view field) {
    return Text(event, *schema_.Find(field));
  }

  // The native row that fills the field in events of this code; null when there is none.
  const FieldRow* RowOf(FieldId field, std::uint32_t code) const {
    for (const FieldRow& row : source_->field_rows()) {
      if (row.field == field && row.events.Contains(code) &&
          row.provenance == Provenance::kNative) {
        return &row;
      }
    }
    return nullptr;
  }

  // A part of a text (a name, an extension) cannot be turned back into the record's text, so
  // another row must have the whole: else nobody could search the raw logs for it.
  void ExpectWholeTexts() const {
    for (const FieldRow& row : source_->field_rows()) {
      if (row.provenance == Provenance::kDerived || Whole(row)) continue;
      bool found = false;
      for (const FieldRow& other : source_->field_rows()) {
        found = found || (other.raw == row.raw && Whole(other));
      }
      EXPECT_TRUE(found) << row.raw;
    }
  }

  Schema schema_;
  EventBatch batch_;
  std::unique_ptr<Source> source_;

 private:
  static bool Whole(const FieldRow& row) { return InversionOf(row) != Inversion::kNotInvertible; }

  Decoder decoder_;
  std::string record_;
  Confidence confidence_ = Confidence::kNo;
};

}  // namespace tocsin
