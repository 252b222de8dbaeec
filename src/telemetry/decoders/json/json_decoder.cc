#include "telemetry/decoders/json/json_decoder.h"

#include "base/check.h"
#include "base/utf8.h"
#include "telemetry/decoders/json/tree_builder.h"

#include <simdjson.h>

#include <algorithm>

namespace tocsin {
namespace {

// Scratch for the structure of a record takes four bytes for each of its bytes; what a giant
// record needed is given back.
constexpr std::size_t kCapacityStart = std::size_t{64} << 10;
constexpr std::size_t kCapacityKept = std::size_t{4} << 20;

// Where the first pass stopped; it does not tell. Runs for rejected records only.
std::size_t FindStringFault(std::string_view record, bool want_control) {
  std::size_t open = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < record.size(); ++at) {
    const char c = record[at];
    if (!in_string) {
      if (c == '"') {
        open = at;
        in_string = true;
      }
    } else if (c == '"') {
      in_string = false;
    } else if (c == '\\') {
      ++at;
      if (want_control && at < record.size() && static_cast<unsigned char>(record[at]) < 0x20) {
        return at;
      }
    } else if (want_control && static_cast<unsigned char>(c) < 0x20) {
      return at;
    }
  }
  return open;
}

std::size_t FindInvalidUtf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const DecodedCodePoint decoded = DecodeUtf8(text, at);
    if (!decoded.valid) return at;
    at += decoded.bytes;
  }
  return text.size();
}

// The place in `record` that ReplaceInvalidUtf8 moved to `offset`.
std::uint32_t OffsetBeforeRepair(std::string_view record, std::uint32_t offset) {
  std::size_t at = 0;
  std::size_t moved = 0;
  while (at < record.size() && moved < offset) {
    const DecodedCodePoint decoded = DecodeUtf8(record, at);
    at += decoded.bytes;
    moved += decoded.valid ? decoded.bytes : std::size_t{3};
  }
  return static_cast<std::uint32_t>(at);
}

}  // namespace

std::string_view JsonFaultName(JsonFault fault) {
  switch (fault) {
    case JsonFault::kNone:
      return "none";
    case JsonFault::kEmpty:
      return "empty";
    case JsonFault::kTooLong:
      return "too_long";
    case JsonFault::kInvalidUtf8:
      return "invalid_utf8";
    case JsonFault::kControlCharacter:
      return "control_character";
    case JsonFault::kUnclosedString:
      return "unclosed_string";
    case JsonFault::kUnclosedValue:
      return "unclosed_value";
    case JsonFault::kUnexpectedToken:
      return "unexpected_token";
    case JsonFault::kInvalidNumber:
      return "invalid_number";
    case JsonFault::kInvalidEscape:
      return "invalid_escape";
    case JsonFault::kTooDeep:
      return "too_deep";
    case JsonFault::kTooManyKeys:
      return "too_many_keys";
    case JsonFault::kTooManyValues:
      return "too_many_values";
    case JsonFault::kTrailingBytes:
      return "trailing_bytes";
  }
  return "none";
}

struct JsonDecoder::Impl {
  explicit Impl(const JsonOptions& wanted) : options(wanted), builder(wanted) {}

  JsonStatus Decode(std::string_view record, Arena& arena, doc::Node* root);
  JsonStatus DecodeOnce(std::string_view text, Arena& arena, doc::Node* root);
  void Reserve(std::size_t bytes);

  JsonOptions options;
  json::TreeBuilder builder;
  // simdjson's structure scanner for the processor at hand. Its second stage is not used: it
  // writes a tape, which would have to be walked again to make nodes.
  std::unique_ptr<simdjson::internal::dom_parser_implementation> scanner;
};

void JsonDecoder::Impl::Reserve(std::size_t bytes) {
  const std::size_t capacity = scanner == nullptr ? 0 : scanner->capacity();
  const bool oversized = capacity > kCapacityKept && bytes <= kCapacityKept;
  if (capacity >= bytes && capacity != 0 && !oversized) return;
  scanner.reset();
  const std::size_t wanted = std::max({bytes, kCapacityStart, oversized ? 0 : capacity * 2});
  // The second stage's memory is made by set_max_depth; depth 1 keeps it out of the way.
  const simdjson::error_code error =
      simdjson::get_active_implementation()->create_dom_parser_implementation(wanted, 1, scanner);
  TOCSIN_CHECK(error == simdjson::SUCCESS, "no memory for a record's structure");
}

JsonStatus JsonDecoder::Impl::DecodeOnce(std::string_view text, Arena& arena, doc::Node* root) {
  Reserve(text.size());
  const auto fault = [](JsonFault kind, std::size_t offset) {
    return JsonStatus{.fault = kind, .offset = static_cast<std::uint32_t>(offset)};
  };
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  switch (scanner->stage1(bytes, text.size(), simdjson::stage1_mode::regular)) {
    case simdjson::SUCCESS:
      break;
    case simdjson::EMPTY:
      return fault(JsonFault::kEmpty, 0);
    case simdjson::UTF8_ERROR:
      return fault(JsonFault::kInvalidUtf8, FindInvalidUtf8(text));
    case simdjson::UNESCAPED_CHARS:
      return fault(JsonFault::kControlCharacter, FindStringFault(text, true));
    case simdjson::UNCLOSED_STRING:
      return fault(JsonFault::kUnclosedString, FindStringFault(text, false));
    default:
      return fault(JsonFault::kUnexpectedToken, 0);
  }
  return builder.Build(text, {scanner->structural_indexes.get(), scanner->n_structural_indexes},
                       arena, root);
}

JsonStatus JsonDecoder::Impl::Decode(std::string_view record, Arena& arena, doc::Node* root) {
  if (record.empty()) return {.fault = JsonFault::kEmpty};
  if (record.size() > options.record_bytes_max) {
    return {.fault = JsonFault::kTooLong, .offset = options.record_bytes_max};
  }
  JsonStatus status = DecodeOnce(record, arena, root);
  if (status.fault != JsonFault::kInvalidUtf8 || !options.repair_utf8) return status;
  const std::string_view repaired = arena.Copy(ReplaceInvalidUtf8(record));
  status = DecodeOnce(repaired, arena, root);
  status.repaired_utf8 = true;
  if (!status.ok()) status.offset = OffsetBeforeRepair(record, status.offset);
  return status;
}

JsonDecoder::JsonDecoder(const JsonOptions& options) : impl_(std::make_unique<Impl>(options)) {}
JsonDecoder::JsonDecoder(JsonDecoder&&) noexcept = default;
JsonDecoder& JsonDecoder::operator=(JsonDecoder&&) noexcept = default;
JsonDecoder::~JsonDecoder() = default;

JsonStatus JsonDecoder::Decode(std::string_view record, Arena& arena, doc::Node* root) {
  return impl_->Decode(record, arena, root);
}

}  // namespace tocsin
