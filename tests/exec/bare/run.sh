#!/bin/sh
# run.sh BIN_DIRECTORY CHECK SOURCE_DIRECTORY: programs with a start file, a linker script and
# intrinsics of their own, compiled as they are, against the host.
set -eu
bin=$(cd "$1" && pwd)
check=$2
cd "$3"
PATH="$bin:$PATH"
work=$(mktemp -d "${TMPDIR:-/tmp}/bare-XXXXXX")
trap 'rm -rf "$work"' EXIT

"$check" inputs "$work"
for kernel in vecadd gemm; do
    muonc -O2 -Werror -nostartfiles -T link.ld start.S $kernel.cpp -o "$work/$kernel.elf"
    # Lanes may then call different kernels, for all that the compiler knows, and do not.
    muonc -O2 -Wno-nu-divergent-sync -DVOLATILE_LAUNCH -nostartfiles -T link.ld start.S $kernel.cpp \
        -o "$work/$kernel-volatile.elf"
done
for launch in "" -volatile; do
    for seed in 1 2 3; do
        musim --check --perturb=$seed --input=a:"$work/x" --input=b:"$work/y" \
            --output=c:"$work/c" "$work/vecadd$launch.elf"
        "$check" vecadd "$work"
        musim --check --perturb=$seed --input=a:"$work/g" --input=b:"$work/h" \
            --output=c:"$work/c" --output=e:"$work/e" "$work/gemm$launch.elf"
        "$check" gemm "$work"
    done
done
