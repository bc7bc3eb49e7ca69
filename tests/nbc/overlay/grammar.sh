#!/bin/sh
# The grammar of docs/overlay.md is the parser's (BLESS=1 rewrites it).
#
#   grammar.sh PARSER.y DOCUMENT
set -eu
work=$(mktemp -d "${TMPDIR:-/tmp}/grammar-XXXXXX")
trap 'rm -rf "$work"' EXIT
LC_ALL=C bison -v --report-file="$work/report" -o "$work/parser.c" "$1"
# Without numbers, what recovers from errors, and the tokens' names where there is something to say.
sed -n '/^Grammar$/,/^Terminals/p' "$work/report" |
    sed -e '/^Grammar/d' -e '/^Terminals/,$d' -e '/accept/d' -e '/ error /d' \
        -e 's/^ *[0-9]* //' -e "s/'\(.\)'/\"\1\"/g" \
        -e 's/"name"/NAME/' -e 's/"number"/NUMBER/' -e 's/"floating constant"/FLOATING/' \
        -e 's/"struct" NAME/TAG NAME/' -e 's/"type"/TYPE/' |
    cat -s | sed -e '1{/^$/d}' -e '${/^$/d}' >"$work/grammar"
awk -v grammar="$work/grammar" '
    /^## The grammar/ { section = 1 }
    section && /^```/ { print; section = 0
        while ((getline line <grammar) > 0) print line
        while ((getline line) > 0 && line !~ /^```/) {}
        print line; next }
    { print }' "$2" >"$work/document"
if [ "${BLESS:-}" ]; then
    cat "$work/document" >"$2"
else
    diff -u "$2" "$work/document"
fi
