#include "telemetry/decoders/evtx/value.h"

#include "telemetry/decoders/evtx/format.h"
#include "telemetry/decoders/evtx/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <limits>

namespace tocsin::evtx {
namespace {

using doc::Node;

constexpr char kUpperDigits[] = "0123456789ABCDEF";

// Text of known greatest length, built on the stack.
class ShortText {
 public:
  void Put(char c) { text_[size_++] = c; }
  void Put(std::string_view text) {
    std::memcpy(text_.data() + size_, text.data(), text.size());
    size_ += text.size();
  }
  void Number(std::uint64_t value, int base = 10) {
    const auto end = std::to_chars(text_.data() + size_, text_.data() + text_.size(), value, base);
    size_ = static_cast<std::size_t>(end.ptr - text_.data());
  }
  // Decimal, padded with zeros to `width` digits.
  void Padded(std::uint64_t value, std::size_t width) {
    for (std::size_t i = width; i > 0; --i, value /= 10) {
      text_[size_ + i - 1] = static_cast<char>('0' + value % 10);
    }
    size_ += width;
  }
  void UpperHex(std::uint8_t byte) {
    Put(kUpperDigits[byte >> 4]);
    Put(kUpperDigits[byte & 15]);
  }
  Fault Store(BudgetedArena& memory, Node* out) const {
    char* copy = memory.Allocate<char>(size_);
    if (copy == nullptr) return Fault::kTooMuchWork;
    std::memcpy(copy, text_.data(), size_);
    *out = Node::String({copy, size_});
    return Fault::kNone;
  }

