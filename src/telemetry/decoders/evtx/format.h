// The bytes of a Windows event log, and how to load them.
//
// A log is a header block of 4 KiB and chunks of 64 KiB. A chunk stands alone: every offset that
// its records hold counts from the chunk's first byte. All numbers are little-endian.
//
//   file header                            chunk header (512 bytes)
//     0  "ElfFile\0"                         0  "ElfChnk\0"
//     8  u64 first chunk                     8  u64 first record number
//    16  u64 last chunk                     16  u64 last record number
//    24  u64 next record id                 24  u64 first record id
//    32  u32 header size (128)              32  u64 last record id
//    36  u16 minor, u16 major version       40  u32 header size (128)
//    40  u16 header block size (4096)       44  u32 offset of the last record
//    42  u16 chunk count                    48  u32 offset of the free space
//   120  u32 flags: 1 dirty, 2 full         52  u32 CRC-32 of bytes [512, free space)
//   124  u32 CRC-32 of bytes [0, 120)      120  u32 flags
//                                          124  u32 CRC-32 of bytes [0, 120) and [128, 512)
//   record                                 128  u32 name offset[64], by name hash
//     0  u32 0x00002a2a                    384  u32 template offset[32], by template id
//     4  u32 size, this header and both    512  records
//        copies of the size included
//     8  u64 record id                     name (at a name offset)
//    16  u64 time written, FILETIME          0  u32 offset of the next name in the hash bucket
//    24  binary XML                          4  u16 hash, 6  u16 length in UTF-16 units
//   size - 4  u32 size again                 8  UTF-16 text, then a zero unit
//
// Binary XML is a stream of tokens; bit 0x40 says that more of the same follows (attributes after
// an element start, another attribute, more text).
//
//   document   = fragment* end-of-stream?
//   fragment   = 0x0f major:u8 minor:u8 flags:u8 (element | instance)
//   element    = 0x01|0x41 [dependency:u16] size:u32 name [attributes-size:u32 attribute+]
//                ( 0x03 | 0x02 content* 0x04 )          attributes only with 0x41
//   attribute  = 0x06|0x46 name (text | substitution)*
//   content    = element | text | substitution | instance | pi
//   text       = 0x05|0x45 type:u8 value               type 1: length:u16 UTF-16 units
//              | 0x07|0x47 length:u16 units            CDATA
//              | 0x08|0x48 unit:u16                    character reference
//              | 0x09|0x49 name                        entity reference
//   pi         = 0x0a name 0x0b length:u16 units
//   substitution = 0x0d|0x0e index:u16 type:u8         0x0e: optional
//   instance   = 0x0c u8 id:u32 definition:u32 [definition block] count:u32
//                (size:u16 type:u8 u8)[count] value[count]
//   definition block = next:u32 guid:16 size:u32 document   only where `definition` is its place
//   name       = offset:u32 [name block]                    only where `offset` is its place
//
// The dependency id is there in template definitions and absent elsewhere by the published
// grammar, but writers differ; the compiler decides by which reading gives possible offsets.
//
// Sources: MS-EVEN6 2.2.12 to 2.2.17 (binary XML), 2.2.20 (types); the libyal project's
// description of the Windows XML Event Log format (file, chunk and record headers, value types).
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace tocsin::evtx {

inline constexpr std::size_t kFileHeaderBytes = 4096;
inline constexpr std::size_t kChunkBytes = 65536;
inline constexpr std::size_t kChunkHeaderBytes = 512;
inline constexpr std::size_t kRecordHeaderBytes = 24;
// Header, at least an end of stream, and the copy of the size.
inline constexpr std::size_t kRecordBytesMin = kRecordHeaderBytes + 4;
inline constexpr std::size_t kNameHeaderBytes = 8;
inline constexpr std::size_t kDefinitionHeaderBytes = 24;
inline constexpr std::string_view kFileMagic{"ElfFile\0", 8};
inline constexpr std::string_view kChunkMagic{"ElfChnk\0", 8};
inline constexpr std::string_view kRecordMagic{"**\0\0", 4};

enum class Token : std::uint8_t {
  kEndOfStream = 0x00,
  kOpenStartElement = 0x01,
  kCloseStartElement = 0x02,
  kCloseEmptyElement = 0x03,
  kEndElement = 0x04,
  kValue = 0x05,
  kAttribute = 0x06,
  kCdata = 0x07,
  kCharReference = 0x08,
  kEntityReference = 0x09,
  kPiTarget = 0x0a,
  kPiData = 0x0b,
  kTemplateInstance = 0x0c,
  kNormalSubstitution = 0x0d,
  kOptionalSubstitution = 0x0e,
  kFragmentHeader = 0x0f,
};
inline constexpr std::uint8_t kMoreBit = 0x40;

enum class ValueType : std::uint8_t {
  kNull = 0x00,
  kString = 0x01,
  kAnsiString = 0x02,
  kInt8 = 0x03,
  kUInt8 = 0x04,
  kInt16 = 0x05,
  kUInt16 = 0x06,
  kInt32 = 0x07,
  kUInt32 = 0x08,
  kInt64 = 0x09,
  kUInt64 = 0x0a,
  kReal32 = 0x0b,
  kReal64 = 0x0c,
  kBool = 0x0d,  // 4 bytes
  kBinary = 0x0e,
  kGuid = 0x0f,
  kSizeT = 0x10,
  kFileTime = 0x11,
  kSysTime = 0x12,
  kSid = 0x13,
  kHexInt32 = 0x14,
  kHexInt64 = 0x15,
  kEvtHandle = 0x20,
  kBinXml = 0x21,
  kEvtXml = 0x23,
};
inline constexpr std::uint8_t kArrayBit = 0x80;

// The number at `bytes`; the caller has checked that it is there.
template <class T>
T Load(const char* bytes) {
  static_assert(std::is_arithmetic_v<T> && std::endian::native == std::endian::little);
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return value;
}

}  // namespace tocsin::evtx
