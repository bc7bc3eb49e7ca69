/* clang's own diagnostics pass through, once each.
 *
 * RUN: nbc %s -o %t.nbin
 * RUN: nbc %s -o %t.nbin -DWARN -Wconversion
 * RUN: nbc %s -o %t.nbin -DWARN -Wconversion -w
 * RUN: nbc %s -o %t.nbin -DWARN -Wconversion -Werror
 * RUN: nbc %s -o %t.nbin -DFATAL
 * RUN: nbc %s -o %t.nbin -DASM
 * RUN: nbc %s -o %t.nbin -DUNDEFINED 2>&1 | sed 's/>>> .*neutrino-[^ ]*.o:/>>> /'
 */
#if defined FATAL
#include "missing.h"
#elif defined ASM
void asm_task(void) {
    __asm__("frobnicate a0");
}
#elif defined UNDEFINED
void elsewhere(void);
void undefined_task(void) {
    elsewhere();
}
#elif defined WARN
void warn_task(long a, int b) {
    b = a;
}
#else
#define TWICE(x) ((x) + y)
void add_task(int x) {
    int z = TWICE(x)
    undeclared(z);
}
#endif
