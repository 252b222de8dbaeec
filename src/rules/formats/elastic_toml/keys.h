// The keys that the rule schema knows, for messages about misspelt ones.
// Facts: Kibana detection-engine API schema (common fields and fields by type).
#pragma once

#include <array>
#include <string_view>

namespace tocsin::elastic_toml {

inline constexpr std::array<std::string_view, 16> kMetadataKeys = {
    "bypass_bbr_timing", "comments",      "creation_date",      "deprecation_date",
    "extended",          "integration",   "maturity",           "min_stack_comments",
    "min_stack_version", "os_type_list",  "promotion",          "query_schema_validation",
    "related_endpoint_rules", "rule_ids", "rule_names",         "updated_date"};

inline constexpr std::array<std::string_view, 74> kRuleKeys = {
    "actions",              "alert_suppression",      "anomaly_threshold",
    "author",               "building_block_type",    "concurrent_searches",
    "created_at",           "created_by",             "data_view_id",
    "description",          "enabled",                "event_category_override",
    "exceptions_list",      "execution_summary",      "false_positives",
    "filters",              "from",                   "history_window_start",
    "id",                   "immutable",              "index",
    "interval",             "investigation_fields",   "items_per_search",
    "language",             "license",                "machine_learning_job_id",
    "max_signals",          "meta",                   "name",
    "namespace",            "new_terms",              "new_terms_fields",
    "note",                 "outcome",                "output_index",
    "query",                "references",             "related_integrations",
    "required_fields",      "response_actions",       "revision",
    "risk_score",           "risk_score_mapping",     "rule_id",
    "rule_name_override",   "rule_source",            "saved_id",
    "setup",                "severity",               "severity_mapping",
    "tags",                 "threat",                 "threat_filters",
    "threat_index",         "threat_indicator_path",  "threat_language",
    "threat_mapping",       "threat_mappings",        "threat_query",
    "threshold",            "throttle",               "tiebreaker_field",
    "timeline_id",          "timeline_title",         "timestamp_field",
    "timestamp_override",   "timestamp_override_fallback_disabled",
    "to",                   "type",                   "updated_at",
    "updated_by",           "uuid",                   "version"};

}  // namespace tocsin::elastic_toml
