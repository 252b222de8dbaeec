#include "event/ecs/dictionary.h"
#include "telemetry/sources/sentinel_one/funnel_fields.h"

namespace tocsin::sentinel_one {
namespace {

using enum FieldConversion;

constexpr RawName kSystems[] = {
    {"windows", "windows"}, {"linux", "linux"}, {"osx", "macos"},
    {"macos", "macos"},     {"ios", "ios"},     {"android", "android"},
};

constexpr FieldRow kRows[] = {
    {"event.id", Field("event.id")},
    {"sca:ingestTime", Field("event.ingested"), kEpoch},

    {"agent.uuid", Field("host.id")},
    {"agent.uuid", Field("agent.id")},
    {"agent.version", Field("agent.version")},
    {"endpoint.name", Field("host.name"), kLowerText},
    {"endpoint.name", Field("host.hostname")},
    {"endpoint.type", Field("host.type")},
    Named("endpoint.os", Field("host.os.type"), kSystems),
    {"endpoint.os", Field("host.os.platform")},
    {"os.name", Field("host.os.name")},
    {"group.id", Field("group.id")},

    {"k8sCluster.name", Field("orchestrator.cluster.name")},
    {"k8sCluster.namespace", Field("orchestrator.namespace")},
    {"k8sCluster.podName", Field("orchestrator.resource.name")},
    {"k8sCluster.containerId", Field("container.id")},
    {"k8sCluster.containerName", Field("container.name")},
    {"k8sCluster.containerImage", Field("container.image.name")},
    {"k8sCluster.containerImage.sha256", Field("container.image.hash.all")},

    {"indicator.name", Field("rule.name"), kText, {kIndicator}},
    {"indicator.category", Field("rule.category"), kText, {kIndicator}},
    {"indicator.description", Field("rule.description"), kText, {kIndicator}},
};

}  // namespace

std::span<const FieldRow> EndpointRows() { return kRows; }

}  // namespace tocsin::sentinel_one
