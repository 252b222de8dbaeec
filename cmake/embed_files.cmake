# tocsin_embed_files(TARGET ROOT NAMES): links the files below ROOT whose names are in NAMES into
# TARGET, as the table that src/rules/builtin.h describes. The table is made again when a file
# changes.
function(tocsin_embed_files folder root names)
  tocsin_targets(target ${folder})
  set(patterns "")
  foreach(name IN LISTS names)
    list(APPEND patterns ${root}/*/${name})
  endforeach()
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${patterns})
  list(SORT files)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/builtin_files.cc)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -D "FILES=${files}" -D ROOT=${root} -D OUTPUT=${output}
            -P ${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake
    COMMENT "Embedding the built-in rules"
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
