# How muonc is called. Sources may be C, C++ and assembly: it goes by their names.
include(CMakeCommonLanguageInclude)

set(CMAKE_Muon_FLAGS_INIT "$ENV{MUONFLAGS}")
set(CMAKE_Muon_FLAGS_DEBUG_INIT "-O0 -g")
set(CMAKE_Muon_FLAGS_RELEASE_INIT "-O2 -DNDEBUG")
set(CMAKE_Muon_FLAGS_RELWITHDEBINFO_INIT "-O2 -g -DNDEBUG")
set(CMAKE_Muon_FLAGS_MINSIZEREL_INIT "-Os -DNDEBUG")
cmake_initialize_per_config_variable(CMAKE_Muon_FLAGS "Options of muonc")

set(CMAKE_INCLUDE_FLAG_Muon -I)
set(CMAKE_INCLUDE_SYSTEM_FLAG_Muon "-isystem ")
set(CMAKE_Muon_DEPFILE_FORMAT gcc)
set(CMAKE_Muon_DEPENDS_USE_COMPILER TRUE)
set(CMAKE_DEPFILE_FLAGS_Muon "-MD -MT <DEP_TARGET> -MF <DEP_FILE>")
set(CMAKE_EXECUTABLE_SUFFIX_Muon .elf)
set(CMAKE_STATIC_LIBRARY_PREFIX_Muon lib)
set(CMAKE_STATIC_LIBRARY_SUFFIX_Muon .a)

find_program(MUON_AR NAMES llvm-ar-19 llvm-ar ar DOC "Makes archives of kernels' objects")
mark_as_advanced(MUON_AR)

set(CMAKE_Muon_COMPILE_OBJECT
    "<CMAKE_Muon_COMPILER> <DEFINES> <INCLUDES> <FLAGS> -o <OBJECT> -c <SOURCE>")
set(CMAKE_Muon_LINK_EXECUTABLE
    "<CMAKE_Muon_COMPILER> <FLAGS> <LINK_FLAGS> <OBJECTS> -o <TARGET> <LINK_LIBRARIES>")
set(CMAKE_Muon_CREATE_STATIC_LIBRARY "\"${MUON_AR}\" rcsD <TARGET> <OBJECTS>")
set(CMAKE_Muon_INFORMATION_LOADED TRUE)
