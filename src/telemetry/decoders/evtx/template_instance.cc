#include "telemetry/decoders/evtx/template_instance.h"

#include "telemetry/decoders/evtx/format.h"
#include "telemetry/decoders/evtx/limits.h"

namespace tocsin::evtx {

Damage ReadTemplateInstance(std::string_view chunk, std::uint32_t offset, std::uint32_t end,
                            TemplateInstance* out) {
  constexpr std::uint32_t kDefinitionOffsetAt = 6;  // token, u8, u32 template id
  constexpr std::uint32_t kHeaderBytes = 10;
  constexpr std::uint32_t kDefinitionSizeAt = 20;
  constexpr std::uint32_t kDescriptorBytes = 4;
  if (end - offset < kHeaderBytes) return {Fault::kTruncated, offset};
  out->definition = Load<std::uint32_t>(chunk.data() + offset + kDefinitionOffsetAt);
  if (out->definition > chunk.size() || chunk.size() - out->definition < kDefinitionHeaderBytes) {
    return {Fault::kBadTemplate, offset};
  }
  std::uint32_t at = offset + kHeaderBytes;
  if (out->definition == at) {  // the definition stands here, where it is used first
    const auto size = Load<std::uint32_t>(chunk.data() + at + kDefinitionSizeAt);
    if (end - at < kDefinitionHeaderBytes || size > end - at - kDefinitionHeaderBytes) {
      return {Fault::kTruncated, at};
    }
    at += static_cast<std::uint32_t>(kDefinitionHeaderBytes) + size;
  }
  if (end - at < 4) return {Fault::kTruncated, at};
  out->count = Load<std::uint32_t>(chunk.data() + at);
  if (out->count > kValuesMax) return {Fault::kTooManyValues, at};
  at += 4;
  if ((end - at) / kDescriptorBytes < out->count) return {Fault::kTruncated, at};
  out->descriptors = at;
  out->values = at + kDescriptorBytes * out->count;
  std::uint32_t values_bytes = 0;  // at most 1000 * 65535
  for (std::uint32_t i = 0; i < out->count; ++i) {
    values_bytes += Load<std::uint16_t>(chunk.data() + at + kDescriptorBytes * i);
  }
  if (values_bytes > end - out->values) return {Fault::kTruncated, out->values};
  out->end = out->values + values_bytes;
  return {};
}

}  // namespace tocsin::evtx
