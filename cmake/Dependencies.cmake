# Everything outside what this project exists for comes from a library.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(BISON 3.6 REQUIRED)
find_package(FLEX REQUIRED)
pkg_check_modules(ELF REQUIRED IMPORTED_TARGET libelf)
pkg_check_modules(DW REQUIRED IMPORTED_TARGET libdw)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(CHECK REQUIRED IMPORTED_TARGET check)

# LLVM and clang 19: the C interfaces as libraries, the programs at compile time of kernels.
set(LLVM_VERSION 19)
find_program(LLVM_CONFIG NAMES llvm-config-${LLVM_VERSION} REQUIRED)
execute_process(COMMAND ${LLVM_CONFIG} --includedir OUTPUT_VARIABLE LLVM_INCLUDE_DIR
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${LLVM_CONFIG} --libdir OUTPUT_VARIABLE LLVM_LIB_DIR
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
find_library(LLVM_LIBRARY NAMES LLVM-${LLVM_VERSION} LLVM HINTS ${LLVM_LIB_DIR} REQUIRED)
find_library(CLANG_LIBRARY NAMES clang-${LLVM_VERSION} clang HINTS ${LLVM_LIB_DIR} REQUIRED)
find_program(CLANG_PROGRAM NAMES clang-${LLVM_VERSION} REQUIRED)
find_program(LLD_PROGRAM NAMES ld.lld-${LLVM_VERSION} REQUIRED)
find_program(LLVM_AR_PROGRAM NAMES llvm-ar-${LLVM_VERSION} REQUIRED)

add_library(llvm-c INTERFACE)
target_include_directories(llvm-c SYSTEM INTERFACE ${LLVM_INCLUDE_DIR})
target_link_libraries(llvm-c INTERFACE ${LLVM_LIBRARY})

add_library(clang-c INTERFACE)
target_include_directories(clang-c SYSTEM INTERFACE ${LLVM_INCLUDE_DIR})
target_link_libraries(clang-c INTERFACE ${CLANG_LIBRARY})
