#!/bin/sh
# run.sh BIN_DIRECTORY KERNELGEN HOST_CC FIRST LAST [KERNELS]: the programs of seeds FIRST to LAST,
# each of KERNELS kernels (10), at every level of optimisation. What fails stays in a directory.
set -u
bin=$1 kernelgen=$2 host_cc=$3 first=$4 last=$5 kernels=${6:-10}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/random-XXXXXX")
failures=0 seed=$first
while [ "$seed" -le "$last" ]; do
    mkdir "$work/$seed"
    cd "$work/$seed" || exit 1
    cp "$here/lanes.h" .
    "$kernelgen" "$seed" "$kernels" >program.c
    if sh "$here/compare.sh" "$bin" "$host_cc" program.c $((seed * 7 % 32 + 1)) \
        $((seed % 4 + 1)) $((seed / 4 % 2 + 1)) >report; then
        rm -rf "$work/$seed"
    else
        sed "s|^|seed $seed: |" report
        echo "seed $seed: see $work/$seed"
        failures=$((failures + 1))
    fi
    seed=$((seed + 1))
done
cd / && rmdir "$work" 2>/dev/null
echo "seeds $first to $last: $failures programs of $kernels kernels fail"
[ "$failures" -eq 0 ]
