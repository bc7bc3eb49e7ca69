#!/usr/bin/env bash
# nbc.sh BIN_DIRECTORY [FUNCTIONS…]: nbc beside its bound, clang and ld.lld on the same source, for a
# source of one task and for one of 100 (or of as many as given). Times and processor times, each the
# least of several runs, taken in turn.
#
# The bound makes a program that could be loaded: nbc's optimisation, target and sections, the
# runtime and its linker script. What is only nbc's need it is spared: finding the tasks, converting
# their arguments, the generated header and the table.
set -eu
bin=$(cd "$1" && pwd)
PATH="$bin:$PATH"
include=$bin/../include runtime=$bin/../lib/neutrino/neutrino
clang=${NEUTRINO_CLANG:-clang-19} lld=${NEUTRINO_LLD:-ld.lld-19}
runs=${NEUTRINO_BENCH_RUNS:-15}
[ $# -gt 1 ] || set -- "$1" 1 100
work=$(mktemp -d "${TMPDIR:-/tmp}/nbc-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

# tasks FUNCTIONS: a source with that many.
tasks() {
    echo '#include <neutrino/task.h>'
    for ((i = 0; i < $1; i++)); do
        cat <<END
void scale${i}_task(float *data, int n, float factor) {
    for (int i = 0; i < n; i++)
        data[i] = data[i] * factor + ${i}.5f;
}
END
    done
}

with_nbc() { nbc "$1.c" -o "$1.nbin"; }
bound() {
    "$clang" --target=riscv64-unknown-elf -march=rv64imafd_zicsr_zifencei -mabi=lp64d \
        -mcmodel=medany -mno-relax -ffreestanding -O2 -ffunction-sections -fno-common \
        -fno-math-errno -fno-asynchronous-unwind-tables -w -D__neutrino__=1 \
        -isystem "$include" -isystem "$runtime/include" -c "$1.bound.c" -o "$1.o" &&
        "$lld" -T "$runtime/neutrino.ld" --undefined=neutrino_start \
            "$1.o" "$runtime/libtask.a" -o "$1.linked"
}

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

printf '%-12s %28s %28s\n' '' 'elapsed ms' 'processor ms'
printf '%-12s %9s %11s %6s %9s %11s %6s\n' tasks nbc clang+lld ratio nbc clang+lld ratio
for functions in "${@:2}"; do
    name=tasks$functions
    tasks "$functions" >"$name.c"
    (cat "$name.c" && echo 'const uint64_t neutrino_tasks[2]; const uint32_t neutrino_task_rows = 1;') >"$name.bound.c"
    n=999999 b=999999 n_used=999999 b_used=999999
    for ((run = 0; run < runs; run++)); do
        measure with_nbc "$name"
        least n "$elapsed" && least n_used "$used"
        measure bound "$name"
        least b "$elapsed" && least b_used "$used"
    done
    awk -v tasks="$functions" -v n=$n -v b=$b -v nu=$n_used -v bu=$b_used 'BEGIN {
        printf "%-12s %9d %11d %6.2f %9d %11d %6.2f\n", tasks, n, b, n / b, nu, bu, nu / bu }'
done
