#!/bin/sh
# run.sh BIN_DIRECTORY ABIGEN SEED COUNT: one batch of random signatures, sent and echoed.
set -eu
PATH="$1:$PATH"
work=$(mktemp -d "${TMPDIR:-/tmp}/abi-XXXXXX")
trap 'rm -rf "$work"' EXIT
"$2" "$3" "$4" "$work"
cd "$work"
nbc tasks.c -o tasks.nbin
muonc -O1 kernel.c --neutrino=tasks.nbin -o kernel.elf
musim kernel.elf --output=echo:echo.bin
cmp echo.bin expected.bin
echo "seed $3: $4 signatures, $(($(wc -c <echo.bin) / 8)) scalars"
