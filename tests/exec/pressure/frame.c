/* More variables than a load reaches from the frame's pointer: without optimisation the addresses of their
 * slots, and of the conditions of divergent branches between them, are computed. */
#include "lanes.h"

uint32_t result[1][THREADS_OF_ALL];
volatile uint32_t seeds[7] = {3, 1, 4, 15, 9, 2, 6};

#define TEN(of, n)                                                                                 \
    of(n##0) of(n##1) of(n##2) of(n##3) of(n##4) of(n##5) of(n##6) of(n##7) of(n##8) of(n##9)
#define HUNDRED(of, n)                                                                             \
    TEN(of, n##0)                                                                                  \
    TEN(of, n##1)                                                                                  \
    TEN(of, n##2)                                                                                  \
    TEN(of, n##3)                                                                                  \
    TEN(of, n##4)                                                                                  \
    TEN(of, n##5)                                                                                  \
    TEN(of, n##6)                                                                                  \
    TEN(of, n##7)                                                                                  \
    TEN(of, n##8)                                                                                  \
    TEN(of, n##9)
#define ALL(of)                                                                                    \
    HUNDRED(of, 1)                                                                                 \
    HUNDRED(of, 2) HUNDRED(of, 3) HUNDRED(of, 4) HUNDRED(of, 5)

#define DEFINE(n) uint32_t v##n = seeds[n % 7] * n;
#define FOLD(n)                                                                                    \
    if ((h ^ v##n) & 1)                                                                            \
        h = h * 5 + v##n;

static NOINLINE uint32_t fold(uint32_t h) {
    ALL(DEFINE)
    ALL(FOLD)
    return h;
}

static void run(void) {
    result[0][THREAD] = fold(THREAD);
}

RUN_LANES
