#!/bin/sh
# schedules.sh PROGRAM [MUSIM-OPTIONS…]: runs the program under the fixed schedule and the first 6, or
# SCHEDULES, that --perturb draws. Neither what it prints nor its exit status may depend on them: what
# differs from the schedule before is printed, too.
program=$1
shift
seed=0 last=
while [ $seed -le "${SCHEDULES:-6}" ]; do
    [ $seed = 0 ] || how=--perturb=$seed
    output="$(musim "$program" ${how-} "$@" 2>&1), exit status $?"
    [ "$output" = "$last" ] || echo "$output"
    last=$output
    seed=$((seed + 1))
done
