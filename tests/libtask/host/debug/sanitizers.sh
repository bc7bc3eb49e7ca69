#!/usr/bin/env bash
# sanitizers.sh SANITIZER CLANG MUONC ROOT LIBRARIES: finds what is wrong in kernels on the CPU, at the
# kernel's line, if the program that launches them is built with it, too; and nothing in one that is
# right.
set -euo pipefail
sanitizer=$1 clang=$2 muonc=$3 root=$4 libraries=$5
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LSAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1

"$clang" -g -O1 -fsanitize="$sanitizer" -I"$root/include" "$here/launch.c" -o "$work/launch" \
    -L"$libraries" -ltask -lmusim -Wl,-rpath,"$libraries"

# finds KERNEL MARK TEXT: a report with the text, and the line that has the mark.
finds() {
    local line
    line=$(grep -n "/\* $2 \*/" "$here/kernels.c" | cut -d: -f1)
    if timeout 60 "$work/launch" "$work/kernels.so" "$1" >"$work/log" 2>&1; then
        echo "$1, $level: $sanitizer found nothing"
        exit 1
    fi
    grep -q "$3" "$work/log" && grep -q "kernels.c:$line:" "$work/log" || {
        echo "$1, $level: no report of '$3' in line $line:"
        cat "$work/log"
        exit 1
    }
}

for level in -O0 -O2; do
    "$muonc" --target=host $level -g -fsanitize="$sanitizer" "$here/kernels.c" -o "$work/kernels.so"
    timeout 60 "$work/launch" "$work/kernels.so" good >"$work/log" 2>&1 || {
        echo "good, $level: $sanitizer reports"
        cat "$work/log"
        exit 1
    }
    case $sanitizer in
    address) finds beyond beyond 'AddressSanitizer: global-buffer-overflow' ;;
    undefined) finds overflow overflow 'signed integer overflow' ;;
    thread) finds race race 'ThreadSanitizer: data race' ;;
    esac
done
