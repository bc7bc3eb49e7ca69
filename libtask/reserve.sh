#!/bin/sh
# Makes objects of the runtime independent of the names that a program defines.
#
#   reserve.sh OBJCOPY OBJDUMP DIRECTORY OBJECT…    (writes them into the directory)
#
# The C library's names are a program's own to define, and a program that has a strlen, say, of its
# own gets that one. What the runtime calls is its own all the same: each global name without a
# reserved prefix becomes __neutrino_NAME, in definitions and references (those that clang makes,
# too), and NAME is a weak alias of it. Names that are no library's (console_…) get no alias.
# Reserved names that others may define too, such as those of C++ and of clang's functions, are weak.
set -eu
objcopy=$1 objdump=$2 directory=$3
shift 3

# "value section name" of each global definition
definitions() {
    "$objdump" -t "$1" | awk '$1 ~ /^[0-9a-f]+$/ && $2 == "g" && !/\*ABS\*/ { print $1, $(NF-2), $NF }'
}
is_free='$NF !~ /^(__|_[A-Z]|neutrino_|muon_)/'

mkdir -p "$directory"
for object; do
    definitions "$object"
done | awk "$is_free"' { print $3, "__neutrino_" $3 }' | sort -u >"$directory/names"
for object; do
    options=$(definitions "$object" | awk "$is_free"' && $3 !~ /^console_/ {
            print "--add-symbol=" $3 "=" $2 ":0x" $1 ",weak,function"
        }
        $3 ~ /^_/ { print "--weaken-symbol=" $3 }')
    # shellcheck disable=SC2086
    "$objcopy" --redefine-syms="$directory/names" $options "$object" "$directory/${object##*/}"
done
