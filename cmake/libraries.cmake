# Third-party libraries, all from Debian 12 packages (`./dev setup` installs them). Every one is an
# imported target NAMESPACE::NAME, so a dependency list shows at a glance what is ours (a folder)
# and what is not (has ::).

find_package(Threads REQUIRED)                       # Threads::Threads
find_package(tl-expected CONFIG REQUIRED)            # tl::expected
find_package(fmt CONFIG REQUIRED)                    # fmt::fmt
find_package(simdjson CONFIG REQUIRED)               # simdjson::simdjson
find_package(nlohmann_json CONFIG REQUIRED)          # nlohmann_json::nlohmann_json
find_package(tomlplusplus CONFIG REQUIRED)           # tomlplusplus::tomlplusplus
find_package(CLI11 CONFIG REQUIRED)                  # CLI11::CLI11
find_package(yaml-cpp CONFIG REQUIRED)               # yaml-cpp::yaml-cpp
find_package(ZLIB REQUIRED)                          # ZLIB::ZLIB
find_package(OpenSSL REQUIRED COMPONENTS Crypto)     # OpenSSL::Crypto
find_package(GTest REQUIRED)                         # GTest::gtest GTest::gmock GTest::gtest_main

if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()

# tocsin_find_library(NAMESPACE::NAME HEADER LIBRARY): for packages that bring no CMake file.
function(tocsin_find_library target header library)
  string(MAKE_C_IDENTIFIER ${target} variable)
  find_path(${variable}_INCLUDE ${header})
  find_library(${variable}_LIBRARY ${library})
  mark_as_advanced(${variable}_INCLUDE ${variable}_LIBRARY)
  if(NOT ${variable}_INCLUDE OR NOT ${variable}_LIBRARY)
    if(ARGV3 STREQUAL "OPTIONAL")
      return()
    endif()
    message(FATAL_ERROR "${target}: <${header}> or lib${library} not found; run ./dev setup")
  endif()
  add_library(${target} UNKNOWN IMPORTED GLOBAL)
  set_target_properties(${target} PROPERTIES
    IMPORTED_LOCATION ${${variable}_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${${variable}_INCLUDE})
endfunction()

tocsin_find_library(zstd::zstd zstd.h zstd)
tocsin_find_library(archive::archive archive.h archive)
tocsin_find_library(re2::re2 re2/re2.h re2)
tocsin_find_library(xxhash::xxhash xxhash.h xxhash)
# Only amd64 has it; code that uses it is behind `if(TARGET hyperscan::hyperscan)`.
tocsin_find_library(hyperscan::hyperscan hs/hs.h hs OPTIONAL)

# Tests check outputs against the JSON Schemas of schemas/.
find_path(VALIJSON_INCLUDE valijson/validator.hpp)
mark_as_advanced(VALIJSON_INCLUDE)
if(NOT VALIJSON_INCLUDE)
  message(FATAL_ERROR "valijson::valijson: <valijson/validator.hpp> not found; run ./dev setup")
endif()
add_library(valijson::valijson INTERFACE IMPORTED GLOBAL)
set_target_properties(valijson::valijson PROPERTIES
  INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${VALIJSON_INCLUDE})
