// JSON decoder against simdjson's DOM parser.
//
// Whatever the DOM parser accepts must decode, to a tree with the same values; what the decoder
// accepts beyond it must be one of the documented differences: numbers that are kept as text, or
// repaired Unicode. The input is copied to a block of its own size, so that reading past the end
// is seen.

#include "base/arena.h"
#include "base/check.h"
#include "telemetry/decoders/json/json_decoder.h"

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace tocsin {
namespace {

bool Same(const doc::Node& node, simdjson::dom::element element) {
  using simdjson::dom::element_type;
  switch (element.type()) {
    case element_type::NULL_VALUE:
      return node.is_null();
    case element_type::BOOL:
      return node.kind() == doc::NodeKind::kBool &&
             node.boolean() == element.get_bool().value_unsafe();
    case element_type::INT64:
      return node.kind() == doc::NodeKind::kInt &&
             node.integer() == element.get_int64().value_unsafe();
    case element_type::UINT64:
      return node.kind() == doc::NodeKind::kUInt &&
             node.unsigned_integer() == element.get_uint64().value_unsafe();
    case element_type::DOUBLE:
      // Numbers too small for a double are zero there and text here.
      return node.is_string() || (node.kind() == doc::NodeKind::kDouble &&
                                  node.real() == element.get_double().value_unsafe());
    case element_type::STRING:
      return node.is_string() && node.text() == element.get_string().value_unsafe();
    case element_type::ARRAY: {
      if (!node.is_array()) return false;
      const simdjson::dom::array array = element.get_array().value_unsafe();
      std::uint32_t count = 0;
      for (const simdjson::dom::element child : array) {
        if (count >= node.size() || !Same(node.element(count++), child)) return false;
      }
      return count == node.size();
    }
    case element_type::OBJECT: {
      if (!node.is_object()) return false;
      const simdjson::dom::object object = element.get_object().value_unsafe();
      const doc::Member* member = node.begin();
      for (const simdjson::dom::key_value_pair field : object) {
        if (member == node.end() || member->key != field.key) return false;
        if (!Same(member->value, field.value)) return false;
        ++member;
      }
      return member == node.end();
    }
  }
  return false;
}

void Check(std::string_view input) {
  const std::vector<char> exact(input.begin(), input.end());
  const std::string_view record(exact.data(), exact.size());
  constexpr std::uint32_t kDepth = 64;

  JsonDecoder strict(JsonOptions{.depth_max = kDepth, .repair_utf8 = false});
  JsonDecoder lenient(JsonOptions{.depth_max = kDepth});
  Arena arena;
  doc::Node strict_root;
  doc::Node lenient_root;
  const JsonStatus strict_status = strict.Decode(record, arena, &strict_root);
  const JsonStatus lenient_status = lenient.Decode(record, arena, &lenient_root);
  TOCSIN_CHECK(strict_status.offset <= record.size());
  TOCSIN_CHECK(lenient_status.offset <= record.size());
  TOCSIN_CHECK(!strict_status.repaired_utf8);
  TOCSIN_CHECK(!strict_status.ok() || lenient_status.ok());

  if (record.empty()) return;  // the parser copies from the null pointer
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  // The parser counts one level more than there are containers.
  if (parser.allocate(record.size() + 1, kDepth) != simdjson::SUCCESS) return;
  if (parser.parse(record.data(), record.size()).get(element) == simdjson::SUCCESS) {
    TOCSIN_CHECK(strict_status.ok());
    TOCSIN_CHECK(Same(strict_root, element));
    TOCSIN_CHECK(Same(lenient_root, element));
  }
}

}  // namespace
}  // namespace tocsin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
