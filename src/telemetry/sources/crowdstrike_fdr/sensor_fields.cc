#include "event/ecs/dictionary.h"
#include "telemetry/sources/crowdstrike_fdr/fdr_fields.h"

namespace tocsin::crowdstrike_fdr {
namespace {

using enum FieldConversion;

constexpr RawName kPlatforms[] = {
    {"Win", "windows"}, {"Lin", "linux"},       {"Mac", "macos"},
    {"iOS", "ios"},     {"Android", "android"}, {"K8S", "linux"},
};

constexpr FieldRow kRows[] = {
    // When the cloud took the event over; the sensor's own time is ContextTimeStamp.
    {"UTCTimestamp", Field("event.created"), kEpoch},
    {"timestamp", Field("event.created"), kEpoch},
    {"CreationTimeStamp", Field("event.created"), kEpoch},
    {"Time", Field("event.created"), kEpoch},
    {"_time", Field("event.created"), kEpoch},

    // Events name their host by the sensor only; its name stands in the table of hosts.
    {"aid", Field("host.id")},
    {"ComputerName", Field("host.name"), kLowerText},
    {"ComputerName", Field("host.hostname")},
    {"hostname", Field("host.name"), kLowerText},
    {"hostname", Field("host.hostname")},
    {"MachineDomain", Field("host.domain")},
    Named("event_platform", Field("host.os.type"), kPlatforms),
    {"OSVersionString", Field("host.os.version")},
    {"Version", Field("host.os.version")},
    {"City", Field("host.geo.city_name")},
    {"Country", Field("host.geo.country_name")},
    {"Continent", Field("host.geo.continent_name")},
    {"Timezone", Field("host.geo.timezone")},

    // The sensor, and the public address that the cloud saw it under.
    {"aid", Field("observer.serial_number")},
    {"aip", Field("observer.ip"), kAddress},
    {"AgentVersion", Field("observer.version")},
    {"ConfigBuild", Field("observer.version")},
};

}  // namespace

std::span<const FieldRow> SensorRows() { return kRows; }

}  // namespace tocsin::crowdstrike_fdr
