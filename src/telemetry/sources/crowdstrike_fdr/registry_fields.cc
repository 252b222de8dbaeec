#include "event/ecs/dictionary.h"
#include "telemetry/sources/crowdstrike_fdr/fdr_fields.h"

namespace tocsin::crowdstrike_fdr {
namespace {

using enum FieldConversion;

constexpr EventSet kAll;

// RegOperationType: 1 value set, 2 value deleted, 3 key created, 4 key deleted, 5 security set,
// 6 key loaded, 7 key renamed, 8 key opened, 9 value queried.
constexpr RawName kTypes[] = {
    {"1", "change"}, {"2", "deletion"}, {"3", "creation"}, {"4", "deletion"}, {"5", "change"},
    {"6", "info"},   {"7", "change"},   {"8", "access"},   {"9", "access"},
};
constexpr RawName kActions[] = {
    {"1", "modification"}, {"2", "deletion"},     {"3", "creation"},
    {"4", "deletion"},     {"5", "modification"}, {"6", "load"},
    {"7", "modification"}, {"8", "open"},         {"9", "query"},
};

// Types of registry values (winnt.h).
constexpr RawName kDataTypes[] = {
    {"0", "REG_NONE"},
    {"1", "REG_SZ"},
    {"2", "REG_EXPAND_SZ"},
    {"3", "REG_BINARY"},
    {"4", "REG_DWORD"},
    {"5", "REG_DWORD_BIG_ENDIAN"},
    {"6", "REG_LINK"},
    {"7", "REG_MULTI_SZ"},
    {"8", "REG_RESOURCE_LIST"},
    {"9", "REG_FULL_RESOURCE_DESCRIPTOR"},
    {"10", "REG_RESOURCE_REQUIREMENTS_LIST"},
    {"11", "REG_QWORD"},
};

constexpr FieldRow kRows[] = {
    Named("RegOperationType", Field("event.type"), kTypes, {kRegistry}),
    // The published mapping has had the operation here and, later, the event's own name.
    Named("RegOperationType", Field("event.action"), kActions, {kRegistry}, MapMode::kOwn),
    // The path of a value also has its name, see the source.
    {"RegObjectName", Field("registry.path")},
    {"RegObjectName", Field("registry.key"), kKernelRegistryKey},
    {"RegObjectName", Field("registry.hive"), kKernelRegistryHive, kAll, MapMode::kOwn},
    {"RegValueName", Field("registry.value")},
    {"RegStringValue", Field("registry.data.strings")},
    {"RegNumericValue", Field("registry.data.strings")},
    Named("RegType", Field("registry.data.type"), kDataTypes),
};

}  // namespace

std::span<const FieldRow> RegistryRows() { return kRows; }

}  // namespace tocsin::crowdstrike_fdr
