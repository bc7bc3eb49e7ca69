#!/bin/sh
# reduced.sh BIN_DIRECTORY HOST_CC PROGRAM: one program that once failed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/reduced-XXXXXX")
trap 'rm -rf "$work"' EXIT
cp "$here/lanes.h" "$3" "$work"
cd "$work"
sh "$here/compare.sh" "$1" "$2" "$(basename "$3")" 21 2 1
