# The functions of the package. docs/cmake.md says what they are for; here is how.
#
# What has to wait until the targets of a folder are known is done at its end (NeutrinoDirectory.cmake). A
# folder of CMake's is made for a target where one of ours has to differ in what CMake keeps by folder
# (kernel/, clangd/).
include("${CMAKE_CURRENT_LIST_DIR}/NeutrinoDirectory.cmake")

function(neutrino_check_arguments function name prefix)
  if(${prefix}_UNPARSED_ARGUMENTS)
    list(JOIN ${prefix}_UNPARSED_ARGUMENTS " " unknown)
    message(FATAL_ERROR "${function}(${name}): unknown arguments: ${unknown}")
  endif()
  if(${prefix}_KEYWORDS_MISSING_VALUES)
    list(JOIN ${prefix}_KEYWORDS_MISSING_VALUES " " missing)
    message(FATAL_ERROR "${function}(${name}): no value for ${missing}")
  endif()
  foreach(required ${ARGN})
    if(NOT DEFINED ${prefix}_${required})
      message(FATAL_ERROR "${function}(${name}): ${required} is missing")
    endif()
  endforeach()
endfunction()

# Sets a list to the sources' whole paths. As for CMake's own targets, one that is not in the source
# folder is a generated one.
function(neutrino_whole_paths list)
  set(paths)
  foreach(source ${ARGN})
    if(NOT source MATCHES "^[$]<" AND NOT IS_ABSOLUTE "${source}")
      if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${source}")
        set(source "${CMAKE_CURRENT_SOURCE_DIR}/${source}")
      else()
        set(source "${CMAKE_CURRENT_BINARY_DIR}/${source}")
      endif()
    endif()
    list(APPEND paths "${source}")
  endforeach()
  set(${list} "${paths}" PARENT_SCOPE)
endfunction()

