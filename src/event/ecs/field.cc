#include "event/ecs/field.h"

#include "base/check.h"

namespace tocsin {

std::string_view FieldTypeName(FieldType type) {
  switch (type) {
    case FieldType::kKeyword:
      return "keyword";
    case FieldType::kWildcard:
      return "wildcard";
    case FieldType::kText:
      return "text";
    case FieldType::kConstantKeyword:
      return "constant_keyword";
    case FieldType::kLong:
      return "long";
    case FieldType::kDouble:
      return "double";
    case FieldType::kBoolean:
      return "boolean";
    case FieldType::kDate:
      return "date";
    case FieldType::kIp:
      return "ip";
    case FieldType::kVersion:
      return "version";
    case FieldType::kGeoPoint:
      return "geo_point";
    case FieldType::kObject:
      return "object";
    case FieldType::kNested:
      return "nested";
    case FieldType::kFlattened:
      return "flattened";
    case FieldType::kUnmapped:
      return "unmapped";
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace tocsin
