# golden_tests(): every file of the current directory with a RUN line is a test (tests/golden.sh).
function(golden_tests)
  file(RELATIVE_PATH group ${CMAKE_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR})
  file(GLOB candidates CONFIGURE_DEPENDS *.c *.cpp *.S *.ll *.test)
  foreach(candidate ${candidates})
    file(STRINGS ${candidate} run REGEX "RUN: " LIMIT_COUNT 1)
    if(run)
      get_filename_component(name ${candidate} NAME)
      add_test(NAME golden/${group}/${name}
               COMMAND ${CMAKE_SOURCE_DIR}/tests/golden.sh ${CMAKE_BINARY_DIR}/bin ${candidate})
    endif()
  endforeach()
endfunction()

# unit_test(name libraries…): name.c with the Check framework.
function(unit_test name)
  add_executable(${name} ${name}.c)
  target_link_libraries(${name} ${ARGN} PkgConfig::CHECK)
  set_target_properties(${name} PROPERTIES
                        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
  add_test(NAME unit/${name} COMMAND ${name})
  set_tests_properties(unit/${name} PROPERTIES ENVIRONMENT NEUTRINO_PREFIX=${CMAKE_BINARY_DIR})
endfunction()

# fuzz_target(name libraries…): name.c with LLVMFuzzerTestOneInput. With NEUTRINO_FUZZ it is a
# libFuzzer program; without, it replays the corpus directory name.corpus, so that every build
# tests that known inputs are still handled.
function(fuzz_target name)
  add_executable(${name} ${name}.c)
  target_link_libraries(${name} ${ARGN})
  set_target_properties(${name} PROPERTIES
                        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
  set(corpus ${CMAKE_CURRENT_SOURCE_DIR}/${name}.corpus)
  if(NEUTRINO_FUZZ)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    set(NEUTRINO_FUZZ_SECONDS 30 CACHE STRING "How long each fuzz target runs as a test")
    add_test(NAME fuzz/${name}
             COMMAND ${CMAKE_SOURCE_DIR}/tests/fuzz/run.sh $<TARGET_FILE:${name}>
                     ${NEUTRINO_FUZZ_SECONDS} ${corpus})
  else()
    target_sources(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests/fuzz/replay.c)
    add_test(NAME fuzz-replay/${name} COMMAND ${name} ${corpus})
  endif()
endfunction()
