# nbc makes a binary of all of its sources at once, in a command of its own (NeutrinoFunctions.cmake);
# to link one is to put it where it belongs.
include(CMakeCommonLanguageInclude)

set(CMAKE_Neutrino_FLAGS_INIT "$ENV{NBCFLAGS}")
set(CMAKE_Neutrino_FLAGS_DEBUG_INIT "-O0 -g")
set(CMAKE_Neutrino_FLAGS_RELEASE_INIT "-O2 -DNDEBUG")
set(CMAKE_Neutrino_FLAGS_RELWITHDEBINFO_INIT "-O2 -g -DNDEBUG")
set(CMAKE_Neutrino_FLAGS_MINSIZEREL_INIT "-Os -DNDEBUG")
cmake_initialize_per_config_variable(CMAKE_Neutrino_FLAGS "Options of nbc")

set(CMAKE_EXECUTABLE_SUFFIX_Neutrino .nbin)
set(CMAKE_Neutrino_LINK_EXECUTABLE "\"${CMAKE_COMMAND}\" -E copy <OBJECTS> <TARGET>")
set(CMAKE_Neutrino_INFORMATION_LOADED TRUE)
