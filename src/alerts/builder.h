// Detections -> alerts: joins the rule's words, applies its overrides, names the alert.
//
// Ownership: borrows the catalog. Threads: one, because event ids are given in run order.
#pragma once

#include "alerts/alert.h"
#include "alerts/fingerprint.h"
#include "rules/catalog.h"

#include <functional>
#include <string>

namespace tocsin {

class AlertBuilder {
 public:
  // `input_name` gives the name of an input, for evidence addresses.
  AlertBuilder(const Catalog& catalog, std::function<std::string(InputId)> input_name)
      : catalog_(catalog), input_name_(std::move(input_name)) {}

  // Names an event; call for every retained event, in run order, before detections that use it.
  void Name(const EventPtr& event) { namer_.IdOf(event); }

  Alert Build(const Detection& detection);

 private:
  std::string AddressOf(const Event& event) const;
  void JoinSingle(const Rule& rule, Alert* alert) const;
  void JoinSequence(const Rule& rule, Alert* alert) const;
  void JoinSignal(const Rule& rule, Alert* alert) const;

  const Catalog& catalog_;
  std::function<std::string(InputId)> input_name_;
  EventNamer namer_;
};

}  // namespace tocsin
