// Documents that are ECS already, whoever wrote them: what all sources of such documents share.
//
// An exported search hit has the document under "_source" and the name of its index beside it; both
// are read. Nothing is renamed, and what a document says is never replaced.
//
// Ownership: values view the document. Threads: pure. Cost: see document_fields.h.
#pragma once

#include "event/builder.h"
#include "telemetry/decoders/document.h"

#include <string_view>

namespace tocsin {

// The document within a search hit; the record itself if it is no hit.
const doc::Node& EcsBody(const doc::Node& record);

// What stands before the first dash of a hit's index name behind ".ds-": "logs", "endgame"; and, of
// a data stream (TYPE-DATASET-NAMESPACE), its dataset and namespace. Empty where there is none.
struct IndexNames {
  std::string_view type;
  std::string_view dataset;
  std::string_view name_space;
};
IndexNames IndexOf(const doc::Node& record);

// Adds all fields of the body; host.os.type, @timestamp and the agent's own number of the event
// from their next best places.
void AddEcsBody(const doc::Node& body, EventBuilder& event);

}  // namespace tocsin
