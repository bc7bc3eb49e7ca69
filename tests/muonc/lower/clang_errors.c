/* Clang's messages come in clang's words, at the user's lines, with macros in sight.
 * RUN: muonc -c %s -o %t.o -fno-color-diagnostics
 * RUN: muonc --emit=lowered %s -Wall -DRIGHT=1 -o %t -fno-color-diagnostics
 * RUN: muonc --emit=lowered %s -Wall -Werror -DRIGHT=1 -o %t -fno-color-diagnostics
 * RUN: muonc --emit=lowered %s -w -DRIGHT=1 -o %t */
#define SQUARE(x) ((x) * (x))
#ifndef RIGHT
#define RIGHT undeclared
#endif
#warning careful
int f(void) {
    int unused = SQUARE(RIGHT);
    neutrino_invoke(0, NO_DEPS, SYNC | WARPS(4));
}
