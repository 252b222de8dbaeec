// The XML decoder on any bytes, and on what its own trees are written as: a tree survives writing
// and decoding, and the decoder keeps to its limits. The input is copied to a block of its own
// size, so that reading past the end is seen.

#include "base/arena.h"
#include "base/check.h"
#include "telemetry/decoders/xml/xml_decoder.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {
namespace {

std::string Json(const doc::Node& node) {
  std::string json;
  doc::AppendJson(node, &json);
  return json;
}

void WriteText(std::string_view text, std::string* out) {
  for (const char c : text) {
    switch (c) {
      case '<':
        *out += "&lt;";
        break;
      case '&':
        *out += "&amp;";
        break;
      case '\'':
        *out += "&apos;";
        break;
      case '\r':
        *out += "&#13;";
        break;
      default:
        *out += c;
    }
  }
}

void WriteAttribute(std::string_view name, std::string_view value, std::string* out) {
  out->append(" ").append(name).append("='");
  WriteText(value, out);
  *out += '\'';
}

void WriteElement(std::string_view name, const std::string_view* data_name, const doc::Node& value,
                  std::string* out);

void WriteChildren(const doc::Node& object, bool event_data, std::string* out) {
  for (const doc::Member& member : object) {
    if (member.key == "#attributes") continue;
    if (member.key == "#text") {
      WriteText(member.value.text(), out);
      continue;
    }
    const doc::Node* texts = member.value.is_object() ? member.value.Find("#text") : nullptr;
    if (texts != nullptr && texts->is_array()) {
      for (std::uint32_t i = 0; i < texts->size(); ++i) {
        WriteElement("Data", nullptr, texts->element(i), out);
      }
    } else if (event_data) {
      WriteElement("Data", &member.key, member.value, out);
    } else {
      WriteElement(member.key, nullptr, member.value, out);
    }
  }
}

void WriteElement(std::string_view name, const std::string_view* data_name, const doc::Node& value,
                  std::string* out) {
  out->append("<").append(name);
  if (data_name != nullptr) WriteAttribute("Name", *data_name, out);
  if (const doc::Node* attributes = value.Find("#attributes")) {
    for (const doc::Member& member : *attributes) {
      WriteAttribute(member.key, member.value.text(), out);
    }
  }
  *out += '>';
  if (value.is_string()) WriteText(value.text(), out);
  // A value of event data is an element Data, whatever it was before.
  WriteChildren(value, data_name == nullptr && name == "EventData", out);
  out->append("</").append(name).append(">");
}

void Check(std::string_view input) {
  const std::vector<char> exact(input.begin(), input.end());
  const std::string_view record(exact.data(), exact.size());
  XmlDecoder decoder(XmlOptions{.children_max = 1000});
  Arena arena;
  doc::Node root;
  const XmlStatus status = decoder.Decode(record, arena, &root);
  TOCSIN_CHECK(status.offset <= record.size());
  XmlDecoder tight(XmlOptions{
      .children_max = 4, .attributes_max = 4, .record_bytes_max = 64, .memory_bytes_max = 256});
  doc::Node unused;
  const XmlStatus tight_status = tight.Decode(record, arena, &unused);
  TOCSIN_CHECK(status.ok() || !tight_status.ok());
  if (!status.ok()) return;
  TOCSIN_CHECK(root.is_object() && root.size() == 1);

  // Names of data may be those that the tree has a meaning for; event data within event data has
  // none of its own.
  const std::size_t event_data = record.find("<EventData");
  if (record.find('#') != record.npos || record.rfind("<EventData") != event_data) return;
  std::string written;
  WriteChildren(root, false, &written);
  doc::Node again;
  const XmlStatus again_status = decoder.Decode(written, arena, &again);
  TOCSIN_CHECK(again_status.ok() && !again_status.repaired_utf8);
  TOCSIN_CHECK(Json(again) == Json(root));
}

}  // namespace
}  // namespace tocsin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
