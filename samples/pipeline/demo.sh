#!/bin/sh
# Compiles the pipeline and runs it on its matrices, showing each command. ./dev demo calls it.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD_DIR:-build}
out=$build/samples/pipeline
PATH="$PWD/$build/bin:$PATH"
mkdir -p "$out"

run() {
    printf '\n$ %s\n' "$*"
    "$@"
}

run nbc -O2 samples/pipeline/tasks.c -o "$out/tasks.nbin"
run muonc -O2 samples/pipeline/kernel.c --neutrino="$out/tasks.nbin" -o "$out/kernel.elf"
run "$out/pipeline" "$out/kernel.elf" samples/pipeline/data/a.txt samples/pipeline/data/b.txt \
    samples/pipeline/data/bias.txt

cat <<END

Where to look next:
  samples/pipeline/kernel.c   the SIMT side: three roles, no barrier
  samples/pipeline/tasks.c    the task function on the Neutrino core
  $out/tasks.h   the header that nbc generated and muonc included
  muonc --emit=lowered samples/pipeline/kernel.c --neutrino=$out/tasks.nbin -o -
                              the same kernel with one instruction for each invoke
  muobjdump -dl $out/kernel.elf
  docs/tasks.md               the programming model; docs/architecture.md the tools
END
