// The object hash that Kibana uses for the ids of suppressed, new-terms and ES|QL alerts: SHA-1 in
// hexadecimal over a canonical walk of a JSON value.
//
// Fact: the JavaScript library object-hash 3.0.0 with default options; every plain object also
// walks its prototype and constructor, which gives the constant texts in the source.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace tocsin {

std::string ObjectHash(const nlohmann::json& value);
// The text that is hashed, for tests and for finding differences.
std::string ObjectHashWalk(const nlohmann::json& value);

}  // namespace tocsin
