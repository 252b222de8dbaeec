// Documents that are ECS already: Elastic Defend's, and any other's.
#pragma once

#include "telemetry/sources/source.h"

#include <memory>

namespace tocsin::elastic_defend {

// Elastic Defend: nothing is renamed; data_stream.dataset is derived when it is missing.
std::unique_ptr<Source> MakeSource();

// Any document with ECS names, from whatever shipper.
std::unique_ptr<Source> MakeEcsSource();

}  // namespace tocsin::elastic_defend
