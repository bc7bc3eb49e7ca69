#!/usr/bin/env bash
# cmake.sh BIN_DIRECTORY [KERNELS BINARIES]: a project of 100 kernels and 20 task binaries with the CMake
# package beside the same sources as 120 programs, named likewise, that clang compiles for the same targets: to
# configure, to build from nothing, and to find out that nothing is to be done, which takes so little that it is
# done a hundred times. Ninja, all processors.
set -eu
. "$(dirname "$0")/side_by_side.sh"
bin=$(cd "$1" && pwd)
kernels=${2:-100} binaries=${3:-20}
runs=${NEUTRINO_BENCH_RUNS:-3}
clang=${NEUTRINO_CLANG:-clang-19}
work=$(mktemp -d "${TMPDIR:-/tmp}/cmake-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir package plain

for ((i = 0; i < binaries; i++)); do
    echo "void scale${i}_task(float *data, int n) { for (int i = 0; i < n; i++) data[i] *= $i; }" >"tasks$i.c"
    echo "neutrino_add_binary(tasks$i SOURCES ../tasks$i.c)" >>package/targets
    echo "add_executable(tasks$i ../tasks$i.c)" >>plain/targets
done
for ((i = 0; i < kernels; i++)); do
    echo "float data$i[64]; int main(void) { for (int k = 0; k < 64; k++) data$i[k] = data$i[k] * $i.5f + k; return 0; }" \
        >"kernel$i.c"
    echo "muon_add_kernel(kernel$i SOURCES ../kernel$i.c NEUTRINO tasks$((i % binaries)))" >>package/targets
    echo "add_executable(kernel$i ../kernel$i.c)" >>plain/targets
done
{
    printf 'cmake_minimum_required(VERSION 3.25)\nproject(package C)\nfind_package(Neutrino REQUIRED)\n'
    cat package/targets
} >package/CMakeLists.txt
{
    printf 'cmake_minimum_required(VERSION 3.25)\nproject(plain C)\nset(CMAKE_EXECUTABLE_SUFFIX .elf)\n'
    cat plain/targets
} >plain/CMakeLists.txt

# As programs without a library: what a rule costs, and clang and lld.
configure() {
    rm -rf "$1/build"
    if [ "$1" = package ]; then
        cmake -S package -B package/build -G Ninja -DNeutrino_DIR="$bin/../lib/cmake/Neutrino"
    else
        cmake -S plain -B plain/build -G Ninja -DCMAKE_C_COMPILER="$clang" -DCMAKE_C_COMPILER_WORKS=1 \
            -DCMAKE_C_FLAGS="--target=riscv32-unknown-elf -march=rv32im_zfinx -mabi=ilp32 -O2 -nostdlib -fuse-ld=lld -Wl,--entry=main"
    fi
}
build() {
    ninja -C "$1/build" clean && ninja -C "$1/build"
}
no-op() {
    for ((i = 0; i < 100; i++)); do ninja -C "$1/build"; done
}
in_package() { "$1" package; }
in_plain() { "$1" plain; }

header step package clang
for step in configure build no-op; do
    compare "$step" "$step" in_package in_plain
done
