# It may not be built yet where this runs.
set(CMAKE_Neutrino_COMPILER_WORKS TRUE CACHE INTERNAL "")
