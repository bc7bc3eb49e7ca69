#!/usr/bin/env bash
# states.sh DIFFTEST N [OPTION…]: runs a program of N states with difftest, with these options.
set -eu
difftest=$1 n=$2
shift 2
work=$(mktemp -d "${TMPDIR:-/tmp}/states-XXXXXX")
trap 'rm -rf "$work"' EXIT

# state KIND I: goes on by what s holds, or to the next one.
state() {
    local to=$((($2 * 7 + 3) % n)) far=$((($2 * 13 + 5) % n))
    echo "L$2: s = s * 1664525 + $(($2 * 7 + 1)); v = s >> 5 ^ k; if (++k > 60) goto end;"
    case $1 in
    plain) ;;
    neighbours) # as deep as there are states
        echo "if (s & $((1 << $2 % 13 + 5))) goto L$((($2 + n - 1) % n));"
        to=$((($2 + 1) % n))
        ;;
    inner) # two that are entered from here only, and need what was computed here
        echo "if (s & 64) goto B$2;"
        echo "A$2: s += v; if (s & 256) goto end$2; if (++k > 60) goto end;"
        echo "B$2: s = s * 5 ^ v * 3; if (s & 1024) goto A$2;"
        echo "end$2: h = mix(h, v);"
        ;;
    loop) # left in two ways
        echo "for (uint32_t i = 0; i < (v & 7); i++) { h = mix(h, i + v); if (h % 11 == 0) goto L$far; }"
        ;;
    esac
    echo "h = mix(h, s ^ $2); if (s & $((1 << $2 % 13 + 5))) goto L$to;"
    echo "if (s & $((1 << $2 % 11 + 9))) goto L$far;"
}

# machine NAME KIND…: a function of states of these kinds, one after the other.
machine() {
    local name=$1
    shift
    local kinds=("$@")
    echo "NOINLINE uint32_t $name(uint32_t s) { uint32_t k = 0, h = 0, v;"
    echo "switch (s % 3) { case 0: goto L0; case 1: goto L$((n / 2)); default: goto L$((n - 1)); }"
    for ((i = 0; i < n; i++)); do state "${kinds[i % $#]}" $i; done
    echo 'end: return mix(h, s + k); }'
}

{
    echo '#include "lanes.h"'
    echo 'uint32_t result[1][THREADS_OF_ALL];'
    machine mixed inner plain loop neighbours
    names=(mixed)
    if ((n < 100)); then
        machine web plain
        machine ladder neighbours
        machine inside inner loop
        names+=(web ladder inside)
    fi
    echo 'static void run(void) { uint32_t x = THREAD * 2654435761u, h = 0;'
    echo 'for (uint32_t n = 0; n < 2; n++) {'
    for name in "${names[@]}"; do echo "h = mix(h, $name(x ^ n)); x += h;"; done
    echo '} result[0][THREAD] = h; }'
    echo 'RUN_LANES'
} >"$work/states.c"
"$difftest" --program="$work/states.c" "$@"
