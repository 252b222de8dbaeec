#include "event/any_value.h"

#include <algorithm>
#include <iterator>

namespace tocsin {
namespace {

constexpr std::string_view kLeftOut[] = {
    "@timestamp", "event.category", "event.dataset", "event.kind", "event.module", "event.provider",
    "event.type", "host.id",        "host.name",     "log.level",  "message",      "tags",
};
constexpr std::string_view kLeftOutBelow[] = {
    "agent.", "data_stream.", "ecs.", "host.os.", "labels.", "tocsin.",
};

}  // namespace

bool CountsAsAnyValue(std::string_view field) {
  if (std::find(std::begin(kLeftOut), std::end(kLeftOut), field) != std::end(kLeftOut))
    return false;
  return std::none_of(std::begin(kLeftOutBelow), std::end(kLeftOutBelow),
                      [field](std::string_view prefix) { return field.starts_with(prefix); });
}

}  // namespace tocsin