# Where a target of the caller's folder puts its files; with a folder for each configuration where there
# are several at once.
function(neutrino_output_directories plain by_config)
  set(directory "${CMAKE_CURRENT_BINARY_DIR}")
  if(CMAKE_RUNTIME_OUTPUT_DIRECTORY)
    set(directory "${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  endif()
  get_property(several GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  set(${plain} "${directory}" PARENT_SCOPE)
  set(${by_config} "${CMAKE_CURRENT_BINARY_DIR}" PARENT_SCOPE)
  if(several)
    set(${by_config} "${CMAKE_CURRENT_BINARY_DIR}/$<CONFIG>" PARENT_SCOPE)
  endif()
endfunction()

# What clangd is told of the sources of a target: the same, and in clang's own words.
function(neutrino_tell_clangd name language sources)
  if(CMAKE_EXPORT_COMPILE_COMMANDS)
    add_subdirectory("${Neutrino_MODULES}/clangd" "${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${name}.clangd")
  endif()
endfunction()

# ---- task functions ----

# CMAKE_<language>_FLAGS and those of the configuration, each with a line's end behind it.
function(neutrino_flags lines language)
  set(text)
  separate_arguments(flags NATIVE_COMMAND "${CMAKE_${language}_FLAGS}")
  foreach(flag ${flags})
    string(APPEND text "${flag}\n")
  endforeach()
  foreach(config ${CMAKE_CONFIGURATION_TYPES} ${CMAKE_BUILD_TYPE})
    string(TOUPPER ${config} upper)
    separate_arguments(flags NATIVE_COMMAND "${CMAKE_${language}_FLAGS_${upper}}")
    foreach(flag ${flags})
      string(APPEND text "$<$<CONFIG:${config}>:${flag}\n>")
    endforeach()
  endforeach()
  set(${lines} "${text}" PARENT_SCOPE)
endfunction()

# A line for each argument, which xargs hands on as it is: no quoting could be right for all.
function(neutrino_write_flags name file language)
  neutrino_flags(lines ${language})
  set(COMPILE_DEFINITIONS -D)
  set(INCLUDE_DIRECTORIES -I)
  set(COMPILE_OPTIONS "")
  foreach(property COMPILE_DEFINITIONS INCLUDE_DIRECTORIES COMPILE_OPTIONS)
    set(values "$<FILTER:$<TARGET_PROPERTY:${name},${property}>,EXCLUDE,^$>")
    string(APPEND lines "$<$<BOOL:${values}>:${${property}}$<JOIN:${values},\n${${property}}>\n>")
  endforeach()
  file(GENERATE OUTPUT "${file}" CONTENT "${lines}" TARGET ${name})
endfunction()

# neutrino_add_binary(name SOURCES source… [FIRST_TASK_ID n] [HEADER file-name])
function(neutrino_add_binary name)
  cmake_parse_arguments(PARSE_ARGV 1 binary "" "FIRST_TASK_ID;HEADER" "SOURCES")
  neutrino_check_arguments(neutrino_add_binary ${name} binary SOURCES)
  if(NOT DEFINED binary_HEADER)
    set(binary_HEADER ${name}.h)
  endif()
  if(DEFINED binary_FIRST_TASK_ID)
    set(first "--first-task-id=${binary_FIRST_TASK_ID}")
  endif()
  neutrino_whole_paths(sources ${binary_SOURCES})
  neutrino_output_directories(directory here)
  set(work "${here}/CMakeFiles/${name}.nbc")
  set(flags_file "${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${name}.nbc/$<CONFIG>/$<COMPILE_LANGUAGE>.flags")
  string(REPLACE "$<COMPILE_LANGUAGE>" Neutrino flags_read "${flags_file}")

  add_executable(${name} "${work}/${name}.nbin.o")
  set_target_properties(${name} PROPERTIES
    LINKER_LANGUAGE Neutrino
    RUNTIME_OUTPUT_DIRECTORY "${directory}"
    NEUTRINO_INTERFACE "${work}/${name}.interface"
    NEUTRINO_HEADER "${here}/${binary_HEADER}")
  neutrino_write_flags(${name} "${flags_file}" Neutrino)

  add_custom_command(
    OUTPUT "${work}/${name}.nbin.o"
    BYPRODUCTS "${here}/${binary_HEADER}" "${work}/${name}.interface"
    COMMAND sh "${Neutrino_MODULES}/nbc.sh" "${work}/${name}" "${here}/${binary_HEADER}" "${flags_read}"
            "${NBC}" ${first} ${sources}
    DEPENDS ${sources} "${flags_read}" ${Neutrino_NBC_FILES}
    DEPFILE "${work}/${name}.d"
    COMMENT "Compiling tasks ${name}"
    COMMAND_EXPAND_LISTS VERBATIM)

  # For host programs: target_link_libraries(host name-header).
  add_library(${name}-header INTERFACE)
  target_include_directories(${name}-header INTERFACE "${here}")
  add_dependencies(${name}-header ${name})
  neutrino_finish_later(Neutrino ${name})
  neutrino_tell_clangd(${name} Neutrino "${sources}")
endfunction()

# ---- kernels ----

# -mcores=… for SHAPE, if it was given.
function(neutrino_shape_options list function name)
  set(kinds cores warps lanes)
  set(options)
  list(LENGTH ARGN count)
  if(count AND NOT count EQUAL 3)
    message(FATAL_ERROR "${function}(${name}): SHAPE takes three numbers: cores, warps and lanes")
  endif()
  if(count)
    foreach(kind size IN ZIP_LISTS kinds ARGN)
      list(APPEND options -m${kind}=${size})
    endforeach()
  endif()
  set(${list} "${options}" PARENT_SCOPE)
endfunction()

# Of a target of neutrino_add_binary, or of a file: what kernels are compiled with, and linked with.
function(neutrino_find_binary interface file header binary)
  if(binary MATCHES "/|[.]nbin$")
    neutrino_whole_paths(path "${binary}")
    set(${interface} "${path}" PARENT_SCOPE)
    set(${file} "${path}" PARENT_SCOPE)
  else()
    set(${interface} "$<TARGET_GENEX_EVAL:${binary},$<TARGET_PROPERTY:${binary},NEUTRINO_INTERFACE>>" PARENT_SCOPE)
    set(${file} "$<TARGET_FILE:${binary}>" PARENT_SCOPE)
    set(${header} "$<TARGET_GENEX_EVAL:${binary},$<TARGET_PROPERTY:${binary},NEUTRINO_HEADER>>" PARENT_SCOPE)
  endif()
endfunction()

# function: the caller, of a kind of target that is EXECUTABLE or STATIC.
function(neutrino_add_kernel_target function kind name)
  cmake_parse_arguments(PARSE_ARGV 3 kernel "" "NEUTRINO" "SOURCES;SHAPE")
  neutrino_check_arguments(${function} ${name} kernel SOURCES)
  neutrino_whole_paths(sources ${kernel_SOURCES})
  neutrino_output_directories(directory here)
  set(archives "${sources}")
  list(FILTER archives INCLUDE REGEX "[.]a$")
  list(FILTER sources EXCLUDE REGEX "[.]a$")
  neutrino_shape_options(shape ${function} ${name} ${kernel_SHAPE})

  neutrino_shared_sources(shared ${sources})
  if(shared)
    add_subdirectory("${Neutrino_MODULES}/kernel" "${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${name}.muon")
  else()
    include("${Neutrino_MODULES}/kernel/CMakeLists.txt")
  endif()
  target_compile_options(${name} PRIVATE ${shape})
  target_link_options(${name} PRIVATE ${shape})
  target_link_libraries(${name} PRIVATE ${archives})
  set(header)
  if(DEFINED kernel_NEUTRINO)
    neutrino_find_binary(interface binary header "${kernel_NEUTRINO}")
    target_compile_options(${name} PRIVATE "--neutrino=${interface}")
    target_link_options(${name} PRIVATE "--neutrino=${binary}")
    set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS "${binary}")
    if(binary MATCHES "^[$]<")
      add_dependencies(${name} ${kernel_NEUTRINO})
    endif()
  endif()
  neutrino_finish_later(Muon ${name})
  neutrino_tell_clangd(${name} Muon "${sources}")
endfunction()

# muon_add_kernel(name SOURCES source… [NEUTRINO binary] [SHAPE cores warps lanes])
function(muon_add_kernel name)
  neutrino_add_kernel_target(muon_add_kernel EXECUTABLE ${name} ${ARGN})
endfunction()

# muon_add_library(name SOURCES source… [NEUTRINO binary] [SHAPE cores warps lanes])
function(muon_add_library name)
  neutrino_add_kernel_target(muon_add_library STATIC ${name} ${ARGN})
endfunction()

# neutrino_add_host_kernels(name SOURCES source…)
#
# name.so, a library of kernels for the CPU. muonc makes it at once, and linking it is to put it where it
# belongs.
function(neutrino_add_host_kernels name)
  cmake_parse_arguments(PARSE_ARGV 1 kernels "" "" "SOURCES")
  neutrino_check_arguments(neutrino_add_host_kernels ${name} kernels SOURCES)
  neutrino_whole_paths(sources ${kernels_SOURCES})
  neutrino_output_directories(directory here)
  set(work "${here}/CMakeFiles/${name}.kernels")
  set(flags_file "${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${name}.kernels/$<CONFIG>/$<COMPILE_LANGUAGE>.flags")
  string(REPLACE "$<COMPILE_LANGUAGE>" Neutrino flags_read "${flags_file}")

  add_executable(${name} "${work}/${name}.library.o")
  set_target_properties(${name} PROPERTIES SUFFIX .so LINKER_LANGUAGE Neutrino
                        RUNTIME_OUTPUT_DIRECTORY "${directory}")
  neutrino_write_flags(${name} "${flags_file}" Muon)
  add_custom_command(
    OUTPUT "${work}/${name}.library.o"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${work}"
    COMMAND xargs -d "\\n" -a "${flags_read}" "${MUONC}" --target=host ${sources} -o "${work}/${name}.library.o"
            -MD -MF "${work}/${name}.d" -MQ "${work}/${name}.library.o"
    DEPENDS ${sources} "${flags_read}" ${Neutrino_CPU_FILES}
    DEPFILE "${work}/${name}.d"
    COMMENT "Compiling kernels ${name}"
    COMMAND_EXPAND_LISTS VERBATIM)
endfunction()

# ---- overlays ----

# neutrino_add_overlay(name PROGRAM graph.overlay SOURCES kernel… [TARGET host|cluster] [SHAPE cores warps lanes])
#
# A program for the host, or name.elf for a cluster. nbc makes it at once, and linking it is to put it where it
# belongs.
function(neutrino_add_overlay name)
  cmake_parse_arguments(PARSE_ARGV 1 overlay "" "PROGRAM;TARGET" "SOURCES;SHAPE")
  neutrino_check_arguments(neutrino_add_overlay ${name} overlay PROGRAM SOURCES)
  set(kind host)
  if(DEFINED overlay_TARGET)
    set(kind ${overlay_TARGET})
  endif()
  if(NOT kind MATCHES "^(host|cluster)$")
    message(FATAL_ERROR "neutrino_add_overlay(${name}): TARGET is host or cluster, not ${kind}")
  endif()
  neutrino_shape_options(shape neutrino_add_overlay ${name} ${overlay_SHAPE})
  if(shape AND kind STREQUAL host)
    message(FATAL_ERROR "neutrino_add_overlay(${name}): SHAPE is of a cluster")
  endif()
  neutrino_whole_paths(program ${overlay_PROGRAM})
  neutrino_whole_paths(kernels ${overlay_SOURCES})
  set(sources ${program} ${kernels})
  neutrino_output_directories(directory here)
  set(work "${here}/CMakeFiles/${name}.overlay")
  set(flags_file "${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${name}.overlay/$<CONFIG>/$<COMPILE_LANGUAGE>.flags")
  string(REPLACE "$<COMPILE_LANGUAGE>" Neutrino flags_read "${flags_file}")

  add_executable(${name} "${work}/${name}.program.o")
  if(kind STREQUAL cluster)
    set_target_properties(${name} PROPERTIES SUFFIX .elf)
  else()
    set_target_properties(${name} PROPERTIES SUFFIX "${CMAKE_EXECUTABLE_SUFFIX}")
  endif()
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE Neutrino RUNTIME_OUTPUT_DIRECTORY "${directory}")
  neutrino_write_flags(${name} "${flags_file}" Neutrino)
  add_custom_command(
    OUTPUT "${work}/${name}.program.o"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${work}"
    COMMAND xargs -d "\\n" -a "${flags_read}" "${NBC}" --overlay-target=${kind} ${shape} ${sources}
            -o "${work}/${name}.program.o" -MD -MF "${work}/${name}.d" -MQ "${work}/${name}.program.o"
    DEPENDS ${sources} "${flags_read}" ${Neutrino_OVERLAY_FILES}
    DEPFILE "${work}/${name}.d"
    COMMENT "Compiling overlay ${name}"
    COMMAND_EXPAND_LISTS VERBATIM)
  if(kind STREQUAL cluster)
    set(kernel_SHAPE ${overlay_SHAPE})
    neutrino_tell_clangd(${name} Muon "${kernels}")
  elseif(CMAKE_C_COMPILER_LOADED)
    neutrino_tell_clangd(${name} C "${kernels}")
  endif()
