# What every target of this project is compiled with.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

option(TOCSIN_STRICT "Give each target an include root with its own headers only" OFF)
option(TOCSIN_LTO "Link-time optimization" OFF)
option(TOCSIN_FUZZ "Build fuzz targets with libFuzzer (clang)" OFF)
option(TOCSIN_COVERAGE "Instrument for gcov" OFF)
set(TOCSIN_SANITIZE "" CACHE STRING "Sanitizers, as in -fsanitize=")

# Warnings are errors everywhere; a warning that is wrong is switched off here, with its reason.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ warns about designated initializers that leave defaulted members out, clang does not.
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-missing-field-initializers>)
  if(TOCSIN_SANITIZE)
    # Instrumented code confuses g++'s flow analysis into reports about std::string and optional.
    add_compile_options(-Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-array-bounds)
  endif()
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # Part of clang's -Wconversion but not of g++'s; one rule for both compilers.
  add_compile_options(-Wno-sign-conversion)
endif()

# One build folder must be able to move between machines: no -march=native, no absolute paths.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)

if(TOCSIN_SANITIZE)
  set(flags -fsanitize=${TOCSIN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_compile_options(${flags})
  add_link_options(${flags})
endif()
if(TOCSIN_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(TOCSIN_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
if(TOCSIN_LTO)
  set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # Paths count from the source folder, so that all build folders and all clones share the cache.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
