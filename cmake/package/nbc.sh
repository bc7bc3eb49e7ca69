#!/bin/sh
# nbc.sh STEM HEADER FLAGS NBC ARGUMENT…: makes STEM.nbin.o, STEM.interface and the header, with the flags that are
# the lines of a file. The last two are replaced only if they become others.
set -e
stem=$1 header=$2 flags=$3
shift 3
new=${stem%/*}/new
mkdir -p "$new" "${header%/*}"
xargs -d '\n' -a "$flags" "$@" -o "$stem.nbin.o" "--header=$new/${header##*/}" "--interface=$new/interface" \
    -MD -MF "$stem.d" -MQ "$stem.nbin.o"
replace() {
    cmp -s "$1" "$2" || cp "$1" "$2"
}
replace "$new/${header##*/}" "$header"
replace "$new/interface" "$stem.interface"
