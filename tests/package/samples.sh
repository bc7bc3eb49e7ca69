#!/bin/bash
# samples.sh GENERATOR PACKAGE [clangd]: the example project away from this tree, with the CMake package of a
# folder: its tests pass and, if that is asked for, clangd finds nothing wrong with any kernel or task.
set -eu
generator=$1
package=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$(dirname "$0")/../../samples" "$work/the samples"
cd "$work/the samples"

run() {
    "$@" >"$work/log" 2>&1 || { cat "$work/log"; echo "FAILED: $*"; exit 1; }
}

run cmake -S . -B "$work/build" -G "$generator" -DNeutrino_DIR="$package" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
run cmake --build "$work/build" -j2 --config Release
run ctest --test-dir "$work/build" -j2 -C Release --no-tests=error
sed -n 's/tests passed.*out of/passed of/p' "$work/log"

[ "${3:-}" ] || exit 0
sources=$(printf '%s\n' kernels/*.c devices/[!d]*.c */kernel.* */tasks.c overlay/*.c)
for source in $sources; do
    grep -q "/$source\",\?\$" "$work/build/compile_commands.json" || { echo "FAILED: compile_commands.json has no $source"; exit 1; }
done
xargs -n 1 -P 2 clangd-19 --compile-commands-dir="$work/build" --log=error --check-locations=0 >"$work/log" 2>&1 \
    <<<"$(sed 's/^/--check=/' <<<"$sources")" || { grep '^E' "$work/log"; echo "FAILED: clangd"; exit 1; }
echo "clangd has nothing to say of $(wc -l <<<"$sources") files"
