# find_package(Neutrino) in this tree: the package's functions, with tools that are yet to be built. What is made
# with them is made again when they change.
set(MUSIM "${CMAKE_BINARY_DIR}/bin/musim")
set(MUOBJDUMP "${CMAKE_BINARY_DIR}/bin/muobjdump")

# CMake enables languages whose compilers are there, as it is itself.
set(package "${CMAKE_SOURCE_DIR}/cmake/package")
include("${package}/NeutrinoTools.cmake")
set(NBC "${CMAKE_COMMAND}")
set(MUONC "${CMAKE_COMMAND}")
neutrino_enable_languages()
set(NBC "${CMAKE_BINARY_DIR}/bin/nbc")
set(MUONC "${CMAKE_BINARY_DIR}/bin/muonc")
set(CMAKE_Muon_COMPILER "${MUONC}")
include("${package}/NeutrinoFunctions.cmake")

set(Neutrino_NBC_FILES "${NBC}" "${NEUTRINO_RESOURCE_DIR}/neutrino/libtask.a" "${NEUTRINO_RESOURCE_DIR}/neutrino/neutrino.ld")
set(Neutrino_MUONC_FILES "${MUONC}")
set(Neutrino_CPU_FILES ${Neutrino_MUONC_FILES} libtask-cpu)
set(Neutrino_RUNTIME_FILES "${NEUTRINO_RESOURCE_DIR}/muon/crt0.o" "${NEUTRINO_RESOURCE_DIR}/muon/libmuon.a"
                           "${NEUTRINO_RESOURCE_DIR}/muon/muon.ld")
set(Neutrino_OVERLAY_FILES ${Neutrino_NBC_FILES} ${Neutrino_MUONC_FILES} ${Neutrino_RUNTIME_FILES}
                           "${NEUTRINO_RESOURCE_DIR}/host/libtask.a")
if(NOT TARGET Neutrino::musim)
  add_library(Neutrino::musim ALIAS libmusim)
  add_library(Neutrino::task ALIAS task-host)
endif()
