#!/bin/sh
# One golden test: runs a file's RUN lines and compares what they print with FILE.golden.
#
#   golden.sh BIN_DIRECTORY FILE      (BLESS=1 rewrites FILE.golden instead)
#
# A RUN line is a shell command after "RUN:" in any comment. In it, %s is the file, %t a prefix for
# files the test makes, %I the tree's include directory. Commands run in the file's directory with
# the tools first on PATH; what they print on both streams is compared, and "exit: N" follows every
# command that fails. %t is in /tmp wherever TMPDIR is, and so are the tools' own files: how long
# these paths are decides where lines of dependency files break, and RUN lines do not quote them.
set -u
bin=$(cd "$1" && pwd)
include=$(cd "$(dirname "$0")/../include" && pwd)
directory=$(cd "$(dirname "$2")" && pwd)
file=$(basename "$2")
golden="$directory/$file.golden"
work=$(mktemp -d /tmp/golden-XXXXXX)
trap 'rm -rf "$work"' EXIT
PATH="$bin:$PATH"
export PATH
unset NEUTRINO_PREFIX TMPDIR
cd "$directory" || exit 1

grep -o 'RUN:.*' "$file" | sed -e 's/^RUN: *//' -e 's,[[:space:]]*\*/$,,' \
    -e "s,%s,$file,g" -e "s,%t,$work/t,g" -e "s,%I,$include,g" >"$work/run"
if [ ! -s "$work/run" ]; then
    echo "$2: no RUN line"
    exit 1
fi
while IFS= read -r command; do
    sh -c "$command" </dev/null 2>&1
    status=$?
    [ $status -eq 0 ] || echo "exit: $status"
done <"$work/run" >"$work/raw"
sed -e "s,$work/t,%t,g" -e "s,$directory/,,g" "$work/raw" >"$work/output"

if [ "${BLESS:-}" ]; then
    cmp -s "$work/output" "$golden" || { cp "$work/output" "$golden" && echo "blessed $golden"; }
    exit 0
fi
if [ ! -f "$golden" ]; then
    echo "$golden: missing; ./dev test --bless writes it"
    cat "$work/output"
    exit 1
fi
diff -u "$golden" "$work/output"
