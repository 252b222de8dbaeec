#include "event/ecs/dictionary.h"
#include "telemetry/sources/crowdstrike_fdr/fdr_fields.h"

namespace tocsin::crowdstrike_fdr {
namespace {

using enum FieldConversion;

// The remote end of a connection is its destination, unless the connection came in; of a logon it
// is where the user came from, which the published mapping overlooks.
constexpr EventSet kOut = EventSet::AllBut({kInbound, kLogon});
constexpr EventSet kIn{kInbound};
constexpr EventSet kLogons{kLogon};

constexpr RawName kDirections[] = {
    {"0", "outbound"}, {"1", "inbound"}, {"2", "unknown"}, {"", "unknown"}};

// Protocol numbers (IANA).
constexpr RawName kTransports[] = {
    {"0", "hopopt"},     {"1", "icmp"},   {"2", "igmp"},   {"6", "tcp"},
    {"8", "egp"},        {"17", "udp"},   {"47", "gre"},   {"50", "esp"},
    {"58", "ipv6-icmp"}, {"112", "vrrp"}, {"132", "sctp"},
};

// An event of IPv6 may have an address of IPv4 at one end.
constexpr FieldRow kRows[] = {
    {"LocalAddressIP4", Field("source.ip"), kAddress, kOut},
    {"LocalAddressIP6", Field("source.ip"), kAddress, kOut},
    {"LocalAddressIP4", Field("source.address"), kAddress, kOut},
    {"LocalAddressIP6", Field("source.address"), kAddress, kOut},
    {"LocalPort", Field("source.port"), kNumber, kOut},
    {"RemoteAddressIP4", Field("destination.ip"), kAddress, kOut},
    {"RemoteAddressIP6", Field("destination.ip"), kAddress, kOut},
    {"RemoteAddressIP4", Field("destination.address"), kAddress, kOut},
    {"RemoteAddressIP6", Field("destination.address"), kAddress, kOut},
    {"RemotePort", Field("destination.port"), kNumber, kOut},

    {"RemoteAddressIP4", Field("source.ip"), kAddress, kIn},
    {"RemoteAddressIP6", Field("source.ip"), kAddress, kIn},
    {"RemoteAddressIP4", Field("source.address"), kAddress, kIn},
    {"RemoteAddressIP6", Field("source.address"), kAddress, kIn},
    {"RemotePort", Field("source.port"), kNumber, kIn},
    {"LocalAddressIP4", Field("destination.ip"), kAddress, kIn},
    {"LocalAddressIP6", Field("destination.ip"), kAddress, kIn},
    {"LocalAddressIP4", Field("destination.address"), kAddress, kIn},
    {"LocalAddressIP6", Field("destination.address"), kAddress, kIn},
    {"LocalPort", Field("destination.port"), kNumber, kIn},

    {"RemoteAddressIP4", Field("source.ip"), kAddress, kLogons, MapMode::kOwn},
    {"RemoteAddressIP6", Field("source.ip"), kAddress, kLogons, MapMode::kOwn},
    {"RemoteIP", Field("source.ip"), kAddress, kLogons, MapMode::kOwn},
    {"RemoteAddressIP4", Field("destination.ip"), kAddress, kLogons, MapMode::kElastic},
    {"RemoteAddressIP6", Field("destination.ip"), kAddress, kLogons, MapMode::kElastic},
    {"RemoteAddressIP4", Field("destination.address"), kAddress, kLogons, MapMode::kElastic},
    {"RemoteAddressIP6", Field("destination.address"), kAddress, kLogons, MapMode::kElastic},
    {"ClientComputerName", Field("source.domain"), kText, kLogons},

    Named("ConnectionDirection", Field("network.direction"), kDirections),
    {"Protocol", Field("network.iana_number")},
    Named("Protocol", Field("network.transport"), kTransports),

    {"DomainName", Field("dns.question.name"), kText, {kDns}},
    {"RequestType", Field("dns.question.type"), kDnsType, {kDns}},
    {"IP4Records", Field("dns.resolved_ip"), kDnsAddresses, {kDns}},
    {"IP6Records", Field("dns.resolved_ip"), kDnsAddresses, {kDns}},
    {"FirstIP4Record", Field("dns.resolved_ip"), kAddress, {kDns}},
    {"FirstIP6Record", Field("dns.resolved_ip"), kAddress, {kDns}},
};

}  // namespace

std::span<const FieldRow> NetworkRows() { return kRows; }

}  // namespace tocsin::crowdstrike_fdr
