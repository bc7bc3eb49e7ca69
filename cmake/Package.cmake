# What find_package(Neutrino), pkg-config and cmake --install give. The tools find their own files
# relative to themselves, so bin and lib/neutrino stay where they are to each other; the tree may be moved
# after it is installed.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# libmusim for others: shared, with the names of its header and no more.
add_library(musim-shared SHARED ${CMAKE_SOURCE_DIR}/include/neutrino/musim.h)
set_target_properties(musim-shared PROPERTIES
  LINKER_LANGUAGE C OUTPUT_NAME musim EXPORT_NAME musim
  VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}
  LINK_DEPENDS ${CMAKE_SOURCE_DIR}/cmake/musim.map)
target_link_libraries(musim-shared PRIVATE $<LINK_LIBRARY:WHOLE_ARCHIVE,libmusim>)
target_link_options(musim-shared PRIVATE LINKER:--version-script=${CMAKE_SOURCE_DIR}/cmake/musim.map)
target_include_directories(musim-shared INTERFACE $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/include>
                                                  $<INSTALL_INTERFACE:include>)

# libtask for host programs, likewise. It needs libmusim, which is beside it wherever they are.
add_library(task-shared SHARED $<TARGET_OBJECTS:task-host>)
set_target_properties(task-shared PROPERTIES
  LINKER_LANGUAGE C OUTPUT_NAME task EXPORT_NAME task INSTALL_RPATH $ORIGIN
  VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}
  LINK_DEPENDS ${CMAKE_SOURCE_DIR}/cmake/task.map)
target_link_libraries(task-shared PRIVATE musim-shared object ${CMAKE_DL_LIBS} Threads::Threads)
target_link_options(task-shared PRIVATE LINKER:--version-script=${CMAKE_SOURCE_DIR}/cmake/task.map)
target_include_directories(task-shared INTERFACE $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/include>
                                                 $<INSTALL_INTERFACE:include>)

