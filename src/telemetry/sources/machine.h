// The machine that a record is about, told apart by its name where the sensor gives no identity.
//
// host.id is then an identifier made from the name alone, so that all channels and sensors of one
// machine meet in it.
//
// Ownership: a Machine lives until the next call of Of. Threads: one Machines per worker; it keeps
// a look-up cache only. Cost: a hash look-up.
#pragma once

#include "base/hash.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace tocsin {

struct Machine {
  std::string name;  // lower case
  std::string id;    // UUIDv5 of the name
};

class Machines {
 public:
  const Machine& Of(std::string_view computer);

 private:
  std::unordered_map<std::string, Machine, TextHash, TextEqual> machines_;
};

}  // namespace tocsin
