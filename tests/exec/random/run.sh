#!/bin/sh
# run.sh BIN_DIRECTORY KERNELGEN HOST_CC FIRST LAST [KERNELS]: the programs of seeds FIRST to LAST,
# each of KERNELS kernels (25), at every level of optimisation. What differs stays in a directory.
set -u
PATH="$1:$PATH"
kernelgen=$2 host_cc=$3 first=$4 last=$5 kernels=${6:-25}
here=$(dirname "$0")
options='-std=gnu11 -w -fwrapv -fno-strict-aliasing -ffp-contract=off -fno-math-errno -I.'
check=
musim --help | grep -q -- --check && check=--check
work=$(mktemp -d "${TMPDIR:-/tmp}/random-XXXXXX")
failures=0 kernels_run=0 skipped=0

fail() {
    echo "seed $seed: $*; see $work/$seed"
    failures=$((failures + 1)) kept=yes
}

run_level() { # LEVEL
    muonc $options "-O$1" $shape program.c -o "$1.elf" >"$1.log" 2>&1 ||
        { fail "-O$1: muonc: $(head -n 1 "$1.log")"; return; }
    if ! musim $check "$1.elf" --output=result:"$1.bin" >"$1.log" 2>&1; then
        # Without optimisation a frame may be larger than a lane's stack.
        [ "$1" = 0 ] && grep -q 'stack overflow' "$1.log" && skipped=$((skipped + 1)) && return
        fail "-O$1: musim: $(head -n 1 "$1.log")"
        return
    fi
    cmp "$1.bin" expected.bin >"$1.log" || { fail "-O$1: $(cat "$1.log")"; return; }
    kernels_run=$((kernels_run + kernels))
}

run_seed() {
    lanes=$((seed * 7 % 32 + 1)) warps=$((seed % 4 + 1)) cores=$((seed / 4 % 2 + 1)) kept=
    shape="-mlanes=$lanes -mwarps=$warps -mcores=$cores"
    "$kernelgen" "$seed" "$kernels" >program.c
    "$host_cc" $options ${HOST_FLAGS:--O1} -DLANES=$lanes -DWARPS=$warps -DCORES=$cores program.c \
        -o host -lm >host.log 2>&1 && ./host >expected.bin 2>>host.log ||
        { fail "host: $(head -n 1 host.log)"; return; }
    for level in ${LEVELS:-0 1 2 3 s}; do
        run_level "$level"
    done
}

seed=$first
while [ "$seed" -le "$last" ]; do
    mkdir "$work/$seed"
    cp "$here/lanes.h" "$work/$seed"
    cd "$work/$seed"
    run_seed
    cd "$OLDPWD"
    [ "$kept" ] || rm -rf "$work/$seed"
    seed=$((seed + 1))
done
rmdir "$work" 2>/dev/null
echo "seeds $first to $last: $kernels_run kernels agree, $failures programs failed," \
    "$skipped skipped"
[ "$failures" -eq 0 ]
