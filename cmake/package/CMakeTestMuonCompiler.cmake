# It may not be built yet where this runs.
set(CMAKE_Muon_COMPILER_WORKS TRUE CACHE INTERNAL "")
