// The keys of rules that mean something here or have a meaning of their own in Datadog, for
// messages about misspelled ones.
// Facts: Datadog API reference, security monitoring rules (create, get); exported rules.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace tocsin::datadog_json {

inline constexpr std::array<std::string_view, 32> kRuleKeys = {"blocking",
                                                               "calculatedFields",
                                                               "cases",
                                                               "complianceSignalOptions",
                                                               "createdAt",
                                                               "creationAuthorId",
                                                               "customMessage",
                                                               "customName",
                                                               "defaultRuleId",
                                                               "defaultTags",
                                                               "deprecationDate",
                                                               "filters",
                                                               "groupSignalsBy",
                                                               "hasExtendedTitle",
                                                               "id",
                                                               "isBeta",
                                                               "isDefault",
                                                               "isDeleted",
                                                               "isDeprecated",
                                                               "isEnabled",
                                                               "isPartner",
                                                               "message",
                                                               "metadata",
                                                               "name",
                                                               "options",
                                                               "queries",
                                                               "referenceTables",
                                                               "schedulingOptions",
                                                               "tags",
                                                               "thirdPartyCases",
                                                               "type",
                                                               "version"};

inline constexpr std::array<std::string_view, 14> kQueryKeys = {"aggregation",
                                                                "customQueryExtension",
                                                                "dataSource",
                                                                "distinctFields",
                                                                "groupByFields",
                                                                "hasOptionalGroupByFields",
                                                                "index",
                                                                "indexes",
                                                                "metric",
                                                                "metrics",
                                                                "name",
                                                                "query",
                                                                "correlatedByFields",
                                                                "correlatedQueryIndex"};

inline constexpr std::array<std::string_view, 6> kCaseKeys = {
    "actions", "condition", "customStatus", "name", "notifications", "status"};

inline constexpr std::array<std::string_view, 14> kOptionKeys = {
    "anomalyDetectionOptions",
    "complianceRuleOptions",
    "decreaseCriticalityBasedOnEnv",
    "detectionMethod",
    "evaluationWindow",
    "hardcodedEvaluatorType",
    "impossibleTravelOptions",
    "keepAlive",
    "maxSignalDuration",
    "newValueOptions",
    "relatedSignalsFields",
    "sequenceDetectionOptions",
    "thirdPartyRuleOptions",
    "instantaneousBaselineTimeoutMinutes"};

// Seconds that the three windows may have.
inline constexpr std::array<std::int64_t, 12> kWindows = {0,    60,   300,   600,   900,   1800,
                                                          3600, 7200, 10800, 21600, 43200, 86400};

inline constexpr std::array<std::string_view, 8> kAggregations = {
    "cardinality", "count", "event_count", "geo_data", "max", "new_value", "none", "sum"};

inline constexpr std::array<std::string_view, 8> kMethods = {
    "anomaly_detection", "anomaly_threshold",  "hardcoded",   "impossible_travel",
    "new_value",         "sequence_detection", "third_party", "threshold"};

inline constexpr std::array<std::string_view, 8> kTypes = {
    "api_security",  "application_security", "cloud_configuration", "infrastructure_configuration",
    "log_detection", "signal_correlation",   "workload_activity",   "workload_security"};

}  // namespace tocsin::datadog_json
