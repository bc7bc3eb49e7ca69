#!/usr/bin/env bash
# gdb.sh LAUNCH MUONC: gdb in kernels on the CPU. Without optimisation it has the value of each
# variable in scope after each barrier, of the work-item that it stops in; with -O2 it stops.
set -euo pipefail
launch=$1 muonc=$2
source=$(dirname "$(realpath "$0")")/kernels.c
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

line() {
    grep -n "/\* $1 \*/" "$source" | cut -d: -f1
}

# gdb_runs LIBRARY COMMANDS…: what gdb says.
gdb_runs() {
    local library=$1 commands=()
    shift
    for command in 'set debuginfod enabled off' "catch load $(basename "$library")" run "$@"; do
        commands+=(-ex "$command")
    done
    timeout 60 gdb -nx -q -batch "${commands[@]}" --args "$launch" "$library" good 2>&1 || true # killed
}

# expect FILE TEXT…: each is a line of it.
expect() {
    local file=$1
    shift
    for text in "$@"; do
        grep -qxF -- "$text" "$file" || {
            echo "gdb did not say '$text':"
            cat "$file"
            exit 1
        }
    done
}

"$muonc" --target=host -O0 -g "$source" -o "$work/O0.so"
"$muonc" --target=host -O2 -g "$source" -o "$work/O2.so"

# Work-item 70 is the sixth of the second group: at each of these lines, which are behind a barrier, once.
kernel='printf "%d %g %d %d\n", own, half, first, square'
gdb_runs "$work/O0.so" \
    "tbreak kernels.c:$(line pass) if value == 170" "tbreak kernels.c:$(line after) if own == 70" \
    "break kernels.c:$(line looped) if own == 70" "tbreak kernels.c:$(line last) if own == 70" \
    continue 'printf "pass %d %d %d\n", me, value, tile[me]' \
    up 'printf "called %d %g %d\n", own, half, numbers[70]' \
    up 'printf "item %d %d %d\n", local_id_x, local_id_y, local_id_z' \
    continue 'printf "after %d %g %d\n", own, half, first' \
    continue 'printf "looped "' "$kernel" 'printf "round %d %d\n", round, inner' \
    continue 'printf "round %d %d\n", round, inner' \
    continue 'printf "last "' "$kernel" 'printf "array %d %d %d\n", array[0], array[1], array[2]' \
    kill >"$work/O0.log"
expect "$work/O0.log" 'pass 6 170 170' 'called 70 35 70' 'item 6 0 0' 'after 70 35 171' \
    'looped 70 35 171 4900' 'round 0 70' 'round 1 80' 'last 70 35 171 4900' 'array 70 171 4900'

# Lines that are executed in lanes of vectors, each with a breakpoint of its own.
for mark in pass called after looped last; do
    gdb_runs "$work/O2.so" "tbreak kernels.c:$(line $mark)" continue 'info symbol $pc' kill >"$work/O2.log"
    grep -q "kernels.c:$(line $mark)\$" "$work/O2.log" &&
        grep -q '^__muon_kernel_good' "$work/O2.log" || {
        echo "With -O2 gdb did not stop at line $(line $mark):"
        cat "$work/O2.log"
        exit 1
    }
done
