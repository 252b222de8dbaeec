// Elastic Endgame: documents of the old sensor's streaming, in both of its dialects. The late one
// is ECS as rules expect it. The early one has types of its own (process_start), the parent under
// process.ppid and endgame.parent_process_name, and files under endgame.file_path.
//
// Facts: the mapping of the endgame-* indices (field names and types), and public samples of the
// early dialect.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>
#include <span>

namespace tocsin::endgame {

std::span<const FieldRow> FieldRows();

// What an event of the sensor is, by its action; empty where the action says nothing.
struct EventClass {
  std::string_view category;
  std::string_view type;
};
EventClass ClassOf(std::string_view action);

// event.type of the late dialect for one of the early: "start" for "process_started".
std::string_view LateType(std::string_view type);

std::unique_ptr<Source> MakeSource();

}  // namespace tocsin::endgame
