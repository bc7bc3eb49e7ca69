/* Sides of a divergent branch that the compiler finds to be the same, so that the branch goes and the
 * split stays; and lane numbers that it reads between a split and its branch. */
#include "lanes.h"

uint32_t result[3][THREADS_OF_ALL];

NOINLINE uint64_t scale(uint64_t x, uint32_t *calls) {
    ++*calls;
    return x * 3;
}

static void run(void) {
    uint32_t i = THREAD, calls = 0;
    uint64_t x = i;
    float f = (float)i;
    if (f > 2.5f)
        x = scale(x, &calls);
    else
        x = scale(x, &calls);
    if (i % 3 == 1)
        result[2][THREAD] = (uint32_t)x;
    else
        result[1][THREAD] = THREAD * 5;
    result[0][THREAD] = mix(calls, (uint32_t)x);
}

RUN_LANES
