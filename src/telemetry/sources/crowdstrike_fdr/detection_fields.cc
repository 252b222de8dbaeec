#include "event/ecs/dictionary.h"
#include "telemetry/sources/crowdstrike_fdr/fdr_fields.h"

namespace tocsin::crowdstrike_fdr {
namespace {

using enum FieldConversion;

constexpr EventSet kOnly{kDetection};

// Severities on the scale of detection rules.
constexpr RawName kSeverities[] = {
    {"Informational", "21"}, {"Info", "21"}, {"Low", "21"},
    {"Medium", "47"},        {"High", "73"}, {"Critical", "99"},
};

constexpr FieldRow kRows[] = {
    {"DetectName", Field("rule.name"), kText, kOnly},
    {"Name", Field("rule.name"), kText, kOnly},
    {"DetectDescription", Field("message"), kText, kOnly},
    {"Description", Field("message"), kText, kOnly},
    Named("SeverityName", Field("event.severity"), kSeverities, kOnly),
    {"FalconHostLink", Field("event.reference"), kText, kOnly},
    {"Tactic", Field("threat.tactic.name"), kText, kOnly},
    {"Technique", Field("threat.technique.name"), kText, kOnly},

    {"AgentId", Field("host.id"), kText, kOnly},
    {"SensorId", Field("host.id"), kText, kOnly},
    {"LocalIP", Field("host.ip"), kAddress, kOnly},
    {"FilePath", Field("process.executable"), kText, kOnly},
    {"FileName", Field("process.name"), kText, kOnly},
    {"FilePath", Field("process.name"), kPathName, kOnly},
    {"MD5String", Field("process.hash.md5"), kDigest, kOnly},
    {"SHA1String", Field("process.hash.sha1"), kDigest, kOnly},
    {"SHA256String", Field("process.hash.sha256"), kDigest, kOnly},
    // What else a finding tells of the parent stays below `crowdstrike`: events of the sensor take
    // it from the parent's start.
    {"ParentImageFileName", Field("process.parent.name"), kPathName, kOnly},
};

}  // namespace

std::span<const FieldRow> DetectionRows() { return kRows; }

}  // namespace tocsin::crowdstrike_fdr
