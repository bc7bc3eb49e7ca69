#!/bin/sh
# schedules.sh PROGRAM [MUSIM-OPTIONS…]: runs the program under several schedules. Neither what it
# prints nor its exit status may depend on them: each difference is another line.
program=$1
shift
for how in "" --perturb=1 --perturb=2 --perturb=3 --perturb=4 --perturb=5 --perturb=6; do
    echo "$(musim "$program" $how "$@" 2>&1), exit status $?"
done | uniq
