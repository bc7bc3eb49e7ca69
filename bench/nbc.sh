#!/usr/bin/env bash
# nbc.sh BIN_DIRECTORY [FUNCTIONS…]: nbc beside its bound, clang and ld.lld on the same source, for a
# source of one task and for one of 100 (or of as many as given). Times and processor times, each the
# least of several runs, taken in turn.
#
# The bound makes a program that could be loaded: nbc's optimisation, target and sections, the
# runtime and its linker script. What is only nbc's need it is spared: finding the tasks, converting
# their arguments, the generated header and the table.
set -eu
. "$(dirname "$0")/side_by_side.sh"
bin=$(cd "$1" && pwd)
PATH="$bin:$PATH"
include=$bin/../lib/neutrino/include runtime=$bin/../lib/neutrino/neutrino
clang=${NEUTRINO_CLANG:-clang-19} lld=${NEUTRINO_LLD:-ld.lld-19}
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

header tasks nbc clang+lld
for functions in "${@:2}"; do
    name=tasks$functions
    tasks "$functions" >"$name.c"
    (cat "$name.c" && echo 'const uint64_t neutrino_tasks[2]; const uint32_t neutrino_task_rows = 1;') >"$name.bound.c"
    compare "$functions" "$name" with_nbc bound
done
