#!/bin/sh
# What muobjdump --assembly prints assembles back to the same bytes: any words, and a program with
# the whole library.
#
#   roundtrip.sh BIN_DIRECTORY WORDS LIBRARY
set -eu
PATH="$1:$PATH"
words=$2
library=$3
objcopy=$(command -v llvm-objcopy-19 || command -v objcopy)
work=$(mktemp -d "${TMPDIR:-/tmp}/roundtrip-XXXXXX")
trap 'rm -rf "$work"' EXIT

bytes() { # of the code of a program
    for section in .text.init .text; do
        : >"$work/section"
        "$objcopy" -O binary --only-section="$section" "$1" "$work/section" 2>/dev/null || true
        cat "$work/section"
    done
}

again() { # program, options of muobjdump…
    program=$1
    shift
    muobjdump --assembly "$@" "$program" >"$work/again.s"
    muonc -g0 -nostdlib "$work/again.s" -o "$work/again.elf"
    bytes "$program" >"$work/expected"
    bytes "$work/again.elf" >"$work/actual"
    test -s "$work/expected"
    cmp "$work/expected" "$work/actual"
}

for seed in 1 2; do
    "$words" "$seed" >"$work/words"
    printf '.globl _start\n_start: .incbin "%s"\n' "$work/words" >"$work/words.s"
    muonc -g0 -nostdlib "$work/words.s" -o "$work/words.elf"
    bytes "$work/words.elf" | cmp - "$work/words"
    again "$work/words.elf"
    again "$work/words.elf" --no-aliases
done

cat >"$work/kernel.c" <<'END'
int x;
int main(void) { return x ? *(volatile int *)0x12345678 : 0; }
END
muonc -O2 "$work/kernel.c" -Wl,--whole-archive "$library" -Wl,--no-whole-archive \
    -o "$work/kernel.elf"
again "$work/kernel.elf"
