/* RUN: for o in -O0 -O2; do muonc $o -mcores=1 -mwarps=1 -mlanes=4 %s -o %t.elf && musim --check %t.elf; done */
/* What the mathematical functions give lanes with the same arguments is the same, which the compiler
 * knows and the linker must find: else it refuses the branches here. */
#include <math.h>
#include <stdio.h>

float a = 0.75, b = 3;
double x = 0.75, y = 3;

static int floats(void) {
    int count = 0;
#define UNARY(name, reference, bound)                                                              \
    if (name(a) > 0.5f)                                                                            \
        count++;
#define BINARY(name, reference, bound)                                                             \
    if (name(a, b) > 0.5f)                                                                         \
        count++;
#include "functions.def"
#undef UNARY
#undef BINARY
    return count;
}

static int doubles(void) {
    int count = 0;
#define UNARY(name, bound, low, high)                                                              \
    if (name(x) > 0.5)                                                                             \
        count++;
#define BINARY(name, bound, low, high)                                                             \
    if (name(x, y) > 0.5)                                                                          \
        count++;
#include "double_functions.def"
    return count;
}

int main(void) {
    int others = 0;
    if (fma(x, y, -2) == 0.25)
        others++;
    if (lround(x) == 1 && llrint(y) == 3 && ilogb(x) == -1 && ldexpf(a, 2) == b)
        others++;
    if (erfcf(a) < 0.5f && tgammaf(a) > 1 && lgammaf(b) > 0)
        others++;
    int counts[] = {floats(), doubles()};
    if (muon_lane_id() == 0)
        printf("%d %d %d\n", counts[0], counts[1], others);
    return 0;
}
