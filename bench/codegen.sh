#!/usr/bin/env bash
# codegen.sh [--check] BIN_DIRECTORY: what muonc makes of the sample kernels: warp instructions that
# are executed, beside those of the same source compiled with no branch and with every branch under
# masks (muonc -mdivergence=), the re-encoder's fusions, and accesses to the stack. What is executed
# before and after main is left out. Then what a round of the loops of inner_loops.c takes, beside the
# bound that is told there. docs/performance.md tells how to read it.
#
# With --check it fails if a goal is missed: kernels with uniform branches take at most 8 % more than
# without masks, and none takes more than with all branches under masks, or half a percent more than
# it once took; a round of the inner loops takes at most 5 % more than its bound.
set -eu
check=
[ "$1" != --check ] || { check=1; shift; }
PATH="$(cd "$1" && pwd):$PATH"
hosts=$(cd "$1/../samples/kernels" && pwd)
kernels=$(cd "$(dirname "$0")/../samples/kernels" && pwd)
inner=$(cd "$(dirname "$0")" && pwd)/inner_loops.c
work=$(mktemp -d "${TMPDIR:-/tmp}/codegen-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

# In the first, branches in loops are uniform; masks are for the edges of the data. In the others
# lanes differ in how often they go round, or in what they find. With each, the least warp
# instructions that it has taken so far.
uniform="gemm:191067 gemv:38915 softmax:43276 layernorm:12748 reduction:6980 scan:138655
         bitonic_sort:59857"
divergent="saxpy:15527 transpose:34948 histogram:21080 bfs:77584 mandelbrot:277189"

# Warp instructions of start and end.
echo 'int main(void) { return 0; }' >empty.c
muonc -O2 empty.c -o empty.elf
musim --stats empty.elf >empty.stats
empty=$(awk '/^warp instructions/ { print $3 }' empty.stats)

# measure NAME MODE: sets instructions, loads and stores. Without masks the result is wrong where
# lanes disagree; it may not even come to an end, and then there is no number.
measure() {
    muonc -O2 -v -mdivergence=$2 "$kernels/$1.c" -o $1.$2.elf 2>$1.$2.link
    if ! "$hosts/$1" $1.$2.elf >$1.$2.run 2>&1 && [ $2 != ignore ]; then
        cat $1.$2.run >&2
        exit 1
    fi
    read -r instructions loads stores < <(sed -nE \
        's/.*: ([0-9]+) warp.*, ([0-9]+) loads.*, ([0-9]+) stores.*/\1 \2 \3/p' $1.$2.run) || instructions=
    instructions=${instructions:+$((instructions - empty))}
}

# Of the re-encoder's report, the sum of the fused pairs.
fused() {
    sed -n 's/.*fused \([0-9]*\) lui, \([0-9]*\) auipc, \([0-9]*\) calls, \([0-9]*\) masks.*/\1 + \2 + \3 + \4/p' \
        $1.analyze.link
}

# Of its report on spills, the slots and those of them that are registers.
spills() {
    sed -n 's/^kept \([0-9]*\) of \([0-9]*\) spill slots.*/\2:\1/p' $1.analyze.link
}

# static NAME: sets branches, masked (under masks), static_loads, static_stores.
static() {
    muobjdump -d --no-show-raw-insn $1.analyze.elf >$1.listing
    read -r branches masked static_loads static_stores < <(awk '
        /\tb(eq|ne|lt|ge)[a-z]*\t?/ { branches++ }
        /\tvx_(split|pred)/ { masked++ }
        /\tl[bhw]u?(\.global)?\t.*\(sp\)/ { loads++ }
        /\ts[bhw](\.global)?\t.*\(sp\)/ { stores++ }
        END { print branches + 0, masked + 0, loads + 0, stores + 0 }' $1.listing)
}

printf '%-13s %8s %8s %5s %9s %5s %14s %5s %11s %13s %10s\n' kernel muonc 'no masks' ratio \
    'all masks' ratio branches:masks fused spills:kept 'stack: ld, st' executed
missed=0
row() {
    local limit=$1 name=${2%:*} least=${2#*:} bound
    measure $name ignore
    bound=$instructions
    measure $name all
    local all=$instructions
    measure $name analyze
    static $name
    awk -v name=$name -v limit=$limit -v least=$least -v n=$instructions -v bound=$bound -v all=$all \
        -v branches=$branches:$masked -v fused=$(($(fused $name))) -v spills=$(spills $name) \
        -v static="$static_loads, $static_stores" -v executed="$loads, $stores" 'BEGIN {
        ratio = bound ? sprintf("%.2f", n / bound) : "-"
        printf "%-13s %8d %8s %5s %9d %5.2f %14s %5d %11s %13s %10s\n", name, n,
               bound ? bound : "-", ratio, all, n / all, branches, fused, spills, static, executed
        exit n > all || n > 1.005 * least || (limit && (!bound || n > limit * bound)) }' || missed=$((missed + 1))
}
for name in $uniform; do row 1.08 $name; done
echo
for name in $divergent; do row 0 $name; done

# rounds NAME ROUNDS: what a warp executes.
rounds() {
    muonc -O2 -mcores=1 -mwarps=1 -DKERNEL=$1 -DROUNDS=$2 "$inner" -o $1.elf
    musim --stats $1.elf | awk '/^warp instructions/ { print $3 }'
}

printf '\n%-13s %8s %8s %5s\n' 'inner loop' muonc bound ratio
while read -r name bound; do
    awk -v name=$name -v bound=$bound -v few=$(rounds $name 8) -v many=$(rounds $name 24) 'BEGIN {
        n = (many - few) / 16
        printf "%-13s %8.1f %8d %5.2f\n", name, n, bound, n / bound
        exit n > 1.05 * bound || n < bound }' || missed=$((missed + 1))
done < <(sed -n 's/^\/\* bound \([a-z]*\) \([0-9]*\):.*/\1 \2/p' "$inner")
[ $missed = 0 ] || echo "$missed kernels miss the goal"
[ ! "$check" ] || [ $missed = 0 ]
