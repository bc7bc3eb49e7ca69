#!/usr/bin/env bash
# growth.sh BIN_DIRECTORY [N [LEVEL]]: how compile time grows with the divergent branches of a function. For
# each kind of control flow, the processor time of muonc and of clang for N and 2 N branches, and by
# what each has grown: muonc's growth should be clang's.
set -eu
bin=$(cd "$1" && pwd)
PATH="$bin:$PATH"
clang=${NEUTRINO_CLANG:-clang-19}
n=${2:-1000} level=${3:--O2}
work=$(mktemp -d "${TMPDIR:-/tmp}/growth-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

# body KIND N: the statements of a function of x, with N branches.
body() {
    case $1 in
    ifs) for ((i = 0; i < $2; i++)); do
        echo "if (x & $((1 << i % 24))) { r[x & 1023] = x; x = x * 3 + $((i & 1023)); }"
    done ;;
    switch)
        echo 'switch (x) {'
        for ((i = 0; i < $2; i++)); do
            echo "case $((i * 3)): x ^= $((i * 17 + 5)); r[x & 1023] += $i; break;"
        done
        echo 'default: x++; }'
        ;;
    goto)
        for ((i = 0; i < $2; i++)); do
            echo "if ((x & $((1 << i % 24))) && x == $((i * 3 + 1000))) goto end; x = x * 3 + $i;"
        done
        echo 'end:'
        ;;
    through)
        echo 'switch (x) {'
        for ((i = 0; i < $2; i++)); do
            echo "case $((i * 3)): x ^= $((i * 17 + 5)); r[x & 1023] += $i;"
            ((i % 3)) || echo 'break;'
        done
        echo 'default: x++; }'
        ;;
    cleanup)
        for ((i = 0; i < $2 / 2; i++)); do
            echo "if (r[(x + $i) & 1023] == $((i * 7 + 1))) {"
            echo "    x ^= $i; if (x == $((i * 3))) goto end; } x = x * 3 + $i;"
        done
        echo 'end:'
        ;;
    continue)
        echo 'for (uint32_t j = 0; j < (x & 7); j++) {'
        for ((i = 0; i < $2; i++)); do
            echo "if (r[(x + $i) & 1023] == $((i * 3))) continue; r[x * $((i | 1)) & 1023] += $i;"
        done
        echo '}'
        ;;
    exits)
        echo 'for (uint32_t j = 0; j < (x & 7); j++) {'
        local exits=(break continue 'return x')
        for ((i = 0; i < $2; i++)); do
            echo "if (r[(x + $i) & 1023] == $((i * 3))) ${exits[i % 3]}; r[x * $((i | 1)) & 1023] += $i;"
        done
        echo '}'
        ;;
    nest)
        for ((i = 0; i < $2; i++)); do
            echo "if (x & $((1 << i % 24))) { r[x & 1023] = x; x = x * 3 + $((i & 1023));"
        done
        for ((i = 0; i < $2; i++)); do echo '}'; done
        ;;
    and)
        echo 'if (r[x & 1023]'
        for ((i = 0; i < $2; i++)); do echo "&& r[(x + $i) & 1023] != $((i * 3))"; done
        echo ') x ^= 99;'
        ;;
    states)
        echo 'for (uint32_t k = 0; k < 100; k++) switch (x & 16383) {'
        for ((i = 0; i < $2; i++)); do
            echo "case $i: r[x & 1023] += $i; x = r[(x + $i) & 1023] ^ $((i * 7)); break;"
        done
        echo 'default: return x; }'
        ;;
    any_first)
        echo 'uint32_t k = 0; switch (x & 1) { case 0: goto L0; default: goto L1; }'
        for ((i = 0; i < $2; i++)); do
            echo "L$i: x = x * 1664525 + $((i * 7 + 1)); r[x & 1023] += $i; if (++k > 5000) return x;"
            echo "if (x & $((1 << i % 13 + 5))) goto L$(((i * 7 + 3) % $2));"
            echo "if (x & $((1 << i % 11 + 9))) goto L$(((i * 13 + 5) % $2));"
        done
        ;;
    nested_loops) for ((i = 0; i < $2 / 4; i++)); do
        echo "for (uint32_t a = 0; a < (x & 3); a++) { if (r[a + $((i & 511))] == $i) goto out$i;"
        echo "for (uint32_t b = 0; b < (x & 3); b++) { if (r[a + b] == $((i + 3))) continue;"
        echo "if (r[b] == x) return x; r[(a * b + $i) & 1023] += x; } x++; } out$i: x += $i;"
    done ;;
    loops) for ((i = 0; i < $2 / 2; i++)); do
        echo "for (uint32_t i = 0; i < (x & 7) + $((i % 5)); i++) r[(x + i) & 1023] += $i;"
    done ;;
    esac
}

program() {
    echo '#include <stdint.h>'
    echo 'uint32_t r[1024], muon_hart_id(void);'
    echo '__attribute__((noinline)) uint32_t f(uint32_t x) {'
    body "$1" "$2"
    echo 'return x; }'
    echo 'int main(void) { r[muon_hart_id() & 1023] = f(muon_hart_id()); return 0; }'
}

# used COMMAND…: its processor time in milliseconds.
TIMEFORMAT='%3U %3S'
used() {
    local user system
    { time "$@" >messages 2>&1; } 2>times || {
        cat messages >&2
        exit 1
    }
    read -r user system <times
    echo $((10#${user/./} + 10#${system/./}))
}

printf '%-12s %31s %31s\n' '' 'muonc ms' 'clang ms'
printf '%-12s %9s %9s %11s %9s %9s %11s\n' kind "$n" "$((2 * n))" growth "$n" "$((2 * n))" growth
for kind in ifs switch through goto cleanup continue exits nest and states any_first nested_loops loops; do
    for size in "$n" "$((2 * n))"; do
        program "$kind" "$size" | sed 's/, muon_hart_id(void)//' >"$kind$size.c"
        program "$kind" "$size" >"$kind$size.plain.c"
    done
    with_muonc() { used muonc "$level" -w -fbracket-depth=1000000 "$kind$1.c" -o "$kind.elf"; }
    with_clang() {
        used "$clang" --target=riscv32 -march=rv32im_zicond -mabi=ilp32 -ffreestanding "$level" -w -fbracket-depth=1000000 \
            -c "$kind$1.plain.c" -o "$kind.o"
    }
    awk -v kind="$kind" -v m="$(with_muonc "$n")" -v m2="$(with_muonc $((2 * n)))" \
        -v c="$(with_clang "$n")" -v c2="$(with_clang $((2 * n)))" 'BEGIN {
        printf "%-12s %9d %9d %11.2f %9d %9d %11.2f\n", kind, m, m2, m2 / m, c, c2, c2 / c }'
done
