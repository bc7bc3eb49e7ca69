/* The condition under which lanes go round a loop is kept for a second one. In the first it is 0: code generation
 * has the counter begin as the copy of it that the vx_split tests, and the branch tests the one that is kept. */
#include "lanes.h"

uint32_t result[1][THREADS_OF_ALL];
uint32_t numbers[4] = {3, 1, 4, 1};
static uint32_t seen[THREADS_OF_ALL];

NOINLINE void see(uint32_t x) {
    seen[THREAD] = x;
}

NOINLINE uint32_t count(uint32_t n) {
    uint32_t me = THREAD;
    uint32_t a = numbers[me & 3], b = me, c = numbers[me & 3];
    uint32_t own[8] = {a, 3}, *p = a & 1 ? &b : &a;
    for (uint32_t i = 0; i < n % 4; i++)
        if (i) {
            own[2] = n ^ *p;
            p = &a;
        }
    see(a);
    for (uint32_t i = 0; i < n % 4; i++)
        if (a == 0)
            c += n & me;
    uint32_t sum = a * c;
    for (uint32_t j = 0; j < 8; j++)
        sum = sum * 31 + own[j];
    return mix(sum, seen[me]);
}

static void run(void) {
    result[0][THREAD] = count(THREAD);
}

RUN_LANES
