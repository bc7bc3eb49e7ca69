/* An argument that differs between lanes only from the second trip on, when it is known already
 * that the call's result differs: the function must hear of it too. */
#include "lanes.h"

uint32_t result[1][THREADS_OF_ALL];

NOINLINE uint32_t choose(uint32_t lane, uint32_t key) {
    if (key == 2)
        step(&lane, 5);
    return lane * 3 + 1;
}

static void run(void) {
    uint32_t key = 0, x = 0;
    for (uint32_t i = 0; i < 4; i++) {
        x = choose(THREAD + x, key);
        if (x & 1)
            key++;
    }
    result[0][THREAD] = mix(x, key);
}

RUN_LANES
