#!/bin/bash
# errors.sh PACKAGE: what is wrong in a call of the package's functions is said where it is.
set -eu
package=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo 'int main(void) { return 0; }' | tee "$work/k.c" >"$work/other.c"
status=0

# refused CALLS MESSAGE: configuring fails with the message (line breaks are blanks).
refused() {
    printf 'cmake_minimum_required(VERSION 3.25)\nproject(p C)\nenable_testing()\nfind_package(Neutrino REQUIRED)\n%s\n' \
        "$1" >"$work/CMakeLists.txt"
    rm -rf "$work/build"
    if cmake -S "$work" -B "$work/build" -G Ninja -DNeutrino_DIR="$package" "${@:3}" >"$work/log" 2>&1; then
        echo "FAILED: accepted: $1"
        status=1
    elif ! tr '\n' ' ' <"$work/log" | tr -s ' ' | grep -qF -- "$2"; then
        echo "FAILED: of '$1' it says:"
        cat "$work/log"
        status=1
    fi
}

refused 'neutrino_add_binary(t)' 'neutrino_add_binary(t): SOURCES is missing'
refused 'neutrino_add_binary(t SOURCE t.c)' 'neutrino_add_binary(t): unknown arguments: SOURCE t.c'
refused 'neutrino_add_binary(t SOURCES t.c FIRST_TASK_ID)' 'neutrino_add_binary(t): no value for FIRST_TASK_ID'
refused 'muon_add_kernel(k)' 'muon_add_kernel(k): SOURCES is missing'
refused 'muon_add_library(k)' 'muon_add_library(k): SOURCES is missing'
refused 'muon_add_kernel(k SOURCES k.c SHAPE 1 2)' 'muon_add_kernel(k): SHAPE takes three numbers: cores, warps and lanes'
refused 'muon_add_kernel(k SOURCES nowhere.c)' 'Cannot find source file'
refused 'muon_add_kernel(k SOURCES k.c NEUTRINO nobody)' 'nobody'
refused 'neutrino_add_host_kernels(h)' 'neutrino_add_host_kernels(h): SOURCES is missing'
refused 'neutrino_add_overlay(o SOURCES k.c)' 'neutrino_add_overlay(o): PROGRAM is missing'
refused 'neutrino_add_overlay(o PROGRAM o.overlay SOURCES k.c TARGET gpu)' \
    'neutrino_add_overlay(o): TARGET is host or cluster, not gpu'
refused 'neutrino_add_overlay(o PROGRAM o.overlay SOURCES k.c SHAPE 1 2 4)' \
    'neutrino_add_overlay(o): SHAPE is of a cluster'
refused 'muon_add_test(NAME t)' 'muon_add_test(t): KERNEL is missing'
refused 'muon_add_test(NAME t KERNEL k DUMP x)' 'muon_add_test(t): DUMP prints what GOLDEN, which is missing, has'
refused 'muon_add_test(NAME t KERNEL k EXPECT_OUTPUT a GOLDEN b)' \
    'muon_add_test(t): EXPECT_OUTPUT and GOLDEN are two names of what it prints'
refused 'muon_add_test(NAME t KERNEL nobody)' 'nobody'
refused 'neutrino_add_binary(t SOURCES k.c)
target_sources(t PRIVATE other.c)' 'neutrino_add_binary(t): all its sources are given to neutrino_add_binary'
refused 'muon_add_kernel(k SOURCES k.c)
add_executable(host k.c)' "k: $work/k.c is the host's, too. Name it in the call that adds k, and call that after the host's target has it."
refused 'add_executable(host k.c)
muon_add_kernel(k SOURCES other.c)
target_sources(k PRIVATE k.c)' "k: $work/k.c is the host's, too."
# A package without its tools.
mkdir -p "$work/prefix/lib/cmake"
cp -r "$package" "$work/prefix/lib/cmake/Neutrino"
package="$work/prefix/lib/cmake/Neutrino"
refused '' "nbc is neither in $work/prefix/bin nor on PATH. -DNBC=… says where it is."
exit $status
