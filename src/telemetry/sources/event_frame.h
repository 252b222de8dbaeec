// The frame of an event: what a source says of it beside its field map. Which data set it belongs
// to, when it happened, on which machine.
//
// What a field has already stays: a shipper's document may name its own data set.
//
// Ownership: values view the texts that are given. Threads: as the builder. Cost: for each field a
// walk over those added so far.
#pragma once

#include "base/time.h"
#include "event/builder.h"
#include "telemetry/sources/machine.h"

#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace tocsin {

// Adds the text, or each of the texts that is not empty, unless the field has a value already.
void FillText(FieldId field, std::string_view text, EventBuilder& event);
void FillTexts(FieldId field, std::span<const std::string_view> texts, EventBuilder& event);

// Names the data set of the event, and fills the fields that tell of it. An empty name space is
// "default"; without a name of the data set nothing happens.
void AddDataStream(std::string_view dataset, std::string_view name_space, EventBuilder& event);
// The same with event.module, in the name space "default".
void AddDataset(std::string_view module, std::string_view dataset, EventBuilder& event);

// When it happened, in place of what the document may have said.
void SetTimestamp(Time time, EventBuilder& event);

// The machine by its name, and the lane of its events. `id` is the sensor's own identity for it;
// where that is empty, one is made of the name. A record without a name is of the one machine whose
// log this is.
void AddMachine(std::string_view name, std::string_view id, Machines& machines,
                EventBuilder& event);

// The other_fields of a source: those of the frame but the machine's, what the event is
// (event.kind, category, type, action), and `own`.
std::vector<FieldId> WithFrameFields(std::initializer_list<FieldId> own);

}  // namespace tocsin