 private:
  // The longest is a SID: "S-255-0x" and 12 digits, then 15 times '-' and 10 digits.
  std::array<char, 192> text_;
  std::size_t size_ = 0;
};

template <class T>
Fault DecodeInteger(std::string_view bytes, Node* out) {
  if (bytes.size() < sizeof(T)) return Fault::kBadValue;
  const T value = Load<T>(bytes.data());
  if constexpr (std::is_signed_v<T>) {
    *out = Node::Int(value);
  } else {
    *out = Node::UInt(value);
  }
  return Fault::kNone;
}

Fault DecodeHex(std::uint64_t value, BudgetedArena& memory, Node* out) {
  ShortText text;
  text.Put("0x");
  text.Number(value, 16);
  return text.Store(memory, out);
}

// A handle or size of whichever width the sensor's process had.
Fault DecodePointer(std::string_view bytes, BudgetedArena& memory, Node* out) {
  if (bytes.size() >= 8) return DecodeHex(Load<std::uint64_t>(bytes.data()), memory, out);
  if (bytes.size() >= 4) return DecodeHex(Load<std::uint32_t>(bytes.data()), memory, out);
  return Fault::kBadValue;
}

// The double nearest to the shortest decimal of a float: 0.1f is 0.1, not 0.10000000149.
double Widen(float value) {
  std::array<char, 32> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
  double wide = value;
  std::from_chars(text.data(), end.ptr, wide);
  return wide;
}

Fault DecodeGuid(std::string_view bytes, BudgetedArena& memory, Node* out) {
  // Three little-endian numbers, then eight bytes in order.
  constexpr std::array<std::uint8_t, 16> kOrder = {3, 2, 1,  0,  5,  4,  7,  6,
                                                   8, 9, 10, 11, 12, 13, 14, 15};
  if (bytes.size() < 16) return Fault::kBadValue;
  ShortText text;
  text.Put('{');
  for (std::size_t i = 0; i < kOrder.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text.Put('-');
    text.UpperHex(static_cast<std::uint8_t>(bytes[kOrder[i]]));
  }
  text.Put('}');
  return text.Store(memory, out);
}

// Bytes of the SID at the start of `bytes`, 0 when there is none.
//   0 u8 revision, 1 u8 count, 2 u48 authority (big-endian), 8 u32[count] sub-authorities
std::size_t SidBytes(std::string_view bytes) {
  if (bytes.size() < 8) return 0;
  const auto count = static_cast<std::uint8_t>(bytes[1]);
  const std::size_t size = 8 + std::size_t{4} * count;
  return count <= 15 && size <= bytes.size() ? size : 0;
}

Fault DecodeSid(std::string_view bytes, BudgetedArena& memory, Node* out) {
  const std::size_t size = SidBytes(bytes);
  if (size == 0) return Fault::kBadValue;
  std::uint64_t authority = 0;
  for (std::size_t i = 2; i < 8; ++i) {
    authority = authority << 8 | static_cast<std::uint8_t>(bytes[i]);
  }
  ShortText text;
  text.Put("S-");
  text.Number(static_cast<std::uint8_t>(bytes[0]));
  text.Put('-');
  if (authority > std::numeric_limits<std::uint32_t>::max()) {
    text.Put("0x");
    text.Number(authority, 16);
  } else {
    text.Number(authority);
  }
  for (std::size_t i = 8; i < size; i += 4) {
    text.Put('-');
    text.Number(Load<std::uint32_t>(bytes.data() + i));
  }
  return text.Store(memory, out);
}

struct DateTime {
  std::uint64_t year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ticks = 0;
};

Fault StoreTime(const DateTime& time, BudgetedArena& memory, Node* out) {
  ShortText text;
  text.Padded(time.year, time.year > 9999 ? 5 : 4);
  text.Put('-');
  text.Padded(time.month, 2);
  text.Put('-');
  text.Padded(time.day, 2);
  text.Put('T');
  text.Padded(time.hour, 2);
  text.Put(':');
  text.Padded(time.minute, 2);
  text.Put(':');
  text.Padded(time.second, 2);
  text.Put('.');
  text.Padded(time.ticks, 7);
  text.Put('Z');
  return text.Store(memory, out);
}

// FILETIME counts 100 ns from 1601-01-01. Every value has a date: the last is in the year 60056,
// beyond what calendar types hold, hence the computation here. Years are counted from 1 March so
// that the leap day comes last; an era is 400 years or 146,097 days.
Fault DecodeFileTime(std::string_view bytes, BudgetedArena& memory, Node* out) {
  constexpr std::uint64_t kTicksPerSecond = 10'000'000;
  constexpr std::uint64_t kDaysFromMarch1600 = 306;  // 1600-03-01 to 1601-01-01
  if (bytes.size() < 8) return Fault::kBadValue;
  const auto filetime = Load<std::uint64_t>(bytes.data());
  const std::uint64_t seconds = filetime / kTicksPerSecond;
  const std::uint64_t days = seconds / 86400 + kDaysFromMarch1600;
  const std::uint64_t era = days / 146097;
  const std::uint64_t day_of_era = days % 146097;
  const std::uint64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::uint64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::uint64_t month_from_march = (5 * day_of_year + 2) / 153;
  DateTime time;
  time.day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  time.month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  time.year = 1600 + era * 400 + year_of_era + (time.month <= 2 ? 1 : 0);
  time.hour = seconds / 3600 % 24;
  time.minute = seconds / 60 % 60;
  time.second = seconds % 60;
  time.ticks = filetime % kTicksPerSecond;
  return StoreTime(time, memory, out);
}

// Eight u16: year, month, day of the week, day, hour, minute, second, milliseconds.
Fault DecodeSystemTime(std::string_view bytes, BudgetedArena& memory, Node* out) {
  if (bytes.size() < 16) return Fault::kBadValue;
  const auto part = [&](std::size_t i) { return Load<std::uint16_t>(bytes.data() + 2 * i); };
  DateTime time{.year = part(0),
                .month = part(1),
                .day = part(3),
                .hour = part(4),
                .minute = part(5),
                .second = part(6),
                .ticks = part(7) * std::uint64_t{10'000}};
  if (time.month > 12 || time.day > 31 || time.hour > 23 || time.minute > 59 || time.second > 60 ||
      part(7) > 999) {
    return Fault::kBadValue;
  }
  return StoreTime(time, memory, out);
}

Fault DecodeBinary(std::string_view bytes, BudgetedArena& memory, Node* out) {
  char* text = memory.Allocate<char>(2 * bytes.size());
  if (text == nullptr) return Fault::kTooMuchWork;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<std::uint8_t>(bytes[i]);
    text[2 * i] = kUpperDigits[byte >> 4];
    text[2 * i + 1] = kUpperDigits[byte & 15];
  }
  *out = Node::String({text, 2 * bytes.size()});
  return Fault::kNone;
}

Fault DecodeScalar(ValueType type, std::string_view bytes, BudgetedArena& memory, Node* out) {
  std::string_view text;
  switch (type) {
    case ValueType::kString:
    case ValueType::kEvtXml:
      if (!Utf8FromUtf16(bytes, memory, &text)) return Fault::kTooMuchWork;
      *out = Node::String(text);
      return Fault::kNone;
    case ValueType::kAnsiString:
      if (!Utf8FromAnsi(bytes, memory, &text)) return Fault::kTooMuchWork;
      *out = Node::String(text);
      return Fault::kNone;
    default:
      break;
  }
  *out = Node::Null();
  if (bytes.empty()) return Fault::kNone;
  switch (type) {
    case ValueType::kNull:
      return Fault::kNone;
    case ValueType::kInt8:
      return DecodeInteger<std::int8_t>(bytes, out);
    case ValueType::kUInt8:
      return DecodeInteger<std::uint8_t>(bytes, out);
    case ValueType::kInt16:
      return DecodeInteger<std::int16_t>(bytes, out);
    case ValueType::kUInt16:
      return DecodeInteger<std::uint16_t>(bytes, out);
    case ValueType::kInt32:
      return DecodeInteger<std::int32_t>(bytes, out);
    case ValueType::kUInt32:
      return DecodeInteger<std::uint32_t>(bytes, out);
    case ValueType::kInt64:
      return DecodeInteger<std::int64_t>(bytes, out);
    case ValueType::kUInt64:
      return DecodeInteger<std::uint64_t>(bytes, out);
    case ValueType::kReal32:
      if (bytes.size() < 4) return Fault::kBadValue;
      *out = Node::Double(Widen(Load<float>(bytes.data())));
      return Fault::kNone;
    case ValueType::kReal64:
      if (bytes.size() < 8) return Fault::kBadValue;
      *out = Node::Double(Load<double>(bytes.data()));
      return Fault::kNone;
    case ValueType::kBool:
      *out = Node::Bool(std::any_of(bytes.begin(), bytes.end(), [](char c) { return c != 0; }));
      return Fault::kNone;
    case ValueType::kBinary:
      return DecodeBinary(bytes, memory, out);
    case ValueType::kGuid:
      return DecodeGuid(bytes, memory, out);
    case ValueType::kFileTime:
      return DecodeFileTime(bytes, memory, out);
    case ValueType::kSysTime:
      return DecodeSystemTime(bytes, memory, out);
    case ValueType::kSid:
      return DecodeSid(bytes, memory, out);
    case ValueType::kHexInt32:
      if (bytes.size() < 4) return Fault::kBadValue;
      return DecodeHex(Load<std::uint32_t>(bytes.data()), memory, out);
    case ValueType::kHexInt64:
      if (bytes.size() < 8) return Fault::kBadValue;
      return DecodeHex(Load<std::uint64_t>(bytes.data()), memory, out);
    case ValueType::kSizeT:
    case ValueType::kEvtHandle:
      return DecodePointer(bytes, memory, out);
    case ValueType::kString:
    case ValueType::kAnsiString:
    case ValueType::kEvtXml:
    case ValueType::kBinXml:
      break;
  }
  return Fault::kBadValue;
}

// Bytes of the first element of an array, with what separates it from the next one; 0 when the
// array is malformed.
std::size_t ElementBytes(ValueType type, std::string_view bytes) {
  switch (type) {
    case ValueType::kString:
      for (std::size_t i = 0; i + 2 <= bytes.size(); i += 2) {
        if (bytes[i] == 0 && bytes[i + 1] == 0) return i + 2;
      }
      return bytes.size();
    case ValueType::kAnsiString:
      return std::min(bytes.find('\0'), bytes.size() - 1) + 1;
    case ValueType::kInt8:
    case ValueType::kUInt8:
      return 1;
    case ValueType::kInt16:
    case ValueType::kUInt16:
      return 2;
    case ValueType::kInt32:
    case ValueType::kUInt32:
    case ValueType::kReal32:
    case ValueType::kBool:
    case ValueType::kHexInt32:
      return 4;
    case ValueType::kInt64:
    case ValueType::kUInt64:
    case ValueType::kReal64:
    case ValueType::kFileTime:
    case ValueType::kHexInt64:
      return 8;
    case ValueType::kGuid:
    case ValueType::kSysTime:
      return 16;
    case ValueType::kSizeT:
      return bytes.size() % 8 == 0 ? 8 : 4;
    case ValueType::kSid:
      return SidBytes(bytes);
    case ValueType::kBinary:
      return bytes.size();
    default:
      return 0;
  }
}

Fault DecodeArray(ValueType type, std::string_view bytes, BudgetedArena& memory, Node* out) {
  *out = Node::Null();
  if (bytes.empty()) return Fault::kNone;
  std::uint32_t count = 0;
  for (std::string_view rest = bytes; !rest.empty(); ++count) {
    const std::size_t size = ElementBytes(type, rest);
    if (size == 0 || size > rest.size()) return Fault::kBadValue;
    rest.remove_prefix(size);
  }
  Node* elements = memory.Allocate<Node>(count);
  if (elements == nullptr) return Fault::kTooMuchWork;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::size_t size = ElementBytes(type, bytes);
    const Fault fault = DecodeScalar(type, bytes.substr(0, size), memory, &elements[i]);
    if (fault != Fault::kNone) return fault;
    bytes.remove_prefix(size);
  }
  *out = count == 1 ? elements[0] : Node::Array(elements, count);
  return Fault::kNone;
}

}  // namespace

Fault DecodeValue(std::uint8_t type, std::string_view bytes, BudgetedArena& memory, Node* out) {
  const auto scalar_type = static_cast<ValueType>(type & ~kArrayBit);
  if ((type & kArrayBit) != 0) return DecodeArray(scalar_type, bytes, memory, out);
  return DecodeScalar(scalar_type, bytes, memory, out);
}

}  // namespace tocsin::evtx
