/* No builtins: clang compiles the file itself.
 * RUN: muonc -Wall -c %s -o %t.o -fno-color-diagnostics
 * RUN: muonc -Wall -Werror -c %s -o %t.o2 -fno-color-diagnostics; test ! -e %t.o2
 * RUN: muonc -w -O0 --emit=llvm %s | grep -o 'define.*@twice'
 * RUN: muonc -w -S %s -o - | grep '^twice:'
 * RUN: muonc -E %s -DVALUE=7 | tail -n 4
 * RUN: cat %s | muonc -w -x c - --emit=llvm -o - | grep -oE 'define.*@twice|source_filename.*' */
#include <float.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifndef VALUE
#define VALUE 2
#endif
int twice(int x) {
    int unused = VALUE;
    return VALUE * x;
}
