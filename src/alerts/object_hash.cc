#include "alerts/object_hash.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <nlohmann/json.hpp>

#include <optional>

namespace tocsin {
namespace {

using Json = nlohmann::json;

// Walks depth first. `visited_` counts arrays, objects and the two JavaScript base objects in the
// order in which the library first meets them; a later meeting is written as its number.
class Walker {
 public:
  std::string Take() { return std::move(out_); }

  void Visit(const Json& value) {
    switch (value.type()) {
      case Json::value_t::string:
        Text(value.get_ref<const std::string&>());
        return;
      case Json::value_t::boolean:
        out_ += value.get<bool>() ? "bool:true" : "bool:false";
        return;
      case Json::value_t::number_integer:
      case Json::value_t::number_unsigned:
      case Json::value_t::number_float:
        out_ += "number:" + value.dump();
        return;
      case Json::value_t::array:
        Array(value);
        return;
      case Json::value_t::object:
        Object(value);
        return;
      case Json::value_t::null:
      case Json::value_t::binary:
      case Json::value_t::discarded:
        out_ += "Null";
        return;
    }
  }

 private:
  void Text(std::string_view text) {
    out_ += "string:" + std::to_string(Utf16Length(text)) + ":";
    out_.append(text);
  }

  void Array(const Json& array) {
    ++visited_;
    out_ += "array:" + std::to_string(array.size()) + ":";
    for (const Json& element : array) Visit(element);
  }

  void Reference(std::size_t index) { Text("[CIRCULAR:" + std::to_string(index) + "]"); }

  void Constructor() {
    Text("constructor");
    out_ += ":fn:";
    Text("[native]");
    Text("function-name:Object");
  }

  void Object(const Json& object) {
    ++visited_;
    out_ += "object:" + std::to_string(object.size() + 3) + ":";
    Text("prototype");
    out_ += ":Undefined,";
    Text("__proto__");
    out_ += ":";
    if (base_object_) {
      Reference(*base_object_);
    } else {
      base_object_ = visited_;
      visited_ += 2;  // the base object and its constructor
      out_ += "object:3:";
      Text("prototype");
      out_ += ":Undefined,";
      Text("__proto__");
      out_ += ":Null,";
      Constructor();
      out_ += "object:0:,";
    }
    out_ += ",";
    Constructor();
    Reference(*base_object_ + 1);
    out_ += ",";
    for (const auto& [key, value] : object.items()) {
      Text(key);
      out_ += ":";
      Visit(value);
      out_ += ",";
    }
  }

  std::string out_;
  std::size_t visited_ = 0;
  std::optional<std::size_t> base_object_;
};

}  // namespace

std::string ObjectHashWalk(const Json& value) {
  Walker walker;
  walker.Visit(value);
  return walker.Take();
}

std::string ObjectHash(const Json& value) { return Sha1Hex(ObjectHashWalk(value)); }

}  // namespace tocsin