endfunction()

# ---- tests ----

# muon_add_test(NAME name KERNEL kernel [ARGS option…] [EXPECT_STATUS n]
#               [EXPECT_OUTPUT file | DUMP symbol[:type]… GOLDEN file])
function(muon_add_test)
  cmake_parse_arguments(PARSE_ARGV 0 test "" "NAME;KERNEL;EXPECT_OUTPUT;EXPECT_STATUS;GOLDEN" "ARGS;DUMP")
  neutrino_check_arguments(muon_add_test "${test_NAME}" test NAME KERNEL)
  if(DEFINED test_EXPECT_OUTPUT AND DEFINED test_GOLDEN)
    message(FATAL_ERROR "muon_add_test(${test_NAME}): EXPECT_OUTPUT and GOLDEN are two names of what it prints")
  elseif(DEFINED test_DUMP AND NOT DEFINED test_GOLDEN)
    message(FATAL_ERROR "muon_add_test(${test_NAME}): DUMP prints what GOLDEN, which is missing, has")
  endif()
  set(status 0)
  if(DEFINED test_EXPECT_STATUS)
    set(status ${test_EXPECT_STATUS})
  endif()
  set(golden)
  foreach(file ${test_EXPECT_OUTPUT} ${test_GOLDEN})
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" OUTPUT_VARIABLE golden)
  endforeach()
  list(TRANSFORM test_DUMP PREPEND --dump=)
  set(kernel "${test_KERNEL}")
  if(NOT kernel MATCHES "[.]elf$")
    set(kernel "$<TARGET_FILE:${test_KERNEL}>")
  endif()
  add_test(NAME ${test_NAME}
           COMMAND sh "${Neutrino_MODULES}/golden.sh" ${status} "${golden}" "${MUSIM}" ${test_ARGS}
                   ${test_DUMP} "${kernel}")
endfunction()
