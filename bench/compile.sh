#!/usr/bin/env bash
# compile.sh BIN_DIRECTORY [FUNCTIONS…]: muonc beside its bound, clang -O2 and ld.lld on the same
# lowered source, for a kernel of one function and for one of 1,500 lines (or of as many functions
# as given). Times and processor times, each the least of several runs, taken in turn.
#
# The bound makes a program that could be loaded, with what any program has: muonc's optimisation,
# target, sections and line tables; start code, runtime library and linker script. What is only
# muonc's need it is spared: lowering, relocations in the linked file, the Neutrino binary,
# re-encoding.
set -eu
. "$(dirname "$0")/side_by_side.sh"
bin=$(cd "$1" && pwd)
PATH="$bin:$PATH"
include=$bin/../lib/neutrino/include runtime=$bin/../lib/neutrino/muon
clang=${NEUTRINO_CLANG:-clang-19} lld=${NEUTRINO_LLD:-ld.lld-19}
[ $# -gt 1 ] || set -- "$1" 1 107
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

# What the functions of neutrino/muon.h need, as in muonc/targets/muon.c.
features=(-Xclang -target-feature -Xclang +zksh -Xclang -target-feature -Xclang +a)

# Clang alone cannot assemble Muon mnemonics: the bound compiles the lowered source with each
# replaced by a nop that has the same operands.
plain() {
    sed -E -e 's/"(nu|vx)[a-z_.]*[^"]*"/"nop"/g' -e 's/^(# [0-9]+ "[^"]*") 2$/\1/' "$1.lowered" \
        >"$1.plain"
}
with_muonc() { muonc -O2 "$1.c" --neutrino=tasks.nbin -o "$1.elf"; }
bound() {
    "$clang" --target=riscv32-unknown-elf -march=rv32im_zicsr_zifencei_zfinx_zicond -mabi=ilp32 \
        "${features[@]}" -mno-relax -O2 -gdwarf-4 -gline-tables-only -ffunction-sections -fdata-sections \
        -fno-asynchronous-unwind-tables -w -I"$include" \
        -D__MUON_CORES__=2 -D__MUON_WARPS__=8 -D__MUON_LANES__=16 -c -x c "$1.plain" -o "$1.o" &&
        "$lld" -m elf32lriscv -static --no-relax --no-check-sections -T "$runtime/muon.ld" \
            "$runtime/crt0.o" "$1.o" "$runtime/libmuon.a" -o "$1.rv32"
}

header kernel muonc clang+lld
for functions in "${@:2}"; do
    name=kernel$functions
    kernel "$functions" >"$name.c"
    muonc -O2 "$name.c" --neutrino=tasks.nbin --emit=lowered -o "$name.lowered"
    plain "$name"
    compare "$(wc -l <"$name.c") lines" "$name" with_muonc bound
done
