#include "telemetry/record_decoder.h"

#include "base/check.h"
#include "telemetry/audit_line.h"
#include "telemetry/decoders/auditd/audit_decoder.h"
#include "telemetry/decoders/json/json_decoder.h"
#include "telemetry/decoders/syslog/syslog_line.h"
#include "telemetry/decoders/xml/xml_decoder.h"
#include "telemetry/sources/document_fields.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <vector>

namespace tocsin {
namespace {

// "<Event", "<?xml", "<!--"; not the priority of a syslog line, "<13>".
bool LooksXml(std::string_view record) {
  const std::size_t first = record.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || record[first] != '<') return false;
  const std::string_view behind = record.substr(first + 1, 1);
  return !behind.empty() && (behind.front() < '0' || behind.front() > '9');
}

bool LooksJson(std::string_view record) {
  const std::size_t first = record.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (record[first] == '{' || record[first] == '[');
}

std::string_view FirstLine(std::string_view text) { return text.substr(0, text.find('\n')); }

// An event names its provider right behind its first tags.
bool IsSysmonForLinux(std::string_view message) {
  constexpr std::size_t kFrontBytes = 512;
  return message.substr(0, kFrontBytes).find("Linux-Sysmon") != std::string_view::npos;
}

// JSON of sensors that hand their records to the system log.
bool IsOfKnownSensor(const doc::Node& document) {
  constexpr std::string_view kMarks[] = {"output_fields", "hostIdentifier", "process_exec",
                                         "process_exit", "process_kprobe"};
  return std::any_of(std::begin(kMarks), std::end(kMarks),
                     [&](std::string_view mark) { return document.Find(mark) != nullptr; });
}

// The lengths of MessageKeys(), as bits.
std::uint64_t MessageKeyLengths() {
  std::uint64_t lengths = 0;
  for (const std::string_view key : MessageKeys()) lengths |= std::uint64_t{1} << key.size();
  return lengths;
}

// Every JSON record is asked, so its members are looked at once and not once for each key.
std::string_view MessageOf(const doc::Node& document) {
  constexpr std::size_t kKeysMax = 16;
  const std::span<const std::string_view> keys = MessageKeys();
  TOCSIN_DCHECK(keys.size() <= kKeysMax);
  const std::uint64_t lengths = MessageKeyLengths();
  std::array<const doc::Node*, kKeysMax> found{};
  for (const doc::Member& member : document) {
    if (member.key.size() >= 64 || (lengths >> member.key.size() & 1) == 0) continue;
    const auto key = std::find(keys.begin(), keys.end(), member.key);
    if (key == keys.end()) continue;
    const doc::Node*& node = found[static_cast<std::size_t>(key - keys.begin())];
    if (node == nullptr) node = &member.value;
  }
  for (const doc::Node* const node : found) {
    if (node != nullptr && node->is_string()) return node->text();
  }
  return FieldText(document, "event.original");
}

std::string_view HostOf(const doc::Node& document) {
  for (const std::string_view key :
       {"host.name", "host.hostname", "host", "hostname", "_HOSTNAME", "HostName", "Computer"}) {
    const std::string_view text = FieldText(document, key);
    if (!text.empty()) return text;
  }
  return {};
}

// A line stands for so many equal messages at most.
constexpr std::uint32_t kRepetitionsMax = 1000;

}  // namespace

struct RecordDecoder::Impl {
  explicit Impl(bool strict_json) : json({.repair_utf8 = !strict_json}) {}

  DecodedRecord Decode(std::string_view record, Time written, Arena& arena);
  DecodedRecord DecodeAudit(std::string_view record, Time written, Arena& arena);
  DecodedRecord DecodeSyslog(std::string_view record, Time written, Arena& arena);
  DecodedRecord DecodeXml(std::string_view record, Arena& arena);
  DecodedRecord DecodeJson(std::string_view record, Arena& arena);
  bool TakeCarried(const doc::Node& document, Arena& arena, doc::Node* event);

  JsonDecoder json;
  XmlDecoder xml;
  std::vector<std::string_view> lines;  // of one audit event
};

RecordDecoder::RecordDecoder(bool strict_json) : impl_(std::make_unique<Impl>(strict_json)) {}

RecordDecoder::~RecordDecoder() = default;

DecodedRecord RecordDecoder::Decode(std::string_view record, Time written, Arena& arena) {
  return impl_->Decode(record, written, arena);
}

DecodedRecord RecordDecoder::Impl::Decode(std::string_view record, Time written, Arena& arena) {
  if (FindAuditLine(FirstLine(record))) return DecodeAudit(record, written, arena);
  if (LooksXml(record)) return DecodeXml(record, arena);
  if (!LooksJson(record)) {
    const DecodedRecord line = DecodeSyslog(record, written, arena);
    if (!line.root.is_null()) return line;
  }
  DecodedRecord decoded = DecodeJson(record, arena);
  doc::Node carried;
  if (decoded.ok() && TakeCarried(decoded.root, arena, &carried)) decoded.root = carried;
  return decoded;
}

