#!/bin/sh
# run.sh BIN_DIRECTORY DIVERGENTGEN FIRST LAST: random programs, each at one level of optimisation and
# number of lanes, against the host. Keeps a program that fails in $KEEP if that is set.
set -eu
PATH="$1:$PATH"
work=$(mktemp -d "${TMPDIR:-/tmp}/divergent-XXXXXX")
trap 'rm -rf "$work"' EXIT
failed=0
seed=$3
while [ "$seed" -le "$4" ]; do
    set -- "$1" "$2" "$3" "$4" "-O$((seed % 4))" $((1 + seed * 7 % 32))
    "$2" "$seed" "$6" "$work/program.c"
    "${HOST_CC:-cc}" -w -O1 -ffp-contract=off "$work/program.c" -o "$work/host"
    "$work/host" >"$work/expected.bin"
    if ! { muonc -w "$5" -mcores=1 -mwarps=1 -mlanes="$6" "$work/program.c" -o "$work/kernel.elf" &&
           musim --max-cycles=20000000 --output=results:"$work/results.bin" "$work/kernel.elf" &&
           cmp "$work/results.bin" "$work/expected.bin"; }; then
        echo "seed $seed failed: $5, $6 lanes"
        failed=$((failed + 1))
        [ -z "${KEEP:-}" ] || cp "$work/program.c" "$KEEP/$seed.c"
    fi
    seed=$((seed + 1))
done
echo "seeds $3 to $4: $failed failed"
[ "$failed" -eq 0 ]
