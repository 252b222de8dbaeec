#include "event/ecs/dictionary.h"
#include "telemetry/sources/crowdstrike_fdr/fdr_fields.h"

namespace tocsin::crowdstrike_fdr {
namespace {

using enum FieldConversion;

// Where ImageFileName is what was loaded.
constexpr EventSet kModules{kLibrary, kDriver};
constexpr EventSet kNotModules = EventSet::AllBut({kLibrary, kDriver});
// Where the process that acts ("context") is not the one that the event is about.
constexpr EventSet kByContext = EventSet::AllBut({kProcess, kDetection});

// Relative identifiers of mandatory labels (MS-DTYP 2.4.2.4).
constexpr RawName kIntegrityLevels[] = {
    {"0", "UNTRUSTED"}, {"4096", "LOW"},     {"8192", "MEDIUM"},     {"8448", "MEDIUM_PLUS"},
    {"12288", "HIGH"},  {"16384", "SYSTEM"}, {"20480", "PROTECTED"},
};

constexpr FieldRow kRows[] = {
    // Identities are numbers of 64 bits, unique within a sensor; they are not process ids.
    {"TargetProcessId", Field("process.entity_id")},
    {"ContextProcessId", Field("process.entity_id")},
    {"RawProcessId", Field("process.pid"), kNumber},
    {"EtwRawProcessId", Field("process.pid"), kNumber},
    {"ContextThreadId", Field("process.thread.id"), kNumber},
    {"EtwRawThreadId", Field("process.thread.id"), kNumber},
    {"ProcessGroupId", Field("process.group_leader.entity_id")},
    {"SessionProcessId", Field("process.session_leader.entity_id")},

    {"ImageFileName", Field("process.executable"), kText, kNotModules},
    {"ImageFileName", Field("process.name"), kPathName, kNotModules},
    {"TargetImageFileName", Field("process.executable"), kText, kModules},
    {"TargetImageFileName", Field("process.name"), kPathName, kModules},
    {"ContextImageFileName", Field("process.executable"), kText, kByContext},
    {"ContextBaseFileName", Field("process.name"), kText, kByContext},
    {"ContextImageFileName", Field("process.name"), kPathName, kByContext},
    {"CommandLine", Field("process.command_line")},
    {"CommandLine", Field("process.args"), kFilledArgs},
    {"CommandLine", Field("process.args_count"), kFilledArgCount},
    {"ServiceDisplayName", Field("process.title"), kText, kNotModules},
    {"ServiceDisplayName", Field("service.name"), kText, kModules},
    {"OriginalFilename", Field("process.pe.original_file_name"), kText, {kProcess}},
    {"ProcessStartTime", Field("process.start"), kEpoch},
    {"ProcessEndTime", Field("process.end"), kEpoch},
    {"ExitCode", Field("process.exit_code"), kNumber},
    Named("IntegrityLevel", Field("process.Ext.token.integrity_level_name"), kIntegrityLevels),
    {"MD5HashData", Field("process.hash.md5"), kDigest, {kProcess}},
    {"SHA1HashData", Field("process.hash.sha1"), kDigest, {kProcess}},
    {"SHA256HashData", Field("process.hash.sha256"), kDigest, {kProcess}},

    // Of the parent the sensor tells its identity and its name; the rest stands in the parent's own
    // start.
    {"ParentProcessId", Field("process.parent.entity_id"), kText, EventSet::AllBut({kDetection})},
    {"ParentBaseFileName", Field("process.parent.name")},
    Derived(Field("process.parent.executable")),
    Derived(Field("process.parent.command_line")),
    Derived(Field("process.parent.args")),
    Derived(Field("process.parent.args_count")),
    Derived(Field("process.parent.pid")),
};

}  // namespace

std::span<const FieldRow> ProcessRows() { return kRows; }

}  // namespace tocsin::crowdstrike_fdr
