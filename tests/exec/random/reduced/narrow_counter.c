/* LLVM tells the end of a loop by a counter of 8 bits that differs between lanes, of which the low bits alone are
 * compared: (begin + rounds) % 256 with (begin + 3) % 256. Lanes leave together. */
#include "lanes.h"

uint32_t result[2][THREADS_OF_ALL];
static unsigned weights[8] = {3, 1, 4, 1, 5, 9, 2, 6};

static __attribute__((noinline)) unsigned rounds(unsigned x) {
    signed char v = (signed char)((signed char)(x * 37) >> (x & 7));
    unsigned fuel = 2, sum = 0;
#pragma clang loop unroll(disable)
    do {
        unsigned weight = weights[v & 7];
        sum = weight > 3 ? sum * 5 + weights[(x + weight) & 7] : sum ^ 7;
    } while ((v++ != 0 || v == v) && fuel-- > 0);
    return sum * 256 + (unsigned char)v;
}

static __attribute__((noinline)) unsigned halves(unsigned x) {
    unsigned short v = (unsigned short)(x * 4000);
    unsigned fuel = 3, sum = 0;
#pragma clang loop unroll(disable)
    do {
        if (weights[v & 7] > 2)
            sum = sum * 3 + weights[(x + v) & 7];
        v += 5;
    } while ((v != 17 || v == v) && --fuel > 0);
    return sum * 16 + v;
}

static void run(void) {
    result[0][THREAD] = rounds(THREAD);
    result[1][THREAD] = halves(THREAD);
}
RUN_LANES
