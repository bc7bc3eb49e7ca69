# What muonc tells clang that has a say in what a source means.
set(options --target=riscv32-unknown-elf -march=rv32im_zicsr_zifencei_zfinx_zicond -mabi=ilp32 -nostdlibinc
            "SHELL:-Xclang -mlong-double-64" "SHELL:-Xclang -target-feature -Xclang +zksh"
            "SHELL:-Xclang -target-feature -Xclang +a" -Wno-atomic-alignment
            -U__riscv_a -U__riscv_atomic
            "SHELL:-isystem \"${prefix}/lib/neutrino/include\"" "SHELL:-isystem \"${prefix}/lib/neutrino/muon/include\""
            -D__MUON__=1 "SHELL:-include neutrino/muon.h")
set(sizes ${kernel_SHAPE} 2 8 16)
foreach(kind CORES WARPS LANES)
  list(POP_FRONT sizes size)
  list(APPEND options -D__MUON_${kind}__=${size})
endforeach()
if(header)
  list(APPEND options "SHELL:-include \"${header}\"")
endif()

# The generated header includes the user's as if it stood in the source.
foreach(source IN LISTS sources)
  cmake_path(GET source PARENT_PATH folder)
  set(source_options -iquote "${folder}")
  if(NOT source MATCHES "[.](c|i)$")
    list(APPEND source_options -fno-rtti -fno-exceptions -isystem "${prefix}/lib/neutrino/muon/include/c++")
  endif()
  set_source_files_properties("${source}" PROPERTIES COMPILE_OPTIONS "${source_options}")
endforeach()
