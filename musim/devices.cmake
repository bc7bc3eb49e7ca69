# The cluster's devices as a library of their own: bookkeeping and arithmetic that need no machine.
add_library(simdevices STATIC
            ${CMAKE_SOURCE_DIR}/musim/scoreboard.c
            ${CMAKE_SOURCE_DIR}/musim/task_queue.c
            ${CMAKE_SOURCE_DIR}/musim/engine.c
            ${CMAKE_SOURCE_DIR}/musim/dma.c
            ${CMAKE_SOURCE_DIR}/musim/matrix.c)
target_link_libraries(simdevices PUBLIC support m)
# No contraction: where an operation is fused, the source says so.
set_source_files_properties(${CMAKE_SOURCE_DIR}/musim/matrix.c PROPERTIES
                            COMPILE_OPTIONS "-O3;-ffp-contract=off")
