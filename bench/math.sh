#!/usr/bin/env bash
# math.sh BIN_DIRECTORY: the table of docs/math.md: of each function that float and double have the largest
# error that is found in a million tries, in units in the last place, and what a call costs in warp
# instructions.
set -eu
bin=$(cd "$1" && pwd)
PATH="$bin:$PATH"
tests=$(cd "$(dirname "$0")/../tests/libtask/math" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/math-XXXXXX")
trap 'rm -rf "$work"' EXIT

sed -nE 's/^(UNARY|BINARY)\(([a-z0-9]+),.*/FUNCTION(\1, \2)/p' "$tests/double_functions.def" >"$work/functions.h"
muonc -O2 -ffp-contract=off -mcores=1 -mwarps=1 -mlanes=16 "-DFUNCTIONS=\"$work/functions.h\"" \
    "$(dirname "$0")/math.c" -o "$work/math.elf"
musim "$work/math.elf" >"$work/costs"
accuracy >"$work/floats"
accuracy_double --times=1000000 >"$work/doubles"
echo '| | error, float | error, double | instructions, float | double |'
echo '|---|---:|---:|---:|---:|'
while read -r name single wide; do
    float_error=$(awk -v name="${name}f" '$1 == name { printf "%.2f", $2 }' "$work/floats")
    error=$(awk -v name="$name" '$1 == name { printf "%.3f", $2 }' "$work/doubles")
    case $name in nextafter) float_error=0.00 ;; [+*/] | fma) error=0.500 float_error=0.50 ;; esac
    echo "| \`$name\` | ${float_error:-0.50} | $error | $single | $wide |"
done <"$work/costs"
