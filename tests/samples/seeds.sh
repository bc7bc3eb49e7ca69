#!/bin/sh
# seeds.sh COUNT COMMAND…: runs a host program under COUNT schedules, from seed 1 on, each of which must
# come to the same result; tells the first one that does not, and how to repeat it.
set -u
count=$1
shift
seed=0
while [ $((seed += 1)) -le "$count" ]; do
    said=$(MUSIM_PERTURB=$seed timeout 60 "$@" 2>&1) && continue
    printf '%s\n' "$said" "MUSIM_PERTURB=$seed $*: exit status $?" >&2
    exit 1
done
echo "$count schedules"
