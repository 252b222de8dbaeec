#include "event/ecs/dictionary.h"
#include "telemetry/sources/sentinel_one/funnel_fields.h"

namespace tocsin::sentinel_one {
namespace {

using enum FieldConversion;

// tgt.file.isSigned stands in events without a file, too.
constexpr EventSet kFiles{kFile, kDriver};
constexpr EventSet kDrivers{kDriver};
constexpr EventSet kKeys{kRegKey};
constexpr EventSet kValues{kRegValue};

constexpr RawName kSigned[] = {{"signed", "true"}, {"unsigned", "false"}};

constexpr FieldRow kRows[] = {
    {"tgt.file.path", Field("file.path")},
    {"tgt.file.path", Field("file.name"), kPathName},
    {"tgt.file.name", Field("file.name")},
    {"tgt.file.path", Field("file.directory"), kPathDirectory},
    {"tgt.file.path", Field("file.drive_letter"), kPathDrive},
    {"tgt.file.extension", Field("file.extension")},
    {"tgt.file.path", Field("file.extension"), kPathExtension},
    {"tgt.file.type", Field("file.type")},
    {"tgt.file.size", Field("file.size"), kNumber},
    {"tgt.file.creationTime", Field("file.created"), kEpoch},
    {"tgt.file.modificationTime", Field("file.mtime"), kEpoch},
    {"tgt.file.md5", Field("file.hash.md5"), kLowerText},
    {"tgt.file.sha1", Field("file.hash.sha1"), kLowerText},
    {"tgt.file.sha256", Field("file.hash.sha256"), kLowerText},
    {"tgt.file.oldPath", Field("file.Ext.original.path")},
    {"tgt.file.oldPath", Field("file.Ext.original.name"), kPathName},
    {"tgt.file.oldPath", Field("file.Ext.original.extension"), kPathExtension},
    {"tgt.file.internalName", Field("file.pe.original_file_name"), kText, kFiles},
    {"tgt.file.description", Field("file.pe.description"), kText, kFiles},
    Named("tgt.file.isSigned", Field("file.code_signature.exists"), kSigned, kFiles),

    {"tgt.file.path", Field("dll.path"), kText, kDrivers},
    {"tgt.file.path", Field("dll.name"), kPathName, kDrivers},
    {"tgt.file.md5", Field("dll.hash.md5"), kLowerText, kDrivers},
    {"tgt.file.sha1", Field("dll.hash.sha1"), kLowerText, kDrivers},
    {"tgt.file.sha256", Field("dll.hash.sha256"), kLowerText, kDrivers},
    {"tgt.file.internalName", Field("dll.pe.original_file_name"), kText, kDrivers},
    Named("tgt.file.isSigned", Field("dll.code_signature.exists"), kSigned, kDrivers),
    {"module.path", Field("dll.path")},
    {"module.path", Field("dll.name"), kPathName},
    {"module.md5", Field("dll.hash.md5"), kLowerText},
    {"module.sha1", Field("dll.hash.sha1"), kLowerText},
    {"module.sha256", Field("dll.hash.sha256"), kLowerText},

    {"registry.keyPath", Field("registry.path")},
    {"registry.keyPath", Field("registry.hive"), kKernelRegistryHive},
    {"registry.keyPath", Field("registry.key"), kText, kKeys},
    {"registry.keyPath", Field("registry.key"), kRegistryParent, kValues},
    {"registry.keyPath", Field("registry.value"), kRegistryValue, kValues},
    {"registry.value", Field("registry.data.strings")},
    {"registry.valueType", Field("registry.data.type")},
};

}  // namespace

std::span<const FieldRow> ObjectRows() { return kRows; }

}  // namespace tocsin::sentinel_one
