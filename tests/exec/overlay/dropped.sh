#!/bin/sh
# An overlay program without each of its dependencies in turn: who finds it, the compiler's warning of a race, or a
# run, by another answer or a race that musim reports. One that nobody finds is implied by what is left.
#
#   dropped.sh PROGRAM       of PROGRAM.overlay and PROGRAM.c
set -u
program=$1
work=$(mktemp -d "${TMPDIR:-/tmp}/dropped-XXXXXX")
trap 'rm -rf "$work"' EXIT
name=$(basename "$program")
for header in "$(dirname "$program")"/*.h; do
    [ ! -f "$header" ] || cp "$header" "$work"
done
cp "$program.c" "$work/$name.c"

# Compiles $work/NAME.overlay, and says what the compiler finds.
compile() {
    nbc --overlay-target=cluster -mcores=2 -mwarps=4 -mlanes=2 "$work/$name.overlay" "$work/$name.c" -o "$work/elf" 2>"$work/warnings" ||
        { cat "$work/warnings" && exit 1; }
    ! grep -q 'overlay-race' "$work/warnings" || printf ' warning'
}
run() {
    musim --check=races "$@" "$work/elf" >"$work/output" 2>"$work/errors"
}
# Whether one of a few schedules finds something.
execute() {
    for seed in $(seq 1 "${SCHEDULES:-3}"); do
        run --perturb="$seed"
        if grep -q 'race' "$work/errors" || ! cmp -s "$work/right" "$work/output"; then
            printf ' run'
            return
        fi
    done
}

cp "$program.overlay" "$work/$name.overlay"
compile >/dev/null
run || { cat "$work/errors" && exit 1; }
cp "$work/output" "$work/right"
[ -z "$(execute)" ] || { echo "wrong without anything dropped" && exit 1; }
grep -n '\.depend(' "$program.overlay" | while IFS=: read -r line text; do
    count=$(printf '%s' "$text" | grep -o '\.depend(' | wc -l)
    for call in $(seq "$count"); do
        edit="${line}d" label=${text%;*}
        if [ "$count" -gt 1 ]; then
            edit="${line}s/\.depend([^()]*)//$call"
            label=$(printf '%s' "$text" | grep -o '^[A-Za-z0-9_]*\|\.depend([^()]*)' | sed -n "1p;$((call + 1))p" | tr -d '\n')
        fi
        sed "$edit" "$program.overlay" >"$work/$name.overlay"
        found=$(compile && execute)
        echo "$label:${found:- implied}"
    done
done
