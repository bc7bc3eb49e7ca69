# CMake's own protocol for a language: what the compiler is.
set(CMAKE_Muon_COMPILER "${MUONC}")
set(CMAKE_Muon_COMPILER_ENV_VAR MUONC)
configure_file("${CMAKE_CURRENT_LIST_DIR}/CMakeMuonCompiler.cmake.in"
               "${CMAKE_PLATFORM_INFO_DIR}/CMakeMuonCompiler.cmake" @ONLY)
