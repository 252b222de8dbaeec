#include "telemetry/windows_forwarded.h"

#include "base/check.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

namespace tocsin {
namespace {

class WindowsForwardedSource final : public Source {
 public:
  explicit WindowsForwardedSource(std::vector<std::unique_ptr<Source>> members)
      : members_(std::move(members)) {
    TOCSIN_CHECK(!members_.empty(), "somebody must map the records");
    std::set<FieldId> fields;
    for (const std::unique_ptr<Source>& member : members_) {
      fields.insert(member->other_fields().begin(), member->other_fields().end());
      for (const FieldRow& row : member->field_rows()) {
        if (row.provenance == Provenance::kNative) fields.insert(row.field);
      }
    }
    fields_.assign(fields.begin(), fields.end());
  }

  std::string_view name() const override { return "windows_forwarded"; }
  std::string_view title() const override { return "Windows event collector (ForwardedEvents)"; }

  Confidence Recognize(const doc::Node& /*document*/) const override { return Confidence::kNo; }

  void Map(const SourceRecord& record, EventBuilder& event) override {
    SourceRecord forwarded = record;
    forwarded.forwarded = true;
    const auto known = std::find_if(members_.begin(), members_.end(), [&](const auto& member) {
      return member->Recognize(record.document) == Confidence::kCertain;
    });
    (known == members_.end() ? members_.back() : *known)->Map(forwarded, event);
  }

  // What any of the channels has.
  std::span<const FieldId> other_fields() const override { return fields_; }

 private:
  const std::vector<std::unique_ptr<Source>> members_;
  std::vector<FieldId> fields_;
};

}  // namespace

std::unique_ptr<Source> MakeWindowsForwarded(std::vector<std::unique_ptr<Source>> members) {
  return std::make_unique<WindowsForwardedSource>(std::move(members));
}

}  // namespace tocsin
