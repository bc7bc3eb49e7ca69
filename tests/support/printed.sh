#!/bin/sh
# The man pages' lists, and the completions for bash, are what the tools print from their tables.
#
#   printed.sh BIN_DIRECTORY TOOL      (BLESS=1 rewrites the files instead)
#
# In a man page, a list stands between a comment with the command that prints it and '.\" end'.
set -u
tool=$2
PATH="$(cd "$1" && pwd):$PATH"
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/printed-XXXXXX")
trap 'rm -rf "$work"' EXIT
failed=0

compare() {
    cmp -s "$1" "$2" && return
    if [ "${BLESS:-}" ]; then
        cp "$2" "$1" && echo "blessed $1"
    else
        diff -u "$1" "$2"
        failed=1
    fi
}

"$tool" --print-options=man >"$work/man" || exit 1
"$tool" --print-options=diagnostics >"$work/diagnostics" || exit 1
awk -v tool="$tool" -v work="$work" '
    skipping && $0 == ".\\\" end" { skipping = 0 }
    !skipping { print }
    $0 ~ "^[.].\" " tool " --print-options=" {
        sub(/.*=/, "")
        file = work "/" $0
        while ((getline line <file) > 0)
            print line
        skipping = 1
        lists++
    }
    END { exit lists == 0 || skipping }' "$root/man/$tool.1" >"$work/page" ||
    { echo "man/$tool.1: no list, or one without an end"; exit 1; }
compare "$root/man/$tool.1" "$work/page"

"$tool" --print-options=bash >"$work/completion" || exit 1
compare "$root/support/completion/$tool" "$work/completion"
exit $failed
