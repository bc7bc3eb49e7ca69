# Which tests run where (docs/testing.md has the table):
#
# - Goldens and unit tests say the same in both builds, so that ./dev test runs them in the sanitized
#   build only: they have the label "once". Those of a folder that sets SMOKE, and the goldens that are
#   given to golden_tests(), run in the plain build, too: the label "smoke".
# - "long": not in ./dev test --quick.
# - Tests of the configuration nightly run in ./dev nightly only: ctest -C nightly -L nightly.
# - A folder that sets PLAIN has its unit tests and goldens in the plain build; in the sanitized one only
#   the goldens that are given, and nightly the others.
set(SMOKE OFF)
set(PLAIN OFF)

# once_or_smoke(test is-smoke): sets the test's label.
function(once_or_smoke test is_smoke)
  if(SMOKE OR PLAIN OR is_smoke)
    set_tests_properties(${test} PROPERTIES LABELS smoke)
  else()
    set_tests_properties(${test} PROPERTIES LABELS once)
  endif()
endfunction()

# nightly_test(name arguments of add_test…)
function(nightly_test name)
  add_test(NAME ${name} CONFIGURATIONS nightly ${ARGN})
  set_tests_properties(${name} PROPERTIES LABELS nightly)
endfunction()

# plain_test(name arguments of add_test…): what finds the compiler's and the simulator's mistakes rather
# than their memory errors: the sanitized build has it nightly.
function(plain_test name)
  if(NEUTRINO_SANITIZE)
    nightly_test(${name} ${ARGN})
  else()
    add_test(NAME ${name} ${ARGN})
  endif()
endfunction()

# golden_tests(smoke-files…): every file of the current directory with a RUN line is a test
# (tests/golden.sh).
function(golden_tests)
  file(RELATIVE_PATH group ${CMAKE_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR})
  file(GLOB candidates CONFIGURE_DEPENDS *.c *.cpp *.S *.ll *.test)
  foreach(candidate ${candidates})
    file(STRINGS ${candidate} run REGEX "RUN: " LIMIT_COUNT 1)
    if(run)
      get_filename_component(name ${candidate} NAME)
      list(FIND ARGN ${name} at)
      list(REMOVE_ITEM ARGN ${name})
      math(EXPR is_smoke "${at} + 1")
      set(golden COMMAND ${CMAKE_SOURCE_DIR}/tests/golden.sh ${CMAKE_BINARY_DIR}/bin ${candidate})
      if(PLAIN AND NEUTRINO_SANITIZE AND NOT is_smoke)
        nightly_test(golden/${group}/${name} ${golden})
        continue()
      endif()
      add_test(NAME golden/${group}/${name} ${golden})
      once_or_smoke(golden/${group}/${name} ${is_smoke})
    endif()
  endforeach()
  if(ARGN)
    message(FATAL_ERROR "no golden tests in tests/${group}: ${ARGN}")
  endif()
endfunction()

# checked_for_races(files-but…): what the tests of the current directory run on musim has no race and no
# fault of memory. Every run is checked, but of the goldens that are given.
function(checked_for_races)
  get_property(tests DIRECTORY PROPERTY TESTS)
  foreach(file ${ARGN})
    list(FILTER tests EXCLUDE REGEX "/${file}$")
  endforeach()
  set_property(TEST ${tests} APPEND PROPERTY ENVIRONMENT MUSIM_CHECK=races,memory)
endfunction()

# checked_test(name arguments of add_test…): the same once more, with all checks, as name/checked.
function(checked_test name)
  plain_test(${name}/checked ${ARGN})
  set_property(TEST ${name}/checked APPEND PROPERTY ENVIRONMENT MUSIM_CHECK=all)
endfunction()

# perturbed_goldens(): the goldens of the current directory that run programs by
# tests/exec/scoreboard/schedules.sh, under 20 schedules, and nightly under 1,000. That is about the programs,
# so one build is enough.
function(perturbed_goldens)
  file(RELATIVE_PATH group ${CMAKE_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR})
  file(GLOB candidates CONFIGURE_DEPENDS *.c *.cpp)
  foreach(candidate ${candidates})
    file(STRINGS ${candidate} run REGEX "RUN: .*schedules\\.sh" LIMIT_COUNT 1)
    if(run AND NOT NEUTRINO_SANITIZE)
      get_filename_component(name ${candidate} NAME)
      set(test golden/${group}/${name})
      set(golden COMMAND ${CMAKE_SOURCE_DIR}/tests/golden.sh ${CMAKE_BINARY_DIR}/bin ${candidate})
      add_test(NAME ${test}/perturbed ${golden})
      nightly_test(${test}/schedules ${golden})
      set_property(TEST ${test}/perturbed APPEND PROPERTY ENVIRONMENT SCHEDULES=20)
      set_property(TEST ${test}/schedules APPEND PROPERTY ENVIRONMENT SCHEDULES=1000)
    endif()
  endforeach()
endfunction()

# unit_test(name libraries…): name.c with the Check framework.
function(unit_test name)
  add_executable(${name} ${name}.c)
  target_link_libraries(${name} ${ARGN} PkgConfig::CHECK)
  set_target_properties(${name} PROPERTIES
                        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
  if(PLAIN AND NEUTRINO_SANITIZE)
    nightly_test(unit/${name} COMMAND ${name})
  else()
    add_test(NAME unit/${name} COMMAND ${name})
    once_or_smoke(unit/${name} FALSE)
  endif()
  set_tests_properties(unit/${name} PROPERTIES ENVIRONMENT NEUTRINO_PREFIX=${CMAKE_BINARY_DIR})
endfunction()

# unit_test_with_long(name libraries…): one with long cases (tests/suite.h). Under sanitizers they
# are left to ./dev nightly.
function(unit_test_with_long name)
  unit_test(${name} ${ARGN})
  if(NEUTRINO_SANITIZE)
    set_property(TEST unit/${name} APPEND PROPERTY ENVIRONMENT CK_EXCLUDE_TAGS=long)
    nightly_test(unit/${name}/long COMMAND ${name})
    set_tests_properties(unit/${name}/long PROPERTIES ENVIRONMENT CK_INCLUDE_TAGS=long)
  endif()
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
    add_test(NAME fuzz/${name}
             COMMAND ${CMAKE_SOURCE_DIR}/tests/fuzz/run.sh $<TARGET_FILE:${name}> ${corpus})
  else()
    target_sources(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests/fuzz/replay.c)
    add_test(NAME fuzz-replay/${name} COMMAND ${name} ${corpus})
  endif()
endfunction()
