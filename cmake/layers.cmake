# Who may link whom. A folder may link folders on lower lines, never its own line or above; code
# outside a top folder links its door, not its rooms. Checked for every tocsin_library() when the
# project is configured: a warning while one is at work, an error in the `strict` preset, which
# checks the includes themselves too.
#
# One row per folder: pattern of the folder, then patterns of what it may link. Patterns are
# regular expressions over whole paths; the first row that fits a folder holds. A word below that
# is in capitals stands for the patterns given here.
set(BASE base base/diag)
set(EVENT ${BASE} event event/ecs)
set(PLAN ${EVENT} plan plan/.+)

set(TOCSIN_LAYERS
  "base                  |"
  "base/diag             | base"
  "event/ecs             | BASE"
  "event                 | BASE event/ecs"
  "plan(/.+)?            | EVENT plan"

  "telemetry/inputs(/.+)?    | base telemetry/inputs"
  "telemetry/decoders(/.+)?  | base telemetry/decoders"
  "telemetry/sources         | EVENT telemetry/decoders"
  "telemetry/sources/.+      | EVENT telemetry/sources telemetry/sources/windows telemetry/decoders(/.+)?"
  "telemetry                 | EVENT telemetry/.+"

  "query/syntax          | BASE"
  "query/[a-z_]+         | PLAN query/syntax"
  "query                 | PLAN query/.+"

  "engine/[a-z_]+        | PLAN"
  "engine                | PLAN engine/.+"

  "rules/model           | PLAN"
  "rules/formats         | PLAN query rules/model"
  "rules/formats/sigma_yaml | PLAN query telemetry rules/formats rules/model"
  "rules/formats/.+      | PLAN query rules/formats rules/model"
  "rules                 | PLAN query telemetry rules/.+"

  "alerts                | PLAN engine rules rules/model"
  "storage               | PLAN alerts engine rules rules/model storage/.+"
  "storage/.+            | PLAN alerts engine rules rules/model"
  "pipeline              | PLAN telemetry query engine rules rules/model alerts storage"
  "service/.+            | PLAN telemetry query engine rules rules/model alerts storage pipeline"
  "service               | PLAN telemetry query engine rules rules/model alerts storage pipeline service/.+"
  "cli/.+                | PLAN telemetry query engine rules rules/model alerts storage pipeline service cli/console_text"
  "cli                   | PLAN telemetry query engine rules rules/model alerts storage pipeline service cli/.+"
)

# Says so when `folder` may not link the folder `dependency`.
function(tocsin_check_layer folder dependency)
  set(severity WARNING)
  if(TOCSIN_STRICT)
    set(severity SEND_ERROR)
  endif()
  foreach(row IN LISTS TOCSIN_LAYERS)
    string(REGEX MATCH "^([^ ]+) *\\|(.*)$" matched "${row}")
    set(row_folder ${CMAKE_MATCH_1})
    set(row_allowed "${CMAKE_MATCH_2}")
    if(NOT folder MATCHES "^${row_folder}$")
      continue()
    endif()
    separate_arguments(row_allowed UNIX_COMMAND "${row_allowed}")
    foreach(word IN LISTS row_allowed)
      if(word MATCHES "^[A-Z]+$")
        set(patterns ${${word}})
      else()
        set(patterns ${word})
      endif()
      foreach(pattern IN LISTS patterns)
        if(dependency MATCHES "^${pattern}$")
          return()
        endif()
      endforeach()
    endforeach()
    list(JOIN row_allowed " " row_allowed)
    message(${severity}
      "src/${folder} may not link src/${dependency}: that is its own line, above it, or a room "
      "behind another folder's door. It may link: ${row_allowed} (cmake/layers.cmake).")
    return()
  endforeach()
  message(${severity} "src/${folder} stands on no line of cmake/layers.cmake; add it there")
endfunction()