# Both as archives of one object, in which other names than the header's are local, so that programs may have
# them, too.
#
# static_library(name symbols DEPENDS targets… LINK what ld -r is given… WITH libraries of others…)
function(static_library name symbols)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "DEPENDS;LINK;WITH")
  set(object ${CMAKE_CURRENT_BINARY_DIR}/static/${name}.o)
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/static)
  add_custom_command(OUTPUT ${object}
    COMMAND ${CMAKE_LINKER} -r -o ${object} ${arg_LINK}
    COMMAND ${LLVM_OBJCOPY_PROGRAM} --wildcard --keep-global-symbol=${symbols} ${object}
    DEPENDS ${arg_DEPENDS} COMMAND_EXPAND_LISTS VERBATIM)
  set_source_files_properties(${object} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
  add_library(${name}-static STATIC ${object})
  set_target_properties(${name}-static PROPERTIES
    LINKER_LANGUAGE C OUTPUT_NAME ${name} EXPORT_NAME ${name}_static
    ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/static)
  target_link_libraries(${name}-static INTERFACE ${arg_WITH})
  target_include_directories(${name}-static INTERFACE $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/include>
                                                      $<INSTALL_INTERFACE:include>)
endfunction()

set(parts libmusim simdevices rv64 object nbin isa support)
list(TRANSFORM parts REPLACE "(.+)" "$<TARGET_FILE:\\1>" OUTPUT_VARIABLE archives)
list(POP_FRONT archives libmusim)
static_library(musim musim_* DEPENDS ${parts}
               LINK --whole-archive ${libmusim} --no-whole-archive --start-group ${archives} --end-group
               WITH dw elf jansson m pthread)
static_library(task tk_* DEPENDS task-host $<TARGET_OBJECTS:task-host> object nbin support
               LINK $<TARGET_OBJECTS:task-host> --start-group $<TARGET_FILE:object> $<TARGET_FILE:nbin>
                    $<TARGET_FILE:support> --end-group
               WITH musim-static ${CMAKE_DL_LIBS} pthread)

install(TARGETS nbc muonc musim muobjdump RUNTIME DESTINATION bin)
install(TARGETS nbc-frontend muonc-compiler LIBRARY DESTINATION lib/neutrino)
install(TARGETS musim-shared task-shared EXPORT NeutrinoTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        NAMELINK_COMPONENT development)
install(TARGETS musim-static task-static EXPORT NeutrinoTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
# The tools' own headers, and those of host programs: in <prefix>/include there may be a C library's.
install(DIRECTORY include/neutrino DESTINATION lib/neutrino/include)
foreach(header host.h host.def musim.h signature.h platform.h devices.def)
  install(FILES include/neutrino/${header} DESTINATION include/neutrino COMPONENT development)
endforeach()
file(GLOB pages CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/man/*)
foreach(page ${pages})
  get_filename_component(section ${page} LAST_EXT)
  string(REPLACE . man section ${section})
  install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/${section})
endforeach()

set(package lib/cmake/Neutrino)
configure_package_config_file(cmake/package/NeutrinoConfig.cmake.in installed/NeutrinoConfig.cmake
                              INSTALL_DESTINATION ${package})
write_basic_package_version_file(installed/NeutrinoConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/installed/NeutrinoConfig.cmake
              ${CMAKE_BINARY_DIR}/installed/NeutrinoConfigVersion.cmake
        DESTINATION ${package} COMPONENT development)
install(DIRECTORY cmake/package/ DESTINATION ${package} COMPONENT development
        USE_SOURCE_PERMISSIONS PATTERN NeutrinoConfig.cmake.in EXCLUDE)
install(EXPORT NeutrinoTargets NAMESPACE Neutrino:: DESTINATION ${package} COMPONENT development)

# The same from the build tree, which has an installation's shape.
configure_package_config_file(cmake/package/NeutrinoConfig.cmake.in ${package}/NeutrinoConfig.cmake
                              INSTALL_PREFIX ${CMAKE_BINARY_DIR}
                              INSTALL_DESTINATION ${CMAKE_BINARY_DIR}/${package})
file(COPY ${CMAKE_BINARY_DIR}/installed/NeutrinoConfigVersion.cmake DESTINATION ${CMAKE_BINARY_DIR}/${package})
file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/cmake/package cmake/package/*)
list(REMOVE_ITEM files NeutrinoConfig.cmake.in)
foreach(file ${files})
  configure_file(cmake/package/${file} ${package}/${file} COPYONLY)
endforeach()
export(EXPORT NeutrinoTargets NAMESPACE Neutrino:: FILE ${package}/NeutrinoTargets.cmake)

foreach(file neutrino.pc neutrino-static.pc)
  configure_file(cmake/${file}.in ${file} @ONLY)
  install(FILES ${CMAKE_BINARY_DIR}/${file} DESTINATION lib/pkgconfig COMPONENT development)
endforeach()

# What the last installation has put there, of which DESTDIR is not part.
add_custom_target(uninstall
  COMMAND sh -c "sed \"s|^|$DESTDIR|\" install_manifest.txt | tr '\\n' '\\0' | xargs -0 rm -f"
  WORKING_DIRECTORY ${CMAKE_BINARY_DIR} VERBATIM)

# ./dev package: the Debian package neutrino with what runs, neutrino-dev with what is built against.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "The Neutrino developers <neutrino@example.org>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES OFF) # prepare.cmake does
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME neutrino)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_DEPENDS "clang-${LLVM_VERSION}, lld-${LLVM_VERSION}")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/cmake/debian/triggers)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION
    "The compilers nbc and muonc, the simulator musim, the disassembler muobjdump,
 and the runtime that programs are linked with.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME neutrino-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "neutrino (= ${PROJECT_VERSION})")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
    "The CMake package, the pkg-config file, and libmusim and libtask for host programs.")
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/cmake/debian/prepare.cmake)
include(CPack)
