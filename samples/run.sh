#!/bin/sh
# run.sh FOLDER [muonc options] [arguments]: compiles a program of several files and runs it on the simulator,
# checked against the host. What begins with - is muonc's, the rest the host's program's. The tree must have
# been built (./dev build).
set -eu
directory=$(cd "$(dirname "$0")" && pwd)
build=${BUILD_DIR:-$directory/../build}
name=$(basename "$1")
shift
work=$(mktemp -d "${TMPDIR:-/tmp}/$name-XXXXXX")
trap 'rm -rf "$work"' EXIT
options=-O2
while [ $# -gt 0 ]; do
    case $1 in
    -*) options="$options $1" ;;
    *) break ;;
    esac
    shift
done
if [ -f "$directory/$name/tasks.c" ]; then
    "$build/bin/nbc" -O2 "$directory/$name/tasks.c" -o "$work/tasks.nbin"
    options="$options --neutrino=$work/tasks.nbin"
fi
# shellcheck disable=SC2086 # options are words
"$build/bin/muonc" $options "$directory/$name"/kernel.* -o "$work/kernel.elf"
"$build/samples/$name/$name" "$work/kernel.elf" "$@"