// Lines as they are, behind syslog headers, or in the messages of JSON documents.
DecodedRecord RecordDecoder::Impl::DecodeAudit(std::string_view record, Time written,
                                               Arena& arena) {
  DecodedRecord decoded;
  std::string_view host;
  lines.clear();
  for (std::string_view rest = record; !rest.empty();) {
    const std::string_view line = FirstLine(rest);
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::optional<audit::AuditHeader> header = FindAuditLine(line);
    if (!header) continue;
    std::string_view text = line.substr(header->begin);
    if (header->begin > 0 && LooksJson(line)) {
      doc::Node document;
      const JsonStatus status = json.Decode(line, arena, &document);
      if (!status.ok()) {
        decoded.reason = JsonFaultName(status.fault);
        decoded.offset = static_cast<std::uint32_t>(line.data() - record.data()) + status.offset;
        return decoded;
      }
      decoded.repaired_utf8 |= status.repaired_utf8;
      text = MessageOf(document);
      if (host.empty()) host = HostOf(document);
    } else if (header->begin > 0 && host.empty()) {
      const auto around = syslog::ParseSyslogLine(line.substr(0, header->begin), written);
      if (around) host = around->host;
    }
    lines.push_back(text);
  }
  const audit::AuditStatus status = audit::DecodeAuditEvent(lines, host, arena, &decoded.root);
  decoded.repaired_utf8 |= status.repaired_utf8;
  decoded.cut = status.dropped > 0;
  if (!status.ok) decoded.reason = "no_audit_line";
  return decoded;
}

// A null root, and no reason, when the record is no line of a system log.
DecodedRecord RecordDecoder::Impl::DecodeSyslog(std::string_view record, Time written,
                                                Arena& arena) {
  DecodedRecord decoded;
  const std::optional<syslog::SyslogLine> line = syslog::ParseSyslogLine(record, written);
  if (!line) return decoded;
  decoded.year_guessed = line->year_guessed;
  decoded.zone_guessed = line->zone_guessed;
  doc::Node carried;
  if (LooksXml(line->message) && IsSysmonForLinux(line->message) &&
      xml.Decode(line->message, arena, &carried).ok()) {
    return {.root = carried};  // with a time of its own
  }
  if (LooksJson(line->message) && json.Decode(line->message, arena, &carried).ok() &&
      IsOfKnownSensor(carried)) {
    return {.root = carried};
  }
  decoded.cut = record.size() > kSyslogBytesMax;
  record = record.substr(0, kSyslogBytesMax);
  const std::optional<syslog::Repetition> repetition = syslog::ParseRepetition(line->message);
  std::string_view text;
  if (repetition) text = repetition->message.substr(0, kSyslogBytesMax);
  decoded.root = syslog::DecodeSyslogLine(record, written, text, arena, &decoded.repaired_utf8);
  if (repetition) {
    const auto count = std::min<std::uint32_t>(repetition->count, kRepetitionsMax);
    const std::span<doc::Node> copies = arena.AllocateArray<doc::Node>(count);
    std::fill(copies.begin(), copies.end(), decoded.root);
    decoded.root = doc::Node::Array(copies.data(), count);
  }
  return decoded;
}

// The event of Sysmon for Linux in the message of a document that a log shipper made.
bool RecordDecoder::Impl::TakeCarried(const doc::Node& document, Arena& arena, doc::Node* event) {
  std::string_view message = MessageOf(document);
  if (!IsSysmonForLinux(message)) return false;
  const auto line = syslog::ParseSyslogLine(message, Time{});
  if (line) message = line->message;
  return LooksXml(message) && xml.Decode(message, arena, event).ok();
}

DecodedRecord RecordDecoder::Impl::DecodeXml(std::string_view record, Arena& arena) {
  DecodedRecord decoded;
  const XmlStatus status = xml.Decode(record, arena, &decoded.root);
  decoded.repaired_utf8 = status.repaired_utf8;
  decoded.offset = status.offset;
  if (!status.ok()) decoded.reason = XmlFaultName(status.fault);
  return decoded;
}

DecodedRecord RecordDecoder::Impl::DecodeJson(std::string_view record, Arena& arena) {
  DecodedRecord decoded;
  const JsonStatus status = json.Decode(record, arena, &decoded.root);
  decoded.repaired_utf8 = status.repaired_utf8;
  decoded.offset = status.offset;
  if (!status.ok()) {
    const bool is_json = status.offset != 0 || status.fault != JsonFault::kUnexpectedToken;
    decoded.reason = is_json ? JsonFaultName(status.fault) : "not_json";
  }
  return decoded;
}

}  // namespace tocsin
