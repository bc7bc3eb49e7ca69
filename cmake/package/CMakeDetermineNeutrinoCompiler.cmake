# CMake's own protocol for a language: what the compiler is.
set(CMAKE_Neutrino_COMPILER "${NBC}")
set(CMAKE_Neutrino_COMPILER_ENV_VAR NBC)
configure_file("${CMAKE_CURRENT_LIST_DIR}/CMakeNeutrinoCompiler.cmake.in"
               "${CMAKE_PLATFORM_INFO_DIR}/CMakeNeutrinoCompiler.cmake" @ONLY)
