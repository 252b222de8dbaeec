#include "alerts/fingerprint.h"

#include "base/check.h"
#include "base/hash.h"
#include "base/hex.h"

#include <algorithm>
#include <array>
#include <utility>

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

std::string EventNamer::IdOf(const EventPtr& event) {
  if (ids_.size() >= ids_max_) ForgetTheDead();
  Named& named = ids_[event.get()];
  if (named.event.lock() == event) return named.id;
  named = {.event = event, .id = EventId(event->event(), 0)};
  const std::uint64_t earlier = CountOccurrence(named.id);
  if (earlier > 0) named.id = EventId(event->event(), earlier);
  return named.id;
}

std::uint64_t EventNamer::CountOccurrence(const std::string& first_id) {
  if (occurrences_.size() == kRemembered) earlier_ = std::exchange(occurrences_, {});
  const auto [it, is_new] = occurrences_.try_emplace(first_id);
  if (is_new) {
    if (const auto before = earlier_.find(first_id); before != earlier_.end()) {
      it->second = before->second;
    }
  }
  return it->second++;
}

void EventNamer::ForgetTheDead() {
  std::erase_if(ids_, [](const auto& entry) { return entry.second.event.expired(); });
  ids_max_ = std::max<std::size_t>(4096, ids_.size() * 2);
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
