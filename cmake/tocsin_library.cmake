# The few words that this project's CMakeLists.txt files are written in.
#
# Dependencies are written as folder paths below src (`event/ecs`) or as imported targets
# (`fmt::fmt`). A folder path becomes the target name by turning each / into _.

set_property(GLOBAL PROPERTY TOCSIN_LINKS "")

# Turns dependency names into target names.
function(tocsin_targets out)
  set(targets "")
  foreach(name IN LISTS ARGN)
    if(NOT name MATCHES "::")
      string(REPLACE "/" "_" name ${name})
    endif()
    list(APPEND targets ${name})
  endforeach()
  set(${out} ${targets} PARENT_SCOPE)
endfunction()

# Remembers "who needs whom" for tocsin_check_links().
function(tocsin_note_links folder)
  foreach(name IN LISTS ARGN)
    if(NOT name MATCHES "::")
      set_property(GLOBAL APPEND PROPERTY TOCSIN_LINKS "${folder}>${name}")
    endif()
  endforeach()
endfunction()

# Reports folders that are linked but not there. Called once, after all targets are known.
function(tocsin_check_links)
  get_property(links GLOBAL PROPERTY TOCSIN_LINKS)
  foreach(link IN LISTS links)
    string(REPLACE ">" ";" ends ${link})
    list(GET ends 0 folder)
    list(GET ends 1 dependency)
    tocsin_targets(target ${dependency})
    if(NOT TARGET ${target})
      if(TOCSIN_STRICT)
        message(SEND_ERROR "${folder} links ${dependency}, but src/${dependency} has no target")
      else()
        message(WARNING "${folder} links ${dependency}, but src/${dependency} has no target")
      endif()
    endif()
  endforeach()
endfunction()

# In the strict preset, a target's include root is a folder of links to its own headers, so that
# one can include only what one links. Elsewhere the root is src.
function(tocsin_include_root target folder scope)
  if(NOT TOCSIN_STRICT)
    target_include_directories(${target} ${scope} ${CMAKE_SOURCE_DIR}/src)
    return()
  endif()
  set(root ${CMAKE_BINARY_DIR}/include_roots/${target})
  file(REMOVE_RECURSE ${root})
  file(MAKE_DIRECTORY ${root}/${folder})
  foreach(header IN LISTS ARGN)
    get_filename_component(name ${header} NAME)
    file(CREATE_LINK ${header} ${root}/${folder}/${name} SYMBOLIC)
  endforeach()
  target_include_directories(${target} ${scope} ${root})
endfunction()

# tocsin_library(FOLDER [PUBLIC dep...] [PRIVATE dep...] [TEST_DEPS dep...] [LABELS label...])
#
# Makes a library of the calling folder's own .cc and .h files (not of its subfolders), and one
# test program of its *_test.cc files, linked with the library, TEST_DEPS and GoogleTest. main.cc
# and *_main.cc are left to tocsin_program(). A folder without sources is header-only. PUBLIC is
# for dependencies that the folder's headers include. Label `threads` puts the folder's tests into
# the thread-sanitizer run.
function(tocsin_library folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "PUBLIC;PRIVATE;TEST_DEPS;LABELS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "tocsin_library(${folder}): stray ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT CMAKE_CURRENT_SOURCE_DIR STREQUAL "${CMAKE_SOURCE_DIR}/src/${folder}")
    message(FATAL_ERROR "tocsin_library(${folder}) must be called in src/${folder}")
  endif()
  foreach(dependency IN LISTS arg_PUBLIC arg_PRIVATE)
    if(NOT dependency MATCHES "::")
      tocsin_check_layer(${folder} ${dependency})
    endif()
  endforeach()
  tocsin_note_links(${folder} ${arg_PUBLIC} ${arg_PRIVATE} ${arg_TEST_DEPS})
  tocsin_targets(target ${folder})
  tocsin_targets(public ${arg_PUBLIC})
  tocsin_targets(private ${arg_PRIVATE})

  file(GLOB headers CONFIGURE_DEPENDS *.h)
  file(GLOB tables CONFIGURE_DEPENDS *.def *.inc)
  file(GLOB sources CONFIGURE_DEPENDS *.cc)
  file(GLOB mains CONFIGURE_DEPENDS main.cc *_main.cc)
  file(GLOB tests CONFIGURE_DEPENDS *_test.cc)
  set(test_headers ${headers})
  list(FILTER test_headers INCLUDE REGEX "_testing\\.h$")
  if(mains OR tests)
    list(REMOVE_ITEM sources ${mains} ${tests})
  endif()

  if(sources)
    add_library(${target} STATIC ${sources})
    set(scope PUBLIC)
    target_link_libraries(${target} PUBLIC ${public} PRIVATE ${private})
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
    target_link_libraries(${target} INTERFACE ${public} ${private})
  endif()
  # *_impl.h is for the folder's own sources; it need not stand alone for others.
  set(public_headers ${headers})
  list(FILTER public_headers EXCLUDE REGEX "_impl\\.h$")
  if(public_headers)
    target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR}/src
                   FILES ${public_headers})
    set_target_properties(${target} PROPERTIES
      VERIFY_INTERFACE_HEADER_SETS ${TOCSIN_STRICT})
  endif()
  if(TOCSIN_STRICT)
    # The file set's base folder (src) would open every header to everybody; the links replace it.
    set_target_properties(${target} PROPERTIES
      INTERFACE_INCLUDE_DIRECTORIES "" INCLUDE_DIRECTORIES "")
  endif()
  tocsin_include_root(${target} ${folder} ${scope} ${headers} ${tables})

  # The strict preset is about what the product's folders include; its tests run elsewhere.
  if(tests AND NOT TOCSIN_STRICT)
    set(program ${target}_test)
    add_executable(${program} ${tests})
    tocsin_targets(test_deps ${arg_TEST_DEPS})
    target_link_libraries(${program} PRIVATE ${target} ${test_deps} ${private}
                          GTest::gtest_main GTest::gmock)
    tocsin_register_test(${program} ${arg_LABELS})
  endif()
