#!/bin/sh
# Tools that get too little memory, or too few addresses, say so and fail.
#
#   memory.sh BIN_DIRECTORY
set -u
PATH="$(cd "$1" && pwd):$PATH"
work=$(mktemp -d "${TMPDIR:-/tmp}/memory-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

# refused KIBIBYTES MESSAGE COMMAND…
refused() {
    limit=$1 message=$2
    shift 2
    said=$(ulimit -v "$limit" && "$@" 2>&1)
    status=$?
    [ $status = 1 ] && [ "$said" = "$message" ] && return
    echo "$* with $limit KiB: exit status $status"
    echo "$said"
    touch failed
}

truncate -s 3G large
refused 1000000 'fatal error: out of memory' muobjdump large
refused 1000000 'large: error: libclang cannot parse this' nbc large -o tasks.nbin
refused 1000000 'fatal error: out of memory' muonc large -o program.elf

echo 'int main(void) { return 0; }' >program.c
muonc -mcores=8 -mwarps=16 -mlanes=32 program.c -o program.elf || touch failed
musim program.elf || touch failed
refused 1000000 'musim: error: not enough address space for the simulated memory' musim program.elf
refused 1000000 "musim: error: cannot reserve 4 GiB of addresses for the program's memory" \
    musim --neutrino program.elf
# With ever more addresses, the next part of a large machine is what there is no room for, and in the end none.
for limit in $(seq 12600000 50000 13500000); do
    (ulimit -v "$limit" && musim --clusters=64 program.elf 2>&1 && echo "program.elf: runs")
done | sed 's/cluster [0-9]*/a cluster/' | uniq >parts
cat >expected <<'END'
program.elf: error: not enough memory for 8192 warps
program.elf: error: not enough memory for a cluster
program.elf: runs
END
diff expected parts || touch failed

[ ! -e failed ]
