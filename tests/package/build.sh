#!/bin/bash
# build.sh GENERATOR PACKAGE: builds project/ with a generator and the CMake package of a folder: what is
# made again after each change is what has to be, and nothing else; its tests pass; clangd understands it.
set -eu
generator=$1
package=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$(dirname "$0")/project" "$work/a project"
cd "$work/a project"
build="$work/the build"

fail() {
    echo "FAILED: $*"
    exit 1
}

# What a build makes, as "kernel.c=Building …" words; in the order in which it is made, once each.
make_all() {
    cmake --build "$build" -j2 >"$work/log" 2>&1 || { cat "$work/log"; fail "the build"; }
    sed -n -e 's/.*Compiling tasks /nbc:/p' -e 's/.*Compiling overlay /overlay:/p' -e 's/.*Compiling kernels /kernels:/p' -e 's,.*Building [A-Za-z]* object CMakeFiles/.*/,compile:,p' \
        -e 's,.*Building [A-Za-z]* object .*/,compile:,p' \
        -e 's,.*Linking [A-Za-z]* [a-z ]* \(.*/\)\?,link:,p' "$work/log" | sort -u | tr '\n' ' ' | sed 's/ $//'
}

# expect TEXT MADE: a step's outcome.
expect() {
    made=$(make_all)
    [ "$made" = "$2" ] || fail "$1: expected to make '$2', made '$made'"
    echo "$1: $made"
}

# The file systems' time stamps and make's are as fine as this.
later() {
    sleep 1.1
}

cmake -S . -B "$build" -G "$generator" -DNeutrino_DIR="$package" >"$work/log" 2>&1 ||
    { cat "$work/log"; fail "to configure"; }
make_all >/dev/null
expect "no change" ""
later
touch "include files/count.h"
expect "a header of both sides" "compile:kernel.c.o link:kernel.elf link:small.elf link:tasks.nbin nbc:tasks"
later
sed -i 's,^/\*\* Adds up,/** Adds,' tasks.c
expect "a comment in the tasks" "compile:host.c.o link:host link:kernel.elf link:small.elf link:tasks.nbin nbc:tasks"
later
sed -i 's/int n) {/int m) {\n    int n = m;/' tasks.c
expect "a parameter" "compile:help.c.o compile:host.c.o compile:kernel.c.o compile:part.cpp.o link:host link:kernel.elf link:small.elf link:tasks.nbin nbc:tasks"
later
touch help.c
expect "a source of a library" "compile:help.c.o link:kernel.elf link:libhelpers.a link:small.elf"
later
touch both.c
expect "a source of both" "compile:both.c.o link:both-host link:both.elf"
later
touch scale.c
expect "kernels for the machine and the CPU" "compile:scale.c.o kernels:scale-cpu link:scale-cpu.so link:scale.elf"
later
touch steps.h
expect "a header of an overlay's kernels" "link:graph link:graph-cluster.elf link:graph-small.elf overlay:graph overlay:graph-cluster overlay:graph-small"
expect "no change at the end" ""
case $generator in
Ninja*) ninja -C "$build" -n | grep -q 'no work to do' || fail "there is something left to do" ;;
esac

run_tests() {
    ctest --test-dir "$build" $configuration >"$work/log" 2>&1
}

configuration=
[ "$generator" != "Ninja Multi-Config" ] || configuration="-C Debug"
run_tests || { cat "$work/log"; fail "its tests"; }
echo wrong >output.golden
! run_tests || fail "a wrong golden file passes"
BLESS=1 run_tests || { cat "$work/log"; fail "BLESS=1"; }
run_tests || { cat "$work/log"; fail "the tests with what BLESS=1 wrote"; }

# The Makefile generators have no entries for languages that are not their own, and none of their words.
case $generator in
*Makefiles) sources="part.cpp help.c both.c steps.c" ;;
*) sources="kernel.c tasks.c part.cpp help.c both.c steps.c" ;;
esac
for source in $sources host.c; do
    grep -q "/$source\",\?\$" "$build/compile_commands.json" || fail "compile_commands.json has no $source"
    clangd-19 --compile-commands-dir="$build" --check="$source" >"$work/log" 2>&1 ||
        { grep '^E' "$work/log"; fail "clangd on $source"; }
done
echo "clangd has nothing to say"
