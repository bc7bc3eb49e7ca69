#!/usr/bin/env bash
# overlay_compile.sh BIN_DIRECTORY [TASKS…]: how long nbc takes for an overlay program of 1,000 tasks (or of as many as
# given), each with two parents, beside its bound: clang on the C that is generated, and on the kernels. nbc's own part is
# all up to that C. Times and processor times, each the least of several runs, taken in turn.
set -eu
. "$(dirname "$0")/side_by_side.sh"
bin=$(cd "$1" && pwd)
PATH="$bin:$PATH"
include=$bin/../lib/neutrino/include runtime=$bin/../lib/neutrino/host/libtask.a
clang=${NEUTRINO_CLANG:-clang-19}
[ $# -gt 1 ] || set -- "$1" 10 100 1000
work=$(mktemp -d "${TMPDIR:-/tmp}/overlay-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >kernels.c <<'END'
void add(unsigned *A, unsigned k) { A[0] = 3 * A[0] + k; }
void turn(unsigned *A, unsigned k) { A[0] = 5 * A[0] ^ k; }
END

# program TASKS: with so many names of tasks, each of which is enqueued once in an iteration.
program() {
    echo 'unsigned X[4000];'
    echo 'overlay bench { command(0, add, {inout unsigned A[], unsigned k}); command(1, turn, {inout unsigned A[], unsigned k}); }'
    echo 'for (i = 0; i < N; i++) {'
    for ((t = 0; t < $1; t++)); do
        echo "  T$t(i) = enqueue(bench, $((t % 2)), X.BCropped(1, i + $t, i + $t), $t + i);"
    done
    echo '}'
    for ((t = 1; t < $1; t++)); do
        echo "T$t.depend(T$((t - 1)), i).depend(T$((t - 1)), i - 1);"
    done
    echo 'T0.realize(N = 3);'
}

whole() { nbc "$1.overlay" kernels.c -o "$1"; }
own() { nbc --emit=c "$1.overlay" kernels.c -o "$1.c"; }
bound() {
    "$clang" -O2 -ffp-contract=off -w -isystem "$include" -c "$1.c" -o "$1.o" &&
        "$clang" -O2 -ffp-contract=off -c kernels.c -o kernels.o &&
        "$clang" "$1.o" kernels.o "$runtime" -pthread -o "$1.bound"
}

header tasks nbc clang
for tasks in "${@:2}"; do
    program "$tasks" >"program$tasks.overlay"
    own "program$tasks"
    compare "$tasks" "program$tasks" whole bound
    compare "  own part" "program$tasks" own bound
done
