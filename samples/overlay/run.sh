#!/bin/sh
# Compiles an overlay sample for the host and for a cluster, and runs it on both.
#
#   run.sh lu|pyramid [options of nbc…]       in the built tree; BUILD_DIR names another build, and
#                                             SCHEDULES how many the cluster is to go through
set -eu
samples=$(cd "$(dirname "$0")" && pwd)
bin=${BUILD_DIR:-$samples/../../build}/bin
name=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$bin/nbc" -Wall -Wextra -Werror "$samples/$name.overlay" "$samples/$name.c" -o "$work/$name"
"$work/$name"
"$bin/nbc" -Wall -Wextra -Werror --overlay-target=cluster "$@" "$samples/$name.overlay" "$samples/$name.c" -o "$work/$name.elf"
"$bin/musim" "$work/$name.elf"
for seed in $(seq 1 "${SCHEDULES:-0}"); do
    "$bin/musim" --perturb="$seed" "$work/$name.elf" >/dev/null || { echo "under schedule $seed" && exit 1; }
done
