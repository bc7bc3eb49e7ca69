#!/bin/sh
# Random kernels with barriers, split and as they stand.
#
#   random.sh BIN_DIRECTORY SPLITGEN SPLITRUN CC SECONDS AT_LEAST [FIRST_SEED]
#
# Goes on for so many seconds, but makes so many files of eight kernels at least. One that fails is left where
# the message says. LEVELS (default: 0 2 3) are muonc's.
set -u
PATH="$(cd "$1" && pwd):$PATH"
generate=$2 run=$3 cc=$4 seconds=$5 least=$6 seed=${7:-1}
model=$(cd "$(dirname "$0")/../../grid/model" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/split-XXXXXX")
begin=$(date +%s)
count=0
while [ $count -lt "$least" ] || [ $(($(date +%s) - begin)) -lt "$seconds" ]; do
    cd "$work" || exit 1
    "$generate" $seed >kernels.c
    libraries=
    "$cc" -O1 -w -fPIC -shared -I"$model" -D__kernel= kernels.c -o model.so || exit 1
    for level in ${LEVELS:-0 2 3}; do
        muonc --target=host -w -O$level kernels.c -o $level.so || { echo "seed $seed, -O$level: $work/kernels.c"; exit 1; }
        muonc -w -O$level -mcores=1 -mwarps=1 kernels.c -o $level.elf || { echo "seed $seed, -O$level: $work/kernels.c"; exit 1; }
        libraries="$libraries ./$level.so ./$level.elf"
    done
    timeout 60 "$run" $seed ./model.so $libraries || { echo "seed $seed: $work/kernels.c"; exit 1; }
    seed=$((seed + 1))
    count=$((count + 1))
done
rm -rf "$work"
echo "$count files of kernels"
