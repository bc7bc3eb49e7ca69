# Where the tools are, and the two languages whose compilers they are.
set(Neutrino_MODULES "${CMAKE_CURRENT_LIST_DIR}" CACHE INTERNAL "")

# neutrino_find_tools(prefix): sets NBC, MUONC, MUSIM and MUOBJDUMP, each in the cache. A value that is
# there stays; then the package's own, PATH, and pkg-config have a turn, which in a build for another
# machine finds the tools of this one.
macro(neutrino_find_tools prefix)
  find_package(PkgConfig QUIET)
  set(_neutrino_hints "${prefix}/bin")
  if(PKG_CONFIG_FOUND)
    pkg_get_variable(_neutrino_bindir neutrino bindir)
    list(APPEND _neutrino_hints ${_neutrino_bindir})
  endif()
  foreach(_neutrino_tool nbc muonc musim muobjdump)
    string(TOUPPER ${_neutrino_tool} _neutrino_variable)
    find_program(${_neutrino_variable} ${_neutrino_tool} HINTS ${_neutrino_hints} NO_CMAKE_FIND_ROOT_PATH
                 DOC "${_neutrino_tool} of the Neutrino toolchain")
    if(NOT ${_neutrino_variable})
      message(FATAL_ERROR "Neutrino: ${_neutrino_tool} is neither in ${prefix}/bin nor on PATH. "
                          "-D${_neutrino_variable}=… says where it is.")
    endif()
  endforeach()
endmacro()

# Kernels and tasks are languages to CMake, Muon and Neutrino, so that all that it has for targets
# works on them: $<COMPILE_LANGUAGE:Muon> is true where muonc compiles.
macro(neutrino_enable_languages)
  list(PREPEND CMAKE_MODULE_PATH "${Neutrino_MODULES}")
  enable_language(Muon)
  enable_language(Neutrino)
  list(POP_FRONT CMAKE_MODULE_PATH)
endmacro()
