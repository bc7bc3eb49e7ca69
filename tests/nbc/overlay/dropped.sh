#!/bin/sh
# What [overlay-race] says of a program without each of its dependencies.
#
#   dropped.sh PROGRAM
work=$(mktemp -d /tmp/dropped-XXXXXX)
trap 'rm -rf "$work"' EXIT
for line in $(grep -n '\.depend(' "$1" | cut -d: -f1); do
    sed "${line}d" "$1" >"$work/program.overlay"
    sed -n "${line}p" "$1"
    nbc --emit=ir:enqueue "$work/program.overlay" -o /dev/null 2>&1 | sed -n 's/.*warning: /    /p'
done
