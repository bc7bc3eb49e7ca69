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

install(TARGETS nbc muonc musim muobjdump RUNTIME DESTINATION bin)
install(TARGETS nbc-frontend muonc-compiler LIBRARY DESTINATION lib/neutrino)
install(TARGETS musim-shared task-shared EXPORT NeutrinoTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        NAMELINK_COMPONENT development)
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

configure_file(cmake/neutrino.pc.in neutrino.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/neutrino.pc DESTINATION lib/pkgconfig COMPONENT development)

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
