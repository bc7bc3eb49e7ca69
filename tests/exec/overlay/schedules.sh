#!/bin/sh
# An overlay program on both targets; what they print, and their exit status.
#
#   schedules.sh NAME [options of nbc…]      of NAME.overlay and NAME.c
#
# On the cluster under SCHEDULES schedules, 3 without that, and on two shapes of it.
set -u
name=$1
shift
work=$(mktemp -d /tmp/overlay-XXXXXX)
trap 'rm -rf "$work"' EXIT
nbc -Wall -Wextra "$@" "$name.overlay" "$name.c" -o "$work/host" || exit 1
# What is generated has no warning.
include=$(cd ../../../include && pwd)
for cc in gcc clang-19 muonc; do
    target=host
    [ $cc != muonc ] || target=cluster
    nbc --emit=c --overlay-target=$target "$name.overlay" "$name.c" -o "$work/generated.c"
    $cc -std=c11 -Wall -Wextra -I "$include" -c "$work/generated.c" -o "$work/generated.o"
done
"$work/host"
echo "host: exit $?"
run() { # shape options of muonc
    shape=$1
    shift
    nbc -Wall -Wextra --overlay-target=cluster "$@" "$name.overlay" "$name.c" -o "$work/elf" || exit 1
    musim "$work/elf" >"$work/first" 2>&1
    echo "exit $?" >>"$work/first"
    sed "s/^/$shape: /" "$work/first"
    for seed in $(seq 1 "${SCHEDULES:-3}"); do
        musim --perturb="$seed" "$work/elf" >"$work/other" 2>&1
        echo "exit $?" >>"$work/other"
        cmp -s "$work/first" "$work/other" || { echo "$shape, --perturb=$seed:" && cat "$work/other"; }
    done
}
run cluster "$@"
run 'one core of 3 warps of 2 lanes' -mcores=1 -mwarps=3 -mlanes=2 "$@"
