#include "event/ecs/dictionary.h"
#include "telemetry/sources/sentinel_one/funnel_fields.h"

namespace tocsin::sentinel_one {
namespace {

using enum FieldConversion;

constexpr EventSet kConnections{kConnect};
constexpr EventSet kNetwork{kConnect, kListen};

constexpr RawName kActions[] = {{"OUTGOING", "connection_attempted"},
                                {"INCOMING", "connection_accepted"}};
constexpr RawName kDirections[] = {{"OUTGOING", "egress"}, {"INCOMING", "ingress"}};
constexpr RawName kOutcomes[] = {
    {"SUCCESS", "success"}, {"FAILURE", "failure"}, {"BLOCKED", "unknown"}};
constexpr RawName kTransports[] = {
    {"TCPV4", "tcp"},       {"TCPV6", "tcp"}, {"TCPV4LISTEN", "tcp"},
    {"TCPV6LISTEN", "tcp"}, {"UDPV4", "udp"}, {"UDPV6", "udp"},
};
constexpr RawName kVersions[] = {
    {"TCPV4", "ipv4"},       {"TCPV6", "ipv6"}, {"TCPV4LISTEN", "ipv4"},
    {"TCPV6LISTEN", "ipv6"}, {"UDPV4", "ipv4"}, {"UDPV6", "ipv6"},
};

constexpr FieldRow kRows[] = {
    // Both ends in the order of the connection, whoever began it.
    {"src.ip.address", Field("source.ip"), kAddress},
    {"src.ip.address", Field("source.address"), kAddress},
    {"src.port.number", Field("source.port"), kNumber},
    {"dst.ip.address", Field("destination.ip"), kAddress},
    {"dst.ip.address", Field("destination.address"), kAddress},
    {"dst.port.number", Field("destination.port"), kNumber},
    Named("event.network.direction", Field("event.action"), kActions, kConnections),
    Named("event.network.direction", Field("network.direction"), kDirections),
    Named("event.network.connectionStatus", Field("event.outcome"), kOutcomes),
    {"event.network.protocolName", Field("network.protocol"), kLowerText},
    Named("meta.event.name", Field("network.transport"), kTransports, kNetwork),
    Named("meta.event.name", Field("network.type"), kVersions, kNetwork),

    // "type: 1 host.example", or the name alone.
    {"event.dns.request", Field("dns.question.type"), kDnsAnswerTypes},
    {"event.dns.request", Field("dns.question.name"), kDnsAnswerData},
    {"event.dns.request", Field("dns.question.name")},
    {"event.dns.response", Field("dns.resolved_ip"), kDnsAddresses},
    {"event.dns.response", Field("dns.answers.data"), kDnsAnswerData},
    {"event.dns.response", Field("dns.answers.type"), kDnsAnswerTypes},

    {"url.address", Field("url.original"), kText, {kUrl}},
    {"url.address", Field("url.domain"), kUrlHost, {kUrl}},
    {"event.url.action", Field("http.request.method"), kText, {kUrl}},
};

}  // namespace

std::span<const FieldRow> NetworkRows() { return kRows; }

}  // namespace tocsin::sentinel_one
