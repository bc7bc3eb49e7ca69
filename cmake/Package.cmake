# What find_package(Neutrino), pkg-config and cmake --install give. The tools find their own files
# relative to themselves, so bin, include and lib/neutrino stay where they are to each other; the tree may
# be moved after it is installed.
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

install(TARGETS nbc muonc musim muobjdump RUNTIME DESTINATION bin)
install(TARGETS nbc-frontend muonc-compiler LIBRARY DESTINATION lib/neutrino)
install(TARGETS musim-shared EXPORT NeutrinoTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        NAMELINK_COMPONENT Development)
install(DIRECTORY include/neutrino DESTINATION include)
foreach(section 1 3 7)
  file(GLOB pages CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/man/*.${section})
  install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()

set(package lib/cmake/Neutrino)
configure_package_config_file(cmake/package/NeutrinoConfig.cmake.in installed/NeutrinoConfig.cmake
                              INSTALL_DESTINATION ${package})
write_basic_package_version_file(installed/NeutrinoConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/installed/NeutrinoConfig.cmake
              ${CMAKE_BINARY_DIR}/installed/NeutrinoConfigVersion.cmake DESTINATION ${package})
install(DIRECTORY cmake/package/ DESTINATION ${package} PATTERN NeutrinoConfig.cmake.in EXCLUDE)
install(EXPORT NeutrinoTargets NAMESPACE Neutrino:: DESTINATION ${package})

# The same from the build tree, which has an installation's shape.
configure_package_config_file(cmake/package/NeutrinoConfig.cmake.in ${package}/NeutrinoConfig.cmake
                              INSTALL_PREFIX ${CMAKE_BINARY_DIR} INSTALL_DESTINATION ${CMAKE_BINARY_DIR}/${package}
                             )
file(COPY ${CMAKE_BINARY_DIR}/installed/NeutrinoConfigVersion.cmake DESTINATION ${CMAKE_BINARY_DIR}/${package})
file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/cmake/package cmake/package/*)
list(REMOVE_ITEM files NeutrinoConfig.cmake.in)
foreach(file ${files})
  configure_file(cmake/package/${file} ${package}/${file} COPYONLY)
endforeach()
export(EXPORT NeutrinoTargets NAMESPACE Neutrino:: FILE ${package}/NeutrinoTargets.cmake)

configure_file(cmake/neutrino.pc.in neutrino.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/neutrino.pc DESTINATION lib/pkgconfig)

# What the last installation has put there, of which DESTDIR is not part.
add_custom_target(uninstall
  COMMAND sh -c "sed \"s|^|$DESTDIR|\" install_manifest.txt | tr '\\n' '\\0' | xargs -0 rm -f"
  WORKING_DIRECTORY ${CMAKE_BINARY_DIR} VERBATIM)
