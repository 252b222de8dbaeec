#include "engine/match/quality.h"

#include "base/wildcard.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>

namespace tocsin::match {
namespace {

using plan::Expr;
using plan::Function;

constexpr double kPresent = 0.3;
constexpr double kUnknownForm = 0.25;

// Fields that take few values: what kind of event it is, and on what. A test of one of them passes
// for a large part of a stream.
double ShareOfEqual(std::string_view field) {
  if (field == "event.category" || field == "event.type" || field == "event.kind" ||
      field == "host.os.type" || field == "host.os.family" || field == "event.outcome" ||
      field == "agent.type" || field == "event.module") {
    return 0.3;
  }
  if (field == "event.action" || field == "event.dataset" || field == "event.provider" ||
      field == "event.code" || field == "winlog.channel" || field == "winlog.provider_name" ||
      field == "network.direction" || field == "network.transport" || field == "network.protocol") {
    return 0.08;
  }
  return 0.004;
}

// A text of n bytes inside a longer one: shorter is likelier.
double ShareOfLiteral(std::size_t bytes) {
  if (bytes == 0) return kPresent;
  return std::max(0.001, 0.3 * std::pow(0.6, static_cast<double>(bytes)));
}

double ShareOfPattern(Function function, const std::string& text, double equal_share) {
  switch (function) {
    case Function::kStartsWith:
    case Function::kEndsWith:
    case Function::kContains:
      return ShareOfLiteral(text.size());
    case Function::kWildcard: {
      const WildcardPattern pattern(text, CaseMode::kSensitive);
      return pattern.is_literal() ? equal_share : ShareOfLiteral(pattern.longest_literal().size());
    }
    default:
      return 0.02;  // regular expressions are written for rare things
  }
}

}  // namespace

double EstimateShare(const Atom& atom) {
  if (atom.place == AtomPlace::kPresence) return kPresent;
  if (atom.place == AtomPlace::kSearch) return kUnknownForm;
  const Expr& leaf = atom.leaf;
  if (leaf.kind != plan::ExprKind::kCall || leaf.args.size() < 2 || !leaf.args.front().is_field()) {
    return kUnknownForm;
  }
  const double equal_share = ShareOfEqual(leaf.args.front().name);
  double share = 0;
  switch (leaf.function) {
    case Function::kEqual:
    case Function::kIn:
      share = equal_share * static_cast<double>(leaf.args.size() - 1);
      break;
    case Function::kWildcard:
    case Function::kRegex:
    case Function::kStartsWith:
    case Function::kEndsWith:
    case Function::kContains:
      for (const Expr& arg : std::span(leaf.args).subspan(1)) {
        const auto* text = std::get_if<std::string>(&arg.constant);
        share += text == nullptr ? kUnknownForm : ShareOfPattern(leaf.function, *text, equal_share);
      }
      break;
    case Function::kCidrMatch:
      share = 0.1;
      break;
    default:
      share = kUnknownForm;
  }
  return std::min(share, 1.0);
}

}  // namespace tocsin::match
