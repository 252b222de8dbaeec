#include "telemetry/sources/endgame/endgame.h"

#include "event/ecs/dictionary.h"
#include "telemetry/sources/document_fields.h"
#include "telemetry/sources/ecs_document.h"
#include "telemetry/sources/event_frame.h"
#include "telemetry/sources/raw_text.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::endgame {
namespace {

constexpr std::string_view kModule = "endgame";
constexpr std::string_view kDataset = "esensor";

constexpr FieldId kAction = Field("event.action");
constexpr FieldId kCategory = Field("event.category");
constexpr FieldId kCommandLine = Field("process.command_line");
constexpr FieldId kKind = Field("event.kind");
constexpr FieldId kType = Field("event.type");

// What Map fills beside the rows, where the document does not.
constexpr FieldId kOtherFields[] = {
    kAction,
    kCategory,
    Field("event.dataset"),
    kKind,
    Field("event.module"),
    kType,
    Field("host.os.type"),
    Field("process.args_count"),
    kCommandLine,
};

// The scalars of a node that is one or a list of them.
template <class Visit>
void ForEachScalar(const doc::Node* node, const Visit& visit) {
  if (node == nullptr) return;
  if (!node->is_array()) return visit(*node);
  for (std::uint32_t i = 0; i < node->size(); ++i) visit(node->element(i));
}

class EndgameSource final : public Source {
 public:
  EndgameSource() : fields_(FieldRows()) {}

  std::string_view name() const override { return "endgame"; }
  std::string_view title() const override { return "Elastic Endgame"; }
  bool speaks_ecs() const override { return true; }

  Confidence Recognize(const doc::Node& record) const override {
    if (!record.is_object()) return Confidence::kNo;
    const doc::Node& body = EcsBody(record);
    const bool sensor =
        FieldText(body, "event.module") == kModule || IndexOf(record).type == kModule ||
        (body.is_object() && std::any_of(body.begin(), body.end(), [](const doc::Member& member) {
           return member.key.starts_with("endgame.") ||
                  (member.key == kModule && member.value.is_object());
         }));
    return sensor ? Confidence::kCertain : Confidence::kNo;
  }

  void Map(const SourceRecord& record, EventBuilder& event) override {
    const doc::Node& body = EcsBody(record.document);
    AddEcsBody(body, event);
    AddRows(body, record.compat_elastic, event);
    AddClass(body, event);
    AddArguments(body, event);
    FillText(Field("event.module"), kModule, event);
    FillText(Field("event.dataset"), kDataset, event);
    event.SetDataset(kDataset);
    if (const auto number = ParseUnsigned(Scalar(body, "endgame.serial_event_id", event))) {
      std::string_view host = FieldText(body, "host.id");
      if (host.empty()) host = FieldText(body, "host.name");
      if (!host.empty()) event.SetChannel(host, *number);
    }
  }

  std::span<const FieldRow> field_rows() const override { return FieldRows(); }
  std::span<const FieldId> other_fields() const override { return kOtherFields; }

 private:
  static std::string_view Scalar(const doc::Node& body, std::string_view path,
                                 EventBuilder& event) {
    const doc::Node* node = FindField(body, path);
    if (node != nullptr && node->is_array() && node->size() > 0) node = &node->element(0);
    return node == nullptr ? std::string_view() : doc::TextOf(*node, event.arena());
  }

  void AddRows(const doc::Node& body, bool compat_elastic, EventBuilder& event) {
    for (const FieldRow* row : fields_.RowsFor(0, compat_elastic)) {
      if (!event.Wants(row->field) || event.Has(row->field)) continue;
      const std::string_view raw = Scalar(body, row->raw, event);
      if (raw.empty()) continue;
      values_.clear();
      Convert(*row, raw, event.arena(), &values_);
      for (const Value& value : values_) event.Add(row->field, value);
    }
  }

  // Types of the early dialect become those of the late one; what is missing follows from the
  // action.
  static void AddClass(const doc::Node& body, EventBuilder& event) {
    bool first = true;
    ForEachScalar(FindField(body, "event.type"), [&](const doc::Node& node) {
      if (!node.is_string()) return;
      const Value type = Value::String(LateType(node.text()));
      first ? event.Set(kType, type) : event.Add(kType, type);
      first = false;
    });
    const std::string_view subtype = FieldText(body, "endgame.event_subtype_full");
    FillText(kAction, subtype, event);
    const std::string_view action = FieldText(body, "event.action");
    const EventClass event_class = ClassOf(action.empty() ? subtype : action);
    FillText(kType, event_class.type, event);
    FillText(kCategory, event_class.category, event);
    const bool alert = !FieldText(body, "endgame.metadata.type").empty();
    FillText(kKind, alert ? "alert" : "event", event);
  }

  static void AddArguments(const doc::Node& body, EventBuilder& event) {
    const doc::Node* args = FindField(body, "process.args");
    if (args == nullptr) return;
    std::int64_t count = 0;
    std::string line;
    ForEachScalar(args, [&](const doc::Node& argument) {
      if (!argument.is_string()) return;
      if (count++ > 0) line += ' ';
      line += argument.text();
    });
    if (count > 0 && !event.Has(Field("process.args_count"))) {
      event.Add(Field("process.args_count"), Value::Int(count));
    }
    if (event.Wants(kCommandLine)) FillText(kCommandLine, event.arena().Copy(line), event);
  }

  FieldMap fields_;
  std::vector<Value> values_;
};

}  // namespace

std::unique_ptr<Source> MakeSource() { return std::make_unique<EndgameSource>(); }

}  // namespace tocsin::endgame
