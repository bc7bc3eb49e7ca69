#!/bin/sh
# An overlay program without each of its dependencies in turn. Those that are needed are missed: by the compiler,
# which warns of a race, and by a run, in another answer or a race that musim reports. In which of a few schedules a
# run goes wrong is chance, so it need not each time, but mostly. One that nobody misses is implied by what is left.
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
        verdict=needed
        [ "$found" ] || verdict=implied
        echo "$label: $verdict"
        case $found in
        *run) echo missed >>"$work/runs" ;;
        ' warning') echo "$label" >>"$work/only_warnings" ;;
        esac
    done
done
touch "$work/runs" "$work/only_warnings"
[ "$(wc -l <"$work/runs")" -ge "$(wc -l <"$work/only_warnings")" ] ||
    { echo "runs are right without these:" && cat "$work/only_warnings"; }
