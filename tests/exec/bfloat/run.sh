#!/bin/sh
# run.sh BIN_DIRECTORY CHECK_DIRECTORY SOURCE_DIRECTORY [levels]: the operations and the kernels,
# compiled in one way, or in all that matter, and run, against the model.
set -eu
PATH="$(cd "$1" && pwd):$(cd "$2" && pwd):$PATH"
cd "$3"
work=$(mktemp -d "${TMPDIR:-/tmp}/bfloat-XXXXXX")
trap 'rm -rf "$work"' EXIT

# operations OPTIONS…
operations() {
    muonc -Werror "$@" operations.c -o "$work/operations.elf"
    inputs=
    for array in x y z numbers floats doubles; do
        inputs="$inputs --input=$array:$work/$array"
    done
    musim --check $inputs --output=out:"$work/out" "$work/operations.elf"
    check_operations outputs "$work" || wrong "operations.c $*"
}

# kernels OPTIONS…
kernels() {
    for kernel in gemm gemv softmax swiglu; do
        check_kernels inputs $kernel "$work"
        muonc -Werror "$@" $kernel.c -o "$work/$kernel.elf"
        b="--input=b:$work/b"
        [ $kernel != softmax ] || b=
        musim --check --input=a:"$work/a" $b --output=c:"$work/c" "$work/$kernel.elf"
        check_kernels outputs $kernel "$work" || wrong "$kernel.c $*"
    done
}

wrong() {
    echo "wrong with muonc $*"
    exit 1
}

check_operations inputs "$work"
if [ $# = 3 ]; then
    operations -O2
    kernels -O2 -mhalf=bf16
    exit
fi
operations -O0
operations -O1 -x c++ -mlanes=32
operations -O3 -mlanes=1 -mwarps=1 -mcores=1
operations -Os -mlanes=4 -g
operations -O2 -mdivergence=all
operations -O1 -mhalf=bf16
operations -O2 -mhalf=bf16 -x c++
kernels -O0
kernels -O1 -mlanes=4
kernels -O3 -x c++
