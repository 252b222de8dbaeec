#include "telemetry/decoders/evtx/chunk_writer.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "telemetry/decoders/evtx/crc32.h"
#include "telemetry/decoders/evtx/format.h"
#include "telemetry/decoders/evtx/limits.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace tocsin::evtx {
namespace {

using doc::Node;

constexpr std::string_view kFragmentHeader{"\x0f\x01\x01\x00", 4};
constexpr std::uint16_t kNoDependency = 0xffff;
constexpr std::uint8_t kAttributesFollow = 0x41;

template <class T>
void AppendNumber(T value, std::string* out) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out->append(bytes, sizeof(T));
}

template <class T>
void Store(T value, std::size_t at, std::string* out) {
  std::memcpy(out->data() + at, &value, sizeof(T));
}

void AppendUtf16(std::string_view text, std::string* out) {
  for (std::size_t at = 0; at < text.size();) {
    const DecodedCodePoint decoded = DecodeUtf8(text, at);
    at += decoded.bytes;
    char32_t c = decoded.code_point;
    if (c >= 0x10000) {
      c -= 0x10000;
      AppendNumber(static_cast<std::uint16_t>(0xd800 + (c >> 10)), out);
      c = 0xdc00 + (c & 0x3ff);
    }
    AppendNumber(static_cast<std::uint16_t>(c), out);
  }
}

// The hash of the name table (libyal's description of the format).
std::uint16_t NameHash(std::string_view utf16) {
  std::uint32_t hash = 0;
  for (std::size_t i = 0; i < utf16.size(); i += 2) {
    hash = hash * 65599 + Load<std::uint16_t>(utf16.data() + i);
  }
  return static_cast<std::uint16_t>(hash);
}

constexpr std::uint8_t Byte(Token token) { return static_cast<std::uint8_t>(token); }
constexpr std::uint8_t Byte(ValueType type) { return static_cast<std::uint8_t>(type); }

}  // namespace

ChunkWriter::ChunkWriter(std::uint64_t first_id)
    : first_id_(first_id), bytes_(kChunkHeaderBytes, '\0') {}

template <class T>
void ChunkWriter::Put(T value) {
  AppendNumber(value, &bytes_);
}

void ChunkWriter::Patch(std::size_t at, std::uint32_t value) { Store(value, at, &bytes_); }

std::uint32_t ChunkWriter::content_offset() const {
  return static_cast<std::uint32_t>(bytes_.size() + kRecordHeaderBytes);
}

void ChunkWriter::Begin(std::uint64_t written) {
  mark_.size = bytes_.size();
  mark_.name_heads = name_heads_;
  mark_.template_heads = template_heads_;
  mark_.names.clear();
  mark_.template_key.clear();
  value_too_large_ = false;
  bytes_.append(kRecordMagic);
  Put(std::uint32_t{0});  // the size
  Put(next_id());
  Put(written);
}

// Completes the record, or takes back all that it added when it does not fit.
WriteResult ChunkWriter::End() {
  constexpr std::size_t kAlignment = 8;
  while ((bytes_.size() + 4 - mark_.size) % kAlignment != 0) Put(std::uint8_t{0});
  const std::size_t size = bytes_.size() + 4 - mark_.size;
  Put(static_cast<std::uint32_t>(size));
  if (!value_too_large_ && bytes_.size() <= kChunkBytes) {
    Patch(mark_.size + 4, static_cast<std::uint32_t>(size));
    record_offsets_.push_back(static_cast<std::uint32_t>(mark_.size));
    return WriteResult::kWritten;
  }
  bytes_.resize(mark_.size);
  name_heads_ = mark_.name_heads;
  template_heads_ = mark_.template_heads;
  for (const std::string& name : mark_.names) names_.erase(name);
  if (!mark_.template_key.empty()) templates_.erase(mark_.template_key);
  return value_too_large_ || record_offsets_.empty() ? WriteResult::kTooLarge
                                                     : WriteResult::kChunkFull;
}

WriteResult ChunkWriter::AppendRaw(std::uint64_t written, std::string_view binary_xml) {
  Begin(written);
  bytes_.append(binary_xml);
  return End();
}

WriteResult ChunkWriter::Append(std::uint64_t written, const Node& root) {
  RecordSketch sketch;
  if (!SketchRecord(root, &sketch)) return WriteResult::kNoXmlForm;
  if (sketch.values.size() > kValuesMax) return WriteResult::kTooLarge;
  Begin(written);
  bytes_.append(kFragmentHeader);
  Instance(sketch);
  Put(Byte(Token::kEndOfStream));
  return End();
}

