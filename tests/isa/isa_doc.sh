#!/bin/sh
# isa_doc.sh ISA_DOC FILE: the page in the tree is what the program prints (BLESS=1 rewrites it).
set -eu
work=$(mktemp "${TMPDIR:-/tmp}/isa-doc-XXXXXX")
trap 'rm -f "$work"' EXIT
"$1" >"$work"
if [ "${BLESS:-}" ]; then
    cat "$work" >"$2"
else
    diff -u "$2" "$work"
fi
