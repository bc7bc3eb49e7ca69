#!/bin/sh
# mutations.sh MUONC MUTATIONS SOURCE STEP LEVEL…: the proof on machine code must find every fault that is
# put into the program (mutations.c), at each level of optimisation.
set -eu
[ $# -ge 5 ] || exit 2
work=$(mktemp -d "${TMPDIR:-/tmp}/mutations-XXXXXX")
trap 'rm -rf "$work"' EXIT
muonc=$1 mutations=$2 source=$3 step=$4
shift 4
for level; do
    echo "-O$level"
    # Unrolled, a loop may have branches that are uniform in truth, which the proof sees.
    "$muonc" -O"$level" -fno-unroll-loops --emit=rv32 -mlanes=16 -mcores=1 -mwarps=1 "$source" \
        -o "$work/program.rv32"
    "$mutations" "$step" "$work/program.rv32"
done
