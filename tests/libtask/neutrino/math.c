/* Mathematical functions in tasks: the same bits as in kernels, from one source.
 *
 * RUN: for o in -O0 -O2 -Os; do nbc $o -I../math %s -o %t.nbin && muonc $o -DKERNEL -I../math -mcores=1 -mwarps=1 -mlanes=1 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf; done
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const volatile double arguments[] = {0.75, -2.5, 3, 0.0, 1e-300, 1e20, 33.125, -0.1};
enum { ARGUMENTS = sizeof arguments / sizeof *arguments };

static uint64_t mixed(uint64_t hash, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (hash ^ (isnan(value) ? 0 : bits)) * 0x100000001b3;
}

static uint64_t floats(void) {
    uint64_t hash = 1;
    for (int i = 0; i < ARGUMENTS; i++) {
        float x = (float)arguments[i], y = (float)arguments[ARGUMENTS - 1 - i];
#define UNARY(name, reference, bound) hash = mixed(hash, name(x));
#define BINARY(name, reference, bound) hash = mixed(hash, name(x, y));
#include "functions.def"
#undef UNARY
#undef BINARY
        hash = mixed(hash, fmaf(x, y, x) + erfcf(x) + tgammaf(x) + nexttowardf(x, 1));
    }
    return hash;
}

static uint64_t doubles(void) {
    uint64_t hash = 1;
    for (int i = 0; i < ARGUMENTS; i++) {
        double x = arguments[i], y = arguments[ARGUMENTS - 1 - i], whole;
        int power, quotient;
#define UNARY(name, bound, low, high) hash = mixed(hash, name(x));
#define BINARY(name, bound, low, high) hash = mixed(hash, name(x, y));
#include "double_functions.def"
        hash = mixed(hash, fma(x, y, x) + remquo(x, y, &quotient) + frexp(x, &power));
        hash = mixed(hash, modf(x, &whole) + whole + power + quotient + sinl(x) + ldexpl(x, 3));
    }
    return hash;
}

static void print_hashes(void) {
    printf("%016llx %016llx\n", (unsigned long long)floats(), (unsigned long long)doubles());
}

#ifdef KERNEL
int main(void) {
    print_hashes();
    neutrino_invoke(a_task, NO_DEPS, SYNC | SINGLE_THREAD);
    return 0;
}
#else
void a_task(void) {
    print_hashes();
}
#endif
