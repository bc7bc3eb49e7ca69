/* Lanes go different ways by random numbers, and at each place those that are there do everything that
 * lanes can do together. */
#include "collectives.h"

#include <neutrino/lanes.h>

#define ID(name, ...) ID_##name,
enum { COLLECTIVES(ID) COLLECTIVES_INLINE(ID) COUNT };

uint32_t path[WARPS * MOST_LANES], numbers[WARPS * MOST_LANES], asked[WARPS * MOST_LANES],
    steps[WARPS * MOST_LANES];
float floats[WARPS * MOST_LANES];
uint32_t out[PLACES][COUNT][WARPS * MOST_LANES];

#define STORE(name, type, expression, model)                                                             \
    {                                                                                              \
        __typeof__(expression) result = (expression);                                              \
        uint32_t bits = 0;                                                                         \
        __builtin_memcpy(&bits, &result, sizeof result);                                           \
        out[place][ID_##name][hart] = bits;                                                             \
    }
#define HAVE                                                                                       \
    uint32_t hart = muon_hart_id(), u = numbers[hart], asks = asked[hart], n = steps[hart];        \
    int32_t i = (int32_t)(u * 0x9e3779b1);                                                         \
    float f = floats[hart];                                                                        \
    (void)i, (void)f, (void)asks, (void)n, (void)u

__attribute__((noinline)) static void all(uint32_t place) {
    HAVE;
    COLLECTIVES(STORE)
}
static inline void at(uint32_t place) {
    HAVE;
    COLLECTIVES_INLINE(STORE)
    all(place);
}

__attribute__((noinline)) static void early(uint32_t mine) {
    if (mine & 0x80)
        return;
    at(9);
}
static void with(void) {
    at(10);
}
static void without(void) {
    at(11);
}
static void (*const called[])(void) = {without, with};

int main(void) {
    uint32_t mine = path[muon_hart_id()], rounds = mine >> 3 & 3;
    at(0);
    if (mine & 1) {
        if (mine & 2)
            at(1);
        else
            at(2);
    } else if (mine & 4) {
        at(3);
    }
    for (uint32_t round = 0; round < rounds; round++)
        at(4 + round);
    switch (mine >> 5 & 3) {
    case 0:
        at(7);
        __attribute__((fallthrough));
    case 1:
        at(8);
    }
    early(mine);
    called[mine >> 8 & 1]();
    if ((mine & 0x600) == 0)
        at(12);
    at(13);
    return 0;
}
