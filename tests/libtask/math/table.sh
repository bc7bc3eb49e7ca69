#!/bin/sh
# Compares what the host's compilation of table.c prints with what muonc's prints on musim.
#
#   table.sh BIN_DIRECTORY HOST_PROGRAM TABLE.C
set -eu
work=$(mktemp -d "${TMPDIR:-/tmp}/table-XXXXXX")
trap 'rm -rf "$work"' EXIT
"$2" >"$work/host"
for lanes in 1 16; do
    "$1/muonc" -O2 -ffp-contract=off -mcores=1 -mwarps=1 -mlanes=$lanes "$3" -o "$work/table.elf"
    "$1/musim" --check "$work/table.elf" >"$work/muon"
    diff "$work/host" "$work/muon"
done
