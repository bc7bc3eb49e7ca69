#!/bin/sh
# The registry of diagnostics against the tests and the tools.
#
#   diagnostics.sh BIN_DIRECTORY
#
# Every name has a golden file that shows it and no golden has a name that is none; each example of
# --explain is compiled: the wrong one gets its diagnostic, in a log that is right (sarif.py), the right one
# nothing.
set -u
PATH="$(cd "$1" && pwd):$PATH"
tests=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/diagnostics-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

fail() {
    echo "$*"
    touch failed
}

names() {
    "$1" --print-options=diagnostics | sed -n 's/^\.It Bq //p'
}

{ names nbc; names muonc; } | sort >registered
[ -s registered ] || fail "no diagnostics"
grep -rhoE '\[(nu|overlay)-[a-z-]+\]' --include='*.golden' "$tests" | tr -d '[]' | sort -u >shown
comm -23 registered shown | while read -r name; do fail "$name: no golden shows it"; done
comm -13 registered shown | while read -r name; do fail "$name: in a golden, but not registered"; done

# example TITLE: the indented lines behind it.
example() {
    sed -n "/^$1:/,/^Right:/p" explained | sed -n 's/^    //p'
}

echo 'void sum_task(const int *numbers, int count) {}' >tasks.c
nbc tasks.c -o tasks.nbin || fail "no tasks"

# compile TOOL SOURCE options…: what the tool says of it, with its exit status.
compile() {
    language=c
    grep -q '^//' "$2" && language=c++
    rm -rf parts && mkdir parts
    awk '/^\/\* [a-z]*\.(c|overlay) \*\/$/ { file = $2; next } { print >("parts/" (file ? file : "example")) }' "$2"
    target=$(sed -n "1s,^/\* \(--target=[a-z]*\) \*/\$,\1,p" "$2")
    tool=$1
    shift 2
    case $tool in
    nbc)
        case $(echo parts/*) in
        *.overlay*) nbc "$@" parts/* -o made ;;
        *) nbc "$@" -x $language parts/* -o made.nbin ;;
        esac
        ;;
    muonc) muonc "$@" ${target:---neutrino=tasks.nbin} -x $language -c parts/* -o made.o ;;
    esac >said 2>&1
}

mkdir logs
for tool in nbc muonc; do
    for name in $(names $tool); do
        $tool --explain "$name" >explained || fail "$name: no explanation"
        example Wrong >wrong
        example Right >right
        compile $tool wrong --diagnostics-format=sarif
        cp said "logs/$name"
        compile $tool right || fail "$name: the right example is wrong"
        [ ! -s said ] || { fail "$name: the right example is not right"; cat right said; }
    done
done
"$tests/support/sarif.py" logs/* || fail "a wrong example does not show what it is for"
[ ! -e failed ]
