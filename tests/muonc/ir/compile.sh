# compile.sh OPTIONS FILE -o OUTPUT: clang to LLVM assembly, nearly as muonc's driver has it.
exec clang-19 --target=riscv32-unknown-elf -march=rv32im_zfinx_zicond_zicsr_zifencei -mabi=ilp32 \
    -Xclang -disable-O0-optnone -gline-tables-only -gcolumn-info -fno-jump-tables -fno-math-errno \
    -fno-discard-value-names -fconvergent-functions -ffreestanding -emit-llvm -S "$@"
