# For scripts that measure one command beside another: sourced, not run.

runs=${NEUTRINO_BENCH_RUNS:-15}

# measure COMMAND…: runs it and sets elapsed and used, in milliseconds.
TIMEFORMAT='%3R %3U %3S'
measure() {
    local real user system
    { time "$@" >messages 2>&1; } 2>times || {
        cat messages >&2
        exit 1
    }
    read -r real user system <times
    elapsed=$((10#${real/./})) used=$((10#${user/./} + 10#${system/./}))
}
least() { [ "$2" -lt "${!1}" ] && eval "$1=$2" || true; }

# header SUBJECT COMMAND BOUND
header() {
    printf '%-12s %28s %28s\n' '' 'elapsed ms' 'processor ms'
    printf '%-12s %9s %11s %6s %9s %11s %6s\n' "$1" "$2" "$3" ratio "$2" "$3" ratio
}

# compare LABEL NAME COMMAND BOUND: a line with the times of `COMMAND NAME` and `BOUND NAME`, each the
# least of the runs, which are taken in turn.
compare() {
    local c=999999 b=999999 c_used=999999 b_used=999999 run
    for ((run = 0; run < runs; run++)); do
        measure "$3" "$2"
        least c "$elapsed" && least c_used "$used"
        measure "$4" "$2"
        least b "$elapsed" && least b_used "$used"
    done
    awk -v label="$1" -v c=$c -v b=$b -v cu=$c_used -v bu=$b_used 'BEGIN {
        printf "%-12s %9d %11d %6.2f %9d %11d %6.2f\n", label, c, b, c / b, cu, bu, cu / bu }'
}
