# The tools find their resources (headers, runtime archives, linker scripts) relative to their own
# executable: <prefix>/bin/<tool>, <prefix>/lib/neutrino. The build tree has the
# same shape as an installation, so that a tool runs the same from both.
set(NEUTRINO_RESOURCE_DIR ${CMAKE_BINARY_DIR}/lib/neutrino)
set(NEUTRINO_INCLUDE_DIR ${NEUTRINO_RESOURCE_DIR}/include)
file(MAKE_DIRECTORY ${NEUTRINO_RESOURCE_DIR} ${NEUTRINO_INCLUDE_DIR})
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/include/neutrino ${NEUTRINO_INCLUDE_DIR}/neutrino SYMBOLIC)