void ChunkWriter::Instance(const RecordSketch& sketch) {
  const std::string key = sketch.Key();
  const auto template_id = static_cast<std::uint32_t>(Hash64(key));
  Put(Byte(Token::kTemplateInstance));
  Put(std::uint8_t{1});
  Put(template_id);
  const auto known = templates_.find(key);
  if (known != templates_.end()) {
    Put(known->second);
  } else {
    const auto definition = static_cast<std::uint32_t>(bytes_.size() + 4);
    Put(definition);
    Definition(sketch, template_id);
    templates_.emplace(key, definition);
    mark_.template_key = key;
  }
  Put(static_cast<std::uint32_t>(sketch.values.size()));
  std::string values;
  for (const Node& value : sketch.values) {
    std::uint8_t type = 0;
    const std::size_t before = values.size();
    Value(&type, value, &values);
    const std::size_t size = values.size() - before;
    if (size > std::numeric_limits<std::uint16_t>::max()) value_too_large_ = true;
    Put(static_cast<std::uint16_t>(size));
    Put(type);
    Put(std::uint8_t{0});
  }
  bytes_.append(values);
}

void ChunkWriter::Definition(const RecordSketch& sketch, std::uint32_t template_id) {
  const std::uint32_t definition = static_cast<std::uint32_t>(bytes_.size());
  std::uint32_t& head = template_heads_[template_id % template_heads_.size()];
  Put(head);
  head = definition;
  // The id is the first number of the template's GUID.
  Put(template_id);
  const Hash128Value guid = Hash128(sketch.Key());
  Put(static_cast<std::uint32_t>(guid.low));
  Put(guid.high);
  const std::size_t size_at = bytes_.size();
  Put(std::uint32_t{0});
  bytes_.append(kFragmentHeader);
  Outline(sketch);
  Put(Byte(Token::kEndOfStream));
  Patch(size_at, static_cast<std::uint32_t>(bytes_.size() - size_at - 4));
}

void ChunkWriter::Outline(const RecordSketch& sketch) {
  using Kind = OutlineStep::Kind;
  const std::vector<OutlineStep>& outline = sketch.outline;
  const auto has_attributes = [&](std::size_t i) {
    return outline[i].kind == Kind::kData ||
           (i + 1 < outline.size() && outline[i + 1].kind == Kind::kAttribute);
  };
  const auto open = [&](std::string_view name, bool attributes) {
    Put(attributes ? kAttributesFollow : Byte(Token::kOpenStartElement));
    Put(kNoDependency);
    const std::size_t size_at = bytes_.size();
    Put(std::uint32_t{0});
    Name(name);
    return size_at;
  };
  const auto patch_size = [&](std::size_t at) {
    Patch(at, static_cast<std::uint32_t>(bytes_.size() - at - 4));
  };
  std::vector<std::size_t> element_sizes;  // where the sizes of open elements stand
  std::size_t attributes_size = 0;         // where the size of the open start tag's attributes is
  std::uint16_t index = 0;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    switch (outline[i].kind) {
      case Kind::kOpen:
        element_sizes.push_back(open(outline[i].name, has_attributes(i)));
        attributes_size = 0;
        if (has_attributes(i)) {
          attributes_size = bytes_.size();
          Put(std::uint32_t{0});
        }
        break;
      case Kind::kData: {
        element_sizes.push_back(open("Data", true));
        attributes_size = bytes_.size();
        Put(std::uint32_t{0});
        Put(Byte(Token::kAttribute));
        Name("Name");
        std::string key;
        AppendUtf16(outline[i].name, &key);
        Put(Byte(Token::kValue));
        Put(Byte(ValueType::kString));
        Put(static_cast<std::uint16_t>(key.size() / 2));
        bytes_.append(key);
        patch_size(attributes_size);
        Put(Byte(Token::kCloseStartElement));
        break;
      }
      case Kind::kAttribute: {
        // Attribute, substitution, then the next attribute or the end of the start tag.
        const bool more = i + 2 < outline.size() && outline[i + 2].kind == Kind::kAttribute;
        Put(static_cast<std::uint8_t>(Byte(Token::kAttribute) | (more ? kMoreBit : 0)));
        Name(outline[i].name);
        break;
      }
      case Kind::kContent:
        if (attributes_size != 0) patch_size(attributes_size);
        attributes_size = 0;
        Put(Byte(Token::kCloseStartElement));
        break;
      case Kind::kValue:
        Put(Byte(Token::kOptionalSubstitution));
        Put(index++);
        Put(Byte(ValueType::kNull));
        break;
      case Kind::kClose:
        Put(Byte(Token::kEndElement));
        patch_size(element_sizes.back());
        element_sizes.pop_back();
        break;
    }
  }
}

