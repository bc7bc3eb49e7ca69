# What nbc tells clang that has a say in what a source means.
set(options --target=riscv64-unknown-elf -march=rv64imafd_zicsr_zifencei -mabi=lp64d -ffreestanding
            "SHELL:-Xclang -mlong-double-64"
            "-D__task=__attribute__((annotate(\"neutrino.task\")))"
            "-D__task_id(n)=__attribute__((annotate(\"neutrino.task_id\")))"
            "-D__shared=__attribute__((annotate(\"neutrino.shared\")))" -D__neutrino__=1
            "SHELL:-isystem \"${prefix}/lib/neutrino/include\"" "SHELL:-isystem \"${prefix}/lib/neutrino/neutrino/include\"")
