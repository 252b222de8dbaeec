#include "event/ecs/dictionary.h"
#include "telemetry/sources/crowdstrike_fdr/fdr_fields.h"

namespace tocsin::crowdstrike_fdr {
namespace {

using enum FieldConversion;

constexpr EventSet kFiles{kFile, kRename, kDirectory};
constexpr EventSet kModules{kLibrary, kDriver};
constexpr EventSet kNotDirectories = EventSet::AllBut({kDirectory});

// Image signature type 0 is no signature; levels 0 and 1 are unchecked and unsigned (ntddk.h,
// SE_SIGNING_LEVEL_*).
constexpr RawName kSignatureTypes[] = {{"0", "false"}, {"1", "true"}, {"", "true"}};
constexpr RawName kUnsigned[] = {{"0", "false"}};
constexpr RawName kSignatureLevels[] = {
    {"0", "false"}, {"1", "false"}, {"2", "true"}, {"", "true"}};

constexpr FieldRow kRows[] = {
    {"TargetFileName", Field("file.path")},
    {"TargetFileName", Field("file.name"), kPathName},
    {"TargetFileName", Field("file.directory"), kPathDirectory},
    {"TargetFileName", Field("file.extension"), kPathExtension, kNotDirectories},
    {"TargetFileName", Field("file.drive_letter"), kPathDrive},
    {"TargetDirectoryName", Field("file.path"), kText, {kDirectory}},
    {"TargetDirectoryName", Field("file.name"), kPathName, {kDirectory}},
    {"TargetDirectoryName", Field("file.directory"), kPathDirectory, {kDirectory}},
    {"SourceFileName", Field("file.Ext.original.path"), kText, {kRename}},
    {"SourceFileName", Field("file.Ext.original.name"), kPathName, {kRename}},
    {"SourceFileName", Field("file.Ext.original.extension"), kPathExtension, {kRename}},
    {"SourceFileName", Field("file.path")},
    {"SourceFileName", Field("file.name"), kPathName},
    {"SourceFileName", Field("file.directory"), kPathDirectory},
    {"SourceFileName", Field("file.extension"), kPathExtension},
    {"SourceFileName", Field("file.drive_letter"), kPathDrive},
    {"Size", Field("file.size"), kNumber},
    {"FileIdentifier", Field("file.inode")},
    {"DiskParentDeviceInstanceId", Field("file.device")},
    {"MD5HashData", Field("file.hash.md5"), kDigest, kFiles},
    {"SHA1HashData", Field("file.hash.sha1"), kDigest, kFiles},
    {"SHA256HashData", Field("file.hash.sha256"), kDigest, kFiles},
    {"OriginalFilename", Field("file.pe.original_file_name"), kText, kFiles},
    {"CompanyName", Field("file.pe.company"), kText, kFiles},
    {"FileDescription", Field("file.pe.description"), kText, kFiles},
    {"FileVersion", Field("file.pe.file_version"), kText, kFiles},
    {"ProductName", Field("file.pe.product"), kText, kFiles},

    // Modules and drivers.
    {"ImageFileName", Field("dll.path"), kText, kModules},
    {"ImageFileName", Field("dll.name"), kPathName, kModules},
    {"OriginalFilename", Field("dll.pe.original_file_name"), kText, kModules},
    {"CompanyName", Field("dll.pe.company"), kText, kModules},
    {"CertificatePublisher", Field("dll.code_signature.subject_name"), kText, kModules},
    {"MD5HashData", Field("dll.hash.md5"), kDigest, kModules},
    {"SHA1HashData", Field("dll.hash.sha1"), kDigest, kModules},
    {"SHA256HashData", Field("dll.hash.sha256"), kDigest, kModules},
    Named("ImageSignatureType", Field("dll.code_signature.exists"), kSignatureTypes, kModules),
    Named("ImageSignatureType", Field("dll.code_signature.trusted"), kUnsigned, kModules),
    Named("ImageSignatureLevel", Field("dll.code_signature.trusted"), kSignatureLevels, kModules),
    {"ModuleSize", Field("dll.Ext.size"), kNumber, kModules},
};

}  // namespace

std::span<const FieldRow> FileRows() { return kRows; }

}  // namespace tocsin::crowdstrike_fdr
