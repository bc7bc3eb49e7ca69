#!/bin/sh
# printed_page.sh PROGRAM FILE: the page in the tree is what the program prints (BLESS=1 rewrites it).
set -eu
work=$(mktemp "${TMPDIR:-/tmp}/page-XXXXXX")
trap 'rm -f "$work"' EXIT
"$1" >"$work"
if [ "${BLESS:-}" ]; then
    cat "$work" >"$2"
else
    diff -u "$2" "$work"
fi
