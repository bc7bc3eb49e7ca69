#!/bin/sh
# run.sh KERNEL [muonc options]: compiles a kernel of this folder and runs it on the simulator,
# checked against the host. The tree must have been built (./dev build).
set -eu
directory=$(cd "$(dirname "$0")" && pwd)
build=${BUILD_DIR:-$directory/../../build}
name=$(basename "$1" .c)
shift
kernel=$(mktemp "${TMPDIR:-/tmp}/$name-XXXXXX")
trap 'rm -f "$kernel"' EXIT
"$build/bin/muonc" "$@" "$directory/$name.c" -o "$kernel"
"$build/samples/kernels/$name" "$kernel"
