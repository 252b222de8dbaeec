#include "event/json_writer.h"

#include "base/check.h"
#include "base/escape.h"
#include "base/time.h"
#include "event/conversion.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace tocsin {
namespace {

// Objects within each other. What lies deeper is written dotted, or a crafted name of a million
// parts would cost their square, and the stack.
constexpr std::size_t kPartsMax = 64;

struct NamedField {
  std::string_view name;
  std::span<const Value> values;
  bool array = false;   // a list even with one value
  bool extra = false;   // outside the schema, and so never a member of an object
  bool dotted = false;  // below what is shared, some part is empty
};

bool HasObject(std::span<const Value> values) {
  return std::any_of(values.begin(), values.end(),
                     [](const Value& value) { return value.kind() == ValueKind::kObject; });
}

bool HasEmptyPart(std::string_view name) {
  return name.empty() || name.front() == '.' || name.back() == '.' ||
         name.find("..") != std::string_view::npos;
}

// Whether `name` lies below `parent` ("a.b" below "a").
bool IsBelow(std::string_view name, std::string_view parent) {
  return name.size() > parent.size() && name.starts_with(parent) && name[parent.size()] == '.';
}

// What ObjectWriter takes: names that share the first `skip` bytes.
std::span<const NamedField> Prepared(std::vector<NamedField>* fields, std::size_t skip) {
  for (NamedField& field : *fields) field.dotted = HasEmptyPart(field.name.substr(skip));
  std::sort(fields->begin(), fields->end(),
            [](const NamedField& a, const NamedField& b) { return a.name < b.name; });
  return *fields;
}

// Writes fields that are sorted by name. Names below one prefix stand together in that order,
// because "." follows all of them alike.
class ObjectWriter {
 public:
  ObjectWriter(const Schema& schema, std::string* out) : schema_(schema), out_(*out) {}

  // One object of `fields`, whose names share the first `skip` bytes.
  void Write(std::span<const NamedField> fields, std::size_t skip) {
    out_ += '{';
    ++depth_;
    WriteMembers(fields, skip);
    --depth_;
    out_ += '}';
  }

  // A value of the field `name`.
  void WriteValue(const Value& value, std::string_view name) {
    if (value.kind() != ValueKind::kObject) return AppendValueJson(value, &out_);
    // Members have their whole names; below the array they stand by the rest of it.
    std::vector<NamedField> members;
    std::size_t skip = name.size() + 1;
    for (const FieldEntry& entry : std::span(value.object_fields(), value.object_size())) {
      members.push_back({.name = schema_.name(entry.field),
                         .values = entry.list(),
                         .array = schema_.is_array(entry.field)});
      if (!IsBelow(members.back().name, name)) skip = 0;
    }
    Write(Prepared(&members, skip), skip);
  }

 private:
  void WriteMembers(std::span<const NamedField> fields, std::size_t skip) {
    bool first = true;
    for (std::size_t i = 0; i < fields.size();) {
      const std::string_view name = fields[i].name;
      const std::string_view rest = name.substr(skip);
      const std::size_t dot = rest.find('.');
      if (depth_ == kPartsMax || dot == std::string_view::npos || fields[i].dotted) {
        WriteKey(rest, &first);
        WriteValues(fields[i]);
        ++i;
        continue;
      }
      const std::string_view parent = name.substr(0, skip + dot);
      std::size_t end = i;
      while (end < fields.size() && IsBelow(fields[end].name, parent)) ++end;
      const std::span<const NamedField> group = fields.subspan(i, end - i);
      i = end;
      if (const NamedField* value = FindField(fields, parent)) {
        // What can be a member is in those objects already.
        const bool in_objects = HasObject(value->values);
        for (const NamedField& field : group) {
          if (in_objects && !field.extra) continue;
          WriteKey(field.name.substr(skip), &first);
          WriteValues(field);
        }
      } else if (std::any_of(group.begin(), group.end(),
                             [](const NamedField& field) { return field.dotted; })) {
        WriteMixed(group, skip, &first);
      } else {
        WriteKey(rest.substr(0, dot), &first);
        Write(group, parent.size() + 1);
      }
    }
  }

  // A group in which some names have an empty part: those dotted, the others nested.
  void WriteMixed(std::span<const NamedField> group, std::size_t skip, bool* first) {
    std::vector<NamedField> nested;
    for (const NamedField& field : group) {
      if (field.dotted) {
        WriteKey(field.name.substr(skip), first);
        WriteValues(field);
      } else {
        nested.push_back(field);
      }
    }
    if (nested.empty()) return;
    const std::string_view rest = nested.front().name.substr(skip);
    const std::size_t dot = rest.find('.');
    WriteKey(rest.substr(0, dot), first);
    Write(nested, skip + dot + 1);
  }

  static const NamedField* FindField(std::span<const NamedField> fields, std::string_view name) {
    const auto found = std::lower_bound(
        fields.begin(), fields.end(), name,
        [](const NamedField& field, std::string_view wanted) { return field.name < wanted; });
    return found != fields.end() && found->name == name ? &*found : nullptr;
  }

  void WriteKey(std::string_view key, bool* first) {
    if (!*first) out_ += ',';
    *first = false;
    AppendJsonString(key, out_);
    out_ += ':';
  }

  void WriteValues(const NamedField& field) {
    if (field.values.size() == 1 && !field.array) return WriteValue(field.values[0], field.name);
    out_ += '[';
    for (std::size_t i = 0; i < field.values.size(); ++i) {
      if (i > 0) out_ += ',';
      WriteValue(field.values[i], field.name);
    }
    out_ += ']';
  }

  const Schema& schema_;
  std::string& out_;
  std::size_t depth_ = 0;  // open objects
};

}  // namespace

void AppendValueJson(const Value& value, std::string_view field, const Schema& schema,
                     std::string* out) {
  ObjectWriter(schema, out).WriteValue(value, field);
}

void AppendValueJson(const Value& value, std::string* out) {
  switch (value.kind()) {
    case ValueKind::kNull:
    case ValueKind::kObject:
      TOCSIN_DCHECK(value.is_null(), "objects need a schema");
      *out += "null";
      return;
    case ValueKind::kString:
      return AppendJsonString(value.text(), *out);
    case ValueKind::kTime:
      *out += '"';
      *out += FormatTime(Time{value.time_ns()});
      *out += '"';
      return;
    case ValueKind::kDouble:
      if (!std::isfinite(value.real())) {
        *out += "null";
        return;
      }
      break;
    case ValueKind::kBool:
    case ValueKind::kInt:
    case ValueKind::kUInt:
      break;
  }
  Arena arena(64);
  *out += TextOfValue(value, arena);
}

void AppendEventJson(const Event& event, const Schema& schema, std::string* out) {
  std::vector<NamedField> fields;
  fields.reserve(event.fields.size() + event.extras.size());
  for (const FieldEntry& entry : event.fields) {
    fields.push_back({.name = schema.name(entry.field),
                      .values = entry.list(),
                      .array = schema.is_array(entry.field)});
  }
  for (const ExtraField& extra : event.extras) {
    fields.push_back({.name = extra.name, .values = extra.values, .extra = true});
  }
  ObjectWriter(schema, out).Write(Prepared(&fields, 0), 0);
}

}  // namespace tocsin
