#!/bin/bash
# parallel.sh PACKAGE [TIMES]: builds project/ from nothing, its targets in another order each time, with many
# jobs at once: no step is begun before what it needs is there.
set -eu
package=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for ((i = 0; i < ${2:-50}; i++)); do
    generator=Ninja
    ((i % 2)) || generator="Unix Makefiles"
    rm -rf "$work/build"
    cmake -S "$(dirname "$0")/project" -B "$work/build" -G "$generator" -DNeutrino_DIR="$package" >/dev/null
    targets=$(shuf -e --random-source=<(yes $i) tasks helpers kernel small both both-host host | tr '\n' ' ')
    cmake --build "$work/build" -j8 --target $targets >"$work/log" 2>&1 ||
        { cat "$work/log"; echo "FAILED: $generator, $targets"; exit 1; }
done
