// The variants of EQL.
#pragma once

#include <cstdint>

namespace tocsin::eql {

enum class Dialect : std::uint8_t {
  kElasticsearch,  // detection rules and searches of Elasticsearch 8 and 9
  kEndpoint,       // behavior rules of endpoint sensors: stage aliases, lineage, array search
};

}  // namespace tocsin::eql