// The offset of a name, with the name itself where it is used first.
void ChunkWriter::Name(std::string_view name) {
  const auto [place, is_new] = names_.emplace(name, static_cast<std::uint32_t>(bytes_.size() + 4));
  Put(place->second);
  if (!is_new) return;
  mark_.names.push_back(place->first);
  std::string utf16;
  AppendUtf16(name, &utf16);
  const std::uint16_t hash = NameHash(utf16);
  std::uint32_t& head = name_heads_[hash % name_heads_.size()];
  Put(head);
  head = place->second;
  Put(hash);
  Put(static_cast<std::uint16_t>(utf16.size() / 2));
  bytes_.append(utf16);
  Put(std::uint16_t{0});
}

void ChunkWriter::Value(std::uint8_t* type, const Node& value, std::string* out) const {
  switch (value.kind()) {
    case doc::NodeKind::kNull:
      *type = Byte(ValueType::kNull);
      return;
    case doc::NodeKind::kBool:
      *type = Byte(ValueType::kBool);
      AppendNumber(std::uint32_t{value.boolean() ? 1u : 0u}, out);
      return;
    case doc::NodeKind::kInt:
      *type = Byte(ValueType::kInt64);
      AppendNumber(value.integer(), out);
      return;
    case doc::NodeKind::kUInt:
      *type = Byte(ValueType::kUInt64);
      AppendNumber(value.unsigned_integer(), out);
      return;
    case doc::NodeKind::kDouble:
      *type = Byte(ValueType::kReal64);
      AppendNumber(value.real(), out);
      return;
    case doc::NodeKind::kString:
      *type = Byte(ValueType::kString);
      AppendUtf16(value.text(), out);
      return;
    case doc::NodeKind::kArray: {
      *type = Byte(ValueType::kString) | kArrayBit;
      Arena arena;
      for (std::uint32_t i = 0; i < value.size(); ++i) {
        AppendUtf16(doc::TextOf(value.element(i), arena), out);
        AppendNumber(std::uint16_t{0}, out);
      }
      return;
    }
    case doc::NodeKind::kObject:
      break;  // the sketch has no such value
  }
}

std::string ChunkWriter::Finish() const {
  std::string chunk = bytes_;
  const auto free_space = static_cast<std::uint32_t>(chunk.size());
  chunk.resize(kChunkBytes, '\0');
  chunk.replace(0, kChunkMagic.size(), kChunkMagic);
  const std::uint64_t last_id = next_id() - 1;
  Store(first_id_, 8, &chunk);
  Store(last_id, 16, &chunk);
  Store(first_id_, 24, &chunk);
  Store(last_id, 32, &chunk);
  Store(std::uint32_t{128}, 40, &chunk);
  Store(record_offsets_.empty() ? 0 : record_offsets_.back(), 44, &chunk);
  Store(free_space, 48, &chunk);
  const std::string_view bytes(chunk);
  const std::uint32_t records_crc =
      Crc32(bytes.substr(kChunkHeaderBytes, free_space - kChunkHeaderBytes));
  Store(records_crc, 52, &chunk);
  std::memcpy(chunk.data() + 128, name_heads_.data(), sizeof(name_heads_));
  std::memcpy(chunk.data() + 384, template_heads_.data(), sizeof(template_heads_));
  const std::uint32_t header_crc =
      Crc32(bytes.substr(128, kChunkHeaderBytes - 128), Crc32(bytes.substr(0, 120)));
  Store(header_crc, 124, &chunk);
  return chunk;
}

WriteResult LogWriter::Append(std::uint64_t written, const Node& root) {
  WriteResult result = chunk_.Append(written, root);
  if (result == WriteResult::kChunkFull) {
    chunks_ += chunk_.Finish();
    chunk_ = ChunkWriter(chunk_.next_id());
    result = chunk_.Append(written, root);
  }
  return result;
}

std::string LogWriter::Finish() const {
  std::string file(kFileHeaderBytes, '\0');
  std::string all = chunks_;
  if (chunk_.record_count() > 0) all += chunk_.Finish();
  const std::uint64_t chunk_count = all.size() / kChunkBytes;
  file.replace(0, kFileMagic.size(), kFileMagic);
  Store(chunk_count == 0 ? std::uint64_t{0} : chunk_count - 1, 16, &file);
  Store(chunk_.next_id(), 24, &file);
  Store(std::uint32_t{128}, 32, &file);
  Store(std::uint16_t{1}, 36, &file);
  Store(std::uint16_t{3}, 38, &file);
  Store(static_cast<std::uint16_t>(kFileHeaderBytes), 40, &file);
  Store(static_cast<std::uint16_t>(std::min<std::uint64_t>(chunk_count, 0xffff)), 42, &file);
  Store(Crc32(std::string_view(file).substr(0, 120)), 124, &file);
  return file + all;
}

}  // namespace tocsin::evtx
