#!/bin/sh
# dwarf.sh SOURCE PREFIX: compiles it with -g at every level and has llvm-dwarfdump verify the
# program, the runtime's objects in it included.
for level in 0 1 2 3; do
    muonc -g -O$level "$1" -o "$2-$level.elf" || exit 1
    llvm-dwarfdump-19 --verify "$2-$level.elf" >"$2.log" 2>&1 || { echo "-O$level"; cat "$2.log"; }
done