endfunction()

# Registers every case of a GoogleTest program with CTest, run in the repository's root. The cases
# are listed when ctest starts, so a program that was not built does not stop the others.
include(GoogleTest)
function(tocsin_register_test program)
  set(labels ${ARGN})
  set(properties TIMEOUT 600)
  if(labels)  # an empty list would swallow the property behind it
    list(APPEND properties LABELS "${labels}")
  endif()
  set_target_properties(${program} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  gtest_discover_tests(${program}
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    DISCOVERY_MODE PRE_TEST
    DISCOVERY_TIMEOUT 60
    PROPERTIES ${properties})
  if("threads" IN_LIST labels)
    if(NOT TARGET tocsin_threads_tests)
      add_custom_target(tocsin_threads_tests)
    endif()
    add_dependencies(tocsin_threads_tests ${program})
  endif()
endfunction()

# tocsin_test(NAME SOURCES file... DEPS dep...): a test program outside src.
function(tocsin_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPS;LABELS")
  add_executable(${name} ${arg_SOURCES})
  tocsin_note_links(${name} ${arg_DEPS})
  tocsin_targets(deps ${arg_DEPS})
  target_link_libraries(${name} PRIVATE ${deps} GTest::gtest_main GTest::gmock)
  tocsin_register_test(${name} ${arg_LABELS})
endfunction()

# tocsin_program(NAME SOURCES file... DEPS dep...): a program, put at the top of the build folder.
function(tocsin_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPS")
  add_executable(${name} ${arg_SOURCES})
  tocsin_note_links(${name} ${arg_DEPS})
  tocsin_targets(deps ${arg_DEPS})
  target_link_libraries(${name} PRIVATE ${deps})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
endfunction()

# tocsin_bench(NAME DEPS dep...): bench/NAME.cc, a program that checks its answer and then measures.
function(tocsin_bench name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPS")
  add_executable(${name} ${name}.cc)
  tocsin_note_links(${name} ${arg_DEPS})
  tocsin_targets(deps ${arg_DEPS})
  target_link_libraries(${name} PRIVATE ${deps})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench
                        EXCLUDE_FROM_ALL ON)
  if(NOT TARGET tocsin_benches)
    add_custom_target(tocsin_benches)
  endif()
  add_dependencies(tocsin_benches ${name})
endfunction()

# tocsin_fuzz(NAME DEPS dep...): fuzz/NAME.cc with LLVMFuzzerTestOneInput. The fuzz preset links
# libFuzzer; every other preset links a plain main that replays fuzz/corpus/NAME as a test.
function(tocsin_fuzz name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPS")
  add_executable(${name} ${name}.cc)
  tocsin_note_links(${name} ${arg_DEPS})
  tocsin_targets(deps ${arg_DEPS})
  target_link_libraries(${name} PRIVATE ${deps})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
  if(TOCSIN_FUZZ)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(${name} PRIVATE replay_main.cc)
    add_test(NAME fuzz.${name} COMMAND ${name} fuzz/corpus/${name}
             WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  endif()
  if(NOT TARGET tocsin_fuzzers)
    add_custom_target(tocsin_fuzzers)
  endif()
  add_dependencies(tocsin_fuzzers ${name})
endfunction()
