#!/bin/sh
# golden.sh STATUS FILE COMMAND…: runs the command; its exit status must be STATUS and, unless FILE is
# empty, what it prints on standard output the file's. With BLESS=1 the file is written instead.
set -u
status=$1 golden=$2
shift 2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
"$@" >"$work/output"
found=$?
if [ "$found" -ne "$status" ]; then
    cat "$work/output"
    echo "exit status $found, expected $status: $*"
    exit 1
fi
[ "$golden" ] || { cat "$work/output"; exit 0; }
if [ "${BLESS:-}" ]; then
    cmp -s "$work/output" "$golden" || { cp "$work/output" "$golden" && echo "wrote $golden"; }
elif [ ! -f "$golden" ]; then
    cat "$work/output"
    echo "$golden: missing; BLESS=1 in the environment writes it"
    exit 1
else
    diff -u "$golden" "$work/output"
fi
