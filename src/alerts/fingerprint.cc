#include "alerts/fingerprint.h"

#include "base/check.h"
#include "base/hash.h"
#include "base/hex.h"

#include <array>

namespace tocsin {
namespace {

class Fingerprint {
 public:
  void Part(std::string_view bytes) {
    const auto size = static_cast<std::uint32_t>(bytes.size());
    std::array<char, 4> prefix{};
    for (std::size_t i = 0; i < prefix.size(); ++i) {
      prefix.at(i) = static_cast<char>((size >> (8 * i)) & 0xFFU);
    }
    hash_.Update({prefix.data(), prefix.size()});
    hash_.Update(bytes);
  }
  void Number(std::uint64_t value) { Part(std::to_string(value)); }

  std::string Head() {
    const Sha256Digest digest = hash_.Finish();
    return HexEncode({reinterpret_cast<const char*>(digest.data()), 16});
  }

 private:
  Sha256 hash_;
};

std::string_view TypeTag(ValueKind kind) {
  switch (kind) {
    case ValueKind::kNull:
      return "missing";
    case ValueKind::kBool:
      return "bool";
    case ValueKind::kInt:
    case ValueKind::kUInt:
    case ValueKind::kDouble:
      return "number";
    case ValueKind::kString:
      return "text";
    case ValueKind::kTime:
      return "time";
    case ValueKind::kObject:
      return "object";
  }
  TOCSIN_UNREACHABLE();
}

}  // namespace

std::string EventId(const Event& event, std::uint64_t occurrence) {
  Fingerprint fingerprint;
  fingerprint.Part("tocsin.event.1");
  fingerprint.Part(kDefaultTenant);
  fingerprint.Part(event.source);
  fingerprint.Part(event.lane);
  fingerprint.Part(std::to_string(event.time.ns));
  if (event.sequence != kNoSequence) {
    fingerprint.Part(event.channel);
    fingerprint.Number(event.sequence);
  } else {
    fingerprint.Part(event.raw);
  }
  fingerprint.Number(event.origin.part);
  fingerprint.Number(occurrence);
  return fingerprint.Head();
}

const std::string& EventNamer::IdOf(const EventPtr& event) {
  const auto [it, is_new] = ids_.try_emplace(event.get());
  if (is_new) {
    it->second = EventId(event->event(), 0);
    const std::uint64_t earlier = occurrences_[it->second]++;
    if (earlier > 0) it->second = EventId(event->event(), earlier);
  }
  return it->second;
}

std::string AlertId(std::string_view rule_id, DetectionKind kind, std::span<const KeyPart> key,
                    std::span<const std::string> anchors) {
  Fingerprint fingerprint;
  fingerprint.Part("tocsin.alert.1");
  fingerprint.Part(kDefaultTenant);
  fingerprint.Part(rule_id);
  fingerprint.Part(DetectionKindName(kind));
  fingerprint.Number(key.size());
  for (const KeyPart& part : key) {
    fingerprint.Part(part.field);
    fingerprint.Part(TypeTag(part.kind));
    fingerprint.Part(part.text);
  }
  fingerprint.Number(anchors.size());
  for (const std::string& anchor : anchors) fingerprint.Part(anchor);
  return fingerprint.Head();
}

}  // namespace tocsin
