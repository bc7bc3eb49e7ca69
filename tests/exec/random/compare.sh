#!/bin/sh
# compare.sh BIN_DIRECTORY HOST_CC PROGRAM LANES WARPS CORES: runs the program, which lies in the
# current directory together with lanes.h, on the host and, compiled at each level, on Muon. Prints
# a line for each level that fails.
set -u
PATH="$1:$PATH"
host_cc=$2 program=$3 lanes=$4 warps=$5 cores=$6 status=0
options='-std=gnu11 -w -fwrapv -fno-strict-aliasing -ffp-contract=off -fno-math-errno -I.'

fail() {
    echo "$*"
    status=1
}

run_level() { # LEVEL
    muonc $options "-O$1" "-mlanes=$lanes" "-mwarps=$warps" "-mcores=$cores" "$program" \
        -o "$1.elf" >"$1.log" 2>&1 || { fail "-O$1: muonc: $(head -n 1 "$1.log")"; return; }
    if ! musim --check "$1.elf" --output=result:"$1.bin" >"$1.log" 2>&1; then
        # Without optimisation a frame may be larger than a lane's stack.
        [ "$1" = 0 ] && grep -q 'stack overflow' "$1.log" && return
        fail "-O$1: musim: $(head -n 1 "$1.log")"
        return
    fi
    cmp "$1.bin" expected.bin >"$1.log" || fail "-O$1: $(cat "$1.log")"
}

"$host_cc" $options ${HOST_FLAGS:--O1} "-DLANES=$lanes" "-DWARPS=$warps" "-DCORES=$cores" \
    "$program" -o host -lm >host.log 2>&1 && ./host >expected.bin 2>>host.log ||
    { echo "host: $(head -n 1 host.log)"; exit 1; }
for level in ${LEVELS:-0 1 2 3 s}; do
    run_level "$level"
done
exit $status
