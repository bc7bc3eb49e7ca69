#!/bin/sh
# mutations.sh MUONC MUTATIONS SOURCE: the proof on machine code must find every fault that is put
# into the program (mutations.c), at each level of optimisation.
set -eu
work=$(mktemp -d "${TMPDIR:-/tmp}/mutations-XXXXXX")
trap 'rm -rf "$work"' EXIT
# Unrolled, a loop may have branches that are uniform in truth, which the proof sees.
for level in "0" "1" "2" "3 -fno-unroll-loops" "s"; do
    "$1" -O$level --emit=rv32 -mlanes=16 -mcores=1 -mwarps=1 "$3" -o "$work/program.rv32"
    echo "-O$level"
    "$2" "$work/program.rv32"
done
