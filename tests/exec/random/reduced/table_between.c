/* The number of trailing zeros is a load from a table, by an index that is the same for all lanes. As nobody
 * writes the table, code generation may move the load before the vx_join: both sides load the same. */
#include "lanes.h"

uint32_t result[1][THREADS_OF_ALL];
static uint32_t values[THREADS_OF_ALL], others[THREADS_OF_ALL];

static NOINLINE uint32_t choose(void) {
    uint32_t chosen = values[THREAD] >= 3 ? others[THREAD] : THREAD;
    uint32_t zeros = trailing_zeros(WARP - 63);
    if (zeros == 1)
        values[THREAD] = 5;
    return mix(chosen, zeros);
}

static void run(void) {
    values[THREAD] = THREAD & 7;
    others[THREAD] = 5 * THREAD;
    uint32_t x = choose();
    result[0][THREAD] = mix(x, values[THREAD]);
}

RUN_LANES
