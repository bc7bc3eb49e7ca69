#!/usr/bin/env bash
# compile_time.sh BIN_DIRECTORY: muonc beside its bound, clang -O2 and ld.lld on the same lowered
# source, for a small kernel and for one of about 1,500 lines. Each figure is the least of several
# runs, taken in turn.
set -eu
PATH="$1:$PATH"
include=$(cd "$1/../include" && pwd)
clang=${NEUTRINO_CLANG:-clang-19} lld=${NEUTRINO_LLD:-ld.lld-19}
work=$(mktemp -d "${TMPDIR:-/tmp}/compile-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >tasks.c <<'END'
void scale_task(float *data, int n, float factor) {
    for (int i = 0; i < n; i++)
        data[i] *= factor;
}
END
nbc -O2 tasks.c -o tasks.nbin

# kernel FUNCTIONS: a program with that many functions of 14 lines.
kernel() {
    for ((i = 0; i < $1; i++)); do
        cat <<END
float data$i[1024];
static __attribute__((noinline)) float stage$i(uint32_t lane, int n) {
    float sum = $i;
    for (int k = 0; k < n; k++) {
        float x = data$i[lane + 16 * k];
        sum = sum * 0.5f + x * x;
        data$i[lane + 16 * k] = sum + ${i}.25f;
    }
    neutrino_payload((scale_args_t){data$i, n, sum});
    run_t run = neutrino_invoke(scale_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);
    neutrino_invoke(0, DEPS(run), SYNC | WARPS(1) | IMMEDIATE);
    return sum;
}
END
    done
    echo 'int main(void) {'
    echo '    float sum = 0; uint32_t lane = muon_lane_id();'
    for ((i = 0; i < $1; i++)); do echo "    sum += stage$i(lane, 8);"; done
    echo '    return sum == 12345.0f;'
    echo '}'
}

# once COMMAND…: runs it and sets elapsed, in microseconds.
once() {
    local start=${EPOCHREALTIME/./}
    "$@" >/dev/null
    local end=${EPOCHREALTIME/./}
    elapsed=$((end - start))
}
with_muonc() { muonc -O2 "$1.c" --neutrino=tasks.nbin -o "$1.elf"; }
# Clang alone cannot assemble Muon mnemonics: the bound compiles the lowered source with each
# replaced by a nop that has the same operands.
plain() {
    sed -E -e 's/"(nu|vx)[a-z_.]*[^"]*"/"nop"/g' -e 's/^(# [0-9]+ "[^"]*") 2$/\1/' "$1.lowered" \
        >"$1.plain"
}
bound() {
    "$clang" --target=riscv32-unknown-elf -march=rv32im_zfinx_zicond -mabi=ilp32 -mno-relax -O2 \
        -gline-tables-only -w -I"$include" \
        -D__MUON_CORES__=2 -D__MUON_WARPS__=8 -D__MUON_LANES__=16 -c -x c "$1.plain" -o "$1.o"
    "$lld" -e main "$1.o" -o "$1.rv32"
}

printf '%-24s %10s %14s %8s\n' kernel 'muonc ms' 'clang+lld ms' ratio
for functions in 1 100; do
    name=kernel$functions
    kernel $functions >$name.c
    muonc -O2 $name.c --neutrino=tasks.nbin --emit=lowered -o $name.lowered
    plain $name
    muonc_best=999999999 bound_best=999999999
    for ((run = 0; run < 7; run++)); do
        once with_muonc $name
        ((elapsed < muonc_best)) && muonc_best=$elapsed
        once bound $name
        ((elapsed < bound_best)) && bound_best=$elapsed
    done
    awk -v lines="$(wc -l <$name.c)" -v m=$muonc_best -v b=$bound_best 'BEGIN {
        printf "%-24s %10.1f %14.1f %8.2f\n", lines " lines", m / 1000, b / 1000, m / b }'
done
